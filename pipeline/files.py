"""Files that are there whole or not at all, whenever the process that writes them is killed."""

import os
from pathlib import Path


def write(path: Path, content: str | bytes) -> None:
    """Write ``content``, text in UTF-8, in the place of what was there; the folder is made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    os.replace(part, path)  # noqa: PTH105
