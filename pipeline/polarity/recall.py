"""What stage polarity keeps of earlier runs: what was learnt, and scores of findings."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline import params
from pipeline.figures.rules import PATH as FIGURE_RULES
from pipeline.kept import Arrays, Kept, key_of
from pipeline.learnt import Learnt
from pipeline.polarity import features, model, rules
from pipeline.polarity.model import Model, Scores, Senses
from pipeline.polarity.passages import Passages
from pipeline.text import digest
from pipeline.threads import map_chunks

CHUNK = 512  # passages whose features are in memory at a time


class Recall:
    """A model and what it says, worked out where they are not kept.

    Parameters
    ----------
    senses: what turns passages into features.

    """

    def __init__(self, senses: Senses) -> None:
        self._senses, self._kept = senses, Kept("polarity")
        told = [path.read_bytes() for path in (rules.PATH, FIGURE_RULES)]
        self._told = [told, list(senses.bag.phrases), senses.penalty]
        self._basis = key_of(self._told, senses.bag.weights, senses.known.vectors.encoder)

    def fit(self, taught: Passages, polarity: Sequence[str], learnt: Learnt) -> Model:
        """The model that learns from passages whose polarity is known."""
        own, known = self._senses, self._senses.known
        rows, readings = known.vectors.of(taught.clauses), known.readings.of(taught.texts)
        parts = [self._told, taught.texts, taught.clauses, taught.owner, list(polarity), rows, readings]

        def learn() -> Arrays:
            return model.learn(own.look(taught), readings, polarity, own.penalty)

        arrays = learnt.arrays("whole", parts, learn)
        return Model(tuple(sorted(set(polarity))), arrays, features.dense(taught, known))

    def scores(self, judge: Model, passages: Passages) -> Scores:
        """Scores (n, k) of each polarity, in the order of ``judge.classes``."""
        learnt = [*_sorted(judge.learnt), *_sorted(judge.dense.arrays)]
        basis = key_of("scores", self._basis, judge.classes, learnt)

        def scored(start: int) -> list[bytes]:
            return self._of_chunk(basis, judge, passages.part(start, start + CHUNK))

        chunks = map_chunks(scored, range(0, len(passages), CHUNK), params.load().engine.workers)
        rows = [np.frombuffer(item) for item in chain.from_iterable(chunks)]
        return np.concatenate([np.empty((0, len(judge.classes))), *(row[None] for row in rows)])

    def _of_chunk(self, basis: str, judge: Model, part: Passages) -> list[bytes]:
        keys = [digest(basis, text, *own, length=32) for text, own in part.each()]

        def make(places: list[int]) -> Iterator[bytes]:
            return (row.tobytes() for row in model.scores(judge, self._senses.look(part.take(places))))

        return self._kept.each(keys, make)


def _sorted(arrays: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
    return [arrays[name] for name in sorted(arrays)]
