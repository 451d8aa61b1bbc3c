"""Recommendations with the actions that may answer them, and the earlier ones that they repeat."""

from typing import Any

from pipeline.report import words
from pipeline.report.corpus import Corpus
from pipeline.report.quotes import newest_first, quote


def recommendations(corpus: Corpus, inspection_id: str) -> list[dict[str, Any]]:
    """Recommendations of an inspection in the order of its documents, with answers and repetitions."""
    here = corpus.listed("recommendation_links", "inspection_id").get(inspection_id, [])
    links = {row["recommendation_id"]: row for row in reversed(here)}  # the first of each holds
    return [_recommendation(corpus, key, links[key]) for key in newest_first(corpus, links)]


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
    rows = corpus.listed("recommendation_links", "recommendation_id").get(finding_id, [])
    found: dict[str, dict[str, Any]] = {}
    answering = [row for row in rows if words.known(row["action_id"])]
    for row in sorted(answering, key=lambda row: (-row["score"], row["action_id"])):
        found.setdefault(row["action_id"], row)
    return [{**row, "action": quote(corpus, key)} for key, row in found.items()]


def repeats(corpus: Corpus, finding_id: str) -> list[dict[str, Any]]:
    """Recommendations of the inspection before that this one resembles."""
    rows = corpus.listed("recommendation_repeats", "recommendation_id").get(finding_id, [])
    rows = sorted(rows, key=lambda row: (-row["score"], row["earlier_id"]))
    return [{**row, "earlier": quote(corpus, row["earlier_id"])} for row in rows]
