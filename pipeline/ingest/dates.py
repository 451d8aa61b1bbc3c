"""Dates as reports write them, and how exactly they are known."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = "(" + "|".join(f"{month}|{month[:4]}|{month[:3]}" for month in _MONTHS) + ")"
_DAY = rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+)?{_MONTH}\.?,?\s+(20\d\d)"
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
    day, month, year, iso_year, iso_month, iso_day, slash_day, slash_month, slash_year = match.groups()
    try:
        if month:
            number = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(month.lower()[:3]))
            return When(date(int(year), number, int(day or 1)), "day" if day else "month")
        if iso_year:
            return When(date(int(iso_year), int(iso_month), int(iso_day)), "day")
        return When(date(int(slash_year), int(slash_month), int(slash_day)), "day")
    except ValueError:
        return None


def find(pattern: str, text: str) -> When | None:
    """The first date that stands within 120 characters behind ``pattern``."""
    for match in re.finditer(pattern, text, re.IGNORECASE):
        when = parse(text[match.end() : match.end() + 120].split("\n\n", maxsplit=1)[0])
        if when:
            return when
    return None
