"""Products of matrices that are the same to the last bit on every processor, whatever stands beside a row.

A library of linear algebra adds up in an order that depends on the processor, the number of threads and the
shape, and rounds after each step. Numbers that are brought to few enough digits beforehand add up without
rounding, so that no order matters.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

THREADS = 2  # of what is solved, on any number of cores: it depends on how many there are
BLOCK = 512  # rows whose products are worked out at once
MANY = 1000  # the same, of sparse rows
_SINGLE, _DOUBLE = 24, 53  # binary digits that a number of either precision holds


def product(rows: NDArray[np.floating], others: NDArray[np.floating]) -> NDArray[np.float64]:
    """Array (n, k): ``rows`` (n, d) @ ``others`` (d, k).

    Each row of the one and each column of the other is brought to so many digits, below its own largest
    number, that d products add up exactly: 19 at d = 20,000 and 22 at d = 400.
    """
    digits = (_DOUBLE - math.ceil(math.log2(max(rows.shape[1], 2)))) // 2
    right, size = _whole(others, digits, axis=0)
    made = np.empty((len(rows), others.shape[1]))
    for start in range(0, len(rows), BLOCK):
        own = slice(start, start + BLOCK)
        left, own_size = _whole(rows[own], digits, axis=1)
        np.matmul(left, right, out=made[own])
        made[own] *= own_size
    made *= size
    return made


def cosines(rows: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Array (n, m): cosines of n unit vectors (n, d) and m others (m, d), to within 0.001.

    In single precision, as there are many. Components are whole numbers of 1/4,086 (d = 384), so that no sum
    passes what single precision can count up to (Cauchy-Schwarz).
    """
    return near(rows, ready(others))


def ready(others: NDArray[np.float32]) -> NDArray[np.float32]:
    """Array (d, m) of whole numbers: m unit vectors (m, d) as ``near`` wants them, which may ask often."""
    return np.rint(others * _steps(others.shape[1])).T


def near(rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.float32]:
    """Array (n, m): ``cosines`` of n unit vectors (n, d) and the m that ``columns`` were made ready of."""
    steps = _steps(rows.shape[1])
    made = np.empty((len(rows), columns.shape[1]), dtype=np.float32)
    for start in range(0, len(rows), BLOCK):
        own = slice(start, start + BLOCK)
        np.matmul(np.rint(rows[own] * steps), columns, out=made[own])
    made /= steps * steps
    return made


def likeness(rows: NDArray[np.float32], others: NDArray[np.float32], fade: float) -> NDArray[np.float32]:
    """Array (n, m): how like n unit vectors (n, d) are to m others (m, d), as their cosines fade."""
    return faded(cosines(rows, others), fade)


def faded(made: NDArray[np.float32], fade: float) -> NDArray[np.float32]:
    """Likeness, exp(fade * (cosine - 1)), in the place of the cosines ``made``."""
    made -= 1
    made *= fade
    return np.exp(made, out=made)


def add_alike(made: NDArray[np.float32], rows: sparse.csr_array | sparse.csr_matrix) -> None:
    """Add to ``made`` (n, n) the product of each of n sparse rows with each; the halves are the same."""
    for start in range(0, len(made), MANY):
        end = start + MANY
        found = (rows[start:end] @ rows[start:].T.tocsr()).toarray()
        made[start:end, start:] += found
        made[end:, start:end] += found[:, MANY:].T


def _steps(width: int) -> np.float32:
    """In how many steps 1 is divided, so that ``width`` products add up without rounding."""
    return np.float32(math.floor(2 ** (_SINGLE / 2) - math.sqrt(width) / 2))


def _whole(
    numbers: NDArray[np.floating], digits: int, axis: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Whole numbers of ``digits`` binary digits, and by what power of two their row or column was divided."""
    top, low = (reach(numbers, axis=axis, keepdims=True, initial=0) for reach in (np.max, np.min))
    size = np.ldexp(1.0, np.frexp(np.maximum(top, -low))[1] - digits)
    made = np.multiply(numbers, 1 / size, dtype=float)
    return np.rint(made, out=made), size
