"""Products of matrices in which a row's result does not depend on the rows beside it."""

import numpy as np
from numpy.typing import NDArray

BLOCK = 256


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
