"""A language model that reads a text and says nothing but which way it judges."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pipeline import params
from pipeline.encoder import calibration
from pipeline.encoder.base import Floats
from pipeline.encoder.session import digest_of, prepared, session
from pipeline.read import adapter, weights
from pipeline.read.adapter import Adapter, Tuned
from pipeline.read.weights import File
from pipeline.store import CACHE
from pipeline.vectors import key_of

MODEL = "SmolLM2-135M"
RECIPE = "3"  # raise it when the graph or the calibration changes
END = 2  # token between documents, which stands before a text that is too short to have a middle


class Reader:
    """What a text judges, to the language model: the roots of the chances of each polarity, of length 1.

    A run holds one text, so a row depends on its text alone. Of a text that it was taught it gives what a
    model said that had not learnt from it.
    """

    local = True

    def __init__(self, file: File, taught: Adapter, settings: params.Read) -> None:
        path = prepare(file, taught)
        parts = (MODEL, weights.SHA256[:12], taught.digest, f"int8-{digest_of(path)}", settings.max_tokens)
        self.name = ":".join(map(str, parts))
        self._file, self._longest, self._taught = file, settings.max_tokens, taught
        self._session = session(path)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, k), a row a text, in the order of ``Adapter.classes``."""
        made = np.zeros((len(texts), len(self._taught.classes)), dtype=np.float32)
        said = [self._taught.left_out.get(key_of(text)) for text in texts]
        new = [place for place, row in enumerate(said) if row is None]
        for place in set(range(len(texts))) - set(new):
            made[place] = said[place]
        tokens = coded(self._file, [texts[place] for place in new], self._longest)
        for place, ids in zip(new, tokens, strict=True):
            made[place] = self._said(ids)
        return made

    def _said(self, ids: list[int]) -> Floats:
        row: Floats = self._session.run(["vector"], {"ids": np.array([ids], dtype=np.int64)})[0][0]
        return row


@cache
def load(settings: params.Read) -> Reader:
    """The reader that ``settings`` describe, once a process.

    Raises
    ------
    PipelineError: its package is not installed, or a file of it is not the one that the project knows.

    """
    return Reader(weights.find(), adapter.load(), settings)


def coded(file: File, texts: Sequence[str], longest: int) -> list[list[int]]:
    """Tokens of each text; at least two."""
    tokens = [one.ids for one in file.tokenizer().encode_batch(list(texts))]
    return [[END] * (2 - len(ids)) + ids[:longest] for ids in tokens]


def prepare(file: File, taught: Adapter, cache: Path = CACHE) -> Path:
    """Graph of the model in the cache, made at first use."""
    stem = f"{weights.SHA256[:12]}-{RECIPE}-{taught.digest}"
    return prepared(cache / "reader", stem, lambda: _quantised(Tuned(file.path, taught)))


def _quantised(file: Tuned) -> bytes:
    from pipeline.encoder.graph import smoothing  # noqa: PLC0415
    from pipeline.read import graph  # noqa: PLC0415

    largest = calibration.largest(graph.build(file, None, taps=True), file.tokenizer())
    factors = {name: smoothing(weight, largest[name]) for name, weight in graph.products(file).items()}
    return graph.build(file, factors)
