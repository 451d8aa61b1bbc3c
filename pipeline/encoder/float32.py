"""The reference: sentence-transformers in float32, on an accelerator where there is one."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

import numpy as np

from pipeline.encoder.base import Floats
from pipeline.encoder.weights import Weights

_ACCELERATOR_BATCH = 64


class Float32:
    """Vectors of a sentence-transformers model.

    A matrix product may round differently for another shape, so a text's vector would depend on how many
    texts were encoded with it. Every run therefore has a shape that depends on the text alone: texts of
    equal length, one at a time on a processor, and always the same number of them on an accelerator.
    """

    def __init__(self, weights: Weights) -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils import logging  # noqa: PLC0415

        if not sys.stderr.isatty():
            logging.disable_progress_bar()
        self._model = SentenceTransformer(str(weights.folder), local_files_only=True)
        self._device = self._model.device.type
        self._batch = 1 if self._device == "cpu" else _ACCELERATOR_BATCH
        self.name = weights.name("float32" if self._device == "cpu" else f"float32-{self._device}")
        self.local = self._device == "cpu"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, d), a row a text."""
        vectors = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), dtype=np.float32)
        with _one_thread():
            for places in self._batches(texts):
                full = places + places[-1:] * (self._batch - len(places))
                made = self._model.encode(
                    [texts[place] for place in full],
                    batch_size=self._batch,
                    show_progress_bar=False,
                    normalize_embeddings=True,
                )
                vectors[places] = made[: len(places)]
        return vectors

    def _batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Places of texts of equal length in tokens, at most a batch at a time."""
        if not texts:
            return
        lengths = [len(ids) for ids in self._model.tokenizer(list(texts), truncation=True)["input_ids"]]
        order = sorted(range(len(texts)), key=lengths.__getitem__)
        for _, same in groupby(order, key=lengths.__getitem__):
            places = list(same)
            for start in range(0, len(places), self._batch):
                yield places[start : start + self._batch]


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes work side by side: threads of one would only wait for those of another."""
    import torch  # noqa: PLC0415

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
