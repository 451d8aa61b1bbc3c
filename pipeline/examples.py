"""Labelled texts: sentences that the project wrote to learn from, and hand coding to measure against."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import codebook
from pipeline.errors import PipelineError

EXAMPLES = Path("data/reference/examples")
GOLD = Path("data/gold")
NOT_FINDINGS = "not_findings.jsonl"
OTHER_GOLD = ("_figures", "_not_findings")
INVENTED = "invented"  # hand coding of documents that were written for testing


@dataclass(frozen=True)
class Example:
    """A sentence or bullet that the project wrote, coded as in ``Gold``."""

    text: str
    form: str
    polarity: str
    themes: tuple[str, ...]
    optional: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotFinding:
    """A sentence that judges nothing, with the reason: method, background, contents ..."""

    text: str
    form: str
    reason: str


@dataclass(frozen=True)
class Gold:
    """Hand-coded finding: the main theme first; ``optional`` themes are neither right nor wrong.

    ``origin`` is its file's stem.
    """

    uid: str
    document: str
    kind: str
    section: str | None
    heading: str | None
    text: str
    polarity: str
    themes: tuple[str, ...]
    optional: tuple[str, ...]
    origin: str


def load(folder: Path = EXAMPLES) -> list[Example]:
    """All written examples, in the order of file names and lines.

    Raises
    ------
    PipelineError: a line is no JSON or lacks a key.

    """
    paths = [path for path in sorted(folder.glob("*.jsonl")) if path.name != NOT_FINDINGS]
    return [
        Example(
            text=_value(row, "text", where),
            form=row["form"],
            polarity=_value(row, "polarity", where),
            themes=tuple(row["themes"]),
            optional=tuple(row.get("optional", ())),
        )
        for path in paths
        for where, row in _rows(path, ("text", "form", "polarity", "themes"))
    ]


def not_findings(folder: Path = EXAMPLES) -> list[NotFinding]:
    """Written sentences that are no findings.

    Raises
    ------
    PipelineError: a line is no JSON or lacks a key.

    """
    path = folder / NOT_FINDINGS
    rows = _rows(path, ("text", "form", "reason")) if path.exists() else ()
    return [NotFinding(row["text"], row["form"], row["reason"]) for _, row in rows]


def gold(folder: Path = GOLD) -> list[Gold]:
    """All hand-coded findings, in the order of file names and lines.

    Files that end in ``_figures`` or ``_not_findings`` hold other hand work and are left out.

    Raises
    ------
    PipelineError: a line is no JSON or lacks a key.

    """
    keys = ("uid", "document", "kind", "text", "polarity", "themes")
    return [
        Gold(
            uid=row["uid"],
            document=row["document"],
            kind=row["kind"],
            section=row.get("section"),
            heading=row.get("heading"),
            text=_value(row, "text", where),
            polarity=_value(row, "polarity", where),
            themes=tuple(row["themes"]),
            optional=tuple(row.get("optional", ())),
            origin=path.stem,
        )
        for path in sorted(folder.glob("*.jsonl"))
        if not path.stem.endswith(OTHER_GOLD)
        for where, row in _rows(path, keys)
    ]


def training_texts() -> list[str]:
    """Every text that models learn from or are measured on, each once, in a fixed order."""
    book = [text for theme in codebook.load() for text in (theme.means, *theme.example_texts)]
    texts = [*book, *(one.text for one in load()), *(one.text for one in not_findings())]
    return list(dict.fromkeys([*texts, *(one.text for one in gold())]))


def _value(row: dict[str, Any], key: str, where: str) -> str:
    if not isinstance(row[key], str) or not row[key].strip():
        raise PipelineError(where, f"{key} is empty", "Fill it in or delete the line")
    return str(row[key])


def _rows(path: Path, keys: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise PipelineError(where, f"is no valid JSON ({error.msg})", "Mend the line") from None
        missing = [key for key in keys if key not in row]
        if missing:
            raise PipelineError(where, f"lacks {', '.join(missing)}", "Add it")
        yield where, row
