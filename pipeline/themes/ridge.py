"""Ridge regression of many targets at once, with leave-one-out predictions in closed form."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

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
class LeftOut:
    """What the map would say had it not learnt from one of its rows.

    Parameters
    ----------
    ridge: the map that learnt from all rows.
    rows: array (n, features), the rows, centred and scaled by the root of their weight.
    centre: array (features,), taken from the rows before.
    inverse: array (n, n), of kernel + penalty.
    dual: array (n, targets), inverse @ targets.

    """

    ridge: Ridge
    rows: Array
    centre: Array
    inverse: Array
    dual: Array

    def of(self, rows: Array | csr_matrix, owner: NDArray[np.int64]) -> Array:
        """Array (m, targets) for ``rows`` (m, features), each without the learnt row that ``owner`` names.

        Taking row i out of the inverse is a rank-one update: Rasmussen and Williams (2006), section 5.4.2.
        """
        likeness = np.asarray(rows @ self.rows.T) - self.centre @ self.rows.T
        reach = (likeness * self.inverse[owner]).sum(axis=1)
        share = self.dual[owner] / np.diag(self.inverse)[owner, None]
        return np.asarray(rows @ self.ridge.weights) + self.ridge.offsets - reach[:, None] * share


def fit(rows: Array, targets: Array, weights: Array, penalty: float) -> LeftOut:
    """Fit in the kernel form: rows are fewer than features.

    Parameters
    ----------
    rows: array (n, features).
    targets: array (n, targets) of 0 and 1.
    weights: array (n,), how much each row counts.
    penalty: how strongly weights are drawn to 0; > 0.

    """
    centre, base, root = rows.mean(axis=0), targets.mean(axis=0), np.sqrt(weights)[:, None]
    scaled = (rows - centre) * root
    inverse = np.linalg.inv(scaled @ scaled.T + penalty * np.eye(len(rows)))
    dual = inverse @ (root * (targets - base))
    slopes = scaled.T @ dual
    return LeftOut(Ridge(slopes, base - centre @ slopes), scaled, centre, inverse, dual)
