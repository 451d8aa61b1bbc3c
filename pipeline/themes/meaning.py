"""How like texts are in meaning: likeness of vectors that fades with distance."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pipeline.products import faded, near, ready

# Chosen by leaving out one file of examples at a time.
WHOLE, OPENING = 1.4, 0.7  # what each weighs beside words
FADE = 2.0  # how fast likeness falls with distance
Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Meaning:
    """Unit vectors of n texts.

    Parameters
    ----------
    whole: array (n, d), of the texts.
    opening: array (n, d), of their first clauses, which mostly name what a text is mainly about.

    """

    whole: Vectors
    opening: Vectors

    def near(self, others: "Meaning", alike: Vectors | None = None) -> Vectors:
        """Array (n, m): likeness to each of m others, at most ``WHOLE + OPENING``.

        ``alike``: array (n, m), cosines of ``whole`` and that of the others, where they are known already.
        """
        made = faded(near(self.whole, others.wholes) if alike is None else alike.copy(), FADE)
        made *= np.float32(WHOLE)
        opening = faded(near(self.opening, others.openings), FADE)
        opening *= np.float32(OPENING)
        made += opening
        return made

    @cached_property
    def wholes(self) -> Vectors:
        """Array (d, n): ``whole`` made ready for ``products.near``."""
        return ready(self.whole)

    @cached_property
    def openings(self) -> Vectors:
        """Array (d, n): ``opening`` made ready for ``products.near``."""
        return ready(self.opening)

    def take(self, places: NDArray[np.int64] | slice) -> "Meaning":
        """Those at ``places``."""
        return Meaning(self.whole[places], self.opening[places])

    def __len__(self) -> int:
        return len(self.whole)
