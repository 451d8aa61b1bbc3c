"""What every taught text says of a text: as much as it is like it, in words and in meaning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.products import product
from pipeline.themes.features import Rows
from pipeline.themes.meaning import Meaning

BLOCK = 256  # texts whose likeness to all that is taught is held at once; few, for the processor's cache
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """A map of features to targets, learnt from k texts.

    Parameters
    ----------
    words: array (vocabulary, targets), weights of ``Rows.words``.
    speaks: array (k, targets), how loudly each taught text speaks for each target.
    offsets: array (targets,).

    """

    words: Array
    speaks: NDArray[np.float32]
    offsets: Array

    @classmethod
    def of(cls, words: sparse.csr_matrix, push: NDArray[np.floating], offsets: Array) -> "Score":
        """What was learnt from texts with these ``words``; ``push`` and ``offsets`` as in ``ridge.Dual``."""
        return cls(np.asarray(words.T @ push.astype(float)), push.astype(np.float32), offsets)

    def said(self, rows: Rows, taught: Meaning, alike: NDArray[np.float32] | None = None) -> Array:
        """Array (n, targets), of n rows; ``taught``: meaning of the k texts; ``alike``: as in ``near``."""
        made = np.asarray(rows.words @ self.words) + self.offsets
        for start in range(0, len(rows), BLOCK):
            own = slice(start, start + BLOCK)
            near = rows.meaning.take(own).near(taught, None if alike is None else alike[own])
            made[own] += product(near, self.speaks)
        return made
