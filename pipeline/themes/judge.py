"""From evidence to a decision: which themes a text is given, and which of them it is mainly about."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from pipeline.products import product
from pipeline.themes.evidence import NAMES

NOTHING = -1  # in place of the main theme of a text that no theme fits
GRID = np.arange(0.2, 0.61, 0.01)
FLOORS = np.arange(0.1, 0.61, 0.01)  # those up to the threshold are tried
FAR = 6.0  # deviations from its mean at which a figure is cut off
LEVEL = 0.001  # micro-F1 that makes no difference
ARRAYS = ("centre", "spread", "given", "main")
LEADING = ("whole", "best clause", "main whole", "margin", "neighbours")  # what they say depends on the rest
_TOGETHER = [
    (NAMES.index(one), other)
    for place, one in enumerate(LEADING)
    for other in range(len(NAMES))
    if NAMES[other] not in LEADING[: place + 1]
]
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Judge:
    """Two logistic regressions over the pairs of text and theme.

    Parameters
    ----------
    centre, spread: arrays (figures,), mean and deviation of each figure.
    given, main: arrays (1 + terms,), offset and weights of "has the theme" and "is mainly about it"; for the
        terms see ``curved``.
    threshold: chance from which a theme is given.
    floor: chance from which the best theme is given alone; below it nothing fits.

    """

    centre: Array
    spread: Array
    given: Array
    main: Array
    threshold: float
    floor: float

    @classmethod
    def of(cls, arrays: Mapping[str, Array]) -> "Judge":
        """The judge of ``arrays``."""
        centre, spread, given, main = (arrays[name] for name in ARRAYS)
        return cls(centre, spread, given, main, *arrays["cuts"].tolist())

    @property
    def arrays(self) -> dict[str, Array]:
        """All that it is, as arrays by name."""
        own: dict[str, Array] = {name: getattr(self, name) for name in ARRAYS}
        return {**own, "cuts": np.array([self.threshold, self.floor])}

    def chances(self, pairs: Array) -> tuple[Array, Array]:
        """Chance (n, themes) that a coder gives each theme, and that it is the main one."""
        seen = curved(pairs, self.centre, self.spread)
        return _sigmoid(seen, self.given), _sigmoid(seen, self.main)

    def choose(self, chance: Array, main: Array, most: int) -> list[list[int]]:
        """Themes whose chance reaches the threshold, at most ``most``; the likeliest main theme first."""
        order = np.argsort(-chance, axis=1, kind="stable")[:, :most]
        chosen = []
        for best, row, mains in zip(order, chance, main, strict=True):
            given = [int(j) for j in best if row[j] >= self.threshold]
            given = given or [int(j) for j in best[:1] if row[j] >= self.floor]
            chosen.append(sorted(given, key=lambda j: (-mains[j], j)))
        return chosen


def fit(pairs: Array, targets: Array, mains: NDArray[np.int64], counts: Array) -> Judge:
    """Learn from pairs (n, themes, figures) that were scored without their own text.

    Parameters
    ----------
    pairs: evidence.
    targets: array (n, themes) of 0 and 1.
    mains: array (n,), the main theme of each text, or ``NOTHING``.
    counts: array (n, themes), how much each pair counts; 0 where it is neither right nor wrong.

    """
    flat = pairs.reshape(-1, len(NAMES))
    centre, spread = flat.mean(axis=0), np.maximum(flat.std(axis=0), 1e-9)
    seen, goals = curved(pairs, centre, spread), (targets, one_hot(mains, targets.shape[1]))
    rows = seen.reshape(len(flat), -1)
    given, main = (_regression(rows, goal.ravel(), counts.ravel()) for goal in goals)
    chance = _sigmoid(seen, given)
    threshold = best_threshold(chance, targets, counts)
    return Judge(centre, spread, given, main, threshold, best_floor(chance, mains, threshold))


def curved(pairs: Array, centre: Array, spread: Array) -> Array:
    """Array (n, themes, terms): figures in deviations from the mean, squares, products with the leading."""
    own = np.clip((pairs - centre) / spread, -FAR, FAR)
    one, other = np.array(_TOGETHER).T
    return np.concatenate([own, own**2, own[..., one] * own[..., other]], axis=-1)


def one_hot(mains: NDArray[np.int64], themes: int) -> Array:
    """Array (n, themes): 1 where the theme is the main one, all 0 where nothing fits."""
    return (np.arange(themes) == mains[:, None]).astype(float)


def best_threshold(chance: Array, targets: Array, counts: Array) -> float:
    """Middle of the thresholds at which micro-F1 over the pairs is highest, or as good as that.

    The highest alone wanders from end to end of a long level stretch when a few examples are added.
    """
    scores = []
    for threshold in GRID:
        given = (chance >= threshold) * counts
        right = (given * targets).sum()
        scores.append(2 * right / (given.sum() + (targets * counts).sum()))
    level = np.array(scores) >= max(scores) - LEVEL
    return round(float(GRID[level].mean()), 2)


def best_floor(chance: Array, mains: NDArray[np.int64], threshold: float) -> float:
    """Floor at which most texts get what they should: their main theme, or none where nothing fits.

    Ties go to the lowest floor, so that little is left without where no themeless text is taught.
    """
    best, right = chance.max(axis=1), chance.argmax(axis=1) == mains
    floors = np.array([floor for floor in FLOORS if floor <= threshold])
    kept = best[:, None] >= floors
    good = np.where(kept, right[:, None], (mains == NOTHING)[:, None])
    return round(float(floors[int(np.argmax(good.sum(axis=0)))]), 2)


def _regression(figures: Array, goal: Array, counts: Array) -> Array:
    model = LogisticRegression(C=1.0, max_iter=1000, solver="newton-cholesky").fit(
        figures, goal, sample_weight=counts
    )
    return np.append(model.intercept_, model.coef_[0])


def _sigmoid(figures: Array, weights: Array) -> Array:
    flat = product(figures.reshape(-1, figures.shape[-1]), weights[1:, None])[:, 0]
    return np.asarray(1 / (1 + np.exp(-(flat.reshape(figures.shape[:-1]) + weights[0]))))
