"""A small project with invented findings of three subjects, and vectors made of their words alone."""

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline import kept, language, tables, vectors
from pipeline.text import digest

WIDTH = 48
SUBJECTS = {
    "housing": ["tenancy", "hostel", "landlord", "homeless", "rent", "bedsit", "eviction", "lodging"],
    "drugs": ["heroin", "methadone", "detox", "needle", "relapse", "rehab", "sobriety", "clinic"],
    "court": ["magistrate", "sentencer", "bench", "judge", "hearing", "verdict", "usher", "trial"],
}
CODEBOOK = """themes:
  - {id: housing, name: Housing, means: Tenancy and hostel and landlord matters., keywords: [tenanc*, hostel]}
  - {id: drugs, name: Drugs, means: Heroin and methadone and detox matters., keywords: [heroin, detox]}
  - {id: court, name: Court, means: Magistrate and sentencer and bench matters., keywords: [bench, judge]}
"""
PARAMS = Path("params.yaml").resolve()


def encode(texts: Sequence[str]) -> np.ndarray:
    """Unit vectors (n, 48): the sum of one seeded vector a word."""
    rows = [np.sum([_of_word(word) for word in re.findall(r"\w+", text.lower())], axis=0) for text in texts]
    return (np.array(rows) / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _of_word(word: str) -> np.ndarray:
    return np.random.default_rng(int(digest(word, length=8), 16)).normal(size=WIDTH)


def sentence(subject: str, number: int) -> str:
    """A sentence on the subject; its number decides the words."""
    words = SUBJECTS[subject]
    one, two, three = (words[(number * step + step) % len(words)] for step in (1, 3, 5))
    return f"The {one} and the {two} had improved {number} times since {three} began."


def document(name: str, numbers: range, subjects: Sequence[str] = tuple(SUBJECTS)) -> list[tuple[str, str]]:
    """Findings (document, text) of an invented document."""
    return [(name, sentence(subject, number)) for number in numbers for subject in subjects]


class Project:
    """A folder in which stage themes can run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "data/reference/examples").mkdir(parents=True)
        (root / "data/gold").mkdir()
        (root / "data/review").mkdir()
        (root / "params.yaml").write_bytes(PARAMS.read_bytes())
        (root / "data/reference/codebook.yaml").write_text(CODEBOOK)
        (root / "data/reference/pdus.csv").write_text("pdu,region,aliases\nEastmere,Fenland,\n")
        taught = [(sentence(s, n), [s]) for s in SUBJECTS for n in range(100, 116)]
        pairs = [("housing", "drugs"), ("drugs", "court"), ("court", "housing")]
        both = [(f"{sentence(a, n)} {sentence(b, n)}", [a, b]) for a, b in pairs for n in range(116, 122)]
        rows = [
            {"text": text, "form": "bullet", "polarity": "strength", "themes": themes}
            for text, themes in taught + both
        ]
        lines = "\n".join(json.dumps(row) for row in rows)
        (root / "data/reference/examples/part.jsonl").write_text(lines + "\n")

    @staticmethod
    def forget() -> None:
        """Have everything worked out anew by the next run."""
        shutil.rmtree(kept.CACHE)

    def gold(self, origin: str, numbers: range) -> None:
        """Write hand coding of sentences of every subject."""
        rows = [
            {"uid": f"{origin}#{s}{n}", "document": origin, "kind": "bullet", "text": sentence(s, n)}
            | {"polarity": "strength", "themes": [s], "optional": []}
            for s in SUBJECTS
            for n in numbers
        ]
        lines = "\n".join(json.dumps(row) for row in rows)
        (self.root / f"data/gold/{origin}.jsonl").write_text(lines + "\n")

    def findings(self, found: Sequence[tuple[str, str]]) -> dict[str, str]:
        """Write the tables and vectors that the stage reads; ids by text."""
        ids = {text: f"{name}-{digest(text)}" for name, text in found}
        rows = [self._finding(i, name, text, ids[text]) for i, (name, text) in enumerate(found)]
        tables.write(tables.FINDINGS, self._table(tables.FINDINGS, rows), self.root)
        parts = [
            {"finding_id": ids[t], "clause": k, "text": t[a:b], "char_start": a, "char_end": b}
            for _, t in found
            for k, (a, b) in enumerate(language.clauses(t))
        ]
        tables.write(tables.CLAUSES, pd.DataFrame(parts), self.root)
        self.embed([row["text"] for row in parts])
        return ids

    def embed(self, clauses: Sequence[str]) -> None:
        """Write vectors of clauses and of all that is taught."""
        from pipeline import examples  # noqa: PLC0415 - reads the working folder

        texts = list(dict.fromkeys([*clauses, *examples.training_texts()]))
        texts += [text[a:b] for text in texts for a, b in language.clauses(text)]
        keyed = dict(sorted({vectors.key_of(text): text for text in texts}.items()))
        rows = encode(list(keyed.values())).astype(np.float16)
        vectors.write("words", list(keyed), [rows], self.root / vectors.FOLDER)

    def read(self, schema) -> pd.DataFrame:
        """A table that the stage wrote."""
        return tables.read(schema, self.root)

    def themes(self) -> dict[str, list[tuple[str, float]]]:
        """For each finding its codebook themes and their scores, the main one first."""
        table = self.read(tables.FINDING_THEMES)
        table = table[table["theme_id"].isin(list(SUBJECTS))]
        return {
            key: list(zip(rows["theme_id"], rows["score"], strict=True))
            for key, rows in table.groupby("finding_id")
        }

    def outputs(self) -> dict[str, bytes]:
        """Bytes of all that the stage wrote."""
        folders = ["data/processed", "data/interim", "models"]
        paths = [p for folder in folders for p in sorted((self.root / folder).rglob("*")) if p.is_file()]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in paths}

    @staticmethod
    def _finding(place: int, name: str, text: str, key: str) -> dict[str, object]:
        return {
            "finding_id": key,
            "document_id": name,
            "kind": "bullet",
            "text": text,
            "polarity": "strength",
            "polarity_source": "model",
            "polarity_confidence": 0.9,
            "char_start": place * 1000,
            "char_end": place * 1000 + len(text),
            "page": 1,
            "position": place,
            "summary": False,
            "model_polarity": "strength",
            "model_confidence": 0.9,
        }

    @staticmethod
    def _table(schema, rows: list[dict[str, object]]) -> pd.DataFrame:
        table = pd.DataFrame(rows, columns=list(schema.columns))
        for name, column in schema.columns.items():
            table[name] = table[name].astype(str(column.dtype))
        return table


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = Project(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made
