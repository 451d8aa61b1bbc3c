"""What ``params.yaml`` may say, typed and validated."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import files

PARAMS = Path("params.yaml")


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ingest(_Section):
    """Where documents lie and how much of one is read."""

    raw: Path
    max_megabytes: float = Field(gt=0)
    max_pages: int = Field(gt=0)
    max_seconds: float = Field(gt=0)


class Split(_Section):
    """What counts as a finding."""

    min_words: int = Field(ge=1)


class Embed(_Section):
    """Which encoder turns text into vectors."""

    model: str
    backend: Literal["auto", "int8", "float32"]


class Read(_Section):
    """How much of a finding the language model reads."""

    max_tokens: int = Field(ge=2, le=8192)


class Polarity(_Section):
    """How strength and improvement are told apart where no heading says it."""

    penalty: float = Field(gt=0)
    agrees_above: float = Field(ge=0, le=1)
    disagrees_above: float = Field(ge=0, le=1)
    unsure_below: float = Field(ge=0, le=1)


class Themes(_Section):
    """How findings get their themes."""

    seed: int
    max_themes: int = Field(ge=1)


class Track(_Section):
    """Intervals and the marking of small numbers."""

    confidence: float = Field(gt=0, lt=1)
    small_n: int = Field(ge=1)
    min_n: int = Field(ge=1)
    link_score: float = Field(ge=0, le=1)
    repeat_score: float = Field(ge=0, le=1)
    associated_n: int = Field(ge=4)
    prominent: int = Field(ge=1)


class Evaluate(_Section):
    """How quality is measured, and the floors below which a run fails."""

    seed: int
    resamples: int = Field(ge=1)
    confidence: float = Field(gt=0, lt=1)
    few_documents: int = Field(ge=2)
    hardest: int = Field(ge=0)
    duplicate_jaccard: float = Field(gt=0, le=1)
    duplicate_cosine: float = Field(gt=0, le=1)
    known_as: dict[str, str]
    floors: dict[str, float]


class Report(_Section):
    """What the pages show."""

    title: str
    strongest: int = Field(ge=1)


class Engine(_Section):
    """Where documents are read, split and embedded: this machine or a Dask cluster."""

    scheduler: str | None
    workers: int = Field(ge=1)


class Fetch(_Section):
    """How published documents are downloaded."""

    hosts: list[str]
    seconds_between: float = Field(ge=0)
    max_megabytes: float = Field(gt=0)
    timeout_seconds: float = Field(gt=0)
    retries: int = Field(ge=0)
    allow_http: bool
    allow_private: bool
    contact: str


class Params(_Section):
    """All sections of ``params.yaml``."""

    ingest: Ingest
    split: Split
    embed: Embed
    read: Read
    polarity: Polarity
    themes: Themes
    track: Track
    evaluate: Evaluate
    report: Report
    engine: Engine
    fetch: Fetch


def load(path: Path = PARAMS) -> Params:
    """Read and validate ``params.yaml``.

    Raises
    ------
    PipelineError: the file is missing, is no YAML, or holds a key or value that is not allowed.

    """
    try:
        return Params.model_validate(files.read_yaml(path, "Run from the project's top folder"))
    except ValidationError as error:
        raise files.fault(path, error) from None
