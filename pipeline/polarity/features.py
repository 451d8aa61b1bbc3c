"""What the model sees of passages: words, what rules find, figures, and how alike they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.polarity import cues, shares, weight
from pipeline.polarity.likeness import Dense, Known
from pipeline.polarity.passages import Passages
from pipeline.polarity.rules import Book
from pipeline.polarity.words import Bag

MOST = 3.0  # a cue that comes more often than this counts as often as this
# What each kind of evidence weighs; chosen by leaving out one file of examples at a time.
WORDS, CUE, FIGURE = 1.41, 0.2, 0.3


@dataclass(frozen=True)
class Seen:
    """Features of n passages; rows are independent.

    Parameters
    ----------
    counted: (n, f) words, cues and figures, whose weights add up.
    dense: unit rows, of which likeness is what counts.

    """

    counted: sparse.csr_array
    dense: Dense


def look(passages: Passages, bag: Bag, book: Book, known: Known) -> Seen:
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
    return Seen(counted, dense(passages, known))


def dense(passages: Passages, known: Known) -> Dense:
    """What ``passages`` mean."""
    clauses = known.vectors.of(passages.clauses)
    return Dense(meaning(passages, clauses), clauses[weight.last(passages.owner)])


def meaning(passages: Passages, clauses: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit vectors (n, d): length-weighted mean of each passage's clause vectors (m, d)."""
    lengths = np.array([len(clause) for clause in passages.clauses], dtype=np.float32)
    mean = weight.total(passages.owner, lengths) @ clauses
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
