"""The calibrated model of polarity: fit, predict, write, read back."""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold
from threadpoolctl import threadpool_limits

from pipeline.polarity import features, words
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.vectors import Vectors

CHUNK = 4096  # passages whose features are in memory at a time
FOLDS = 5
_HOTTEST = 5.0


@dataclass(frozen=True)
class Model:
    """What was fitted on training passages.

    Parameters
    ----------
    classes: k polarities, sorted.
    bag: words of the training texts.
    coefficients, intercepts: arrays (k, f) and (k,) of the logistic regression.
    temperature: what scores are divided by so that chances are honest.
    encoder, rules: what made the vectors and the cues, for the record.

    """

    classes: tuple[str, ...]
    bag: words.Bag
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]
    temperature: float
    encoder: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Senses:
    """What turns passages into features, the same for every model of a run."""

    book: Book
    vectors: Vectors
    penalty: float
    seed: int


def fit(passages: Passages, polarity: Sequence[str], senses: Senses) -> Model:
    """Fit on passages whose polarity is known; calibrate on blocks of them that were left out.

    The blocks are consecutive, so that texts of one author are mostly left out together: chances that are
    honest on them are honest on a stranger's text. Temperature scaling: Guo et al. 2017, arXiv:1706.04599.
    """
    bag = words.fit(passages.texts)
    seen, labels = features.matrix(passages, bag, senses.book, senses.vectors), np.array(polarity)
    with threadpool_limits(1):  # sums in one order on any number of cores
        judge = _judge(senses).fit(seen, labels)
        temperature = _temperature(seen, labels, senses)
    return Model(
        tuple(judge.classes_.tolist()),
        bag,
        *_one_row_a_class(judge),
        temperature,
        senses.vectors.encoder,
        senses.book.names,
    )


def predict(model: Model, passages: Passages, senses: Senses) -> NDArray[np.float64]:
    """Calibrated chances (n, k) of each polarity, in the order of ``model.classes``."""
    if not passages.texts:
        return np.empty((0, len(model.classes)))
    parts = [
        softmax(_scores(model, features.matrix(part, model.bag, senses.book, senses.vectors)), axis=1)
        for part in _chunks(passages)
    ]
    return np.concatenate(parts)


def write(model: Model, folder: Path) -> None:
    """Write a model as JSON and safetensors."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "classes": model.classes,
        "encoder": model.encoder,
        "phrases": model.bag.phrases,
        "rules": model.rules,
        "temperature": model.temperature,
    }
    text = json.dumps(facts, sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    (folder / "model.json").write_text(text, encoding="utf-8")
    arrays = {
        "coefficients": model.coefficients,
        "intercepts": model.intercepts,
        "weights": model.bag.weights,
    }
    save_file(arrays, folder / "weights.safetensors")


def read(folder: Path) -> Model:
    """The model that ``write`` wrote."""
    facts = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    arrays = load_file(folder / "weights.safetensors")
    return Model(
        tuple(facts["classes"]),
        words.Bag(tuple(facts["phrases"]), arrays["weights"]),
        arrays["coefficients"],
        arrays["intercepts"],
        facts["temperature"],
        facts["encoder"],
        tuple(facts["rules"]),
    )


def _judge(senses: Senses) -> LogisticRegression:
    return LogisticRegression(C=1 / senses.penalty, max_iter=2000, random_state=senses.seed)


def _one_row_a_class(judge: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coefficients and intercepts, also of two classes, for which scikit-learn keeps one row."""
    if len(judge.classes_) > 2:
        return judge.coef_, judge.intercept_
    return np.vstack([0 * judge.coef_, judge.coef_]), np.append(0.0, judge.intercept_)


def _scores(model: Model, seen: sparse.csr_array) -> NDArray[np.float64]:
    return np.asarray(seen @ model.coefficients.T + model.intercepts) / model.temperature


def _temperature(seen: sparse.csr_array, labels: NDArray[np.str_], senses: Senses) -> float:
    """The temperature at which left-out labels are likeliest."""
    classes, places = np.unique(labels, return_inverse=True)
    scores = np.full((len(labels), len(classes)), -np.inf)
    for train, test in KFold(FOLDS).split(labels):
        judge = _judge(senses).fit(seen[train], labels[train])
        known = np.searchsorted(classes, judge.classes_)
        scores[np.ix_(test, known)] = judge.predict_log_proba(seen[test])
    usable = np.isfinite(scores[np.arange(len(labels)), places])

    def loss(temperature: float) -> float:
        finite = np.maximum(scores[usable], -1e3) / temperature
        return -float(log_softmax(finite, axis=1)[np.arange(usable.sum()), places[usable]].mean())

    return float(minimize_scalar(loss, bounds=(1 / _HOTTEST, _HOTTEST), method="bounded").x)


def _chunks(passages: Passages) -> Iterator[Passages]:
    edges = np.searchsorted(passages.owner, np.arange(0, len(passages) + CHUNK, CHUNK))
    for place, (start, end) in enumerate(itertools.pairwise(edges)):
        first = place * CHUNK
        yield Passages(
            passages.texts[first : first + CHUNK],
            passages.clauses[start:end],
            passages.owner[start:end] - first,
        )
