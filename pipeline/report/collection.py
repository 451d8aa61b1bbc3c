"""What the collection holds, what was set aside and what is missing, in plain counts."""

from typing import Any

import pandas as pd

from pipeline.report import words
from pipeline.report.corpus import Corpus


def collection(corpus: Corpus) -> dict[str, Any]:
    """Documents by kind, what was set aside and why, what is missing, and what is uncertain."""
    documents = corpus["documents"]
    read = documents[documents["status"] == "read"]
    twins = documents[documents["duplicate_of"].notna()]
    aside = documents[(documents["status"] == "quarantined") & documents["duplicate_of"].isna()]
    return {
        "files": len(documents),
        "read": len(read),
        "kinds": [
            (words.DOCUMENT[kind], int(n))
            for kind, n in read["kind"].value_counts(sort=False).sort_index().items()
        ],
        "aside": aside.sort_values("path")[["path", "reason"]].to_dict("records"),
        "twins": twins.sort_values("path")[["path", "duplicate_of", "reason"]].to_dict("records"),
        "undated": list(read.loc[read["year"].isna(), "path"].sort_values()),
        "documents": _documents(read),
        "missing": missing_places(corpus),
        "unanswered": reports_without_letter(corpus),
        **uncertain(corpus),
    }


def uncertain(corpus: Corpus) -> dict[str, Any]:
    """How many findings are unassigned, how many polarities were predicted, and how many of them unsure."""
    table = corpus.evidence
    judged = table[table["kind"].isin(["bullet", "sentence"])]
    model = judged[judged["polarity_source"] == "model"]
    unsure = model["polarity_confidence"] < corpus.params.polarity.unsure_below
    return {
        "findings": len(judged),
        "unassigned": int(judged["themes"].map(len).eq(0).sum()),
        "predicted": len(model),
        "unsure": int(unsure.sum()),
        "reviewed": int(table["polarity_source"].eq("review").sum()),
        "not_counted": int(judged["counted_in"].map(len).eq(0).sum()),
        "left_out": len(corpus["dropped"]),
    }


def missing_places(corpus: Corpus) -> dict[str, list[str]]:
    """Probation Delivery Units of the reference list without any inspection in the collection, by region."""
    known = set(corpus.pdus)
    gone = corpus.places[~corpus.places["pdu"].isin(known)]
    return {str(region): sorted(group["pdu"]) for region, group in gone.groupby("region")}


def reports_without_letter(corpus: Corpus) -> list[str]:
    """Inspections with a report and no response letter."""
    kinds = dict(zip(corpus["documents"]["document_id"], corpus["documents"]["kind"], strict=True))
    rows = corpus.inspections
    held = [{kinds.get(key) for key in keys.split("; ")} for keys in rows["document_ids"]]
    lacks = ["inspection_report" in kind and "response_letter" not in kind for kind in held]
    return sorted(rows.loc[pd.Series(lacks, index=rows.index, dtype=bool), "label"])


def _documents(read: pd.DataFrame) -> list[dict[str, Any]]:
    table = read.sort_values(["published", "document_id"], ascending=[False, True], na_position="last")
    return list(table.to_dict("records"))
