"""What an assigner is taught."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.themes import judge
from pipeline.themes.passages import Passages

OPTIONAL = 0.5  # how far a text speaks of a theme that a second coder might give it
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lesson:
    """What is learnt from: passages, their themes (the main one first) and how much each counts.

    The second half shows how far scores are to be trusted: either half should hold some of everything.
    ``optional``: themes that a passage speaks of, of which it does not teach whether a coder gives them.
    """

    passages: Passages
    labels: list[tuple[str, ...]]
    optional: list[tuple[str, ...]]
    weights: Array

    @property
    def parts(self) -> list[object]:
        """All that it consists of, for a key."""
        own = self.passages
        return [own.texts, own.clauses, own.owner, own.rows[:], self.labels, self.optional, self.weights]

    def targets(self, themes: Sequence[str]) -> Array:
        """Array (n, themes) of 0 and 1: whether each has the theme."""
        return _table(themes, self.labels)

    def mains(self, themes: Sequence[str]) -> NDArray[np.int64]:
        """Array (n,): number of the theme that each is mainly about, or ``judge.NOTHING``."""
        return np.array([themes.index(own[0]) if own else judge.NOTHING for own in self.labels], dtype=int)

    def goals(self, themes: Sequence[str]) -> Array:
        """Array (n, 2 themes): how far each speaks of the theme, and whether mainly of it."""
        spoken = self.targets(themes) + OPTIONAL * self._spared(themes)
        return np.hstack([spoken, judge.one_hot(self.mains(themes), len(themes))])

    def counts(self, themes: Sequence[str]) -> Array:
        """Array (n, themes): how much it counts whether each is given the theme."""
        return self.weights[:, None] * (1 - self._spared(themes))

    def _spared(self, themes: Sequence[str]) -> Array:
        return _table(themes, self.optional) * (1 - self.targets(themes))


def _table(themes: Sequence[str], labels: Sequence[Sequence[str]]) -> Array:
    return np.array([[float(theme in given) for theme in themes] for given in labels])
