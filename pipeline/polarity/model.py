"""The calibrated model of polarity: fit and predict.

Regularised least squares: every training passage speaks for its own polarity, as loudly as what is asked
is like it. Likeness is in words, cues and figures (which add up), and in meaning (which fades with distance).
What a language model says of a text, where it was asked, is weighed against that where scores become chances.
Source: Rifkin, Yeo and Poggio 2003, Regularized least-squares classification.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, get_lapack_funcs, solve
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from pipeline.polarity import features, words
from pipeline.polarity.features import Seen
from pipeline.polarity.likeness import Dense, Known, Rows
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.products import THREADS, add_alike, product

FOLDS = 5
LEAST = 0.001  # a smaller chance by the language model counts as this one
BLOCK = 1024  # passages whose likeness to all others is worked out at once
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """What was fitted on n training passages.

    Parameters
    ----------
    classes: k polarities, sorted.
    learnt: arrays ``counted`` (f, k), the weight of each of ``Seen.counted``; ``speaks`` (n, k), how loudly
        each training passage speaks for each polarity; ``alone`` (k, k + 1) and ``informed`` (k, k + r + 1),
        which turn scores, and scores with readings, into chances that are honest.
    dense: rows of the training passages.

    """

    classes: tuple[str, ...]
    learnt: dict[str, NDArray[np.floating]]
    dense: Dense


@dataclass(frozen=True)
class Senses:
    """What turns passages into features, the same for every model of a run."""

    book: Book
    known: Known
    bag: words.Bag
    penalty: float

    def look(self, passages: Passages) -> Seen:
        """Features of ``passages``."""
        return features.look(passages, self.bag, self.book, self.known)


def learn(
    seen: Seen, readings: Rows, polarity: Sequence[str], penalty: float
) -> dict[str, NDArray[np.floating]]:
    """What is learnt from passages whose polarity is known, calibrated on blocks of them that were left out.

    ``readings``: array (n, r), as ``Known.readings`` gives them.

    The blocks are consecutive, so that texts of one author are mostly left out together: chances that are
    honest on them are honest on a stranger's text.
    """
    classes, places = np.unique(np.array(polarity), return_inverse=True)
    wanted = np.eye(len(classes))[places]
    with threadpool_limits(THREADS):
        speaks, left_out = solved(_alike(seen), wanted, penalty)
        honest = {"alone": _honest(left_out, places), "informed": _honest(_with(left_out, readings), places)}
    counted = np.asarray(seen.counted.T @ speaks)
    return {"counted": counted, "speaks": speaks.astype(np.float32), **honest}


def scores(model: Model, seen: Seen) -> Scores:
    """Scores (n, k) of passages whose features are known."""
    found = np.asarray(seen.counted @ model.learnt["counted"], dtype=np.float64)
    found += product(seen.dense.near(model.dense), model.learnt["speaks"])
    return found


def alone(model: Model, scored: Scores) -> Scores:
    """Calibrated chances (n, k) by scores (n, k)."""
    return _chances(model.learnt["alone"], scored)


def informed(model: Model, scored: Scores, readings: Rows) -> Scores:
    """Calibrated chances (n, k) by scores (n, k) and readings (n, r)."""
    return _chances(model.learnt["informed"], _with(scored, readings))


def _chances(honest: NDArray[np.floating], evidence: Scores) -> Scores:
    return softmax(product(evidence, honest[:, :-1].T) + honest[:, -1], axis=1)


def _with(scored: Scores, readings: Rows) -> Scores:
    """Scores beside logarithms of the chances that readings are the roots of."""
    return np.hstack([scored, np.log(np.maximum(readings**2, LEAST))])


def _alike(seen: Seen) -> Rows:
    """How alike training passages are, each with each (n, n); in single precision, as it is the largest."""
    size = len(seen.dense)
    alike = np.empty((size, size), dtype=np.float32)
    for start in range(0, size, BLOCK):
        own = slice(start, start + BLOCK)
        alike[own] = seen.dense.take(own).near(seen.dense)
    add_alike(alike, seen.counted)
    return alike


def solved(alike: Rows, wanted: Scores, penalty: float) -> tuple[Scores, Scores]:
    """How loudly each passage speaks for each polarity (n, k), and its score by the other blocks (n, k).

    Taking a block out of the inverse needs that block of it alone: Rasmussen and Williams 2006, 5.4.2.
    ``alike`` is overwritten, to spare memory.
    """
    alike[np.diag_indices_from(alike)] += penalty
    factor = cholesky(alike.T, lower=True, overwrite_a=True)  # by columns, so that LAPACK works in place
    speaks = cho_solve((factor, True), wanted.astype(factor.dtype))
    (invert,) = get_lapack_funcs(("potri",), (factor,))
    inverse = invert(factor, lower=True, overwrite_c=True)[0]  # its lower half
    left_out = wanted.copy()
    for _, block in KFold(FOLDS).split(wanted):
        own = np.tril(inverse[np.ix_(block, block)])
        left_out[block] -= solve(own, speaks[block], assume_a="pos", lower=True)
    return speaks, left_out


def _honest(evidence: Scores, places: NDArray[np.int64]) -> Scores:
    """What turns evidence (n, s) into chances that make the true polarities likeliest: (k, s + 1)."""
    judge = LogisticRegression(C=10.0, max_iter=1000).fit(evidence, places)
    found = np.hstack([judge.coef_, judge.intercept_[:, None]])
    return found if len(judge.classes_) > 2 else np.vstack([0 * found, found])
