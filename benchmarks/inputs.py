"""What the comparisons read: the distinct texts of a project, and which of them are right."""

import json
from pathlib import Path

import pandas as pd

from pipeline import tables


def clauses(folder: Path) -> list[str]:
    """Distinct clauses of a project, in order of first appearance."""
    return list(dict.fromkeys(tables.read(tables.CLAUSES, folder)["text"]))


def findings(folder: Path) -> list[str]:
    """Texts of a project's findings."""
    return list(tables.read(tables.FINDINGS, folder)["text"])


def bullets_found(folder: Path) -> tuple[int, int]:
    """Known bullets that are a finding exactly once, with the right polarity; and all known bullets."""
    found = tables.read(tables.FINDINGS, folder)[["document_id", "text", "polarity"]]
    documents = tables.read(tables.DOCUMENTS, folder)[["document_id", "path"]]
    merged = found.merge(documents, on="document_id")
    key = (
        merged["path"].map(lambda path: Path(path).name)
        + "\x1f"
        + merged["text"]
        + "\x1f"
        + merged["polarity"]
    )
    counts = key.value_counts()
    lines = (folder / "synthetic/known.jsonl").read_text(encoding="utf-8").splitlines()
    known = pd.DataFrame(json.loads(line) for line in lines)
    wanted = known["path"] + "\x1f" + known["text"] + "\x1f" + known["polarity"]
    return int((wanted.map(counts) == 1).sum()), len(wanted)
