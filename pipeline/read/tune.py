"""Teach the language model from all written examples: ``python -m pipeline.read.tune``.

Of examples that are new since it was last taught it is asked first; of the others what it said then is kept.
``--anew`` forgets all that and leaves each third of the examples out once. It takes half an hour on two
cores, or an hour. What it writes, ``models/reader``, belongs to the project and is kept in git: a run of the
pipeline only reads it. Hand coding is never taught here: it is what is measured against.
"""

import argparse
import logging

import numpy as np
from sklearn.model_selection import KFold

from pipeline import examples, params
from pipeline.read import adapter, learner, reader, weights
from pipeline.read.adapter import Adapter
from pipeline.read.learner import Lesson
from pipeline.vectors import key_of

FOLDS = 3  # parts of the examples, each left out once; consecutive, so that an author's are left out together
_log = logging.getLogger(__name__)


def main() -> None:
    """Teach it, say how right it was on examples that it had not learnt from, and write it."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    asked = argparse.ArgumentParser(prog="python -m pipeline.read.tune", description=__doc__)
    asked.add_argument("--anew", action="store_true", help="leave each third of the examples out once")
    anew = asked.parse_args().anew
    written = {one.text: one.polarity for one in examples.load()}
    classes = tuple(sorted(set(written.values())))
    wanted = np.array([classes.index(one) for one in written.values()])
    lesson = lesson_of(list(written), wanted, len(classes))
    said = left_out(lesson) if anew else reader.load(params.load().read).encode(list(written))
    _log.info(
        "read: right in %.3f of %d examples, none learnt before",
        np.mean(said.argmax(1) == wanted),
        len(wanted),
    )
    whole = lesson.taught(np.arange(len(wanted)))
    keys = [key_of(text) for text in written]
    adapter.write(Adapter(classes, whole.arrays(), dict(zip(keys, said.astype(np.float16), strict=True))))


def lesson_of(texts: list[str], wanted: learner.Places, classes: int) -> Lesson:
    """Texts with their polarities, as the language model leaves them halfway."""
    file, longest = weights.find(), params.load().read.max_tokens
    base = learner.base(file)
    return Lesson(base, list(learner.states(base, file, texts, longest)), wanted, classes)


def left_out(lesson: Lesson) -> np.ndarray:
    """Roots of the chances (n, k) of each text, by a model that learnt from texts of the other parts."""
    said = np.zeros((len(lesson.wanted), lesson.classes), dtype=np.float32)
    for others, own in KFold(FOLDS).split(lesson.wanted):
        said[own] = lesson.said(lesson.taught(others), own)
    return said


if __name__ == "__main__":
    main()
