"""Plain English: numbers, lists, dates and shares as a reader would say them."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
POLARITY = {
    "strength": "Strength",
    "improvement": "Needs improvement",
    "mixed": "Mixed",
    "neutral": "Neither",
}
KIND = {
    "bullet": "Finding",
    "sentence": "Finding",
    "recommendation": "Recommendation",
    "action": "Promised action",
    "quote": "Quotation",
}
DOCUMENT = {
    "inspection_report": "Inspection report",
    "press_release": "Press release",
    "response_letter": "Response letter",
    "other": "Other document",
}
SOURCE = {
    "heading": "the heading it stands under",
    "kind": "what it is (a recommendation or an action)",
    "model": "the model’s reading of its words",
    "review": "a reviewer’s decision",
}
STATUS = {
    "persistent": "Still a weakness",
    "resolved": "No longer found",
    "new": "New weakness",
    "reversed": "Now a strength",
    "not_assessed": "Cannot be told",
}
BASIS = {
    "report": "the inspection report",
    "press_release": "the press release, as the report is not in the collection",
    "response_letter": "the response letter, as the report is not in the collection",
    "press_release and response_letter": (
        "the press release and the response letter, as the report is not in the collection"
    ),
    "other": "another document",
}
FEW = 20  # below this many inspections a share is said in counts alone


def number(n: int) -> str:
    """A count as a reader would write it: words up to nine, then digits with commas."""
    return _SMALL[n] if 0 <= n < len(_SMALL) else f"{n:,}"


def plural(n: int, noun: str, many: str | None = None) -> str:
    """A count and its noun: '1 finding', '4 findings', '2 inquiries'."""
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def times(n: int) -> str:
    """'once', 'twice', 'three times'."""
    return {1: "once", 2: "twice"}.get(n) or f"{number(n)} times"


def capital(text: str) -> str:
    """``text`` with its first letter a capital."""
    return text[:1].upper() + text[1:]


def inside(name: str) -> str:
    """A theme's name as it stands within a sentence; an abbreviation keeps its capitals."""
    first = name.split(" ", maxsplit=1)[0]
    return name if first.isupper() and len(first) > 1 else name[:1].lower() + name[1:]


def listing(items: Sequence[str]) -> str:
    """Items as a list in a sentence: 'a, b and c'; '; ' parts items that hold an 'and' of their own."""
    items = list(items)
    if len(items) < 2:
        return "".join(items)
    if any(" and " in item or "," in item for item in items):
        return "; ".join(items[:-1]) + ("; and " if len(items) > 2 else ", and ") + items[-1]
    return ", ".join(items[:-1]) + " and " + items[-1]


def of(n: int, total: int, noun: str = "inspection") -> str:
    """'3 of 4 inspections'; with many of them, the share as well."""
    said = f"{n:,} of {total:,} {noun if total == 1 else noun + 's'}"
    return said if total < FEW else f"{said} ({percent(n / total)})"


def percent(share: float) -> str:
    """A share of 0 to 1 as a whole per cent; never 0% or 100% where that is not exact."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "under 1%"
    return "over 99%" if whole == 100 and share < 1 else f"{whole}%"


def date(value: pd.Timestamp | None, precision: object = "day") -> str:
    """'12 June 2025', 'June 2025' or '2025'; '' where it is not known."""
    if value is None or pd.isna(value):
        return ""
    if precision == "year":
        return f"{value.year}"
    return f"{value:%B} {value.year}" if precision == "month" else f"{value.day} {value:%B} {value.year}"


def published(value: pd.Timestamp | None) -> str:
    """Day of publication; only the month where it is the first, as that may stand for a month alone."""
    return date(value, "month" if known(value) and value is not None and value.day == 1 else "day")


def years(values: Sequence[int]) -> str:
    """'2022', or '2022 to 2025'."""
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low} to {high}"


def known(value: Any) -> bool:
    """Whether a cell of a table holds something."""
    if isinstance(value, str):
        return value != ""
    return value is not None and not pd.isna(value)


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table by column name."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def record(row: Any) -> dict[str, Any]:
    """One row of a table by column name."""
    return {str(key): value for key, value in row.items()}
