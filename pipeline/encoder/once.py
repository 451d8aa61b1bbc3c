"""Encode each text once, ever: what was encoded in an earlier run is kept by its content and encoder."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline import engine, params, vectors
from pipeline.encoder.base import Encoder
from pipeline.encoder.work import Batch, encode
from pipeline.store import Store
from pipeline.text import digest

BATCH = 256  # texts that a killed run loses at most, for each process
RUN = "2"  # raise it when the same graph comes to be run in another way
_READ = 4096  # vectors read from the store at a time


@dataclass(frozen=True)
class Once:
    """An encoder with what it encoded before.

    Parameters
    ----------
    load: gives the encoder, in any process.
    kept: vectors of earlier runs.
    label: what the progress bar says.

    """

    load: Callable[[], Encoder]
    kept: Store
    label: str

    @property
    def name(self) -> str:
        """Name of the encoder."""
        return self.load().name

    def write(self, texts: dict[str, str], place: params.Engine, folder: Path) -> int:
        """Write the vectors of ``texts`` into ``folder`` and return how many of them are new."""
        new = self.encode(texts, place)
        vectors.write(self.name, list(texts), rows(list(texts), self.name, self.kept), folder)
        return new

    def encode(self, texts: dict[str, str], place: params.Engine) -> int:
        """Encode those of ``texts`` that are not kept and return how many they were."""
        name = self.name
        missing = set(self.kept.missing(kept_key(name, key) for key in texts))
        new = sorted((len(text), key) for key, text in texts.items() if kept_key(name, key) in missing)
        batches = [[key for _, key in new[start : start + BATCH]] for start in range(0, len(new), BATCH)]
        work = [Batch(self.load, name, [texts[key] for key in batch]) for batch in batches]
        own = place if self.load().local else place.model_copy(update={"workers": 1})
        done = engine.map_items(encode, work, own, self.label)
        for batch, made in zip(batches, done, strict=True):
            self.kept.put({kept_key(name, key): row.tobytes() for key, row in zip(batch, made, strict=True)})
        return len(new)


def distinct(sources: Iterable[Iterable[str]]) -> dict[str, str]:
    """Texts by their key, each once, sorted by key."""
    keyed = {vectors.key_of(text): text for source in sources for text in source}
    return dict(sorted(keyed.items()))


def kept_key(name: str, key: str) -> str:
    """Key of a vector in the store: encoder, the way it is run, and text."""
    return digest(name, RUN, key, length=32)


def rows(keys: Sequence[str], name: str, kept: Store) -> Iterator[NDArray[np.float16]]:
    """Vectors of ``keys`` from the store, a few thousand at a time."""
    for start in range(0, len(keys), _READ):
        wanted = [kept_key(name, key) for key in keys[start : start + _READ]]
        found = kept.get(wanted)
        yield np.stack([np.frombuffer(found[key], dtype=np.float16) for key in wanted])
