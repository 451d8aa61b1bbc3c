"""Ridge regression of many targets at once, with leave-one-out predictions in closed form."""

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
    root: array (n,), root of each row's weight.
    gram: array (n,), mean of each column of the products of rows, that centring takes out.
    factor: array (n, n), lower Cholesky factor of kernel + penalty, until the inverse is asked for.
    dual: array (n, targets), inverse of that @ targets.

    """

    push: Array
    base: Array
    root: Array
    gram: Array
    factor: Array
    dual: Array

    def without(self, products: Array, owner: NDArray[np.int64]) -> Array:
        """Array (m, targets): what the map would say had it not learnt the row that ``owner`` names.

        Taking row i out of the inverse is a rank-one update: Rasmussen and Williams (2006), section 5.4.2.

        Parameters
        ----------
        products: array (m, n), of each new row with each learnt one.
        owner: array (m,), a learnt row for each new one.

        """
        likeness = products - products.mean(axis=1, keepdims=True) - self.gram + self.gram.mean()
        likeness *= self.root
        reach = np.einsum("ij,ij->i", likeness, self.inverse[owner])
        share = self.dual[owner] / np.diag(self.inverse)[owner, None]
        return np.asarray(likeness @ self.dual + self.base - reach[:, None] * share)

    @cached_property
    def inverse(self) -> Array:
        """Array (n, n), inverse of kernel + penalty; takes the place of the factor, to spare memory."""
        inverse = linalg.lapack.dpotri(self.factor, lower=True, overwrite_c=True)[0]
        for row in range(len(inverse)):
            inverse[row, row + 1 :] = inverse[row + 1 :, row]
        return np.asarray(inverse)


def fit(products: Array, targets: Array, weights: Array, penalty: float) -> Dual:
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
    dual = linalg.cho_solve((factor, True), root[:, None] * (targets - base))
    push = root[:, None] * dual
    return Dual(push - push.mean(axis=0), base, root, gram, factor, dual)


def primal(dual: Dual, weights: Array, centre: Array) -> Ridge:
    """The same map over features.

    Parameters
    ----------
    dual: the map.
    weights: array (features, targets), ``rows.T @ dual.push``.
    centre: array (features,), mean of the rows.

    """
    return Ridge(weights, dual.base - centre @ weights)
