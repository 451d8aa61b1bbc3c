"""The share that a clause gives, as a number from 0 to 1."""

import re

from spacy.tokens import Doc

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_WORDS = {**{word: number for number, word in enumerate(_UNITS)}, **_TENS}
_NUMBER = rf"(?:\d+(?:\.\d+)?|(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[1:10])})|{'|'.join(_WORDS)})"
_PER_CENT = re.compile(rf"\b({_NUMBER})\s*(?:%|per cent\b|percent\b)", re.IGNORECASE)
_RATIO = re.compile(
    rf"\b({_NUMBER})(?: \w+)? (?:out )?(?:of|in)(?: the| these| our| every)? ({_NUMBER})\b", re.IGNORECASE
)
_PARTS = {
    "three-quarters": 0.75,
    "three quarters": 0.75,
    "two-thirds": 0.67,
    "two thirds": 0.67,
    "half": 0.5,
    "a third": 0.33,
    "one-third": 0.33,
    "one third": 0.33,
    "a quarter": 0.25,
    "one-quarter": 0.25,
    "one quarter": 0.25,
    "a fifth": 0.2,
    "one-fifth": 0.2,
}
_PART = re.compile(rf"\b({'|'.join(_PARTS)})\b", re.IGNORECASE)


def share(doc: Doc) -> float | None:
    """The first share in a clause; nothing where it gives none."""
    text = doc.text
    if match := _PER_CENT.search(text):
        return min(_value(match[1]) / 100, 1.0)
    if (match := _RATIO.search(text)) and 0 < _value(match[2]) >= _value(match[1]):
        return _value(match[1]) / _value(match[2])
    return _PARTS[match[1].lower()] if (match := _PART.search(text)) else None


def _value(written: str) -> float:
    word = written.lower()
    if word[0].isdigit():
        return float(word)
    return float(sum(_WORDS[part] for part in word.split("-")))
