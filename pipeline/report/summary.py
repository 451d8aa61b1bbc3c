"""``theme-summary.md``: two pages of plain English, every figure from a table."""

from typing import Any

import pandas as pd

from pipeline.report import narrative, words
from pipeline.report.collection import uncertain
from pipeline.report.corpus import Corpus
from pipeline.report.counts import Count, counts
from pipeline.report.overview import basis, changes, emerging
from pipeline.report.quotes import strongest

TOP = 5
FEW = 3
NO_RESPONSE = "no response was read"


def summary(corpus: Corpus) -> dict[str, Any]:
    """Context of ``theme-summary.md.j2``."""
    inspections = corpus.inspections
    latest = list(inspections.loc[inspections["latest"], "inspection_id"])
    sides = {side: counts(corpus, latest, side) for side in ("improvement", "strength")}
    return {
        "answer": narrative.answer(sides["improvement"], sides["strength"]),
        "sides": {
            side: [_entry(corpus, count, latest) for count in found[:TOP]] for side, found in sides.items()
        },
        "basis": basis(corpus, len(latest)),
        "recurrence": recurrence(corpus),
        "changes": changes(corpus),
        "emerging": emerging(corpus)[:TOP],
        "collection": uncertain(corpus),
        "answers": answers(corpus),
    }


def _entry(corpus: Corpus, count: Count, latest: list[str]) -> dict[str, Any]:
    chosen = strongest(corpus, count.theme_id, count.side, 1, among=latest)
    return {"count": count, "quote": chosen[0] if chosen else None}


def recurrence(corpus: Corpus) -> dict[str, Any]:
    """What became of each weakness: place by place where they are few, else the themes that last."""
    table = corpus["theme_recurrence"]
    table = table[table["theme_id"].isin(corpus.themes.index)]
    keys = ["pdu", "from_inspection", "to_inspection"]
    pairs = table.groupby(keys, sort=True)
    made = (
        [_pair(corpus, [str(part) for part in key], rows) for key, rows in pairs] if len(pairs) <= FEW else []
    )
    return {"n": len(pairs), "pairs": made, "lasting": _lasting(corpus, table)[:TOP]}


def _pair(corpus: Corpus, key: list[str], rows: pd.DataFrame) -> dict[str, Any]:
    pdu, before, after = key
    found = {
        str(status): sorted(corpus.names[key] for key in group["theme_id"])
        for status, group in rows.groupby("status")
    }
    figures = rows.dropna(subset=["figures"])
    said = sorted(f"{corpus.names[row['theme_id']]}: {row['figures']}" for row in words.rows(figures))
    return {
        "pdu": pdu,
        "before": corpus.labels[before],
        "after": corpus.labels[after],
        "found": found,
        "figures": said,
    }


def _lasting(corpus: Corpus, table: pd.DataFrame) -> list[dict[str, Any]]:
    """Themes that most often still needed improvement, with how often that could be told."""
    told = table[table["status"].isin(["persistent", "resolved", "reversed"])]
    sizes = told.groupby("theme_id")["status"].agg(
        n="size", lasted=lambda held: int((held == "persistent").sum())
    )
    rows = [
        {"name": corpus.names[str(key)], "n": int(n), "lasted": int(lasted)}
        for key, n, lasted in sizes.itertuples()
    ]
    return sorted(rows, key=lambda row: (-row["lasted"], row["n"], row["name"]))


def answers(corpus: Corpus) -> str:
    """What the response letters seem to answer, in a sentence; '' where there is none to compare."""
    table = corpus["recommendation_links"]
    table = table[table["status"] != NO_RESPONSE]
    asked = table["recommendation_id"].nunique()
    left = asked - table.loc[table["action_id"].notna(), "recommendation_id"].nunique()
    if not asked:
        return ""
    compared = (
        f"{words.capital(words.number(asked))} recommendation{'s' if asked > 1 else ''} could be compared"
    )
    if asked == 1:
        what = "no promised action seems to answer it" if left else "a promised action may answer it"
    else:
        what = "each may be answered by a promised action"
        what = f"for {words.number(left)} of them no promised action seems to be an answer" if left else what
    likeness = "This rests on likeness of words: nothing here says what was done."
    return f"{compared} with a response letter; {what}. {likeness}"
