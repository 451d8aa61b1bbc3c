"""Phrases of the codebook's keywords that stand in a text."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import Theme

Piece = tuple[str, bool]  # a word, or with True the beginning of one
_ANY: Piece = ("", True)
_WORD = re.compile(r"\w+")


class Keywords:
    """Patterns of each theme's keywords.

    A keyword of capitals alone ("MAPPA", "ETE") is matched as written, any other in any case; ``*`` ends a
    word stem; white space stands for any white space.

    Parameters
    ----------
    keywords: for each theme its keywords.

    """

    def __init__(self, keywords: Sequence[Sequence[str]]) -> None:
        self.keywords = [list(of_theme) for of_theme in keywords]
        self._patterns = [_pattern(of_theme) for of_theme in self.keywords]
        self._starts = _starts(self.keywords)
        self._pieces = {piece for of_theme in self.keywords for one in of_theme for piece in _pieces(one)}
        self._sizes = sorted({len(word) for word, beginning in self._pieces if beginning})
        self._of_word = lru_cache(maxsize=1 << 16)(self._known_pieces)
        self._row = lru_cache(maxsize=1 << 15)(self._counted)

    @classmethod
    def of(cls, book: Sequence[Theme]) -> "Keywords":
        """Patterns of a codebook."""
        return _shared(tuple(tuple(theme.keywords) for theme in book))

    def found(self, text: str, theme: int) -> list[str]:
        """Distinct phrases of ``text`` that match a keyword of the theme, in the order of the text."""
        pattern = self._patterns[theme]
        hits = [match.group() for match in pattern.finditer(text)] if pattern else []
        return list({hit.casefold(): hit for hit in hits}.values())

    def counts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Array (n, themes): how many distinct keyword phrases of each theme each text has."""
        return np.array([self._row(text) for text in texts], dtype=np.float32)

    def _counted(self, text: str) -> tuple[int, ...]:
        counts = [0] * len(self.keywords)
        for theme in self._possible(text):
            counts[theme] = len(self.found(text, theme))
        return tuple(counts)

    def _possible(self, text: str) -> set[int]:
        """Themes of which every word of a keyword stands in the text."""
        here = {_ANY}.union(*(self._of_word(word) for word in _WORD.findall(text.casefold())))
        return {
            theme
            for piece in here & self._starts.keys()
            for rest, theme in self._starts[piece]
            if rest <= here
        }

    def _known_pieces(self, word: str) -> set[Piece]:
        """Pieces of keywords that the word is or begins with."""
        beginnings = {(word[:size], True) for size in self._sizes if len(word) >= size}
        return self._pieces & {(word, False), *beginnings}


@lru_cache(maxsize=4)
def _shared(keywords: tuple[tuple[str, ...], ...]) -> Keywords:
    return Keywords(keywords)


def _starts(keywords: Sequence[Sequence[str]]) -> dict[Piece, list[tuple[frozenset[Piece], int]]]:
    """By the first piece of each keyword its other pieces and its theme."""
    starts: dict[Piece, list[tuple[frozenset[Piece], int]]] = {}
    for theme, of_theme in enumerate(keywords):
        for keyword in of_theme:
            first, *rest = _pieces(keyword) or [_ANY]
            starts.setdefault(first, []).append((frozenset(rest), theme))
    return starts


def _pieces(keyword: str) -> list[Piece]:
    """Words of a keyword, whole or as beginnings; a word whose beginning is open is left out."""
    found = re.finditer(r"(\*?)(\w+)(\*?)", keyword.casefold())
    return [(one[2], bool(one[3])) for one in found if not one[1]]


def _pattern(keywords: Sequence[str]) -> re.Pattern[str] | None:
    if not keywords:
        return None
    longest_first = sorted(keywords, key=lambda keyword: (-len(keyword), keyword))
    return re.compile(r"(?<!\w)(?:" + "|".join(_one(keyword) for keyword in longest_first) + r")(?!\w)")


def _one(keyword: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in keyword.split()]
    body = r"\s+".join(words)
    return body if keyword.rstrip("*s").isupper() else f"(?i:{body})"
