"""Change between two years, only between reports whose programmes look at the theme."""

import numpy as np
import pandas as pd
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from pipeline.params import Track
from pipeline.tables import TRENDS
from pipeline.track.members import JOIN
from pipeline.track.notes import joined
from pipeline.track.prevalence import ONE_YEAR, inspection_cells

AREA = ["area", "theme_id", "polarity"]
FEW = "Few inspections: read it as a hint."
TABLE = ["from_with", "from_n", "to_with", "to_n"]


def trends(inspections: pd.DataFrame, states: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Change of each theme's prevalence from year to year and from each year to the last.

    Only inspections known from their report, by a programme that looks at the theme, are compared. A
    year without one is not comparable, and no change is given.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    states: from ``states.states``.
    settings: params.track.

    Returns
    -------
    A table of schema TRENDS. Sources: Newcombe (1998), interval 10 of his comparison; Fisher's exact
    test; Benjamini and Hochberg (1995) over all rows with a test.

    """
    rows = _pairs(yearly(inspections, states))
    rows["comparable"] = rows["from_n"].gt(0) & rows["to_n"].gt(0)
    for end in ("from", "to"):
        rows[f"{end}_share"] = (rows[f"{end}_with"] / rows[f"{end}_n"]).where(rows["comparable"])
    rows["change"] = rows["to_share"] - rows["from_share"]
    rows["programme_break"] = rows["from_programmes"].ne(rows["to_programmes"])
    rows = rows.merge(_tests(rows, settings), on=TABLE, how="left")
    rows["p_adjusted"] = _adjusted(rows["p_value"])
    rows["note"] = _notes(rows, settings)
    ordered = rows.sort_values([*AREA, "from_year", "to_year"], ignore_index=True)
    return TRENDS.validate(ordered[list(TRENDS.columns)])


def yearly(inspections: pd.DataFrame, states: pd.DataFrame) -> pd.DataFrame:
    """Comparable inspections of each area, theme, side and year.

    Returns
    -------
    ``area``, ``theme_id``, ``polarity``, ``year``, ``n`` (inspections by report that looked at the
    theme), ``with`` (of these, those that raised it) and ``programmes`` (of all reports of the year).

    """
    cells = inspection_cells(inspections)
    cells = cells[cells["level"].ne("pdu") & cells["period"].eq(ONE_YEAR)]
    cells = cells.merge(inspections[["inspection_id", "programme"]], on="inspection_id")
    compared = states[states["looked"].groupby(states["theme_id"]).transform("any") & states["full"]]
    long = compared.melt(
        id_vars=["inspection_id", "theme_id", "looked"],
        value_vars=["strength", "improvement"],
        var_name="polarity",
        value_name="with",
    )
    long["n"], long["with"] = long["looked"], long["with"] & long["looked"]
    keys = ["area", "year"]
    rows = cells.merge(long, on="inspection_id")
    counts = rows.groupby([*AREA, "year"])[["n", "with"]].sum().reset_index()
    programmes = rows.drop_duplicates([*keys, "programme"]).fillna({"programme": "other"})
    named = programmes.sort_values("programme").groupby(keys)["programme"].agg(JOIN.join)
    return counts.merge(named.rename("programmes").reset_index(), on=keys)


def _pairs(years: pd.DataFrame) -> pd.DataFrame:
    """Each year with the next one and with the last one."""
    spans = years[["area", "year"]].drop_duplicates().sort_values(["area", "year"])
    by_area = spans.groupby("area")["year"]
    nearby = spans.assign(to_year=by_area.shift(-1))
    overall = spans.assign(to_year=by_area.transform("max"))
    pairs = pd.concat([nearby, overall]).query("to_year > year").drop_duplicates()
    earlier = pairs.rename(columns={"year": "from_year"}).merge(
        years.rename(columns={"year": "from_year"}), on=["area", "from_year"]
    )
    later = years.rename(columns={"year": "to_year"})
    columns = ["n", "with", "programmes"]
    rows = earlier.merge(later, on=[*AREA, "to_year"], suffixes=("_from", "_to"))
    return rows.rename(
        columns={f"{name}_{end}": f"{end}_{name}" for name in columns for end in ("from", "to")}
    )


def _tests(rows: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Interval and p-value of each distinct fourfold table that is large enough for them."""
    large = rows["from_n"].ge(settings.min_n) & rows["to_n"].ge(settings.min_n)
    tables = rows.loc[large, TABLE].drop_duplicates(ignore_index=True)
    a, n, b, m = (tables[name] for name in TABLE)
    low, high = confint_proportions_2indep(b, m, a, n, method="newcomb", alpha=1 - settings.confidence)
    tables["ci_low"], tables["ci_high"] = low.clip(-1, 1), high.clip(-1, 1)
    p_values = [fisher_exact(table).pvalue for table in np.stack([a, n - a, b, m - b], -1).reshape(-1, 2, 2)]
    tables["p_value"] = pd.Series(p_values, dtype="float64").clip(0, 1)
    return tables


def _adjusted(p_values: pd.Series) -> pd.Series:
    known = p_values.notna()
    adjusted = pd.Series(np.nan, index=p_values.index)
    if known.any():
        adjusted[known] = multipletests(p_values[known], method="fdr_bh")[1]
    return adjusted


def _notes(rows: pd.DataFrame, settings: Track) -> pd.Series:
    """What a reader must know before quoting a change."""
    small = rows[["from_n", "to_n"]].min(axis=1)
    programmes = "Programmes differ: " + rows["from_programmes"] + " and " + rows["to_programmes"] + "."
    unseen = [
        (
            rows[f"{end}_n"].eq(0),
            "No report of " + rows[f"{end}_year"].astype("str") + " looked at the theme.",
        )
        for end in ("from", "to")
    ]
    few = rows["comparable"] & small.lt(settings.small_n)
    return joined(rows.index, [(rows["programme_break"], programmes), *unseen, (few, FEW)])
