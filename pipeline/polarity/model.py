"""The calibrated model of polarity: fit, predict, write, read back.

Regularised least squares: every training passage speaks for its own polarity, as loudly as what is asked
is like it. Likeness is in words, cues and figures (which add up) and in meaning (which fades with distance).
Source: Rifkin, Yeo and Poggio 2003, Regularized least-squares classification.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from scipy.linalg import solve
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from pipeline.polarity import features, words
from pipeline.polarity.features import Seen
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.vectors import Vectors

CHUNK = 2048  # passages whose features are in memory at a time
FOLDS = 5
Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """What was fitted on n training passages.

    Parameters
    ----------
    classes: k polarities, sorted.
    bag: words of the training texts.
    learnt: arrays ``counted`` (f, k), the weight of each word, cue and figure; ``whole``, ``last`` (n, d) and
        ``speaks`` (n, k), the meaning of each training passage and how loudly it speaks for each polarity;
        ``mixes`` (k, k) and ``bias`` (k,), which turn scores into chances that are honest.
    encoder, rules: what made the vectors and the cues, for the record.

    """

    classes: tuple[str, ...]
    bag: words.Bag
    learnt: dict[str, NDArray[np.floating]]
    encoder: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Senses:
    """What turns passages into features, the same for every model of a run."""

    book: Book
    vectors: Vectors
    bag: words.Bag
    penalty: float

    def look(self, passages: Passages) -> Seen:
        """Features of ``passages``."""
        return features.look(passages, self.bag, self.book, self.vectors)


def fit(seen: Seen, polarity: Sequence[str], senses: Senses) -> Model:
    """Fit on passages whose polarity is known; calibrate on blocks of them that were left out.

    The blocks are consecutive, so that texts of one author are mostly left out together: chances that are
    honest on them are honest on a stranger's text.
    """
    classes, places = np.unique(np.array(polarity), return_inverse=True)
    wanted = np.eye(len(classes))[places]
    with threadpool_limits(1):  # sums in one order on any number of cores
        alike = _alike(seen)
        speaks = _solved(alike, wanted, senses.penalty)
        mixes, bias = _honest(_left_out(alike, wanted, senses.penalty), places)
    learnt = {
        "counted": np.asarray(seen.counted.T @ speaks),
        "whole": seen.whole,
        "last": seen.last,
        "speaks": speaks.astype(np.float32),
        "mixes": mixes,
        "bias": bias,
    }
    return Model(tuple(classes.tolist()), senses.bag, learnt, senses.vectors.encoder, senses.book.names)


def predict(model: Model, passages: Passages, senses: Senses) -> Scores:
    """Calibrated chances (n, k) of each polarity, in the order of ``model.classes``."""
    parts = [chances(model, senses.look(part)) for part in _chunks(passages)]
    return np.concatenate([np.empty((0, len(model.classes))), *parts])


def chances(model: Model, seen: Seen) -> Scores:
    """Calibrated chances (n, k) of passages whose features are known."""
    learnt = model.learnt
    with threadpool_limits(1):
        scores = np.asarray(seen.counted @ learnt["counted"], dtype=np.float64)
        scores += features.nearness(seen.whole, learnt["whole"]) @ learnt["speaks"]
        scores += features.nearness(seen.last, learnt["last"]) @ learnt["speaks"]
        return softmax(scores @ learnt["mixes"].T + learnt["bias"], axis=1)


def write(model: Model, folder: Path) -> None:
    """Write a model as JSON and safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "classes": model.classes,
        "encoder": model.encoder,
        "phrases": model.bag.phrases,
        "rules": model.rules,
    }
    text = json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    (folder / "model.json").write_text(text, encoding="utf-8")
    arrays = {**model.learnt, "weights": model.bag.weights}
    save_file(
        {name: np.ascontiguousarray(rows) for name, rows in arrays.items()}, folder / "weights.safetensors"
    )


def read(folder: Path) -> Model:
    """The model that ``write`` wrote."""
    facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    learnt = load_file(folder / "weights.safetensors")
    bag = words.Bag(tuple(facts["phrases"]), learnt.pop("weights"))
    return Model(tuple(facts["classes"]), bag, learnt, facts["encoder"], tuple(facts["rules"]))


def _alike(seen: Seen) -> Scores:
    """How alike training passages are, each with each (n, n)."""
    alike = (seen.counted @ seen.counted.T).toarray().astype(np.float64)
    alike += features.nearness(seen.whole, seen.whole)
    alike += features.nearness(seen.last, seen.last)
    return alike


def _solved(alike: Scores, wanted: Scores, penalty: float) -> Scores:
    """How loudly each passage speaks for each polarity (n, k)."""
    return np.asarray(solve(alike + penalty * np.eye(len(alike)), wanted, assume_a="pos"))


def _left_out(alike: Scores, wanted: Scores, penalty: float) -> Scores:
    """Scores (n, k) of each passage by what was learnt from the other blocks."""
    scores = np.zeros_like(wanted)
    for train, test in KFold(FOLDS).split(alike):
        speaks = _solved(alike[np.ix_(train, train)], wanted[train], penalty)
        scores[test] = alike[np.ix_(test, train)] @ speaks
    return scores


def _honest(scores: Scores, places: NDArray[np.int64]) -> tuple[Scores, Scores]:
    """What turns scores into chances under which the true polarities are likeliest: (k, k) and (k,)."""
    judge = LogisticRegression(C=10.0).fit(scores, places)
    if len(judge.classes_) > 2:
        return judge.coef_, judge.intercept_
    return np.vstack([0 * judge.coef_, judge.coef_]), np.append(0.0, judge.intercept_)


def _chunks(passages: Passages) -> Iterator[Passages]:
    edges = np.searchsorted(passages.owner, np.arange(0, len(passages) + CHUNK, CHUNK))
    for place, (start, end) in enumerate(itertools.pairwise(edges)):
        first = place * CHUNK
        yield Passages(
            passages.texts[first : first + CHUNK],
            passages.clauses[start:end],
            passages.owner[start:end] - first,
        )
