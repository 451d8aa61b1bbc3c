"""Which documents are about the same inspection: same place, same fieldwork."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.text import slug

NATIONAL = "England and Wales"
JOIN = "; "
SAME_MONTHS = 2
PUBLISHED_WITHIN = 12
RANK = {"inspection_report": 0, "press_release": 1, "response_letter": 2, "other": 3}

Row = Mapping[Any, Any]


def members(documents: pd.DataFrame, regions: Mapping[str, str]) -> pd.DataFrame:
    """One row a document and place, with the key of the inspection that it belongs to.

    A document that covers several PDUs has a row for each; one without a PDU belongs to its region, or
    to England and Wales. Documents that were set aside are left out.

    Parameters
    ----------
    documents: of schema DOCUMENTS.
    regions: region of each PDU, for a document that does not name exactly one.

    Returns
    -------
    The documents' columns, ``rank`` (0: report), ``place`` and ``key``, equal for documents about the
    same inspection; within one the best document comes first.

    """
    rows = _placed(documents, regions)
    rows["rank"] = rows["kind"].map(RANK).astype("int64")
    rows["month"] = _month(rows["fieldwork_start"]).mask(rows["fieldwork_precision"].eq("year"))
    rows["issued"] = _month(rows["published"])
    rows = rows.sort_values(["place", "rank", "month", "issued", "document_id"], ignore_index=True)
    keys = [key for _, group in rows.groupby("place", sort=False) for key in _keys(group)]
    rows["key"] = pd.Series(keys, index=rows.index, dtype="str")
    return rows.drop(columns=["month", "issued"])


def _placed(documents: pd.DataFrame, regions: Mapping[str, str]) -> pd.DataFrame:
    """One row a document and PDU, with the region of that PDU."""
    read = documents[documents["status"] == "read"]
    rows = read.assign(pdu=read["pdu"].str.split(JOIN)).explode("pdu", ignore_index=True)
    rows["pdu"] = rows["pdu"].astype("str")
    known = rows["pdu"].map(dict(regions)).astype("str")
    unclear = rows["region"].str.contains(";", na=False) & rows["pdu"].notna()
    rows["region"] = rows["region"].mask(unclear).fillna(known)
    rows["place"] = rows["pdu"].fillna(rows["region"]).fillna(NATIONAL).map(slug)
    return rows


def _month(dates: pd.Series) -> pd.Series:
    """Months since year 0, so that months can be subtracted."""
    return (dates.dt.year * 12 + dates.dt.month - 1).astype("Int64")


def _keys(group: pd.DataFrame) -> list[str]:
    """Key of the inspection of each document about one place, whose best documents come first."""
    rows = group.to_dict("records")
    keys: dict[str, str] = {}
    anchors: list[int] = []
    for row in rows:
        if pd.notna(row["month"]):
            keys[row["document_id"]] = f"month {_anchor(anchors, row['month'], row['rank'])}"
    loose: list[int] = []
    for row in rows:
        if pd.isna(row["month"]) and pd.notna(row["year"]):
            keys[row["document_id"]] = _published_after(row, sorted(anchors), loose)
    keys |= _undated([row for row in rows if row["document_id"] not in keys])
    return [keys[row["document_id"]] for row in rows]


def _anchor(anchors: list[int], month: int, rank: int) -> int:
    """Month of a document's inspection: one near enough; a report has its own."""
    near = sorted((abs(other - month), other) for other in anchors if abs(other - month) <= SAME_MONTHS)
    if near and (rank or near[0][0] == 0):
        return near[0][1]
    anchors.append(month)
    return month


def _published_after(row: Row, anchors: list[int], loose: list[int]) -> str:
    """Key of a document whose month of fieldwork is unknown: the last inspection before its publication."""
    if pd.isna(row["issued"]):
        same = [month for month in anchors if month // 12 == row["year"]]
        return f"month {same[0]}" if len(same) == 1 else f"year {row['year']}"
    before = [month for month in anchors if 0 <= row["issued"] - month <= PUBLISHED_WITHIN]
    return f"month {before[-1]}" if before else f"issued {_anchor(loose, row['issued'], row['rank'])}"


def _undated(rows: list[dict[Any, Any]]) -> dict[str, str]:
    """Keys of documents without a year: a report is an inspection, what goes with it joins the only one."""
    reports = [row["document_id"] for row in rows if row["rank"] == 0]
    other = reports[0] if len(reports) == 1 else ""
    return {row["document_id"]: f"undated {other if row['rank'] else row['document_id']}" for row in rows}
