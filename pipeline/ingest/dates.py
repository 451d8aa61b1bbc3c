"""Dates as reports write them, and how exactly they are known."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = "(" + "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in _MONTHS) + ")"
_FIRST = rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+{_MONTH})?\s*(?:and|to|–|-)\s*(?=\d))?"
_DAY = _FIRST + rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+)?{_MONTH}\.?,?\s+(20\d\d)"
_ISO = r"(20\d\d)-(\d\d)-(\d\d)"
_SLASH = r"(\d{1,2})/(\d{1,2})/(20\d\d)"
DATE = re.compile(rf"\b(?:{_DAY}|{_ISO}|{_SLASH})", re.IGNORECASE)


@dataclass(frozen=True)
class When:
    """A day, and how exactly it is known: day, month or year."""

    day: date
    precision: str

    def __bool__(self) -> bool:
        return True


def parse(text: str) -> When | None:
    """The first date in ``text``; one without a day is the first of its month."""
    for match in DATE.finditer(text):
        when = _when(match)
        if when:
            return when
    return None


def _when(match: re.Match[str]) -> When | None:
    first, first_month, day, month, year, *numbers = match.groups()
    try:
        if month:
            number = _month(first_month if first else None) or _month(month)
            return When(date(int(year), number, int(first or day or 1)), "day" if day else "month")
        years, months, days = numbers[:3] if numbers[0] else numbers[:2:-1]
        return When(date(int(years), int(months), int(days)), "day")
    except ValueError:
        return None


def _month(name: str | None) -> int:
    short = (name or "").lower()[:3]
    return next((at for at, month in enumerate(_MONTHS, 1) if short and month.startswith(short)), 0)


def find(pattern: str, text: str) -> When | None:
    """The first date that stands within 120 characters behind ``pattern``."""
    for match in re.finditer(pattern, text, re.IGNORECASE):
        when = parse(text[match.end() : match.end() + 120].split("\n\n", maxsplit=1)[0])
        if when:
            return when
    return None
