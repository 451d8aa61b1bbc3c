"""Ask for readings in a process of its own: ``python -m tests.read.ask``, in a project's folder.

Texts stand in ``asked.json``; the rows come as ``rows.npy``.
"""

import json
import logging
from pathlib import Path

import numpy as np

from pipeline import params
from pipeline.read.readings import Readings


def main() -> None:
    """Ask, and log how many were new."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    texts = json.loads(Path("asked.json").read_text(encoding="utf-8"))
    np.save("rows.npy", Readings(params.load()).of(texts))


if __name__ == "__main__":
    main()
