"""Reports are written beside the old ones and change places with them at the end."""

import shutil
from collections.abc import Iterable
from pathlib import Path

OUTPUTS = (
    "index.html",
    "evidence.html",
    "methods.html",
    "themes",
    "pdus",
    "evidence",
    "theme-summary.md",
    "findings.xlsx",
    "review-sheet.xlsx",
)


def fresh(folder: Path) -> Path:
    """An empty folder for the new reports inside ``folder``; what an interrupted run left there goes."""
    new = folder / ".new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    return new


def write(folder: Path, name: str, text: str | Iterable[str]) -> None:
    """Write one text file in UTF-8 with its line ends as given; a text in parts is written part by part."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for part in [text] if isinstance(text, str) else text:
            file.write(part.encode("utf-8"))


def swap(new: Path, folder: Path) -> None:
    """Put every output of ``new`` in the place of the old one; pages of themes and places now gone go."""
    missing = [name for name in OUTPUTS if not (new / name).exists()]
    if missing:
        raise FileNotFoundError(f"not written: {', '.join(missing)}")
    for name in OUTPUTS:
        old, gone = folder / name, new / f"{name}.old"
        if old.exists():
            old.rename(gone)
        (new / name).rename(old)
    shutil.rmtree(new)
