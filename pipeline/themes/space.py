"""A space in which likeness is about subject matter: what all texts of a field share is taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.themes.features import TOKEN, discounted
from pipeline.themes.passages import Passages

DIMENSIONS = 100
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Space:
    """Whitened vectors beside latent words: directions along which all texts of a field vary count less.

    Parameters
    ----------
    vectors: principal components of the background's vectors.
    words: TF-IDF of the background's words.
    latent: principal directions of these.

    """

    vectors: PCA
    words: TfidfVectorizer
    latent: TruncatedSVD

    @classmethod
    def fit(cls, texts: Sequence[str], rows: NDArray[np.float32]) -> "Space":
        """Learn from a background of at least three texts and their unit vectors (n, d); no labels."""
        low = [discounted(text) for text in texts]
        words = TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=TOKEN)
        bag = words.fit_transform(low)
        size = min(DIMENSIONS, (len(texts) + 1) // 2)
        latent = TruncatedSVD(min(size, bag.shape[1]), random_state=0).fit(bag)
        vectors = PCA(min(size, rows.shape[1]), random_state=0, svd_solver="covariance_eigh").fit(
            rows.astype(float)
        )
        return cls(vectors, words, latent)

    def of(self, passages: Passages) -> Array:
        """Array (n, dimensions) of unit rows; a text's beginning, which states its subject, counts double."""
        whole, first = passages.means(), passages.rows[passages.starts()]
        vectors = _unit(self._white(whole) + self._white(first))
        bag = self.words.transform([discounted(text) for text in passages.texts])
        return _unit(np.hstack([vectors, _unit(self.latent.transform(bag))]))

    def _white(self, rows: NDArray[np.float32]) -> Array:
        spread = np.sqrt(np.maximum(self.vectors.explained_variance_, 1e-12))
        return _unit(self.vectors.transform(rows.astype(float)) / spread)


def _unit(rows: Array) -> Array:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))
