"""Clauses of the texts that are taught: several stages ask for them, so they are kept."""

import json
from collections.abc import Iterator, Sequence

from pipeline.kept import Kept, key_of


def clauses_of(texts: Sequence[str]) -> list[list[str]]:
    """Clauses of each text; the text itself where it has none."""

    def made(places: list[int]) -> Iterator[bytes]:
        return (json.dumps(clauses(texts[place])).encode() for place in places)

    items = Kept("clauses").each([key_of("clauses", text) for text in texts], made)
    return [json.loads(item) for item in items]


def clauses(text: str) -> list[str]:
    """Clauses of a text; the text itself where it has none."""
    from pipeline import language  # noqa: PLC0415  it takes 200 MB, and mostly all is kept already

    return [text[start:end] for start, end in language.clauses(text)] or [text]
