"""What the collection holds, what was set aside and what is missing, in plain counts."""

from typing import Any

from pipeline import coverage
from pipeline.report import words
from pipeline.report.corpus import Corpus

OPEN = ("set_aside", "duplicates")


def collection(corpus: Corpus) -> dict[str, Any]:
    """Documents by kind, what was set aside and why, what is missing, and what is uncertain."""
    documents = corpus["documents"]
    read = coverage.counted(documents)
    newest = read.sort_values(["published", "document_id"], ascending=[False, True], na_position="last")
    kinds = read["kind"].value_counts().sort_index()
    return {
        "files": len(documents),
        "read": len(read),
        "kinds": [words.plural(int(n), words.DOCUMENT[str(kind)].lower()) for kind, n in kinds.items()],
        "undated": list(read.loc[read["year"].isna(), "path"].sort_values()),
        "documents": words.rows(newest),
        "sections": sections(corpus),
        **uncertain(corpus),
    }


def sections(corpus: Corpus) -> list[dict[str, Any]]:
    """The sections of ``coverage.survey``; those about what was set aside are shown open."""
    found = coverage.survey(corpus["documents"], corpus["inspections"], corpus.places)
    return [
        {
            "title": one.title,
            "nothing": one.nothing,
            "columns": list(one.table.columns),
            "rows": [
                [corpus.programmes.get(cell, cell) for cell in row] for row in one.table.to_numpy().tolist()
            ],
            "open": one.key in OPEN,
            "listed": one.key.startswith("without"),
        }
        for one in found
    ]


def uncertain(corpus: Corpus) -> dict[str, int]:
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
        "not_counted": int(judged["counted_in"].map(len).eq(0).sum()),
        "left_out": len(corpus["dropped"]),
        "aside": len(coverage.set_aside(corpus["documents"])),
    }
