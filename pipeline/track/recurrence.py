"""What became of each weakness between inspections of one PDU, and what that rests on.

Silence is evidence only in a report whose programme looks at the theme. A release or a letter names a
few things and leaves out the rest, so what it does not mention is not assessed: neither resolved nor,
at the earlier end, new. Such an inspection is passed over as the earlier end, and the one before it
that did tell is taken, so that a gap does not hide a weakness that lasted.
"""

import pandas as pd

from pipeline.tables import RECURRENCE
from pipeline.track.figures import compared
from pipeline.track.recurrence_notes import notes

THEME = ["pdu", "theme_id"]
_STATE = ["strength", "improvement", "looked", "full", "telling"]
_FACTS = ["inspection_id", "year", "programme", "basis"]


def recurrence(
    inspections: pd.DataFrame, states: pd.DataFrame, mentions: pd.DataFrame, figures: pd.DataFrame
) -> pd.DataFrame:
    """Status of every weakness at every inspection of a PDU after its first.

    Themes that no programme looks at are left out; so are inspections without a year, which have no
    place in the order.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    states: from ``states.states``.
    mentions: from ``counting.mentions``.
    figures: from ``figures.figures_of``.

    Returns
    -------
    A table of schema RECURRENCE.

    """
    rows = _ends(_history(inspections, states))
    rows["status"] = _status(rows)
    rows = rows[rows["status"].notna()].reset_index(drop=True)
    rows["note"] = notes(rows)
    findings = _evidence(rows, mentions)
    rows["evidence"] = _beside(rows, findings)
    rows = _with_figures(rows, compared(rows, findings, figures))
    ordered = rows.sort_values([*THEME, "to_year", "to_inspection"], ignore_index=True)
    return RECURRENCE.validate(ordered[list(RECURRENCE.columns)])


def _history(inspections: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """One row a PDU, theme and inspection, in the order of fieldwork."""
    dated = inspections[inspections["pdu"].notna() & inspections["year"].notna()]
    dated = dated[dated["pdu"].duplicated(keep=False)].assign(programme=dated["programme"].fillna("other"))
    columns = ["pdu", "fieldwork_start", *_FACTS]
    looked = states["looked"].groupby(states["theme_id"]).transform("any")
    rows = dated[columns].merge(states[looked], on="inspection_id")
    rows["tells"] = rows["telling"] | rows["improvement"]
    return rows.sort_values([*THEME, "year", "fieldwork_start", "inspection_id"], ignore_index=True)


def _ends(history: pd.DataFrame) -> pd.DataFrame:
    """Each inspection after the first with the last one before it that tells of the theme."""
    place = pd.Series(history.index, index=history.index, dtype="Int64")
    theme = [history[name] for name in THEME]
    before = place.groupby(theme).shift(1)
    told = place.where(history["tells"]).groupby(theme).ffill().groupby(theme).shift(1)
    later = history.assign(start=told.fillna(before), skipped=told.notna() & told.ne(before))
    later = later[before.notna()]
    earlier = history.drop(columns=[*THEME, "fieldwork_start"]).add_prefix("from_")
    later = later.rename(columns={name: f"to_{name}" for name in [*_FACTS, *_STATE, "tells"]})
    rows = later.merge(earlier, left_on="start", right_index=True)
    return rows.rename(columns={f"{end}_inspection_id": f"{end}_inspection" for end in ("from", "to")})


def _status(rows: pd.DataFrame) -> pd.Series:
    """Status of the weakness; empty where it was raised at neither end."""
    was, now = rows["from_improvement"], rows["to_improvement"]
    status = pd.Series(None, index=rows.index, dtype="str")
    status = status.mask(was & ~now, "resolved")
    status = status.mask(was & ~now & rows["to_strength"] & ~rows["from_strength"], "reversed")
    status = status.mask(was & ~now & ~rows["to_telling"], "not_assessed")
    status = status.mask(~was & now, "new")
    status = status.mask(~was & now & ~rows["from_telling"], "not_assessed")
    return status.mask(was & now, "persistent")


def _evidence(rows: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Findings of both ends: of a weakness those that raise it, else all that is said of the theme."""
    parts = []
    for end in ("from", "to"):
        part = rows[[f"{end}_inspection", "theme_id", f"{end}_improvement"]]
        parts.append(part.set_axis(["inspection_id", "theme_id", "weak"], axis="columns"))
    ends = pd.concat(parts).drop_duplicates()
    found = mentions.merge(ends, on=["inspection_id", "theme_id"])
    return found[found["improvement"] | ~found["weak"]]


def _beside(rows: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """Finding ids of the earlier end, '|', those of the later one; the main ones first."""
    listed = findings.sort_values(["rank", "finding_id"]).groupby(["inspection_id", "theme_id"])
    ids = listed["finding_id"].agg(" ".join)
    start, end = (
        pd.Series(ids.reindex(pd.MultiIndex.from_frame(rows[[name, "theme_id"]])).to_numpy(), dtype="str")
        for name in ("from_inspection", "to_inspection")
    )
    return start.fillna("") + " | " + end.fillna("")


def _with_figures(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Rows with the figures of both ends, in words and as shares."""
    rows = rows.merge(found, on=["theme_id", "from_inspection", "to_inspection"], how="left")
    start, end = (
        rows[f"{name}_year"].astype("str")
        + ": done in "
        + (rows[f"{name}_value"] * 100).round().astype("Int64").astype("str")
        + " per cent (‘"
        + rows[f"{name}_quote"]
        + "’)"
        for name in ("from", "to")
    )
    rows["figures"] = (start + "; " + end).astype("str")
    return rows
