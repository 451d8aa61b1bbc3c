"""A language model that reads a text and says nothing: its thoughts halfway are what is wanted."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from pipeline import params
from pipeline.encoder import calibration
from pipeline.encoder.base import Floats
from pipeline.encoder.session import digest_of, prepared, session
from pipeline.read import weights
from pipeline.store import CACHE

MODEL = "SmolLM2-135M"
RECIPE = "2"  # raise it when the graph or the calibration changes
END = 2  # token between documents, which stands before a text that is too short to have a middle


class Reader:
    """What a text is to the language model: the mean and the last of its tokens, each of length 1.

    A decoder's last token has seen all the others and prepares what comes next, which after a judgement
    depends on which way it went. A run holds one text, so a row depends on its text alone.
    """

    local = True

    def __init__(self, file: weights.File, settings: params.Read) -> None:
        path = prepare(file)
        self.name = f"{MODEL}:{weights.SHA256[:12]}:int8-{digest_of(path)}:{settings.max_tokens}"
        self._longest = settings.max_tokens
        self._tokenizer = file.tokenizer()
        self._session = session(path)
        self._width = self._session.get_outputs()[0].shape[1]

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, d), a row a text."""
        made = np.zeros((len(texts), self._width), dtype=np.float32)
        for place, coded in enumerate(self._tokenizer.encode_batch(list(texts))):
            ids = [END] * (2 - len(coded.ids)) + coded.ids[: self._longest]
            made[place] = self._session.run(["vector"], {"ids": np.array([ids], dtype=np.int64)})[0][0]
        return made


@cache
def load(settings: params.Read) -> Reader:
    """The reader that ``settings`` describe, once a process.

    Raises
    ------
    PipelineError: its package is not installed, or its file is not the one that the project knows.

    """
    return Reader(weights.find(), settings)


def prepare(file: weights.File, cache: Path = CACHE) -> Path:
    """Graph of the model in the cache, made at first use."""
    return prepared(cache / "reader", f"{weights.SHA256[:12]}-{RECIPE}", lambda: _quantised(file))


def _quantised(file: weights.File) -> bytes:
    from pipeline.encoder.graph import smoothing  # noqa: PLC0415
    from pipeline.read import graph  # noqa: PLC0415

    largest = calibration.largest(graph.build(file, None, taps=True), file.tokenizer())
    factors = {name: smoothing(weight, largest[name]) for name, weight in graph.products(file).items()}
    return graph.build(file, factors)
