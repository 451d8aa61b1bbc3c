"""Inspections from their documents: the report counts, else what stands in for it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.tables import INSPECTIONS, frame
from pipeline.track.members import JOIN, members

_BASIS = {0: "report", 1: "press_release", 2: "response_letter", 3: "other"}


def inspections(
    documents: pd.DataFrame, sizes: Mapping[str, int], regions: Mapping[str, str]
) -> pd.DataFrame:
    """Group documents into inspections.

    Where the report of an inspection was read only the report counts (of several copies the fullest);
    else the release and the letter together; else whatever there is.

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
    rows["size"] = rows["document_id"].map(dict(sizes)).fillna(0).astype("int64")
    found = [_inspection(group) for _, group in rows.groupby(["place", "key"], sort=False)]
    return frame(INSPECTIONS, _named(found))


def _inspection(group: pd.DataFrame) -> dict[str, Any]:
    """One inspection; of each fact the one that the best document states holds."""
    counted = _counted(group)
    programme = group["programme"].mask(group["programme"].eq("other"))
    scored = group[group["score"].notna()].head(1)
    return {
        "place": group["place"].iloc[0],
        "pdu": _first(group["pdu"]),
        "region": _first(group["region"]),
        "year": _first(group["year"]),
        "fieldwork_start": _first(group["fieldwork_start"]),
        "programme": _first(programme) or _first(group["programme"]),
        "basis": " and ".join(_BASIS[rank] for rank in sorted(set(counted["rank"]))),
        "document_ids": JOIN.join(sorted(group["document_id"])),
        "counted_ids": JOIN.join(sorted(counted["document_id"])),
        "overall_rating": _first(group["overall_rating"]),
        "score": _first(scored["score"]),
        "score_max": _first(scored["score_max"]),
    }


def _counted(group: pd.DataFrame) -> pd.DataFrame:
    """The documents of an inspection whose findings count."""
    own = group[group["duplicate_of"].isna()]
    group = own if len(own) else group.head(1)
    best = group["rank"].min()
    if best == 0:
        reports = group[group["rank"] == 0]
        return reports.sort_values(["size", "document_id"], ascending=[False, True]).head(1)
    return group[group["rank"] < 3] if best < 3 else group


def _first(values: pd.Series) -> Any:
    known = values.dropna()
    return known.iloc[0] if len(known) else None


def _named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows ordered by a readable key: place and year; the month or a number where that is not enough."""
    table = pd.DataFrame({"place": [row["place"] for row in rows]}, dtype="str")
    table["key"] = [f"{row['place']}-{row['year'] or 'undated'}" for row in rows]
    month = [row["fieldwork_start"].strftime("-%m") if row["fieldwork_start"] else "" for row in rows]
    twice = table["key"].duplicated(keep=False)
    table["key"] = table["key"].where(~twice, table["key"] + pd.Series(month, dtype="str"))
    number = table.groupby("key").cumcount()
    table["key"] = table["key"].where(number == 0, table["key"] + "-" + (number + 1).astype("str"))
    named = [{**row, "inspection_id": key} for row, key in zip(rows, table["key"], strict=True)]
    return sorted(named, key=lambda row: str(row["inspection_id"]))
