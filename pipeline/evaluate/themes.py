"""How well the themes agree with hand coding: all themes of a finding, and the one it is mainly about.

A theme that the gold file marks as optional counts neither as right nor as wrong.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.evaluate.polarity import records
from pipeline.evaluate.resample import Resampling, intervals, of_share, ratio, share

UNASSIGNED = "unassigned"
Counts = NDArray[np.float64]


def measure(held: pd.DataFrame, how: Resampling, hardest: int) -> dict[str, object]:
    """Figures of one gold file.

    Parameters
    ----------
    held: rows of the themes hold-out table, of one origin.
    how: resampling of the intervals.
    hardest: how many findings are listed whose main theme is wrong, the surest first.

    """
    names, counts = tally(held)
    documents = held["document"].tolist()
    flat = counts.reshape(len(held), 3 * len(names))
    main = main_themes(held)
    right = _with_ones(main["gold"] == main["predicted"])
    crossed = agreement_counts(main)
    return {
        "n": len(held),
        "micro_f1": _first(micro_f1(_sums(flat))),
        "micro_f1_intervals": intervals(flat, documents, micro_f1, how),
        "macro_f1": _first(macro_f1(_sums(flat))),
        "macro_f1_intervals": intervals(flat, documents, macro_f1, how),
        "main_accuracy": _first(share(_sums(right))),
        "main_accuracy_intervals": of_share(right[:, 0], documents, how),
        "main_among_coded": _main_among_coded(held, main),
        "main_kappa": _first(kappa(_sums(crossed))),
        "main_kappa_intervals": intervals(crossed, documents, kappa, how),
        "unassigned": _first(share(_sums(_with_ones(main["predicted"] == UNASSIGNED)))),
        "per_theme": per_theme(names, counts.sum(axis=0)),
        "hardest": worst(held, main, hardest),
    }


def tally(held: pd.DataFrame) -> tuple[list[str], Counts]:
    """Names of themes and array (n, themes, 3): given rightly, given wrongly, missed."""
    gold, optional, said = (_sets(held[name]) for name in ("gold", "optional", "predicted"))
    names = sorted(set().union(*gold, *said))
    counts = np.zeros((len(held), len(names), 3))
    for row, (wanted, spared, given) in enumerate(zip(gold, optional, said, strict=True)):
        for column, name in enumerate(names):
            counts[row, column] = (
                name in wanted & given, name in given - wanted - spared, name in wanted - given
            )  # fmt: skip
    return names, counts


def micro_f1(sums: Counts) -> Counts:
    """F1 (r,) over all themes together, from sums (r, themes * 3)."""
    right, wrong, missed = np.moveaxis(sums.reshape(len(sums), -1, 3).sum(axis=1), 1, 0)
    return ratio(2 * right, 2 * right + wrong + missed)


def macro_f1(sums: Counts) -> Counts:
    """Mean F1 (r,) of the themes that hand coding gave at least once, from sums (r, themes * 3)."""
    right, wrong, missed = np.moveaxis(sums.reshape(len(sums), -1, 3), 2, 0)
    coded = right + missed > 0
    each = np.where(coded, ratio(2 * right, 2 * right + wrong + missed), 0.0)
    return ratio(each.sum(axis=1), coded.sum(axis=1).astype(np.float64))


def kappa(sums: Counts) -> Counts:
    """Cohen's kappa (r,) from flattened agreement tables (r, themes * themes).

    Source: Cohen (1960), A Coefficient of Agreement for Nominal Scales.
    """
    side = round(sums.shape[1] ** 0.5)
    table = sums.reshape(len(sums), side, side)
    total = table.sum(axis=(1, 2))
    seen = ratio(np.trace(table, axis1=1, axis2=2), total)
    chance = ratio((table.sum(axis=1) * table.sum(axis=2)).sum(axis=1), total**2)
    return ratio(seen - chance, 1 - chance)


def main_themes(held: pd.DataFrame) -> pd.DataFrame:
    """Main theme by hand and by model, ``unassigned`` where there is none."""
    return held[["gold", "predicted"]].map(lambda themes: (themes.split() or [UNASSIGNED])[0])


def agreement_counts(main: pd.DataFrame) -> Counts:
    """Array (n, themes * themes) with a one where main theme by hand and by model cross."""
    names = sorted(set(main["gold"]) | set(main["predicted"]))
    places = {name: place for place, name in enumerate(names)}
    counts = np.zeros((len(main), len(names) ** 2))
    cells = main["gold"].map(places) * len(names) + main["predicted"].map(places)
    counts[np.arange(len(main)), cells.to_numpy(dtype=int)] = 1
    return counts


def per_theme(names: list[str], sums: Counts) -> dict[str, dict[str, float | int | None]]:
    """Precision, recall, F1 and support of each theme, from sums (themes, 3)."""
    return {
        name: {
            "precision": _or_none(right, right + wrong),
            "recall": _or_none(right, right + missed),
            "f1": _or_none(2 * right, 2 * right + wrong + missed),
            "support": int(right + missed),
            "given": int(right + wrong),
        }
        for name, (right, wrong, missed) in zip(names, sums, strict=True)
    }


def worst(held: pd.DataFrame, main: pd.DataFrame, most: int) -> list[dict[str, object]]:
    """Findings whose main theme is wrong, the surest first."""
    first = held["scores"].map(lambda scores: float((scores.split() or ["0"])[0]))
    wrong = held.assign(score=first)[main["gold"] != main["predicted"]]
    wrong = wrong.sort_values(["score", "uid"], ascending=[False, True], kind="stable")
    return records(wrong[["uid", "text", "gold", "predicted", "score"]].head(most))


def _main_among_coded(held: pd.DataFrame, main: pd.DataFrame) -> float | None:
    among = [said in coded.split() for said, coded in zip(main["predicted"], held["gold"], strict=True)]
    return float(np.mean(among)) if among else None


def _sets(column: "pd.Series[str]") -> list[set[str]]:
    return [set(themes.split()) for themes in column]


def _sums(counts: Counts) -> Counts:
    return counts.sum(axis=0, keepdims=True)


def _with_ones(values: "pd.Series[bool]") -> Counts:
    return np.column_stack([np.asarray(values, dtype=np.float64), np.ones(len(values))])


def _first(figures: Counts) -> float | None:
    return float(figures[0]) if np.isfinite(figures[0]) else None


def _or_none(top: float, bottom: float) -> float | None:
    return float(top / bottom) if bottom else None
