"""A model that is taught a part of what another was taught."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from pipeline.kept import Arrays, key_of
from pipeline.learnt import Learnt
from pipeline.products import THREADS
from pipeline.themes import ridge
from pipeline.themes.assigner import PENALTY, Assigner
from pipeline.themes.lesson import Lesson
from pipeline.themes.score import Score


@dataclass(frozen=True)
class Teaching:
    """What a model was taught, to be taught a part of it.

    Parameters
    ----------
    model: the assigner.
    lesson: what it was taught.
    learnt: what was learnt in earlier runs.

    """

    model: Assigner
    lesson: Lesson
    learnt: Learnt

    def part(self, number: int, places: NDArray[np.int64]) -> Assigner:
        """The same learner, had it been taught only the texts at ``places``; ``number`` names it."""
        known = self.model.known.at(places)

        def learn() -> Arrays:
            goals, weights = self.lesson.goals(self.model.themes)[places], self.lesson.weights[places]
            with threadpool_limits(THREADS):
                return ridge.fit(known.rows.products(), goals, weights, PENALTY).whole.arrays

        words = self.model.features.words.get_feature_names_out().tolist()
        parts = [words, self.model.features.keywords.keywords, self.lesson.parts, places]
        made = self.learnt.arrays(f"part {number}", parts, learn)
        score = Score.of(known.words, made["push"], made["offsets"])
        return replace(self.model, score=score, known=known, key=key_of(self.model.key, places, made["push"]))
