"""Ridge regression of many targets at once, and the maps of fewer rows that follow from it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Array = NDArray[np.float64]


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
    root: Array
    dual: Array
    factor: Array

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

    def _map(self, dual: Array) -> Dual:
        push = self.root[:, None] * dual
        return Dual(push - push.mean(axis=0), self.base)

    @cached_property
    def inverse(self) -> Array:
        """Array (n, n), inverse of kernel + penalty; takes the place of the factor, to spare memory."""
        inverse = linalg.lapack.dpotri(self.factor, lower=True, overwrite_c=True)[0]
        for row in range(len(inverse)):
            inverse[row, row + 1 :] = inverse[row + 1 :, row]
        return np.asarray(inverse)


def fit(products: Array, targets: Array, weights: Array, penalty: float) -> Fit:
    """Fit to rows of which only their products are known.

    Parameters
    ----------
    products: array (n, n), of each row with each row; it is overwritten, to spare memory.
    targets: array (n, targets) of 0 and 1.
    weights: array (n,), how much each row counts.
    penalty: how strongly weights are drawn to 0; > 0.

    """
    gram, base, root = products.mean(axis=0), targets.mean(axis=0), np.sqrt(weights)
    kernel = products
    kernel -= gram
    kernel -= gram[:, None] - gram.mean()
    kernel *= root
    kernel *= root[:, None]
    kernel = kernel.T  # the same numbers, by columns, so that LAPACK works in place
    kernel[np.diag_indices_from(kernel)] += penalty
    factor = linalg.cholesky(kernel, lower=True, overwrite_a=True)
    return Fit(base, root, linalg.cho_solve((factor, True), root[:, None] * (targets - base)), factor)


def primal(dual: Dual, weights: Array, centre: Array) -> Ridge:
    """The same map over features.

    Parameters
    ----------
    dual: the map.
    weights: array (features, targets), ``rows.T @ dual.push``.
    centre: array (features,), mean of the rows.

    """
    return Ridge(weights, dual.base - centre @ weights)
