"""What a share counts: that something was done, that it was not, or neither."""

import re

from pipeline.split.figures.find import Share
from pipeline.split.figures.rules import FigureRules

# Where the part of a sentence that a share belongs to may begin or end.
_CUT = re.compile(
    r"(?<=[.!?])\s|[;:]\s|\s[–—-]\s"
    r"|,\s(?=(?:with|but|although|while|whilst|whereas|however|yet|compared|which|and|so|despite|resulting"
    r"|leading|meaning|as opposed)\b)"
    r"|\s(?=(?:but|although|whereas|whilst|compared (?:to|with)|as opposed to|and (?:in|only|just))\b)"
    r"|,?\s(?=(?:and|where|where only|where just) «»)"
)
_FRONTED = re.compile(
    r"^\W*(?:(?:and|however|but|similarly|worryingly|disappointingly|encouragingly),? )*"
    r"(?:in|for|of|among|amongst|on)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:where|in which|for whom|for which|that required|which required|when)\b[^,;]*", re.IGNORECASE
)
_PREDICATE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|has|have|had|did|does|do|can|could|would|should|will|may|might"
    r"|said|felt|told|found|gave|took|made|lacks?|shows?|showed|contained?|needs?|met|understood|knew"
    r"|received|failed|\w{3,}ed)\b",
    re.IGNORECASE,
)


def _scope(text: str, share: Share) -> str:
    """The part of the sentence that the share belongs to, with «» for the phrase."""
    marked = text[: share.start] + "«»" + text[share.end :]
    at = share.start
    cuts = [0, *(m.end() for m in _CUT.finditer(marked)), len(marked)]
    index = max(i for i, cut in enumerate(cuts) if cut <= at)
    start, end = cuts[index], cuts[min(index + 1, len(cuts) - 1)]
    part = _RELATIVE.sub(" ", marked[start:end])
    while _unfinished(part) and end < len(marked) and not re.search(r"[.!?;]\s*$", marked[start:end]):
        end = next(cut for cut in cuts if cut > end)
        part = _RELATIVE.sub(" ", marked[start:end])
    return part


def _unfinished(part: str) -> bool:
    """Whether ``part`` is a phrase such as 'in 55 per cent of cases' whose verb is still to come."""
    head = part.split(",", maxsplit=1)[0] if _FRONTED.match(part) else part
    rest = part[len(head) :]
    return not (_PREDICATE.search(rest) if _FRONTED.match(part) and "«»" in head else _PREDICATE.search(part))


def sense(text: str, share: Share, rules: FigureRules) -> str:
    """done, not_done or unclear: what the written share counts, from the words that it stands with."""
    part = _scope(text, share)
    said = set()
    for rule in rules.senses:
        if rule.says == "neutral":
            part = rule.pattern.sub(" ", part)
        elif rule.pattern.search(part):
            said.add(rule.says)
    if "population" in said:
        return "unclear"
    if "not_done" in said:
        return "not_done"
    return "unclear" if "event" in said else "done"
