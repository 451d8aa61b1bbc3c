"""What the language model says of texts, each read once, ever."""

import logging
from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from pipeline import params, store
from pipeline.encoder import once
from pipeline.encoder.base import Floats
from pipeline.encoder.once import Once
from pipeline.read import adapter, reader
from pipeline.vectors import key_of

_log = logging.getLogger(__name__)


class Readings:
    """Readings in the order in which they are asked for; where they are made, ``settings.engine`` says."""

    def __init__(self, settings: params.Params) -> None:
        kept = store.Store(store.CACHE / "read.sqlite")
        self._once, self._engine = Once(partial(reader.load, settings.read), kept, "read"), settings.engine

    @property
    def encoder(self) -> str:
        """Name of the reader."""
        return self._once.name

    def of(self, texts: Sequence[str]) -> Floats:
        """Array (n, k): roots of the chances of each polarity, in the order of ``Adapter.classes``.

        Those that the store does not hold are read.
        """
        new = self._once.encode(once.distinct([texts]), self._engine)
        _log.info("read: %d texts, %d of them new, by %s", len(texts), new, self.encoder)
        keys = [key_of(text) for text in texts]
        parts = list(once.rows(keys, self.encoder, self._once.kept))
        rows = np.concatenate([np.zeros((0, len(adapter.load().classes))), *parts]).astype(np.float32)
        return rows / np.sqrt((rows * rows).sum(axis=1, keepdims=True))


def not_taught(written: Iterable[str]) -> int:
    """How many of the written examples the reader has not learnt."""
    taught = adapter.load().left_out
    return sum(key_of(text) not in taught for text in set(written))
