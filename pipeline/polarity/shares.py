"""What the shares in a text say: in how many cases the thing was done."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pipeline import figures

SENSES = ("done", "not_done", "unclear")
BANDS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # between them the judgement of inspectors turns
MIDDLE = 0.65  # a share that inspectors call neither high nor low
COLUMNS = (*SENSES, *(f"from {low}" for low in (0.0, *BANDS)), "over the middle")


def count(texts: Iterable[str]) -> NDArray[np.float32]:
    """Counts (n, columns): figures by sense, by the share done, and how far that lies over the middle."""
    return np.array([_of_text(text) for text in texts], dtype=np.float32).reshape(-1, len(COLUMNS))


def _of_text(text: str) -> list[float]:
    row = dict.fromkeys(COLUMNS, 0.0)
    for figure in figures.rows(text):
        row[str(figure["sense"])] += 1
        done = figure["value"]
        if isinstance(done, float):
            row[COLUMNS[len(SENSES) + int(np.searchsorted(BANDS, done, side="right"))]] += 1
            row["over the middle"] += done - MIDDLE
    return list(row.values())
