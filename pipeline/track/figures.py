"""Figures that two inspections give for the same thing, side by side."""

import pandas as pd

from pipeline.track.words import shared

PAIR = ["theme_id", "from_inspection", "to_inspection"]
ALIKE = 0.5


def figures_of(statistics: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    """Figures whose sense is known, each with the clause that it stands in.

    Parameters
    ----------
    statistics: of schema STATISTICS; ``value`` is the share of cases in which the thing was done.
    clauses: of schema CLAUSES.

    Returns
    -------
    ``finding_id``, ``quote``, ``value``, ``context`` (the clause).

    """
    known = statistics.loc[statistics["value"].notna(), ["finding_id", "quote", "value", "char_start"]]
    spans = clauses.rename(columns={"char_start": "begins", "char_end": "ends", "text": "context"})
    rows = known.merge(spans[["finding_id", "begins", "ends", "context"]], on="finding_id")
    inside = rows["char_start"].between(rows["begins"], rows["ends"], inclusive="left")
    return rows.loc[inside, ["finding_id", "quote", "value", "context"]]


def compared(pairs: pd.DataFrame, evidence: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """For each pair of inspections and theme the two figures whose clauses are most alike.

    Figures of findings that are mainly about the theme go before others. Two figures are set side by
    side only where their clauses share most of their words, so that both measure the same thing.

    Parameters
    ----------
    pairs: ``theme_id``, ``from_inspection``, ``to_inspection``.
    evidence: ``inspection_id``, ``theme_id``, ``finding_id``, ``rank``: the findings of each end.
    figures: from ``figures_of``.

    Returns
    -------
    One row a pair with a comparison: ``from_value``, ``to_value``, ``from_quote``, ``to_quote``.

    """
    given = evidence.merge(figures, on="finding_id")
    rows = pairs[PAIR]
    for end in ("from", "to"):
        side = given.rename(columns={"inspection_id": f"{end}_inspection"})
        facts = ["quote", "value", "context", "rank", "finding_id"]
        side = side.rename(columns={name: f"{end}_{name}" for name in facts})
        rows = rows.merge(side, on=["theme_id", f"{end}_inspection"])
    rows["alike"] = shared(rows["from_context"], rows["to_context"])
    rows["beside"] = rows["from_rank"].gt(1).astype("int64") + rows["to_rank"].gt(1)
    order = ["beside", "alike", "from_finding_id", "to_finding_id", "from_value", "to_value"]
    best = rows[rows["alike"] >= ALIKE].sort_values(order, ascending=[True, False, *[True] * 4])
    best = best.drop_duplicates(PAIR)
    return best[[*PAIR, "from_value", "to_value", "from_quote", "to_quote"]].reset_index(drop=True)
