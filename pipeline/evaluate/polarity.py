"""How well the model tells strengths from areas for improvement, and how well it knows when it does."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from pipeline.evaluate.resample import Resampling, of_share
from pipeline.tables import POLARITIES

JUDGED = ("strength", "improvement")
BINS = 10


def measure(held: pd.DataFrame, how: Resampling, hardest: int) -> dict[str, object]:
    """Figures of one gold file.

    Parameters
    ----------
    held: rows of the polarity hold-out table, of one origin.
    how: resampling of the interval.
    hardest: how many wrong findings are listed, the surest first.

    """
    judged = held[held["gold"].isin(JUDGED)]
    right = np.asarray(judged["gold"] == judged["predicted"], dtype=np.float64)
    return {
        "n": len(held),
        "n_judged": len(judged),
        "accuracy": _mean(right),
        "intervals": of_share(right, judged["document"].tolist(), how),
        "accuracy_four_ways": _mean(held["gold"] == held["predicted"]),
        "confusion": confusion(held),
        "reliability": reliability(held),
        "brier": _mean((held["confidence"] - (held["gold"] == held["predicted"])) ** 2),
        "ece": calibration_error(held),
        "hardest": worst(held, hardest),
    }


def confusion(held: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Findings by hand-coded (outer key) and predicted polarity (inner key)."""
    table = pd.crosstab(held["gold"], held["predicted"]).reindex(
        index=POLARITIES, columns=POLARITIES, fill_value=0
    )
    return {gold: {said: int(str(table.loc[gold, said])) for said in POLARITIES} for gold in POLARITIES}


def reliability(held: pd.DataFrame) -> list[dict[str, float | int]]:
    """For each tenth of confidence that holds findings: mean confidence and share that were right."""
    place = np.minimum((held["confidence"].to_numpy() * BINS).astype(int), BINS - 1)
    right = (held["gold"] == held["predicted"]).to_numpy()
    sure = held["confidence"].to_numpy()
    return [
        {
            "low": low / BINS,
            "high": (low + 1) / BINS,
            "n": int((place == low).sum()),
            "confidence": float(sure[place == low].mean()),
            "accuracy": float(right[place == low].mean()),
        }
        for low in range(BINS)
        if (place == low).any()
    ]


def calibration_error(held: pd.DataFrame) -> float | None:
    """Expected calibration error: mean gap of confidence and accuracy over the bins of ``reliability``.

    Source: Naeini, Cooper and Hauskrecht (2015), Obtaining Well Calibrated Probabilities.
    """
    if held.empty:
        return None
    gaps = [abs(one["confidence"] - one["accuracy"]) * one["n"] for one in reliability(held)]
    return float(sum(gaps) / len(held))


def worst(held: pd.DataFrame, most: int) -> list[dict[str, object]]:
    """Findings that the model got wrong, the surest first."""
    wrong = held[held["gold"] != held["predicted"]]
    wrong = wrong.sort_values(["confidence", "uid"], ascending=[False, True], kind="stable")
    return records(wrong[["uid", "text", "gold", "predicted", "confidence"]].head(most))


def records(table: pd.DataFrame) -> list[dict[str, object]]:
    """Rows of a table, for JSON."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _mean(values: ArrayLike) -> float | None:
    found = np.asarray(values, dtype=np.float64)
    return float(found.mean()) if len(found) else None
