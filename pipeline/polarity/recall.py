"""What stage polarity keeps of earlier runs: features of what is taught, models, chances of findings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipeline.figures.rules import PATH as FIGURE_RULES
from pipeline.kept import Arrays, Kept, key_of
from pipeline.polarity import model, rules
from pipeline.polarity.features import Seen
from pipeline.polarity.likeness import Dense
from pipeline.polarity.model import Model, Scores, Senses
from pipeline.polarity.passages import Passages
from pipeline.text import digest

CHUNK = 2048  # passages whose features are in memory at a time


class Recall:
    """Features, models and chances, worked out where they are not kept.

    Parameters
    ----------
    senses: what turns passages into features.

    """

    def __init__(self, senses: Senses) -> None:
        self._senses, self._kept = senses, Kept("polarity")
        told = [path.read_bytes() for path in (rules.PATH, FIGURE_RULES)]
        bag = senses.bag
        self._basis = key_of(told, list(bag.phrases), bag.weights, senses.known.name, senses.penalty)

    def look(self, passages: Passages) -> Seen:
        """Features of ``passages``, kept as a whole."""
        key = key_of("seen", self._basis, passages.texts, passages.clauses, passages.owner)
        return _seen(self._kept.arrays(key, lambda: _arrays(self._senses.look(passages))))

    def fit(self, seen: Seen, polarity: Sequence[str]) -> Model:
        """The model that learns from passages whose polarity is known."""
        key = key_of("model", self._basis, list(polarity), _sorted(_arrays(seen)))
        learnt = self._kept.arrays(key, lambda: model.learn(seen, polarity, self._senses.penalty))
        return model.of(learnt, seen, polarity, self._senses)

    def predict(self, judge: Model, passages: Passages) -> Scores:
        """Calibrated chances (n, k) of each polarity, in the order of ``judge.classes``."""
        learnt = [*_sorted(judge.learnt), *_sorted(judge.dense.arrays)]
        basis = key_of("chances", self._basis, judge.classes, learnt)
        rows = [
            np.frombuffer(item)
            for start in range(0, len(passages), CHUNK)
            for item in self._of_chunk(basis, judge, passages.part(start, start + CHUNK))
        ]
        return np.concatenate([np.empty((0, len(judge.classes))), *(row[None] for row in rows)])

    def _of_chunk(self, basis: str, judge: Model, part: Passages) -> list[bytes]:
        keys = [digest(basis, text, *own, length=32) for text, own in part.each()]

        def make(places: list[int]) -> Iterator[bytes]:
            chances = model.chances(judge, self._senses.look(part.take(places)))
            return (row.tobytes() for row in chances)

        return self._kept.each(keys, make)


def _sorted(arrays: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
    return [arrays[name] for name in sorted(arrays)]


def _arrays(seen: Seen) -> Arrays:
    counted = seen.counted
    return {
        "data": counted.data,
        "indices": counted.indices,
        "indptr": counted.indptr,
        "shape": np.array(counted.shape),
        "read": seen.read,
        **seen.dense.arrays,
    }


def _seen(arrays: Arrays) -> Seen:
    own = tuple(arrays[name] for name in ("data", "indices", "indptr"))
    counted = sparse.csr_array(own, shape=tuple(arrays["shape"].tolist()))
    return Seen(counted, Dense.of(arrays), arrays["read"])
