"""The calibrated model of polarity: fit, predict, write."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.polarity import features
from pipeline.polarity.passages import Passages
from pipeline.vectors import Vectors


@dataclass(frozen=True)
class Model:
    """What was fitted on training passages."""

    bag: TfidfVectorizer
    judge: LogisticRegression


def fit(passages: Passages, polarity: Sequence[str], vectors: Vectors, seed: int) -> Model:
    """Fit on passages whose polarity is known."""
    bag = features.bag().fit(passages.texts)
    judge = LogisticRegression(C=3.0, max_iter=2000, random_state=seed)
    return Model(bag, judge.fit(_matrix(bag, passages, vectors), list(polarity)))


def predict(model: Model, passages: Passages, vectors: Vectors) -> tuple[list[str], NDArray[np.float64]]:
    """The likeliest polarity of each passage and its chance."""
    chances = model.judge.predict_proba(_matrix(model.bag, passages, vectors))
    return [str(model.judge.classes_[best]) for best in chances.argmax(axis=1)], chances.max(axis=1)


def _matrix(bag: TfidfVectorizer, passages: Passages, vectors: Vectors) -> sparse.csr_array:
    return sparse.csr_array(
        sparse.hstack([bag.transform(passages.texts), features.meaning(passages, vectors)])
    )
