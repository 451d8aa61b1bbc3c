"""Numbers and fractions as inspectors write them: digits, words, glyphs."""

import re

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_UNITS, _TENS = _WORDS.split()[:20], _WORDS.split()[20:]
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
GLYPHS = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")

NUMBERS = {word: i for i, word in enumerate(_UNITS)}
NUMBERS |= {word: 20 + 10 * i for i, word in enumerate(_TENS)}
NUMBERS |= {f"{ten}-{unit}": NUMBERS[ten] + NUMBERS[unit] for ten in _TENS for unit in _UNITS[1:10]}
NUMBERS |= {"hundred": 100, "both": 2}
FRACTIONS = {
    **{word: 1 / n for word, n in _PARTS.items()},
    **{f"{word}s": 1 / n for word, n in _PARTS.items()},
}
FRACTIONS |= GLYPHS
JOINED = {
    f"{unit}-{part}": NUMBERS[unit] * share
    for unit in _UNITS[1:10]
    for part, share in FRACTIONS.items()
    if NUMBERS[unit] * share < 1
}


def number(word: str) -> float | None:
    """Value of a number in digits or words; None where ``word`` is none."""
    if _DIGITS.fullmatch(word):
        return float(word.replace(",", ""))
    value = NUMBERS.get(word.lower())
    return None if value is None else float(value)


def fraction(word: str) -> float | None:
    """Value of one fraction word or glyph: 'third', 'three-quarters', '¾'; None where it is none."""
    lower = word.lower()
    return JOINED.get(lower, FRACTIONS.get(lower))
