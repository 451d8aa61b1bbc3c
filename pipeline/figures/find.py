"""Where in a text a share is given, and which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.figures.numbers import FRACTIONS, GLYPHS, NUMBERS, fraction, number
from pipeline.figures.rules import FigureRules, Pattern, gap, load, matcher, parts
from pipeline.language import Doc, Span

_NUMBER = "|".join(sorted({*NUMBERS, *FRACTIONS} - {*GLYPHS}))
HINT = re.compile(rf"[\d{''.join(GLYPHS)}]|\b(?:{_NUMBER})\b", re.IGNORECASE)  # no share without one of them
_OPEN_ENDED = (
    "fewer than|less than|under|below|no more than|at most|up to|well under|well below|more than|over|above"
    "|at least|no fewer than|no less than|upwards of|well over|well above|in excess of"
)
OPEN_ENDED = frozenset(_OPEN_ENDED.split("|"))
OPENS = frozenset([",", ":", ";", "–", "-", "—", ".", "and", "but", "that"])  # before 'of the 13 cases'
STOPS = frozenset([".", ";", "!", "?"])
Spans = list[tuple[int, int]]
HALF = 0.5
_LIMIT = 1000  # a larger denominator is a count of people, not of cases
_BEFORE = 4  # an approximator has at most so many words


@dataclass(frozen=True)
class Share:
    """A share as written.

    ``side`` tells on which side of it the true one lies ('' where it is exact), ``open_ended`` that it may
    lie far off ('more than half', as against 'just over half').
    """

    start: int
    end: int
    written: float
    gives: str
    numerator: float | None = None
    denominator: float | None = None
    side: str = ""
    open_ended: bool = False

    @property
    def approximate(self) -> bool:
        """Whether the text says so, or a fraction in words rounds it."""
        return bool(self.side) or self.gives == "fraction"


def _numbers(span: Span) -> list[float]:
    return [value for token in span if (value := number(token.text)) is not None]


def _ratio(numerator: float, denominator: float) -> tuple[float, float, float] | None:
    whole = numerator == int(numerator) and denominator == int(denominator)
    if not whole or denominator < 2 or numerator > denominator or denominator > _LIMIT:
        return None
    return round(numerator / denominator, 6), numerator, denominator


def _value(gives: str, span: Span) -> tuple[float, float | None, float | None] | None:
    """Share, numerator and denominator of a phrase; None where its numbers make no share."""
    numbers = _numbers(span)
    if gives == "percent":
        return (round(numbers[0] / 100, 6), None, None) if numbers[0] <= 100 else None
    if gives == "fraction":
        return _fraction(span, numbers)
    if gives == "none":
        return _ratio(0, numbers[-1])
    if gives == "all_but":
        return _ratio(numbers[-1] - numbers[0], numbers[-1])
    if gives == "all":
        return _ratio(numbers[-1], numbers[-1])
    if "/" in span.text and len(span) == 1:
        numbers = [float(part) for part in span.text.split("/")]
    return _ratio(*(numbers[::-1] if gives == "inverted" else numbers)[:2])


def _fraction(span: Span, numbers: list[float]) -> tuple[float, None, None] | None:
    part = next((value for token in span if (value := fraction(token.text)) is not None), None)
    if part is None:
        return None
    joined = any("-" in token.text for token in span)
    if not (joined or numbers or part == HALF or span[0].lower_ in {"a", "one"} or span.text in GLYPHS):
        return None  # 'the third office', 'this quarter'
    value = part if joined else part * (numbers[0] if numbers else 1)
    return (round(value, 6), None, None) if value < 1 else None


def _core(pattern: Pattern, span: Span) -> Span:
    """The phrase itself: without the words around a fraction that only show that it is one."""
    if pattern.gives != "fraction":
        return span
    words = [i for i, token in enumerate(span) if fraction(token.text) is not None]
    last = words[-1] if words else len(span) - 1
    first = last
    while first and (span[first - 1].lower_ in {"a", "one"} or number(span[first - 1].text) is not None):
        first -= 1
    return span[first : last + 1]


def _approximator(doc: Doc, start: int, rules: FigureRules) -> tuple[int, str]:
    """First token of the approximator that stands before token ``start``, and its side."""
    at = start
    if at and doc[at - 1].lower_ in {"a", "the"}:
        at -= 1
    for length in range(min(_BEFORE, at), 0, -1):
        phrase = doc[at - length : at].text.lower()
        if phrase in rules.approximators:
            return at - length, rules.approximators[phrase]
    return start, ""


def _joined(doc: Doc, heads: Spans, tails: Spans, reach: tuple[int, int]) -> Spans:
    """Each head with its nearest tail in reach, where no sentence ends between them."""
    found = []
    for start, end in heads:
        near = [tail for tail in tails if reach[0] <= tail[0] - end <= reach[1]]
        if near and (not start or doc[start - 1].lower_ in OPENS):
            last = min(near)
            if not any(token.text in STOPS for token in doc[end : last[0]]):
                found.append((start, last[1]))
    return found


def _spans(doc: Doc, rules: FigureRules) -> Iterator[tuple[Pattern, Span]]:
    """Every stretch of tokens that a pattern matches."""
    matched: dict[str, Spans] = {}
    for label, start, end in matcher()(doc):
        matched.setdefault(doc.vocab.strings[label], []).append((start, end))
    for pattern in rules.patterns:
        reach = gap(pattern)
        if reach is None:
            spans = matched.get(pattern.name, [])
        else:
            heads, tails = (matched.get(label, []) for label in parts(pattern))
            spans = _joined(doc, heads, tails, reach)
        yield from ((pattern, doc[start:end]) for start, end in spans)


def _shares(doc: Doc, rules: FigureRules) -> list[Share]:
    found = []
    for pattern, matched in _spans(doc, rules):
        span = _core(pattern, matched)
        value = _value(pattern.gives, span)
        if value is None:
            continue
        first, side = _approximator(doc, span.start, rules)
        last = span[-1]
        far = doc[first : span.start].text.lower() in OPEN_ENDED
        found.append(
            Share(doc[first].idx, last.idx + len(last), value[0], pattern.gives, *value[1:], side, far)
        )
    return found


def _precedence(share: Share) -> tuple[bool, int, int]:
    """Longer phrases first; those that span a sentence last, and of them the shortest."""
    spans = share.gives == "inverted"
    length = share.end - share.start
    return spans, length if spans else -length, share.start


def shares(doc: Doc) -> list[Share]:
    """Shares of a text in order; where two patterns overlap the longer phrase stands."""
    if not HINT.search(doc.text):
        return []
    rules = load()
    kept: list[Share] = []
    for share in sorted(_shares(doc, rules), key=_precedence):
        if all(share.end <= other.start or share.start >= other.end for other in kept):
            kept.append(share)
    return sorted((s for s in kept if not _excluded(doc.text, s, rules)), key=lambda s: s.start)


def _excluded(text: str, share: Share, rules: FigureRules) -> bool:
    phrase = text[share.start : share.end]
    marked = f"{text[max(0, share.start - 80) : share.start]}«{phrase}»{text[share.end : share.end + 80]}"
    return any(rule.pattern.search(marked) for rule in rules.not_shares)
