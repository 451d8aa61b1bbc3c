"""Which weaknesses travel together, and which strengths go with better ratings.

Effect sizes with intervals, on reports whose programme looks at the themes. Association, not cause:
themes of one report also share its inspectors, its length and its place.
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.nonparametric import rank_compare_2indep

from pipeline.params import Track
from pipeline.tables import ASSOCIATIONS, RATINGS

LEAST = 3
_COLUMNS = [
    *("kind", "theme_id", "other", "measure", "effect", "ci_low", "ci_high", "p_value"),
    *("n", "n_theme", "n_other", "n_both"),
]
TOGETHER, RATED = "weaknesses", "strength and rating"


def associations(
    inspections: pd.DataFrame, states: pd.DataFrame, names: dict[str, str], settings: Track
) -> pd.DataFrame:
    """Both kinds of association, where there are enough reports for them.

    Parameters
    ----------
    inspections: of schema INSPECTIONS.
    states: from ``states.states``.
    names: what a reader sees of each theme_id.
    settings: params.track.

    Returns
    -------
    A table of schema ASSOCIATIONS; empty below ``associated_n`` reports.

    """
    parts = [weaknesses(states, settings), ratings(inspections, states, settings)]
    rows = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    rows["p_adjusted"] = rows.groupby("kind")["p_value"].transform(_adjusted)
    rows["says"] = _in_words(rows, names)
    ordered = rows.sort_values(["kind", "theme_id", "other"], ignore_index=True)
    return ASSOCIATIONS.validate(ordered[list(ASSOCIATIONS.columns)])


def weaknesses(states: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Log odds ratio that two themes are areas for improvement in the same report.

    With half a case added to each cell (Haldane 1956) and Wald's interval. A pair is left out where
    fewer than LEAST reports raise, or fewer than LEAST do not raise, one of the two.

    """
    telling, raised = _matrix(states, "telling"), _matrix(states, "improvement")
    themes, asked = list(telling.columns), telling.to_numpy()
    weak = raised.to_numpy() * asked
    n, both, one, other = asked.T @ asked, weak.T @ weak, weak.T @ asked, asked.T @ weak
    cells = np.stack([both, one - both, other - both, n - one - other + both]) + 0.5
    edge = np.minimum.reduce([one, other, n - one, n - other])
    left, right = np.nonzero(np.triu((n >= settings.associated_n) & (edge >= LEAST), k=1))
    counts = {"n": n, "n_theme": one, "n_other": other, "n_both": both}
    rows = pd.DataFrame({name: table[left, right] for name, table in counts.items()}).astype("int64")
    rows["effect"] = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))[left, right]
    spread = np.sqrt((1 / cells).sum(axis=0))[left, right]
    reach = norm.ppf((1 + settings.confidence) / 2) * spread
    rows["ci_low"], rows["ci_high"] = rows["effect"] - reach, rows["effect"] + reach
    rows["p_value"] = 2 * norm.sf(np.abs(rows["effect"] / spread))
    pairs = {"theme_id": [themes[i] for i in left], "other": [themes[i] for i in right]}
    return rows.assign(kind=TOGETHER, measure="log odds ratio", **pairs)


def ratings(inspections: pd.DataFrame, states: pd.DataFrame, settings: Track) -> pd.DataFrame:
    """Rank-biserial correlation of a theme's being a strength with the overall rating.

    It is the chance that a report with the strength has the better rating less the chance that it has
    the worse one. Interval after Brunner and Munzel (2000), empty where every report agrees.

    """
    order = {name: place for place, name in enumerate(reversed(RATINGS))}
    rated = inspections.assign(rating=inspections["overall_rating"].map(order))
    rated = rated.loc[rated["rating"].notna(), ["inspection_id", "rating"]]
    told = states[states["telling"]].merge(rated, on="inspection_id")
    rows = [_rated(theme, group, settings) for theme, group in told.groupby("theme_id")]
    return pd.DataFrame([row for row in rows if row], columns=_COLUMNS)


def _rated(theme: object, group: pd.DataFrame, settings: Track) -> dict[str, Any] | None:
    with_it = group.loc[group["strength"], "rating"].to_numpy(dtype="float64")
    without = group.loc[~group["strength"], "rating"].to_numpy(dtype="float64")
    n, least = len(group), min(len(with_it), len(without))
    if n < settings.associated_n or least < LEAST:
        return None
    facts = {"kind": RATED, "theme_id": theme, "other": "rating", "measure": "rank-biserial correlation"}
    counts = {"n": n, "n_theme": len(with_it), "n_other": n, "n_both": len(with_it)}
    wins = np.sign(with_it[:, None] - without[None, :]).mean()
    return {**facts, **counts, "effect": wins, **_rank_test(with_it, without, settings.confidence)}


def _rank_test(one: NDArray[np.float64], other: NDArray[np.float64], confidence: float) -> dict[str, float]:
    """Interval of the rank-biserial correlation and p-value; empty without any overlap or spread."""
    if min(one) > max(other) or min(other) > max(one) or len({*one, *other}) == 1:
        return {"ci_low": np.nan, "ci_high": np.nan, "p_value": np.nan}
    test = rank_compare_2indep(one, other)
    low, high = test.conf_int(alpha=1 - confidence)
    return {
        "ci_low": max(-1.0, 2 * low - 1),
        "ci_high": min(1.0, 2 * high - 1),
        "p_value": float(test.pvalue),
    }


def _matrix(states: pd.DataFrame, flag: str) -> pd.DataFrame:
    """Inspections by themes, 1 where the flag holds."""
    return states.pivot(index="inspection_id", columns="theme_id", values=flag).astype("float64")


def _adjusted(p_values: pd.Series) -> pd.Series:
    known = p_values.dropna()
    if known.empty:
        return p_values
    return pd.Series(multipletests(known, method="fdr_bh")[1], index=known.index).reindex(p_values.index)


def _in_words(rows: pd.DataFrame, names: dict[str, str]) -> list[str]:
    return [_sentence(row, names) for row in rows.to_dict("records")]


def _sentence(row: dict[Any, Any], names: dict[str, str]) -> str:
    """What an effect says, as association; an interval over 0 says nothing."""
    theme, other = names.get(row["theme_id"], row["theme_id"]), names.get(row["other"], row["other"])
    open_ended = not row["ci_low"] > 0 and not row["ci_high"] < 0
    if row["kind"] == TOGETHER:
        how = "more" if row["effect"] > 0 else "less"
        said = f"Reports with a weakness in ‘{theme}’ have one in ‘{other}’ {how} often than others"
    else:
        how = "better" if row["effect"] > 0 else "worse"
        said = f"Reports that name ‘{theme}’ as a strength tend to have {how} overall ratings than others"
    doubt = "; the interval does not exclude that there is no association" if open_ended else ""
    return f"{said} ({row['n']} reports{doubt})."
