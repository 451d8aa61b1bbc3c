"""In how many inspections each theme was raised, by place, year and side."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from pipeline.params import Track
from pipeline.tables import PREVALENCE
from pipeline.track.members import JOIN, NATIONAL

CELL = ["level", "area", "period", "year"]
SIDES = ["strength", "improvement", "both", "any"]
ALL_YEARS, ONE_YEAR, NO_YEAR = "all years", "year", "year unknown"


def prevalence(
    inspections: pd.DataFrame, mentions: pd.DataFrame, themes: list[str], settings: Track
) -> pd.DataFrame:
    """Share of inspections that raised each theme, for every place, period and side, zeros included.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    mentions: from ``counting.mentions``.
    themes: theme_ids that every cell lists.
    settings: params.track.

    Returns
    -------
    A table of schema PREVALENCE.

    """
    cells = inspection_cells(inspections)
    sizes = cells.groupby(CELL, dropna=False).size().rename("n_documents").reset_index()
    rows = sizes.merge(pd.DataFrame({"theme_id": themes}, dtype="str"), how="cross")
    rows = rows.merge(pd.DataFrame({"polarity": SIDES}, dtype="str"), how="cross")
    counts = _counts(cells, presence(mentions))
    rows = rows.merge(counts, on=[*CELL, "theme_id", "polarity"], how="left")
    for name in ("n_findings", "n_main", "n_documents_with"):
        rows[name] = rows[name].fillna(0).astype("int64")
    rows["share"] = rows["n_documents_with"] / rows["n_documents"]
    return _finished(rows, settings)


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
    parts = {**{side: sided[side] for side in sided}, "both": sided.any(axis=1), "any": main | True}
    rows = pd.concat(
        [mentions.loc[flag, keys].assign(polarity=side, main=main[flag]) for side, flag in parts.items()]
    )
    counts = rows.groupby([*keys, "polarity"])["main"].agg(n_findings="size", n_main="sum").reset_index()
    sides = counts[counts["polarity"].isin(["strength", "improvement"])].groupby(keys).size()
    two = pd.MultiIndex.from_frame(counts[keys]).isin(sides[sides == 2].index)
    return counts[two | counts["polarity"].ne("both")].reset_index(drop=True)


def _counts(cells: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    keys = [*CELL, "theme_id", "polarity"]
    grouped = cells.merge(present, on="inspection_id").groupby(keys, dropna=False)
    sums = {"n_findings": ("n_findings", "sum"), "n_main": ("n_main", "sum")}
    return grouped.agg(**sums, n_documents_with=("inspection_id", "size")).reset_index()


def _finished(rows: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Rows with Wilson intervals where they do not mislead, in the schema's order."""
    alpha = 1 - settings.confidence
    low, high = proportion_confint(rows["n_documents_with"], rows["n_documents"], alpha, method="wilson")
    misleads = rows["level"].eq("pdu") | rows["period"].eq(NO_YEAR) | rows["n_documents"].lt(settings.min_n)
    rows["ci_low"] = low.clip(0, 1).mask(misleads)
    rows["ci_high"] = high.clip(0, 1).mask(misleads)
    rows["small"] = rows["n_documents"] < settings.small_n
    ordered = rows.sort_values([*CELL, "theme_id", "polarity"], ignore_index=True)
    return PREVALENCE.validate(ordered[list(PREVALENCE.columns)])
