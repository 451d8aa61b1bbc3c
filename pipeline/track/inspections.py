"""Inspections from their documents: the report counts, else what stands in for it."""

from collections.abc import Mapping

import pandas as pd

from pipeline.tables import INSPECTIONS
from pipeline.track.members import JOIN, RANK, members

UNIT = ["place", "key"]
_BASIS = {"inspection_report": "report"}
_FACTS = ["pdu", "region", "year", "fieldwork_start", "overall_rating", "score"]


def inspections(
    documents: pd.DataFrame, sizes: Mapping[str, int], regions: Mapping[str, str]
) -> pd.DataFrame:
    """Group documents into inspections.

    Where the report of an inspection was read only the report counts (of several copies the fullest);
    else the release and the letter together; else whatever there is. Of each fact the one that the
    best document states holds.

    Parameters
    ----------
    documents: of schema DOCUMENTS.
    sizes: findings of each document_id.
    regions: region of each PDU, for a document that does not name exactly one.

    Returns
    -------
    A table of schema INSPECTIONS, ordered by inspection_id.

    """
    rows = members(documents, regions)
    rows["score_max"] = rows["score_max"].where(rows["score"].notna())
    rows["known"] = rows["programme"].mask(rows["programme"].eq("other"))
    units = rows.groupby(UNIT)[[*_FACTS, "score_max", "programme", "known"]].first()
    units["programme"] = units["known"].fillna(units["programme"])
    units["document_ids"] = _joined(rows)
    counted = rows[_counts(rows, sizes)]
    units["counted_ids"] = _joined(counted)
    units["basis"] = counted.drop_duplicates([*UNIT, "rank"]).groupby(UNIT)["kind"].agg(_basis)
    units = units.reset_index()
    units["inspection_id"] = _names(units)
    ordered = units.sort_values("inspection_id", ignore_index=True)
    return INSPECTIONS.validate(ordered[list(INSPECTIONS.columns)])


def _joined(rows: pd.DataFrame) -> pd.Series:
    return rows.sort_values("document_id").groupby(UNIT)["document_id"].agg(JOIN.join)


def _basis(kinds: pd.Series) -> str:
    return " and ".join(_BASIS.get(kind, kind) for kind in kinds)


def _counts(rows: pd.DataFrame, sizes: Mapping[str, int]) -> pd.Series:
    """Whether the findings of a document count towards its inspection."""
    unit = [rows[name] for name in UNIT]
    own = rows["duplicate_of"].isna()
    fit = own | (~own.groupby(unit).transform("any") & rows.groupby(UNIT).cumcount().eq(0))
    best = rows["rank"].where(fit).groupby(unit).transform("min")
    size = rows["document_id"].map(dict(sizes)).fillna(0)
    reports = rows.assign(size=size)[fit & rows["rank"].eq(RANK["inspection_report"])]
    fullest = reports.sort_values(["size", "document_id"], ascending=[False, True]).drop_duplicates(UNIT)
    stand_in = best.gt(RANK["inspection_report"]) & (best.eq(RANK["other"]) | rows["rank"].ne(RANK["other"]))
    return (fit & stand_in) | rows.index.isin(fullest.index)


def _names(units: pd.DataFrame) -> pd.Series:
    """Readable keys: place and year; the month or a number where that is not enough."""
    name = units["place"] + "-" + units["year"].astype("str").fillna("undated")
    month = units["fieldwork_start"].dt.strftime("-%m").fillna("")
    name = name.where(~name.duplicated(keep=False), name + month)
    number = name.groupby(name).cumcount()
    return name.where(number == 0, name + "-" + (number + 1).astype("str"))
