"""What the model sees of passages: their words, what the rules find, their figures, and their meaning."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.polarity import cues, shares, weight
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.polarity.words import Bag
from pipeline.products import product
from pipeline.vectors import Vectors

MOST = 3.0  # a cue that comes more often than this counts as often as this
# What each kind of evidence weighs; chosen by leaving out one file of examples at a time.
WORDS, CUE, FIGURE, MEANING = 1.41, 0.2, 0.3, 2.0
NEAR = 3.0  # how fast likeness of meaning falls with distance


@dataclass(frozen=True)
class Seen:
    """Features of n passages; rows are independent.

    Parameters
    ----------
    counted: (n, f) words, cues and figures, whose weights add up.
    whole: unit vectors (n, d), the meaning of each passage.
    last: unit vectors (n, d), the meaning of its last clause.

    """

    counted: sparse.csr_array
    whole: NDArray[np.float32]
    last: NDArray[np.float32]

    def rows(self, chosen: NDArray[np.int64]) -> "Seen":
        """The features of some of the passages."""
        return Seen(self.counted[chosen], self.whole[chosen], self.last[chosen])


def look(passages: Passages, bag: Bag, book: Book, vectors: Vectors) -> Seen:
    """Features of ``passages``."""
    counts = cues.count(passages.clauses, book)
    carries = weight.weighty(passages.owner, counts[:, -2] > 0, counts[:, -1] > 0)
    blocks = [
        WORDS * bag.transform(passages.texts),
        found(passages.owner, counts, carries),
        FIGURE * shares.count(passages.texts),
        np.ones((len(passages), 1), dtype=np.float32),
    ]
    counted = sparse.csr_array(sparse.hstack(blocks, format="csr"))
    clauses = vectors.of(passages.clauses)
    return Seen(counted, meaning(passages, clauses), clauses[weight.last(passages.owner)])


def meaning(passages: Passages, clauses: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors (n, d): length-weighted mean of each passage's clause vectors (m, d)."""
    lengths = np.array([len(clause) for clause in passages.clauses], dtype=np.float32)
    mean = weight.total(passages.owner, lengths) @ clauses
    return mean / np.linalg.norm(mean, axis=1, keepdims=True)


def nearness(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """How near unit vectors (n, d) and (m, d) lie, from 0 to ``MEANING``: (n, m)."""
    likeness = product(some, others.T)
    likeness -= 1
    likeness *= NEAR
    np.exp(likeness, out=likeness)
    likeness *= MEANING
    return likeness


def found(
    owner: NDArray[np.int64], counts: NDArray[np.float32], carries: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Cues (n, c): over all clauses, over the weighty, the last and the conceded ones."""
    sums = counts[:, -len(cues.CELLS) :]
    everywhere = np.ones(len(owner))
    pools = [
        weight.total(owner, everywhere) @ counts,
        weight.total(owner, carries) @ counts,
        weight.total(owner, weight.last(owner)) @ sums,
        weight.total(owner, ~carries) @ sums,
    ]
    return CUE * np.clip(np.hstack(pools), -MOST, MOST).astype(np.float32)
