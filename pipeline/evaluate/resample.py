"""Intervals of figures of quality: by resampling whole documents, or findings one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import proportion_confint

Statistic = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class Resampling:
    """How intervals are made.

    Parameters
    ----------
    seed: of the draws.
    resamples: draws with replacement.
    confidence: share of draws inside the interval.
    few_documents: with fewer documents than this an interval over documents is marked as unreliable.

    """

    seed: int
    resamples: int
    confidence: float
    few_documents: int


def intervals(
    counts: NDArray[np.float64], documents: Sequence[str], statistic: Statistic, how: Resampling
) -> dict[str, dict[str, object]]:
    """Interval of a figure over documents (findings of one document stay together) and over findings.

    Parameters
    ----------
    counts: array (n, k), what each finding adds to the sums that the figure is made from.
    documents: the document of each finding.
    statistic: figures (r,) from sums (r, k).
    how: seed, draws and confidence.

    """
    _, places = np.unique(np.asarray(documents, dtype=str), return_inverse=True)
    by_document = np.zeros((int(places.max(initial=-1)) + 1, counts.shape[1]))
    np.add.at(by_document, places, counts)
    return {
        "documents": {
            **interval(by_document, statistic, how),
            "n": len(by_document),
            "few": len(by_document) < how.few_documents,
        },
        "findings": {**interval(counts, statistic, how), "n": len(counts)},
    }


def of_share(
    right: NDArray[np.float64], documents: Sequence[str], how: Resampling
) -> dict[str, dict[str, object]]:
    """Intervals of the share of findings that are right: over findings Wilson's, else as in ``intervals``.

    Wilson's (1927) has a width where all are right, too.

    Parameters
    ----------
    right: array (n,) of 0 and 1.
    documents: the document of each finding.
    how: seed, draws and confidence.

    """
    made = intervals(np.column_stack([right, np.ones(len(right))]), documents, share, how)
    if len(right) > 1:
        low, high = proportion_confint(right.sum(), len(right), 1 - how.confidence, method="wilson")
        made["findings"] |= {"low": float(low), "high": float(high)}
    return made


def interval(counts: NDArray[np.float64], statistic: Statistic, how: Resampling) -> dict[str, float | None]:
    """Percentile interval of ``statistic`` over resampled rows of ``counts``.

    Empty with fewer than two rows, and where every draw gives the same figure: nothing is known of how far
    it may vary, least of all that it does not.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; for whole documents,
    Davison and Hinkley (1997), Bootstrap Methods and their Application, section 3.8.
    """
    n = len(counts)
    if n < 2:
        return {"low": None, "high": None}
    draws = np.random.default_rng(how.seed).multinomial(n, np.full(n, 1 / n), size=how.resamples)
    figures = statistic(draws.astype(np.float64) @ counts)
    figures = figures[np.isfinite(figures)]
    if not len(figures) or np.ptp(figures) == 0:
        return {"low": None, "high": None}
    tail = (1 - how.confidence) / 2
    low, high = np.quantile(figures, [tail, 1 - tail])
    return {"low": float(low), "high": float(high)}


def ratio(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    """``top / bottom``, not a number where ``bottom`` is 0."""
    return np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0)


def share(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Figure of sums (r, 2): the first column over the second."""
    return ratio(sums[:, 0], sums[:, 1])
