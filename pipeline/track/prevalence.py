"""In how many inspections each theme was raised, by place, year and side."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from pipeline.params import Track
from pipeline.tables import PREVALENCE
from pipeline.track.members import JOIN, NATIONAL
from pipeline.track.notes import Part, joined

CELL = ["level", "area", "period", "year"]
SIDES = ["strength", "improvement", "both", "any"]
ALL_YEARS, ONE_YEAR, NO_YEAR = "all years", "year", "year unknown"


def prevalence(
    inspections: pd.DataFrame,
    mentions: pd.DataFrame,
    looked: pd.DataFrame,
    themes: list[str],
    settings: Track,
) -> pd.DataFrame:
    """Share of inspections that raised each theme, for every place, period and side, zeros included.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    mentions: from ``counting.mentions``.
    looked: from ``programmes.looked_at``.
    themes: theme_ids that every cell lists.
    settings: params.track.

    Returns
    -------
    A table of schema PREVALENCE. Source of the interval: Wilson (1927).

    """
    cells = inspection_cells(inspections)
    rows = _denominators(cells, inspections, looked, themes)
    rows = rows.merge(pd.DataFrame({"polarity": SIDES}, dtype="str"), how="cross")
    counts = _counts(cells, presence(mentions))
    rows = rows.merge(counts, on=[*CELL, "theme_id", "polarity"], how="left")
    for name in ("n_findings", "n_main", "n_documents_with", "n_looked_at"):
        rows[name] = rows[name].fillna(0).astype("int64")
    rows["share"] = rows["n_documents_with"] / rows["n_documents"]
    rows["prominence"] = _prominence(rows, settings.prominent)
    rows["note"] = _notes(rows)
    return _finished(rows, settings)


def _denominators(
    cells: pd.DataFrame, inspections: pd.DataFrame, looked: pd.DataFrame, themes: list[str]
) -> pd.DataFrame:
    """One row a cell and theme with the inspections in it: all, by report, and that looked at the theme."""
    reports = cells["inspection_id"].isin(inspections.loc[inspections["basis"] == "report", "inspection_id"])
    sized = cells.assign(n_reports=reports).groupby(CELL, dropna=False)["n_reports"]
    rows = sized.agg(n_documents="size", n_reports="sum").reset_index()
    rows = rows.merge(pd.DataFrame({"theme_id": themes}, dtype="str"), how="cross")
    keys = [*CELL, "theme_id"]
    asked = cells.merge(looked, on="inspection_id").groupby(keys, dropna=False).size()
    return rows.merge(asked.rename("n_looked_at").reset_index(), on=keys, how="left")


def inspection_cells(inspections: pd.DataFrame) -> pd.DataFrame:
    """One row an inspection and cell (level, area, period, year) that it counts in."""
    known = inspections[["inspection_id", "pdu", "region", "year"]]
    pdus = known.assign(level="pdu", area=known["pdu"])
    regions = known.assign(level="region", area=known["region"].str.split(JOIN)).explode("area")
    everywhere = known.assign(level="all", area=NATIONAL)
    rows = pd.concat([pdus, regions, everywhere], ignore_index=True).dropna(subset=["area"])
    rows["area"] = rows["area"].astype("str")
    by_year = rows.assign(period=np.where(rows["year"].isna(), NO_YEAR, ONE_YEAR))
    all_years = rows.assign(period=ALL_YEARS, year=pd.array([pd.NA] * len(rows), dtype="Int64"))
    both = pd.concat([all_years, by_year], ignore_index=True)
    both["period"] = both["period"].astype("str")
    return both[["inspection_id", *CELL]]


def presence(mentions: pd.DataFrame) -> pd.DataFrame:
    """One row an inspection, theme and side on which the theme was raised there.

    Returns
    -------
    ``inspection_id``, ``theme_id``, ``polarity`` (strength, improvement, both, any), ``n_findings`` and
    ``n_main`` (findings that are mainly about the theme).

    """
    keys = ["inspection_id", "theme_id"]
    main = mentions["rank"].eq(1)
    sided = mentions[["strength", "improvement"]]
    flags = {"strength": sided["strength"], "improvement": sided["improvement"]}
    flags |= {"both": sided.any(axis=1), "any": pd.Series(True, index=mentions.index)}
    parts = [mentions[keys][flag].assign(polarity=side, main=main[flag]) for side, flag in flags.items()]
    rows = pd.concat(parts, ignore_index=True)
    counts = rows.groupby([*keys, "polarity"])["main"].agg(n_findings="size", n_main="sum").reset_index()
    sides = counts[counts["polarity"].isin(["strength", "improvement"])].groupby(keys).size()
    two = pd.MultiIndex.from_frame(counts[keys]).isin(sides[sides == 2].index)
    return counts[two | counts["polarity"].ne("both")].reset_index(drop=True)


def _counts(cells: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    keys = [*CELL, "theme_id", "polarity"]
    grouped = cells.merge(present, on="inspection_id").groupby(keys, dropna=False)
    sums = {"n_findings": ("n_findings", "sum"), "n_main": ("n_main", "sum")}
    return grouped.agg(**sums, n_documents_with=("inspection_id", "size")).reset_index()


def _prominence(rows: pd.DataFrame, prominent: int) -> pd.Series:
    """How much is made of a theme in one place: the answer that a share cannot give there."""
    words = pd.Series("stated", index=rows.index, dtype="str")
    words = words.mask(rows["n_main"].ge(prominent), "prominent")
    words = words.mask(rows["n_main"].eq(0), "in passing")
    words = words.mask(rows["n_documents_with"].eq(0), "absent")
    return words.where(rows["level"].eq("pdu")).astype("str")


def _notes(rows: pd.DataFrame) -> pd.Series:
    """What a reader must know of the denominator."""
    keys = ["period", "n_documents", "n_reports", "n_looked_at"]
    kinds = rows[keys].drop_duplicates(ignore_index=True)
    thin, unseen = (kinds["n_documents"] - kinds[name] for name in ("n_reports", "n_looked_at"))
    of_all = " of " + kinds["n_documents"].astype("str") + " inspections: "
    parts: list[Part] = [
        (kinds["period"].eq(NO_YEAR), "year_unknown: counted apart, and among all years."),
        (thin.gt(0), thin.astype("str") + of_all + "report not read, only a release, letter or the like."),
        (unseen.gt(0), unseen.astype("str") + of_all + "the programme does not look at the theme."),
    ]
    kinds["note"] = joined(kinds.index, parts)
    return rows[keys].merge(kinds, on=keys, how="left")["note"]


def _finished(rows: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Rows with Wilson intervals where they do not mislead, in the schema's order."""
    alpha = 1 - settings.confidence
    low, high = proportion_confint(rows["n_documents_with"], rows["n_documents"], alpha, method="wilson")
    misleads = rows["level"].eq("pdu") | rows["period"].eq(NO_YEAR) | rows["n_documents"].lt(settings.min_n)
    rows["ci_low"] = low.round(12).clip(0, 1).mask(misleads)
    rows["ci_high"] = high.round(12).clip(0, 1).mask(misleads)
    rows["small"] = rows["n_documents"] < settings.small_n
    ordered = rows.sort_values([*CELL, "theme_id", "polarity"], ignore_index=True)
    return PREVALENCE.validate(ordered[list(PREVALENCE.columns)])
