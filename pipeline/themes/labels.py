"""What is taught: examples, the codebook and reviewers' decisions, as themes in use."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline import codebook, examples, vectors
from pipeline.codebook import Theme
from pipeline.themes import passages
from pipeline.themes.lesson import Lesson

# texts that nothing fits count little: most of them touch a subject without judging it
WEIGHTS = {"nothing": 0.2, "book": 1.0, "example": 1.0, "review": 3.0}


@dataclass(frozen=True)
class Labelled:
    """A text, its themes (the main one first; none where nothing fits) and its source, as in ``WEIGHTS``.

    ``optional`` themes are those that a second coder might give.
    """

    text: str
    themes: tuple[str, ...]
    source: str
    optional: tuple[str, ...] = ()


def gather(book: Sequence[Theme], decided: pd.DataFrame, measured: Collection[str] = ()) -> list[Labelled]:
    """All that is taught, each text once: a reviewer's decision outranks an example.

    Parameters
    ----------
    book: entries of the codebook.
    decided: decisions on themes that are in force, columns ``text`` and ``value``.
    measured: texts that it is measured on, which are never taught.

    """
    own = [(theme, text) for theme in book if theme.in_use for text in _own_texts(theme)]
    found = [Labelled(one.text, (), "nothing") for one in examples.not_findings()]
    found += [Labelled(text, (theme.id,), "book") for theme, text in own]
    found += [Labelled(one.text, one.themes, "example", one.optional) for one in examples.load()]
    pairs = zip(decided["text"], decided["value"], strict=True)
    found += [Labelled(text, tuple(value.split()), "review") for text, value in pairs]
    return list({one.text: one for one in found if one.text not in measured}.values())


def lesson(taught: Sequence[Labelled], entries: Sequence[Theme], known: vectors.Vectors) -> Lesson:
    """Passages with themes in use, and those that no theme fits; themes are followed to their heirs."""
    current = followed(taught, entries, known)
    kept = [new for old, new in zip(taught, current, strict=True) if new.themes or not old.themes]
    kept = [*kept[::2], *kept[1::2]]  # some of every source in either half
    own = passages.of_texts([one.text for one in kept], known)
    weights = np.array([WEIGHTS[one.source] for one in kept])
    return Lesson(own, [one.themes for one in kept], [one.optional for one in kept], weights)


def followed(taught: Sequence[Labelled], entries: Sequence[Theme], known: vectors.Vectors) -> list[Labelled]:
    """Each text with themes in use; of a split theme's heirs the one whose own texts are nearest."""
    heirs, by_id = codebook.successors(entries), {theme.id: theme for theme in entries}

    def choose(text: str, theme: str) -> tuple[str, ...]:
        options = heirs.get(theme, ())
        if len(options) < 2:
            return options
        here = passages.of_texts([text], known).means()[0]
        own = (passages.of_texts(_own_texts(by_id[option]), known).means() for option in options)
        likeness = [float((rows @ here).max()) for rows in own]
        return (options[int(np.argmax(likeness))],)

    def current(text: str, themes: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(new for old in themes for new in choose(text, old)))

    return [
        replace(one, themes=current(one.text, one.themes), optional=current(one.text, one.optional))
        for one in taught
    ]


def _own_texts(theme: Theme) -> tuple[str, ...]:
    return (theme.means, *theme.example_texts)
