"""Phrases of the codebook's keywords that stand in a text."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.codebook import Theme

BEGINNING = 5  # letters of a word by which themes without a keyword in a text are passed over


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
        self._beginnings = [{_beginning(keyword) for keyword in of_theme} for of_theme in self.keywords]
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
        words = set(re.findall(r"\w+", text.casefold()))
        here = {"", *(word[:size] for word in words for size in range(1, BEGINNING + 1))}
        return tuple(
            0 if here.isdisjoint(of_theme) else len(self.found(text, j))
            for j, of_theme in enumerate(self._beginnings)
        )


@lru_cache(maxsize=4)
def _shared(keywords: tuple[tuple[str, ...], ...]) -> Keywords:
    return Keywords(keywords)


def _beginning(keyword: str) -> str:
    """First letters of every text's word at which the keyword can start; '' for any word."""
    found = re.match(r"\w*", keyword.casefold())
    return found.group()[:BEGINNING] if found else ""


def _pattern(keywords: Sequence[str]) -> re.Pattern[str] | None:
    if not keywords:
        return None
    longest_first = sorted(keywords, key=lambda keyword: (-len(keyword), keyword))
    return re.compile(r"(?<!\w)(?:" + "|".join(_one(keyword) for keyword in longest_first) + r")(?!\w)")


def _one(keyword: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*") for word in keyword.split()]
    body = r"\s+".join(words)
    return body if keyword.rstrip("*s").isupper() else f"(?i:{body})"
