"""Published reports are data: no run of their words stands in code, configuration, examples or tests."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN = 9
LICENCE = ("open", "government", "licence")  # its name and terms must be quoted
FOLDERS = ("pipeline", "tests", "benchmarks", "docs", "notebooks", "data/reference")
TEXT = {".py", ".yaml", ".jsonl", ".csv", ".md", ".txt", ".html", ".js", ".ipynb"}
PUBLISHED = {".txt", ".md"}


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of ``RUN`` words of a text, figures, addresses and the licence's name left out."""
    words = re.findall(r"[a-z']{2,}", re.sub(r"https?://\S+|\S+@\S+", " ", text.lower().replace("’", "'")))
    found = {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}
    return {run for run in found if not set(LICENCE) <= set(run)}


@pytest.fixture(scope="module")
def published() -> set[tuple[str, ...]]:
    """Runs of words of the documents that ship."""
    paths = [path for path in sorted((ROOT / "data/raw").rglob("*")) if path.suffix in PUBLISHED]
    return {
        run for path in paths if path.name != "README.md" for run in runs(path.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_published_sentence_is_repeated(folder, published):
    found = {
        str(path.relative_to(ROOT)): [" ".join(run) for run in sorted(shared)]
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in TEXT and (shared := runs(path.read_text(encoding="utf-8")) & published)
    }
    assert not found
