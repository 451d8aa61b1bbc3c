"""Ridge regression of many targets at once, and the maps of fewer rows that follow from it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Array = NDArray[np.float64]
Matrix = NDArray[np.floating]


@dataclass(frozen=True)
class Ridge:
    """A linear map of features to targets.

    Parameters
    ----------
    weights: array (features, targets).
    offsets: array (targets,).

    """

    weights: Array
    offsets: Array


@dataclass(frozen=True)
class Dual:
    """A map fitted in the kernel form, where rows are fewer than features.

    Parameters
    ----------
    push: array (n, targets), how far each row draws the map; the weights are ``rows.T @ push``.
    base: array (targets,), what the map says of the mean row.

    """

    push: Array
    base: Array


@dataclass(frozen=True)
class Fit:
    """What was solved to get a map, from which the maps of fewer rows follow.

    Parameters
    ----------
    base: array (targets,), what the map says of the mean row.
    root: array (n,), root of each row's weight.
    dual: array (n, targets), inverse of (kernel + penalty) @ targets.
    factor: array (n, n), lower Cholesky factor of that, until the inverse is asked for.

    """

    base: Array
    root: Matrix
    dual: Matrix
    factor: Matrix

    @property
    def whole(self) -> Dual:
        """The map of all rows."""
        return self._map(self.dual)

    def without(self, places: NDArray[np.int64]) -> Dual:
        """The map that had not learnt some of the rows: Rasmussen and Williams (2006), section 5.4.2."""
        columns = self.inverse[:, places]
        dual = self.dual - columns @ linalg.solve(columns[places], self.dual[places], assume_a="pos")
        dual[places] = 0
        return self._map(dual)

    def _map(self, dual: Matrix) -> Dual:
        push = (self.root[:, None] * dual).astype(float)
        return Dual(push - push.mean(axis=0), self.base)

    @cached_property
    def inverse(self) -> Matrix:
        """Array (n, n), inverse of kernel + penalty; takes the place of the factor, to spare memory."""
        (invert,) = linalg.get_lapack_funcs(("potri",), (self.factor,))
        inverse = invert(self.factor, lower=True, overwrite_c=True)[0]
        for row in range(len(inverse)):
            inverse[row, row + 1 :] = inverse[row + 1 :, row]
        return np.asarray(inverse)


def fit(products: Matrix, targets: Array, weights: Array, penalty: float) -> Fit:
    """Fit to rows of which only their products are known.

    Parameters
    ----------
    products: array (n, n), of each row with each row, in the precision in which all is solved; it is
        overwritten, to spare memory.
    targets: array (n, targets) of 0 and 1.
    weights: array (n,), how much each row counts.
    penalty: how strongly weights are drawn to 0; > 0.

    """
    kernel, precision = products, products.dtype
    gram, base = kernel.mean(axis=0, dtype=float), targets.mean(axis=0)
    root = np.sqrt(weights).astype(precision)
    kernel -= gram
    kernel -= gram[:, None] - gram.mean()
    kernel *= root
    kernel *= root[:, None]
    kernel = kernel.T  # the same numbers, by columns, so that LAPACK works in place
    kernel[np.diag_indices_from(kernel)] += penalty
    factor = linalg.cholesky(kernel, lower=True, overwrite_a=True)
    goals = (root[:, None] * (targets - base)).astype(precision)
    return Fit(base, root, linalg.cho_solve((factor, True), goals), factor)


def primal(dual: Dual, weights: Array, centre: Array) -> Ridge:
    """The same map over features.

    Parameters
    ----------
    dual: the map.
    weights: array (features, targets), ``rows.T @ dual.push``.
    centre: array (features,), mean of the rows.

    """
    return Ridge(weights, dual.base - centre @ weights)
