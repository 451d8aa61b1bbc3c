"""Ridge regression of many targets at once, and the maps of fewer rows that follow from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Array = NDArray[np.float64]
Matrix = NDArray[np.floating]


@dataclass(frozen=True)
class Dual:
    """A map in the kernel form: a row's targets are its products with the rows learnt from, @ push + offsets.

    Parameters
    ----------
    push: array (n, targets), how far each row draws the map.
    offsets: array (targets,).

    """

    push: Array
    offsets: Array

    @property
    def arrays(self) -> dict[str, NDArray[np.floating]]:
        """What is kept of it, by name: half the digits of ``push`` say as much."""
        return {"push": self.push.astype(np.float16), "offsets": self.offsets}


@dataclass(frozen=True)
class Fit:
    """What was solved to get a map, from which the maps of fewer rows follow.

    These follow the sooner, the nearer to the end the rows stand that are left out.

    Parameters
    ----------
    targets: array (n, targets) that it was fitted to.
    base: array (targets,), what the map says of the mean row.
    centre: array (n,), mean product of each row with all.
    root: array (n,), root of each row's weight.
    dual: array (n, targets), inverse of (kernel + penalty) @ targets.
    factor: array (n, n), lower Cholesky factor of kernel + penalty.

    """

    targets: Array
    base: Array
    centre: Array
    root: Matrix
    dual: Matrix
    factor: Matrix

    @property
    def whole(self) -> Dual:
        """The map of all rows."""
        return self._map(self.dual)

    def without(self, blocks: Sequence[NDArray[np.int64]]) -> Iterator[tuple[Dual, Array]]:
        """For each block of rows the map that had not learnt them, and how far it falls short of them.

        Source: Rasmussen and Williams (2006), section 5.4.2.
        """
        start = min(int(places.min()) for places in blocks)
        before, beside = self.factor[:start, :start], self.factor[start:, :start]
        inverse = self._inverse(start)
        for places in blocks:
            columns = inverse[:, places - start]
            short = linalg.solve(columns[places - start], self.dual[places], assume_a="pos")
            moved = columns @ short
            others = linalg.solve_triangular(before, -(beside.T @ moved), trans="T", lower=True)
            dual = self.dual - np.concatenate([others, moved])
            dual[places] = 0
            yield self._map(dual), (short / self.root[places, None]).astype(float)

    def _map(self, dual: Matrix) -> Dual:
        push = (self.root[:, None] * dual).astype(float)
        push -= push.mean(axis=0)
        return Dual(push, self.base - self.centre @ push)

    def _inverse(self, start: int) -> Matrix:
        """The last rows and columns, from ``start`` on, of the inverse of kernel + penalty."""
        (invert,) = linalg.get_lapack_funcs(("potri",), (self.factor,))
        inverse = invert(self.factor[start:, start:], lower=True)[0]
        for row in range(len(inverse)):  # one at a time, to spare memory
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
    return Fit(targets, base, gram, root, linalg.cho_solve((factor, True), goals), factor)
