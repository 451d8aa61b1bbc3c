"""``theme-summary.md``: two pages of plain English, every figure from a table."""

from typing import Any

from pipeline.report import narrative, words
from pipeline.report.collection import collection
from pipeline.report.corpus import Corpus
from pipeline.report.counts import Count, counts
from pipeline.report.overview import basis, changes, emerging
from pipeline.report.quotes import strongest

TOP = 5


def summary(corpus: Corpus) -> dict[str, Any]:
    """Context of ``theme-summary.md.j2``."""
    inspections = corpus.inspections
    latest = list(inspections.loc[inspections["latest"], "inspection_id"])
    sides = {side: counts(corpus, latest, side) for side in ("improvement", "strength")}
    return {
        "answer": [narrative.weaknesses(sides["improvement"]), narrative.strengths(sides["strength"])],
        "sides": {side: [_entry(corpus, count) for count in found[:TOP]] for side, found in sides.items()},
        "basis": basis(corpus, len(latest)),
        "recurrence": recurrence(corpus),
        "changes": changes(corpus),
        "emerging": emerging(corpus)[:TOP],
        "collection": collection(corpus),
        "answers": answers(corpus),
    }


def _entry(corpus: Corpus, count: Count) -> dict[str, Any]:
    chosen = strongest(corpus, count.theme_id, count.side, 1)
    return {"count": count, "quote": chosen[0] if chosen else None}


def recurrence(corpus: Corpus) -> list[dict[str, Any]]:
    """For each pair of inspections of a place the themes by what became of them."""
    table = corpus["theme_recurrence"]
    table = table[table["theme_id"].isin(corpus.themes.index)]
    made = []
    for (pdu, before, after), rows in table.groupby(["pdu", "from_inspection", "to_inspection"]):
        found = {
            str(status): sorted(corpus.names[key] for key in group["theme_id"])
            for status, group in rows.groupby("status")
        }
        figures = sorted(rows["figures"].dropna())
        made.append({"pdu": pdu, "before": corpus.labels.get(str(before), before), "after": corpus.labels.get(str(after), after), "found": found, "figures": figures})  # fmt: skip
    return made


def answers(corpus: Corpus) -> dict[str, int]:
    """Recommendations for which a response letter is here, and how many of them no action seems to answer."""
    table = corpus["recommendation_links"]
    asked = table["recommendation_id"].nunique()
    answered = table.loc[table["action_id"].notna(), "recommendation_id"].nunique()
    return {"asked": int(asked), "unanswered": int(asked - answered), "repeated": int(corpus["recommendation_repeats"]["recommendation_id"].nunique())}  # fmt: skip
