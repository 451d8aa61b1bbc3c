"""Dates that an action promises, as written."""

import re

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_YEAR = r"20\d\d(?:[/–-]\d\d(?:\d\d)?)?"
_EDGE = r"(?:[Tt]he )?(?:[Ee]nd|[Ss]tart|[Bb]eginning|[Mm]iddle|[Cc]lose) of (?:the )?"
_PART = r"(?:[Ee]arly|[Mm]id|[Ll]ate)[ -]"
_NAMED = rf"(?:{_EDGE}|{_PART})?(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH},? {_YEAR}"
_QUARTER = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|Q[1-4]|[Qq]uarter [1-4])"
_SEASON = rf"(?:{_EDGE}|{_PART})?{_QUARTER}(?: of)? {_YEAR}|{_PART}{_YEAR}"
_EDGED = rf"{_EDGE}(?:(?:financial |calendar )?year|{_MONTH}|{_YEAR})\b"
_BARE = rf"(?<=\bby |\bin ){_MONTH}\b(?! {_YEAR})|(?<=\bfrom |\bthis ){_MONTH}\b(?! {_YEAR})"
_DAY = rf"\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b(?! {_YEAR})"
_YEARLY = rf"(?<=\bby |\bin ){_YEAR}\b|(?<=\bfrom |\bthis ){_YEAR}\b"
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)"
_WITHIN = rf"[Ww]ithin (?:the next )?{_NUMBER} (?:working days|days|weeks|months|years?)\b"
_DATE = re.compile("|".join((_NAMED, _SEASON, _EDGED, _DAY, _BARE, _YEARLY, _WITHIN)))


def dates(text: str) -> str | None:
    """Dates and deadlines that ``text`` states, as written, in its order, joined by '; '; None without.

    >>> dates("A review will be held by the end of March 2031 and again within six months.")
    'the end of March 2031; within six months'
    """
    found = dict.fromkeys(match.group().strip() for match in _DATE.finditer(text))
    return "; ".join(found) or None
