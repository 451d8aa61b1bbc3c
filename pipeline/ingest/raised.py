"""Footnote marks as raised digits, whatever the format sets them with."""

import re

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARK = re.compile(r"\s*\[?(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\]?\s*")


def raise_digits(text: str) -> str:
    """Superscript text: a number becomes raised digits, anything else ('th') stays as it is."""
    found = _MARK.fullmatch(text)
    return "".join(RAISED[int(sign)] if sign.isdigit() else sign for sign in found[1]) if found else text
