"""The calibrated model of polarity: fit, predict, write, read back.

Regularised least squares: every training passage speaks for its own polarity, as loudly as what is asked
is like it. Likeness is in words, cues and figures (which add up), and in meaning (which fades with distance).
What a language model said of the text is weighed against that where scores become chances.
Source: Rifkin, Yeo and Poggio 2003, Regularized least-squares classification.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save
from scipy.linalg import cho_solve, cholesky, get_lapack_funcs, solve
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from pipeline import files
from pipeline.polarity import features, words
from pipeline.polarity.features import Seen
from pipeline.polarity.likeness import Dense, Known, Rows
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.products import THREADS, add_alike, product

FOLDS = 5
BLOCK = 1024  # passages whose likeness to all others is worked out at once
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """What was fitted on n training passages.

    Parameters
    ----------
    classes: k polarities, sorted.
    bag: words of the training texts.
    learnt: arrays ``counted`` (f, k), the weight of each of ``Seen.counted``; ``speaks`` (n, k), how loudly
        each training passage speaks for each polarity; ``mixes`` (k, k + r) and ``bias`` (k,), which turn
        scores and ``Seen.read`` into chances that are honest.
    dense: rows of the training passages.
    encoder, rules: what made the rows and the cues, for the record.

    """

    classes: tuple[str, ...]
    bag: words.Bag
    learnt: dict[str, NDArray[np.floating]]
    dense: Dense
    encoder: str
    rules: tuple[str, ...]


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


def learn(seen: Seen, polarity: Sequence[str], penalty: float) -> dict[str, NDArray[np.floating]]:
    """What is learnt from passages whose polarity is known, calibrated on blocks of them that were left out.

    The blocks are consecutive, so that texts of one author are mostly left out together: chances that are
    honest on them are honest on a stranger's text.
    """
    classes, places = np.unique(np.array(polarity), return_inverse=True)
    wanted = np.eye(len(classes))[places]
    with threadpool_limits(THREADS):
        speaks, left_out = solved(_alike(seen), wanted, penalty)
        mixes, bias = _honest(np.hstack([left_out, seen.read]), places)
    counted = np.asarray(seen.counted.T @ speaks)
    return {"counted": counted, "speaks": speaks.astype(np.float32), "mixes": mixes, "bias": bias}


def of(learnt: dict[str, NDArray[np.floating]], seen: Seen, polarity: Sequence[str], senses: Senses) -> Model:
    """The model of what was learnt from passages."""
    classes = tuple(sorted(set(polarity)))
    return Model(classes, senses.bag, learnt, seen.dense, senses.known.name, senses.book.names)


def chances(model: Model, seen: Seen) -> Scores:
    """Calibrated chances (n, k) of passages whose features are known."""
    learnt = model.learnt
    scores = np.asarray(seen.counted @ learnt["counted"], dtype=np.float64)
    scores += product(seen.dense.near(model.dense), learnt["speaks"])
    weighed = product(np.hstack([scores, seen.read]), learnt["mixes"].T)
    return softmax(weighed + learnt["bias"], axis=1)


def write(model: Model, folder: Path) -> None:
    """Write a model as JSON and safetensors."""
    facts = {
        "classes": model.classes,
        "encoder": model.encoder,
        "phrases": model.bag.phrases,
        "rules": model.rules,
    }
    text = json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    files.write(folder / "model.json", text)
    arrays = {**model.learnt, **model.dense.arrays, "weights": model.bag.weights}
    whole = save({name: np.ascontiguousarray(rows) for name, rows in arrays.items()})
    files.write(folder / "weights.safetensors", whole)


def read(folder: Path) -> Model:
    """The model that ``write`` wrote."""
    facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    learnt = load_file(folder / "weights.safetensors")
    bag, dense = words.Bag(tuple(facts["phrases"]), learnt.pop("weights")), Dense.of(learnt)
    own = {name: rows for name, rows in learnt.items() if name not in dense.arrays}
    return Model(tuple(facts["classes"]), bag, own, dense, facts["encoder"], tuple(facts["rules"]))


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
    scores = wanted.copy()
    for _, block in KFold(FOLDS).split(wanted):
        own = np.tril(inverse[np.ix_(block, block)])
        scores[block] -= solve(own, speaks[block], assume_a="pos", lower=True)
    return speaks, scores


def _honest(scores: Scores, places: NDArray[np.int64]) -> tuple[Scores, Scores]:
    """What turns scores (n, s) into chances that make the true polarities likeliest: (k, s) and (k,)."""
    judge = LogisticRegression(C=10.0, max_iter=1000).fit(scores, places)
    if len(judge.classes_) > 2:
        return judge.coef_, judge.intercept_
    return np.vstack([0 * judge.coef_, judge.coef_]), np.append(0.0, judge.intercept_)
