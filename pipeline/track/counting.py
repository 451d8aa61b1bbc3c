"""Which findings count towards an inspection, and the themes and sides that they stand for."""

import pandas as pd

from pipeline.tables import INSPECTION_FINDINGS
from pipeline.track.members import JOIN

OTHER_DOCUMENT = "another document of the inspection counts instead"
NO_PLACE = "does not say which of the document's PDUs it speaks of"
KINDS = {
    "quote": "a quote belongs to the finding that it supports",
    "recommendation": "a recommendation is tracked apart",
    "action": "an action is tracked apart",
}
SUMMARY = "a summary repeats what the report says elsewhere"
SIDES = {"strength": ["strength"], "improvement": ["improvement"], "mixed": ["strength", "improvement"]}


def inspection_findings(inspections: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Every finding of every inspection, and why one does not count.

    Bullets and sentences of the documents that count are counted. A finding of a document that covers
    several PDUs belongs to the one that it names.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    findings: of schema FINDINGS.

    Returns
    -------
    A table of schema INSPECTION_FINDINGS, ordered by its key.

    """
    rows = _belonging(inspections, findings)
    why = rows["kind"].map(KINDS).astype("str")
    why = why.mask(rows["several"] & rows["pdu_finding"].isna(), NO_PLACE)
    why = why.mask(~rows["counts"], OTHER_DOCUMENT)
    body = (why.isna() & ~rows["summary"]).groupby(rows["inspection_id"]).transform("any")
    again = why.isna() & rows["summary"] & rows["basis"].eq("report") & body
    why = why.mask(again, SUMMARY)
    rows["why_not"], rows["counted"] = why, why.isna()
    ordered = rows.sort_values(["inspection_id", "finding_id"], ignore_index=True)
    return INSPECTION_FINDINGS.validate(ordered[list(INSPECTION_FINDINGS.columns)])


def _belonging(inspections: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """One row an inspection and finding about its place."""
    pairs = inspections[["inspection_id", "pdu", "basis", "counted_ids", "document_ids"]].copy()
    pairs["document_id"] = pairs["document_ids"].str.split(JOIN)
    pairs = pairs.explode("document_id", ignore_index=True)
    counted = zip(pairs["document_id"], pairs["counted_ids"], strict=True)
    pairs["counts"] = [document in ids.split(JOIN) for document, ids in counted]
    pairs["several"] = pairs.duplicated("document_id", keep=False)
    columns = ["finding_id", "document_id", "kind", "summary", "pdu"]
    rows = pairs.merge(findings[columns], on="document_id", suffixes=("", "_finding"))
    named = rows["pdu_finding"].str.split(JOIN)
    elsewhere = [
        several and isinstance(places, list) and pdu not in places
        for several, places, pdu in zip(rows["several"], named, rows["pdu"], strict=True)
    ]
    return rows[~pd.Series(elsewhere, index=rows.index, dtype="bool")]


def mentions(belonging: pd.DataFrame, findings: pd.DataFrame, finding_themes: pd.DataFrame) -> pd.DataFrame:
    """Counted findings with their themes and sides: the one table that every count is made from.

    A mixed finding stands on both sides, a neutral one on none.

    Parameters
    ----------
    belonging: of schema INSPECTION_FINDINGS.
    findings: of schema FINDINGS.
    finding_themes: of schema FINDING_THEMES.

    Returns
    -------
    ``inspection_id``, ``finding_id``, ``theme_id``, ``rank``, ``strength``, ``improvement`` (flags).

    """
    counted = belonging.loc[belonging["counted"], ["inspection_id", "finding_id"]]
    rows = counted.merge(findings[["finding_id", "polarity"]], on="finding_id")
    rows = rows.merge(finding_themes[["finding_id", "theme_id", "rank"]], on="finding_id")
    for side in ("strength", "improvement"):
        rows[side] = rows["polarity"].isin([polarity for polarity, on in SIDES.items() if side in on])
    return rows.drop(columns="polarity").sort_values(
        ["inspection_id", "theme_id", "rank", "finding_id"], ignore_index=True
    )
