"""The fast encoder on a processor: int8 products in onnxruntime, one text at a time."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.encoder import calibration
from pipeline.encoder.base import Floats
from pipeline.encoder.session import digest_of, prepared, session
from pipeline.encoder.weights import Weights
from pipeline.errors import PipelineError
from pipeline.store import CACHE

RECIPE = "3"  # raise it when the graph or the calibration changes
_LIKE_BERT = {"model_type": "bert", "hidden_act": "gelu"}


class Int8:
    """Vectors of a BERT model with mean pooling.

    Activations are put into eight bits by the range that they have in a run. A run holds one text, so a
    vector depends on its text alone, whatever is encoded before, after or in another process.
    """

    local = True

    def __init__(self, weights: Weights) -> None:
        from tokenizers import Tokenizer  # noqa: PLC0415

        path = prepare(weights)
        self.name = weights.name(f"int8-{digest_of(path)}")
        self._width = _config(weights)["hidden_size"]
        self._tokenizer = Tokenizer.from_file(str(weights.folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_settings(weights, "sentence_bert_config.json")["max_seq_length"])
        self._session = session(path)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, d), a row a text."""
        vectors = np.zeros((len(texts), self._width), dtype=np.float32)
        for place, ids in enumerate(self.tokens(texts)):
            vectors[place] = self._session.run(["vector"], {"ids": ids})[0][0]
        return vectors

    def tokens(self, texts: Sequence[str]) -> Iterator[NDArray[np.int64]]:
        """Token ids (1, length) of each text."""
        for coded in self._tokenizer.encode_batch(list(texts)):
            yield np.array([coded.ids], dtype=np.int64)


def prepare(weights: Weights, cache: Path = CACHE) -> Path:
    """Graph of the model in the cache, made at first use.

    Raises
    ------
    PipelineError: the model is not of the kind that this backend can run.

    """
    stem = f"{weights.sha256[:12]}-int8-{RECIPE}"
    return prepared(cache / "encoder", stem, lambda: _quantised(weights))


def _quantised(weights: Weights) -> bytes:
    from safetensors.numpy import load_file  # noqa: PLC0415
    from tokenizers import Tokenizer  # noqa: PLC0415

    from pipeline.encoder import graph  # noqa: PLC0415

    shape = _shape(weights)
    tensors = {
        name.removeprefix("bert."): value
        for name, value in load_file(weights.folder / "model.safetensors").items()
    }
    tokenizer = Tokenizer.from_file(str(weights.folder / "tokenizer.json"))
    largest = calibration.largest(graph.build(tensors, shape, None, taps=True), tokenizer)
    products = graph.products(tensors, shape)
    factors = {name: graph.smoothing(weight, largest[name]) for name, weight in products.items()}
    return graph.build(tensors, shape, factors)


def _shape(weights: Weights) -> Any:
    from pipeline.encoder.graph import Shape  # noqa: PLC0415

    config, pooling = _config(weights), _settings(weights, "1_Pooling/config.json")
    wrong = [key for key, value in _LIKE_BERT.items() if config.get(key) != value]
    if wrong or not pooling.get("pooling_mode_mean_tokens"):
        where, remedy = f"params.yaml: embed.model {weights.model}", "Set embed.backend to float32"
        raise PipelineError(where, "is no BERT model with mean pooling, which backend int8 needs", remedy)
    return Shape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        width=config["hidden_size"],
        epsilon=config["layer_norm_eps"],
    )


def _config(weights: Weights) -> dict[str, Any]:
    return _settings(weights, "config.json")


def _settings(weights: Weights, name: str) -> dict[str, Any]:
    path = weights.folder / name
    if not path.exists():
        raise PipelineError(path, "does not exist, and backend int8 needs it", "Set embed.backend to float32")
    settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return settings
