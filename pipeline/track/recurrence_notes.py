"""What a reader must know before quoting what became of a weakness."""

import pandas as pd

from pipeline.track.notes import Part, joined

_IN_WORDS = {
    "press_release": "the press release",
    "response_letter": "the response letter",
    "press_release and response_letter": "the press release and the response letter",
    "other": "a document that is no report",
}


def notes(rows: pd.DataFrame) -> pd.Series:
    """Caveats of each row of a recurrence, joined into one text; empty where there is none.

    Parameters
    ----------
    rows: ``status``, ``skipped`` and of both ends (prefixes from_ and to_) ``year``, ``programme``,
        ``basis``, ``strength``, ``improvement``, ``looked`` and ``full``.

    """
    differ = rows["from_programme"].ne(rows["to_programme"])
    programmes = "Programmes differ: " + rows["from_programme"] + " and " + rows["to_programme"] + "."
    between: list[Part] = [
        (rows["skipped"], "An inspection between the two does not tell."),
        (differ, programmes),
    ]
    return joined(rows.index, [*_open(rows), *_settled(rows), *between])


def _only(rows: pd.DataFrame, end: str) -> pd.Series:
    source = rows[f"{end}_basis"].map(_IN_WORDS).astype("str")
    return rows[f"{end}_year"].astype("str") + " is known only from " + source


def _unseen(rows: pd.DataFrame, end: str) -> pd.Series:
    return "The programme of " + rows[f"{end}_year"].astype("str") + " does not look at it"


def _open(rows: pd.DataFrame) -> list[Part]:
    """Why it cannot be told what became of a weakness."""
    unknown = rows["status"].eq("not_assessed")
    later, earlier = unknown & rows["from_improvement"], unknown & rows["to_improvement"]
    new = ": it cannot be told whether the weakness is new."
    return [
        (later & ~rows["to_full"], _only(rows, "to") + ", which leaves things out: the weakness may last."),
        (later & ~rows["to_looked"], _unseen(rows, "to") + "."),
        (later & rows["to_strength"], "It names a strength; that does not say that the weakness is gone."),
        (earlier & ~rows["from_full"], _only(rows, "from") + new),
        (earlier & ~rows["from_looked"], _unseen(rows, "from") + new),
    ]


def _settled(rows: pd.DataFrame) -> list[Part]:
    """What qualifies a status that the documents do tell."""
    status = rows["status"]
    gone, new, persistent = (status.eq(name) for name in ("resolved", "new", "persistent"))
    both = rows["from_strength"] & rows["to_strength"]
    mended = "The later report raises no weakness; that is no proof that anything was mended."
    return [
        (gone | status.eq("reversed"), mended),
        (gone & both, "It names a strength, as the earlier report did."),
        (new & rows["from_strength"], "It was a strength at the earlier inspection."),
        (persistent & rows["to_strength"], "The later inspection names a strength too."),
        (persistent & ~rows["to_full"], _only(rows, "to") + "."),
        (persistent & ~rows["from_full"], _only(rows, "from") + "."),
    ]
