"""Recommendations with the actions that may answer them, and the earlier ones that they repeat."""

from typing import Any

from pipeline.report import words
from pipeline.report.corpus import Corpus
from pipeline.report.quotes import quote


def recommendations(corpus: Corpus, inspection_id: str) -> list[dict[str, Any]]:
    """Recommendations of an inspection in the order of its documents, with answers and repetitions."""
    table = corpus["recommendation_links"]
    here = table[table["inspection_id"] == inspection_id].drop_duplicates("recommendation_id")
    here = here.set_index("recommendation_id")
    keys = [key for key in corpus.evidence["finding_id"] if key in here.index]
    return [_recommendation(corpus, key, words.record(here.loc[key])) for key in keys]


def _recommendation(corpus: Corpus, finding_id: str, link: dict[str, Any]) -> dict[str, Any]:
    return {
        **quote(corpus, finding_id),
        "status": link["status"],
        "listed": link["listed"],
        "answers": answers(corpus, finding_id),
        "repeats": repeats(corpus, finding_id),
    }


def answers(corpus: Corpus, finding_id: str) -> list[dict[str, Any]]:
    """Actions that may answer a recommendation, the likeliest first; a suggestion each."""
    table = corpus["recommendation_links"]
    rows = table[(table["recommendation_id"] == finding_id) & table["action_id"].notna()]
    rows = rows.sort_values(["score", "action_id"], ascending=[False, True]).drop_duplicates("action_id")
    return [{**row, "action": quote(corpus, row["action_id"])} for row in words.rows(rows)]


def repeats(corpus: Corpus, finding_id: str) -> list[dict[str, Any]]:
    """Recommendations of the inspection before that this one resembles."""
    table = corpus["recommendation_repeats"]
    rows = table[table["recommendation_id"] == finding_id]
    rows = rows.sort_values(["score", "earlier_id"], ascending=[False, True])
    return [{**row, "earlier": quote(corpus, row["earlier_id"])} for row in words.rows(rows)]
