"""What a share counts: that something was done, that it was not, or neither."""

import re
from collections.abc import Sequence

from pipeline.figures.find import Share
from pipeline.figures.rules import FigureRules
from pipeline.language import Doc

# Where the part of a sentence that a share belongs to may begin or end; « is the share, ¤ another one.
_CUT = re.compile(
    r"[;:]\s|\s[–—-]\s"
    r"|,\s(?=(?:with|but|although|while|whilst|whereas|however|yet|compared|which|and|so|despite|resulting"
    r"|leading|meaning|as opposed|because|since|against|including|such as|often|usually|chiefly|partly)\b)"
    r"|,\s(?=(?:a|an|the) [\w ]{3,40}? (?:that|which|of which|when|in)\b)"
    r"|\s(?=(?:but|although|whereas|whilst|because|compared (?:to|with)|as opposed to)\b)"
    r"|\s(?=and (?:in|only|just|none|nobody|not|no one)\b)"
    r"|,?\s(?=(?:and|where|where only|where just|against) [«¤])"
)
_FRONTED = re.compile(
    r"^\W*(?:(?:and|however|but|similarly|worryingly|disappointingly|encouragingly|by \w+),? )*"
    r"(?:in|for|of|among|amongst|on)\b",
    re.IGNORECASE,
)
# What only says which cases are counted.
_RELATIVE = re.compile(
    r"(?<=\w )(?:where|in which|with which|for whom|for which|that required|which required|when)\b[^,;]*",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(»(?: [\w’'-]+){0,4}) (?:who|whose|that|which)"
    r" (?:were|was|are|is|had|have|has|needed|required|answered)\b[^,;]*",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\b(?:that )?(?:we |inspectors )?"
    r"(?:inspected|examined|looked at|reviewed|sampled|surveyed|interviewed)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|has|have|had|did|does|do|can|could|would|should|will|may|might"
    r"|said|felt|told|found|gave|took|made|lacks?|shows?|contains?|needs?|met|understood|knew|stood|went|left"
    r"|agrees?|rate|without|sufficient|satisfactory|adequate|effective|short|\w{3,}ed)\b",
    re.IGNORECASE,
)
DECIDES = {"not_done", "event"}
_END = re.compile(r"[.!?;]\W*$")


def marked(text: str, share: Share, others: Sequence[Share]) -> str:
    """``text`` with the share as «···» and the others as ¤¤¤: every character stays in its place."""
    for other in others:
        if other != share:
            text = text[: other.start] + "¤" * (other.end - other.start) + text[other.end :]
    inside = "·" * max(0, share.end - share.start - 2)
    return f"{text[: share.start]}«{inside}»{text[share.end :]}"


def scope(doc: Doc, share: Share, others: Sequence[Share]) -> str:
    """The part of the sentence that the share belongs to, marked as by ``marked``."""
    text = marked(doc.text, share, others)
    sentence = next(s for s in reversed(doc.spans["sentences"]) if s.start_char <= share.start)
    clauses = [span.start_char for span in doc.spans["clauses"]]
    cuts = sorted({*clauses, *(match.end() for match in _CUT.finditer(text))})
    cuts = [cut for cut in cuts if sentence.start_char < cut < sentence.end_char]
    bounds = [sentence.start_char, *cuts, sentence.end_char]
    low = max(i for i, bound in enumerate(bounds[:-1]) if bound <= share.start)
    high = next(i for i in range(low + 1, len(bounds)) if bounds[i] >= share.end)
    while _unfinished(text[bounds[low] : bounds[high]]) and high < len(bounds) - 1:
        if _END.search(text[: bounds[high]].rstrip()):
            break
        high += 1
    if low and text[: bounds[low]].rstrip().endswith(":") and _unfinished(text[bounds[low] : bounds[high]]):
        low -= 1
    return _bare(text[bounds[low] : bounds[high]])


def _bare(part: str) -> str:
    """``part`` without what only says which cases are counted."""
    part = _INSPECTED.sub(" ", _RELATIVE.sub(" ", part.strip()))
    without = _WHO.sub(r"\1", part)
    return without if _PREDICATE.search(without) else part


def _unfinished(part: str) -> bool:
    """Whether ``part`` is a phrase such as 'in 55 per cent of cases' whose verb is still to come."""
    part = _bare(part)
    if not _FRONTED.match(part):
        return not _PREDICATE.search(part)
    head, comma, rest = part.partition(",")
    after = rest if comma else part.rpartition("»")[2]
    return not _PREDICATE.search(after if "«" in head else part)


def sense(doc: Doc, share: Share, others: Sequence[Share], rules: FigureRules) -> str:
    """done, not_done or unclear: what the written share counts, from the words that it stands with."""
    part = scope(doc, share, others)
    said = {rule.says for rule in rules.senses if rule.says == "population" and rule.pattern.search(part)}
    for rule in rules.senses:
        if rule.says == "neutral":
            part = rule.pattern.sub(" ", part)
    said |= {rule.says for rule in rules.senses if rule.says in DECIDES and rule.pattern.search(part)}
    if "population" in said:
        return "unclear"
    if "not_done" in said:
        return "not_done"
    return "unclear" if "event" in said else "done"
