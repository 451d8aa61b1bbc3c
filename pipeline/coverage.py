"""What the corpus holds and what it lacks: the same tables for ``corpus`` and for the overview page.

Interface: ``survey(documents, inspections, pdus(path))`` gives sections in the order in which they are shown,
each with a key, a title, a sentence for when there is nothing to show, and a table ready to print (columns
named for readers). Every section's table is also a function of its own. A document that is set aside or
repeats another is counted nowhere but in its own section.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.errors import PipelineError

PDUS = Path("data/reference/pdus.csv")
UNKNOWN = "Not known"
KIND_NAMES = {
    "inspection_report": "Inspection report",
    "press_release": "Press release",
    "response_letter": "Response letter",
    "other": "Other",
}


@dataclass(frozen=True)
class Section:
    """One table about the corpus.

    Parameters
    ----------
    key: stable name, for JSON and for anchors.
    title: heading.
    nothing: sentence to show where the table has no row.
    table: columns named for readers.

    """

    key: str
    title: str
    nothing: str
    table: pd.DataFrame


def survey(documents: pd.DataFrame, inspections: pd.DataFrame, places: pd.DataFrame) -> list[Section]:
    """Every section about the corpus.

    Parameters
    ----------
    documents: table documents.
    inspections: table inspections.
    places: what ``pdus`` read.

    """
    none = "No document has been read."
    return [
        Section("kinds", "Documents by kind", none, by_kind(documents)),
        Section("years", "Documents by year", none, by(documents, "year", "Year")),
        Section("programmes", "Documents by programme", none, by(documents, "programme", "Programme")),
        Section("pdus", "Documents by Probation Delivery Unit", none, by_pdu(documents)),
        Section(
            "without_report",
            "Probation Delivery Units without an inspection report",
            "Every Probation Delivery Unit has an inspection report.",
            without_report(documents, places),
        ),
        Section(
            "without_letter",
            "Inspection reports without a response letter",
            "Every inspection report has its response letter.",
            without_letter(documents, inspections),
        ),
        Section("set_aside", "Documents set aside", "No document was set aside.", set_aside(documents)),
        Section("duplicates", "Duplicates", "No document repeats another.", duplicates(documents)),
    ]


def pdus(path: Path = PDUS) -> pd.DataFrame:
    """Probation Delivery Units and their regions: columns ``pdu`` and ``region``.

    Raises
    ------
    PipelineError: the file is missing or lacks a column.

    """
    if not path.exists():
        raise PipelineError(path, "does not exist", "Restore it from git")
    table = pd.read_csv(path, dtype="str", keep_default_na=False, comment="#")
    missing = [name for name in ("pdu", "region") if name not in table.columns]
    if missing:
        raise PipelineError(path, f"lacks the column {missing[0]}", "Restore its header: pdu,region,aliases")
    named = table.loc[table["pdu"] != "", ["pdu", "region"]]
    return named.drop_duplicates("pdu").reset_index(drop=True)


def counted(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents that were read and repeat no other."""
    return documents[(documents["status"] == "read") & documents["duplicate_of"].isna()]


def by_kind(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents of each kind, those without any among them."""
    found = counted(documents)["kind"].value_counts()
    rows = [{"Kind": name, "Documents": int(found.get(kind, 0))} for kind, name in KIND_NAMES.items()]
    return pd.DataFrame(rows, columns=["Kind", "Documents"]) if len(found) else _empty("Kind", "Documents")


def by(documents: pd.DataFrame, column: str, name: str) -> pd.DataFrame:
    """Documents by the values of a column, in order, unknown ones last."""
    values = counted(documents)[column]
    found = values.dropna().astype("str").value_counts().sort_index()
    rows = [{name: str(value), "Documents": int(n)} for value, n in found.items()]
    if values.isna().any():
        rows.append({name: UNKNOWN, "Documents": int(values.isna().sum())})
    return pd.DataFrame(rows, columns=[name, "Documents"])


def by_pdu(documents: pd.DataFrame) -> pd.DataFrame:
    """One row a PDU: documents of each kind, and years; a document about several counts for each of them."""
    kept = _one_row_a_place(counted(documents))
    columns = ["Probation Delivery Unit", *KIND_NAMES.values(), "Years"]
    rows = []
    for place, own in kept.groupby("place", sort=True):
        kinds = own["kind"].value_counts()
        years = sorted({str(year) for year in own["year"].dropna()})
        row = {name: int(kinds.get(kind, 0)) for kind, name in KIND_NAMES.items()}
        rows.append({columns[0]: str(place), **row, "Years": ", ".join(years) or UNKNOWN})
    rows.sort(key=lambda row: (row[columns[0]] == UNKNOWN, row[columns[0]]))
    return pd.DataFrame(rows, columns=columns)


def without_report(documents: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """PDUs of the reference list that no inspection report speaks of, and how many other documents do."""
    kept = _one_row_a_place(counted(documents))
    reported = set(kept.loc[kept["kind"] == "inspection_report", "place"])
    others = kept["place"].value_counts()
    missing = places[~places["pdu"].isin(reported)].sort_values(["region", "pdu"])
    rows = [
        {"Region": region, "Probation Delivery Unit": pdu, "Other documents": int(others.get(pdu, 0))}
        for pdu, region in zip(missing["pdu"], missing["region"], strict=True)
    ]
    return pd.DataFrame(rows, columns=["Region", "Probation Delivery Unit", "Other documents"])


def without_letter(documents: pd.DataFrame, inspections: pd.DataFrame) -> pd.DataFrame:
    """Inspection reports whose inspection has no response letter."""
    kept = counted(documents)
    kinds = dict(zip(kept["document_id"], kept["kind"], strict=True))
    unanswered: set[str] = set()
    for joined in inspections["document_ids"]:
        own = {key: kinds.get(key) for key in joined.split("; ")}
        if "response_letter" not in own.values():
            unanswered |= {key for key, kind in own.items() if kind == "inspection_report"}
    rows = kept[kept["document_id"].isin(unanswered)].sort_values("document_id")
    table = pd.DataFrame(
        {
            "Inspection report": rows["title"].fillna(rows["document_id"]),
            "Probation Delivery Unit": rows["pdu"].fillna(UNKNOWN),
            "Year": rows["year"].astype("str").fillna(UNKNOWN),
            "File": rows["path"],
        }
    )
    return table.reset_index(drop=True)


def set_aside(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents that could not be read, with the reason."""
    aside = documents[(documents["status"] == "quarantined") & documents["duplicate_of"].isna()]
    named = aside.sort_values("path")[["path", "reason"]]
    return named.rename(columns={"path": "File", "reason": "Why"}).reset_index(drop=True)


def duplicates(documents: pd.DataFrame) -> pd.DataFrame:
    """Documents that repeat another, and which."""
    paths = documents.set_index("document_id")["path"]
    again = documents[documents["duplicate_of"].notna()].sort_values("path")
    repeated = again["duplicate_of"].map(paths).fillna(again["duplicate_of"])
    table = pd.DataFrame({"File": again["path"], "Repeats": repeated, "Why": again["reason"]})
    return table.reset_index(drop=True)


def _one_row_a_place(documents: pd.DataFrame) -> pd.DataFrame:
    places = documents["pdu"].fillna(UNKNOWN).str.split("; ")
    return documents.assign(place=places).explode("place")


def _empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(columns))
