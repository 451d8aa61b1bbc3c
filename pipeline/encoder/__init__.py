"""Text encoders: text in, unit vectors out, each row whatever the others in its batch are."""

from functools import cache

from pipeline import params
from pipeline.encoder.base import Encoder

__all__ = ["Encoder", "load"]


@cache
def load(settings: params.Embed) -> Encoder:
    """The encoder that ``settings`` name, once a process.

    Raises
    ------
    PipelineError: the model cannot be found, or its weights are not the ones that the project knows.

    """
    from pipeline.encoder.float32 import Float32  # noqa: PLC0415
    from pipeline.encoder.weights import find  # noqa: PLC0415

    return Float32(find(settings.model))
