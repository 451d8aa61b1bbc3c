"""Themes found by clustering alone, behind one scikit-learn estimator."""

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin, TransformerMixin
from sklearn.cluster import AgglomerativeClustering
from sklearn.utils.validation import check_is_fitted

from pipeline import taught
from pipeline.text import digest
from pipeline.themes import naming
from pipeline.themes.passages import Passages
from pipeline.themes.space import Space

Array = NDArray[np.float64]
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


SAMPLE = 3000  # texts that are clustered, chosen by a hash of the text; the others join the nearest theme


class ThemeFinder(ClusterMixin, TransformerMixin, BaseEstimator):
    """Find themes in texts by average-linkage clustering in a space without the field's boilerplate.

    Parameters
    ----------
    encode: turns texts into unit vectors (n, d).
    background: texts of the same field from which its boilerplate is learnt; None: the texts themselves.
    cut: cosine distance at which clusters are no longer joined, 0 to 1.
    min_size: a smaller cluster is no theme.
    stop_words: words that no name may hold, such as place names.

    Attributes
    ----------
    labels_: array (n,), number of each text's theme, or -1.
    centroids_: array (themes, dimensions) of unit rows.
    names_: for each theme its key phrases, the first the most telling.
    central_: for each theme its most central text.

    """

    def __init__(
        self,
        encode: Encode,
        background: Sequence[str] | None = None,
        cut: float = 0.84,
        min_size: int = 3,
        stop_words: Sequence[str] = (),
    ) -> None:
        self.encode = encode
        self.background = background
        self.cut = cut
        self.min_size = min_size
        self.stop_words = stop_words

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """Find the themes of at least three texts.

        Parameters
        ----------
        texts: any texts, in any order: the themes do not depend on it.
        y: ignored.

        """
        if len(texts) < 3:
            raise ValueError(f"{len(texts)} texts: themes need at least 3")
        field = list(texts if self.background is None else self.background)
        self.space_ = Space.fit(sorted(field), self.encode(sorted(field)))
        rows = self._rows(texts)
        chosen = sampled(texts, SAMPLE)
        self.centroids_ = centroids(rows[chosen], clusters(rows[chosen], self.cut), self.min_size)
        self.labels_ = nearest(rows, self.centroids_)
        groups = [
            [texts[int(i)] for i in np.flatnonzero(self.labels_ == k)] for k in range(len(self.centroids_))
        ]
        self.names_ = naming.key_phrases(groups, self.stop_words)
        self.central_ = [naming.central(rows, self.labels_, texts, k) for k in range(len(groups))]
        return self

    def transform(self, texts: Sequence[str]) -> Array:
        """Array (n, themes): likeness of each text to each theme, -1 to 1."""
        check_is_fitted(self)
        return np.asarray(self._rows(texts) @ self.centroids_.T)

    def predict(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Array (n,): number of the nearest theme, or -1 where none is near."""
        check_is_fitted(self)
        return nearest(self._rows(texts), self.centroids_)

    def _rows(self, texts: Sequence[str]) -> Array:
        parts = [taught.clauses(text) for text in texts]
        flat = [clause for part in parts for clause in part]
        owner = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
        return self.space_.of(Passages(list(texts), flat, owner, self.encode(flat)))


def clusters(rows: Array, cut: float) -> NDArray[np.int64]:
    """Array (n,): cluster of each unit row, by average linkage cut at a cosine distance."""
    model = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=cut
    )
    return np.asarray(model.fit_predict(rows))


def sampled(texts: Sequence[str], most: int) -> NDArray[np.int64]:
    """Places of at most ``most`` texts, ordered and chosen by a hash of the text."""
    keys = [digest(text, length=32) for text in texts]
    return np.array(sorted(range(len(texts)), key=lambda i: (keys[i], i))[:most], dtype=np.int64)


def nearest(rows: Array, centroids: Array, floor: float = 0.0) -> NDArray[np.int64]:
    """Array (n,): number of the nearest centroid of each unit row, or -1 where none is nearer than floor."""
    if not len(centroids):
        return np.full(len(rows), -1)
    likeness = rows @ centroids.T
    return np.where(likeness.max(axis=1) > floor, likeness.argmax(axis=1), -1)


def centroids(rows: Array, labels: NDArray[np.int64], least: int) -> Array:
    """Unit centroids of the clusters that are large enough, the largest first, ties in the order of rows."""
    found, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(found)), key=lambda k: (-sizes[k], first[k]))
    kept = [found[k] for k in order if sizes[k] >= least]
    sums = np.array([rows[labels == k].sum(axis=0) for k in kept]).reshape(len(kept), rows.shape[1])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12))
