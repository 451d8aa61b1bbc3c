"""On which clauses of a passage the weight falls: not on 'although A' and not on the A of 'A; however B'."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def weighty(
    owner: NDArray[np.int64], concedes: NDArray[np.bool_], turns: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether each clause (n) carries weight; where none of a passage would, all do.

    Parameters
    ----------
    owner: index of each clause's passage, never decreasing.
    concedes: the clause opens with a concession.
    turns: the clause opens by turning against the one before it.

    """
    before = np.zeros(len(owner), dtype=bool)
    before[:-1] = turns[1:] & (owner[1:] == owner[:-1])
    carries = ~(concedes | before)
    return carries | (np.bincount(owner, carries)[owner] == 0)


def last(owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each clause (n) is the last of its passage."""
    return np.append(owner[1:] != owner[:-1], True)


def total(owner: NDArray[np.int64], weights: NDArray[np.floating | np.bool_]) -> sparse.csr_array:
    """Matrix (passages, clauses) that sums rows of clauses into rows of passages."""
    shape = (int(owner[-1]) + 1, len(owner))
    return sparse.csr_array((weights.astype(np.float32), (owner, np.arange(len(owner)))), shape=shape)
