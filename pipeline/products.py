"""Products of matrices in which a row's result does not depend on the rows beside it."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

BLOCK = 256
THREADS = 2  # of linear algebra on any number of cores: its sums depend on how many there are
MANY = 1000  # sparse rows whose products are worked out at once


def product(rows: NDArray[np.floating], others: NDArray[np.floating]) -> NDArray[np.floating]:
    """Array (n, k): ``rows`` (n, d) @ ``others`` (d, k), in blocks of one size, the last filled with zeros.

    A library of linear algebra rounds a product of another shape differently, so that a text's figures
    would change in the last digit with the number of texts that are looked at beside it.
    """
    made = np.empty((len(rows), others.shape[1]), dtype=np.result_type(rows, others))
    for start in range(0, len(rows), BLOCK):
        part = rows[start : start + BLOCK]
        if len(part) < BLOCK:
            part = np.concatenate([part, np.zeros((BLOCK - len(part), rows.shape[1]), dtype=rows.dtype)])
        made[start : start + BLOCK] = (part @ others)[: len(rows) - start]
    return made


def likeness(rows: NDArray[np.float32], others: NDArray[np.float32], fade: float) -> NDArray[np.float32]:
    """Array (n, m): how like n unit vectors (n, d) are to m others (m, d), exp(fade * (cosine - 1))."""
    made = np.asarray(product(rows, others.T), dtype=np.float32)
    made -= 1
    made *= fade
    np.exp(made, out=made)
    return made


def add_alike(made: NDArray[np.float32], rows: sparse.csr_array | sparse.csr_matrix) -> None:
    """Add to ``made`` (n, n) the product of each of n sparse rows with each; the halves are the same."""
    for start in range(0, len(made), MANY):
        end = start + MANY
        found = (rows[start:end] @ rows[start:].T.tocsr()).toarray()
        made[start:end, start:] += found
        made[end:, start:end] += found[:, MANY:].T
