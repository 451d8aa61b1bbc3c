"""The reference: sentence-transformers in float32."""

from collections.abc import Sequence

import numpy as np

from pipeline.encoder.base import Floats
from pipeline.encoder.weights import Weights


class Float32:
    """Vectors of a sentence-transformers model, in float32."""

    def __init__(self, weights: Weights) -> None:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415

        self.name = f"{weights.model}:{weights.sha256[:12]}:float32"
        self._model = SentenceTransformer(str(weights.folder), local_files_only=True)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Array (n, d), a row a text."""
        vectors = self._model.encode(list(texts), show_progress_bar=False, normalize_embeddings=True)
        return np.asarray(vectors, dtype=np.float32)
