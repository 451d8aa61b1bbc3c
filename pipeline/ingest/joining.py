"""Which lines and texts belong together, and how two parts of one text are joined."""

import re

from pipeline.ingest.model import Line
from pipeline.ingest.rules import match, words

BULLET = re.compile(
    r"^(?:[-–—*•●▪◦‣·○■□➢➤❖✓✔\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\u2219\u00b7]\s*(?=\s|[A-Z“‘])|o\s+(?=\S))"
)
DASH = re.compile(r"^[-–—*]\S")
NUMBER = re.compile(r"^(?:\(?(\d{1,2}|[a-z]|[ivx]{1,4})\)|(\d{1,2})\\?\.)\s+(?=\S)")
MARK = re.compile(r"^(?:[⁰¹²³⁴-⁹]+|\[\d{1,3}\])\s*(?=\S)")
END = re.compile(r"[.!?:;…][\"'”’)\]]*(?:\s*(?:[⁰¹²³⁴-⁹]+|\[\d{1,3}\]))*$")
PROSE = 40


def dangling(text: str) -> bool:
    """Whether no sentence ends as ``text`` does."""
    last = re.search(r"([\w’']+|[,–—-])$", text)
    return bool(last) and (last[1] in ",–—-" or last[1].lower() in words("dangling"))  # type: ignore[index]


def goes_on(before: str, after: str) -> bool:
    """Whether ``after`` is the rest of the sentence that ``before`` breaks off."""
    if not before or not after or END.search(before) or match("headings", after):
        return False
    if dangling(before):
        return len(before) >= PROSE or after[0].islower()
    return len(before) >= PROSE and after[0].islower() and not before[0].islower()


def join(before: str, after: str, vocabulary: frozenset[str] = frozenset()) -> str:
    """Two parts of one text as one: a hyphen that only broke a word goes, one that belongs to it stays."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    broken = re.search(r"([\w-]+)-$", before)
    rest = re.match(r"\w+", after)
    if broken and rest and before[-2:-1].isalpha():
        keep = not after[0].islower() or _keeps_hyphen(broken[1].lower(), rest[0].lower(), vocabulary)
        return (before if keep else before[:-1]) + after
    return f"{before} {after}"


def _keeps_hyphen(left: str, right: str, vocabulary: frozenset[str]) -> bool:
    if "-" in left or f"{left}-{right}" in vocabulary or left in words("compounds"):
        return f"{left}{right}" not in vocabulary or f"{left}-{right}" in vocabulary
    if right in words("compound_ends"):
        return f"{left}{right}" not in vocabulary
    return f"{left}{right}" not in vocabulary and left in vocabulary and right in vocabulary


def mark_full(lines: list[Line], margin: float, space: float) -> list[Line]:
    """Lines with ``full`` set: the first word of the line that follows did not fit before ``margin``.

    What follows at the foot of a page is the next page's first line, not the notes and furniture between.
    ``space`` is the width of a space, in letter sizes where these are known.
    """
    marked: list[Line] = []
    following: Line | None = None
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        word = following.word if following else 0
        wide = space * (line.size or 1)
        marked.append(line.but(full=bool(word) and line.right + wide + word > margin))
        if not line.furniture and not _in_notes(lines, at):
            following = line
    return marked[::-1]


def _in_notes(lines: list[Line], at: int) -> bool:
    """Whether a line belongs to the notes at the foot of its page."""
    for place in range(at, max(-1, at - 12), -1):
        line = lines[place]
        if line.page != lines[at].page:
            return False
        if MARK.match(line.text):
            return True
        if line.gap and place != at:
            return False
    return False


def vocabulary(lines: list[Line]) -> frozenset[str]:
    """Words of a document, hyphenated ones included, that no line break cuts."""
    found: set[str] = set()
    for line in lines:
        tokens = re.findall(r"[a-z]+(?:-[a-z]+)*-?", line.text.lower())
        found.update(token for token in tokens if not token.endswith("-"))
    return frozenset(found)
