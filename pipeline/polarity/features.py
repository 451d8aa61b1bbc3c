"""What the model sees of a passage: its meaning, its words, and what the rules find."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.polarity import cues, weight
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.polarity.words import Bag
from pipeline.vectors import Vectors

MOST = 3.0  # a cue that comes more often than this counts as often as this
CUE = 0.2  # what one cue weighs beside a vector of unit length


def matrix(passages: Passages, bag: Bag, book: Book, vectors: Vectors) -> sparse.csr_array:
    """Features (n, f): words, meaning, cues. Rows are independent."""
    counts = cues.count(passages.clauses, book)
    carries = weight.weighty(passages.owner, counts[:, -2] > 0, counts[:, -1] > 0)
    blocks = [
        bag.transform(passages.texts),
        meaning(passages, vectors),
        found(passages.owner, counts, carries),
    ]
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def meaning(passages: Passages, vectors: Vectors) -> NDArray[np.float32]:
    """Unit vectors (n, d): length-weighted mean of each passage's clause vectors."""
    rows = vectors.of(passages.clauses)
    lengths = np.array([len(clause) for clause in passages.clauses], dtype=np.float32)
    mean = weight.total(passages.owner, lengths) @ rows
    return mean / np.linalg.norm(mean, axis=1, keepdims=True)


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
