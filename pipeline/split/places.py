"""Which Probation Delivery Unit a sentence speaks of, where a document covers several."""

import re
from collections.abc import Sequence

ALL = re.compile(
    r"\b(?:both|each|every|across the|all (?:two|three|four|five|six|seven|eight|nine|ten|\d+|of the|the))"
    r" (?:of the )?(?:pdus?|probation delivery units?|regions?|areas)\b",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:&|\band\b)\s*", re.IGNORECASE)
SEPARATOR = "; "


def _plain(text: str) -> str:
    return _JOIN.sub(" and ", text.replace(",", "")).lower()


def of(pdu: str | None, texts: Sequence[str]) -> list[str | None]:
    """The place of each text, in order: a document with several names its places as it goes.

    A text that names none speaks of the places that the text before it named; until one is named, and
    where all are meant, it speaks of all.
    """
    names = pdu.split(SEPARATOR) if pdu else []
    if len(names) < 2:
        return [pdu] * len(texts)
    found: list[str | None] = []
    now = pdu
    for text in texts:
        named = [name for name in names if _plain(name) in _plain(text)]
        now = SEPARATOR.join(named) if named else pdu if ALL.search(text) else now
        found.append(now)
    return found
