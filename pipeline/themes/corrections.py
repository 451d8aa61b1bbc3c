"""Reviewers' decisions on themes: what each became, and the themes that it sets."""

from collections.abc import Mapping, Sequence

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline.tables import POLARITIES

NEAR = 70  # likeness, of 100, from which a finding is named as the one that a decision may have meant


def statuses(
    history: pd.DataFrame, findings: pd.DataFrame, heirs: Mapping[str, Sequence[str]]
) -> pd.DataFrame:
    """Every decision with ``status`` and, where its finding is gone, the ``candidate`` most like it.

    status: applied; superseded by a later one; orphaned: its finding is gone; invalid: its value is unknown.

    Parameters
    ----------
    history: as ``review.history`` gives it, the earliest first.
    findings: columns ``finding_id``, ``document_id``, ``text``.
    heirs: for each theme id of the codebook the ids in use, as ``codebook.successors`` gives them.

    """
    last = ~history.duplicated(["finding_id", "field"], keep="last")
    known = set(findings["finding_id"])
    status = [
        _status(row, row["finding_id"] in known, current, heirs)
        for row, current in zip(history.to_dict("records"), last, strict=True)
    ]
    candidate = [
        _candidate(row["text"], findings) if one == "orphaned" else None
        for row, one in zip(history.to_dict("records"), status, strict=True)
    ]
    return history.assign(status=pd.Series(status, dtype="str"), candidate=pd.Series(candidate, dtype="str"))


def _status(row: dict, exists: bool, current: bool, heirs: Mapping[str, Sequence[str]]) -> str:
    if not current:
        return "superseded"
    known = heirs if row["field"] == "themes" else POLARITIES
    if any(value not in known for value in row["value"].split()):
        return "invalid"
    return "applied" if exists else "orphaned"


def _candidate(text: str, findings: pd.DataFrame) -> str | None:
    if not text or findings.empty:
        return None
    best = process.extractOne(text, findings["text"].tolist(), scorer=fuzz.ratio, score_cutoff=NEAR)
    return None if best is None else str(findings["finding_id"].iloc[best[2]])


def set_themes(decided: pd.DataFrame, heirs: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """For each finding with an applied decision on themes, the themes in use that it sets; () for none."""
    rows = decided[(decided["status"] == "applied") & (decided["field"] == "themes")]
    return {
        finding: tuple(dict.fromkeys(heir for theme in value.split() for heir in heirs[theme]))
        for finding, value in zip(rows["finding_id"], rows["value"], strict=True)
    }


def teaching(decided: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Columns ``text`` and ``value`` of applied decisions on themes ('' where nothing fits)."""
    rows = decided[(decided["status"] == "applied") & (decided["field"] == "themes")]
    texts = findings.set_index("finding_id")["text"]
    return pd.DataFrame(
        {"text": texts.reindex(rows["finding_id"]).to_numpy(), "value": rows["value"].to_numpy()}
    )
