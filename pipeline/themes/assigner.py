"""Which codebook themes a text speaks of: vectors and words, one logistic regression a theme."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.themes.passages import Passages

THRESHOLD = 0.45


@dataclass
class Assigner:
    """Scores of themes; fitted on labelled passages alone, never on the corpus."""

    themes: list[str]
    words: TfidfVectorizer
    weights: NDArray[np.float64]
    offsets: NDArray[np.float64]

    def scores(self, passages: Passages) -> NDArray[np.float64]:
        """Array (n, themes) of chances."""
        logits = features(self.words, passages) @ self.weights.T + self.offsets
        return 1 / (1 + np.exp(-logits))


def fit(themes: list[str], passages: Passages, labels: Sequence[Sequence[str]]) -> Assigner:
    """Learn from passages and their themes."""
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit(passages.texts)
    rows = features(words, passages)
    weights, offsets = [], []
    for theme in themes:
        has = np.array([theme in given for given in labels])
        model = LogisticRegression(C=5, class_weight="balanced", max_iter=500).fit(rows, has)
        weights.append(model.coef_[0])
        offsets.append(model.intercept_[0])
    return Assigner(themes, words, np.array(weights), np.array(offsets))


def features(words: TfidfVectorizer, passages: Passages) -> sparse.csr_matrix:
    """Array (n, d + vocabulary)."""
    return sparse.hstack([passages.means(), words.transform(passages.texts)]).tocsr()


def decide(scores: NDArray[np.float64], themes: list[str], most: int) -> list[list[tuple[str, float]]]:
    """For each row the themes given with their scores, the main one first."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :most]
    return [
        [(themes[j], float(row[j])) for j in best if row[j] >= THRESHOLD]
        for row, best in zip(scores, order, strict=True)
    ]
