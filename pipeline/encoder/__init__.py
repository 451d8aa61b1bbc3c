"""Text encoders: text in, unit vectors out, each row whatever the others in its batch are."""

from functools import cache
from pathlib import Path

from pipeline import params
from pipeline.encoder.base import Encoder
from pipeline.encoder.weights import find

__all__ = ["Encoder", "load"]


@cache
def load(settings: params.Embed) -> Encoder:
    """The encoder that ``settings`` name, once a process.

    Raises
    ------
    PipelineError: the model cannot be found or cannot be run by the backend, or its weights are not the
        ones that the project knows.

    """
    backend = settings.backend
    if backend == "auto":
        backend = "float32" if accelerator() else "int8"
    if backend == "int8":
        from pipeline.encoder.int8 import Int8  # noqa: PLC0415

        return Int8(find(settings.model))
    from pipeline.encoder.float32 import Float32  # noqa: PLC0415

    return Float32(find(settings.model))


def accelerator() -> bool:
    """Whether a CUDA device can be used; the library is asked only where a device file exists."""
    if not any(Path("/dev").glob("nvidia[0-9]*")):
        return False
    import torch  # noqa: PLC0415

    return torch.cuda.is_available()
