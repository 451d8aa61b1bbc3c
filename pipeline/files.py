"""Files: YAML read with a clear fault; whatever is written is there whole or not at all."""

import os
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from pipeline.errors import PipelineError


def read_yaml(path: Path, remedy: str = "Restore it from git") -> Any:
    """Content of a YAML file.

    Raises
    ------
    PipelineError: it does not exist, for which ``remedy`` is given, or is no YAML.

    """
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PipelineError(path, "does not exist", remedy) from None
    except yaml.YAMLError as error:
        raise PipelineError(path, f"is no valid YAML ({error})", "Mend the line it names") from None


def fault(where: object, error: ValidationError) -> PipelineError:
    """The first thing that ``error`` found wrong, at its key."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    return PipelineError(f"{where}: {key}" if key else where, first["msg"].lower(), "Correct it")


def write(path: Path, content: str | bytes) -> None:
    """Write ``content``, text in UTF-8, in the place of what was there; the folder is made when missing.

    A process that is killed leaves the old file or the new one, never half of either.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    os.replace(part, path)  # noqa: PTH105
