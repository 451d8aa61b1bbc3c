"""Clauses of the texts that are taught: several stages ask for them, so they are kept."""

import json
from collections.abc import Iterator, Sequence

from pipeline import language
from pipeline.kept import Kept, key_of


def clauses_of(texts: Sequence[str]) -> list[list[str]]:
    """Clauses of each text; the text itself where it has none."""

    def made(places: list[int]) -> Iterator[bytes]:
        return (json.dumps(_clauses(texts[place])).encode() for place in places)

    items = Kept("clauses").each([key_of("clauses", text) for text in texts], made)
    return [json.loads(item) for item in items]


def _clauses(text: str) -> list[str]:
    return [text[start:end] for start, end in language.clauses(text)] or [text]
