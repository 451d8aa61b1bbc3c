"""Whether two figures of the same fact agree: 'almost three-quarters (74 per cent)'."""

import re
from collections.abc import Sequence

from pipeline.figures.find import Share

# What may stand between two figures of one fact: a bracket, a dash, 'or', 'which is'.
_SAME = re.compile(
    r"^[^.;()]{0,60}?(?:\(|\s[–—-]\s|,? or |,? (?:which|that) (?:is|was|equates to|amounts to) "
    r"|,? equivalent to |,? that is,? |, i\.e\.,? )[^.;()]{0,12}$"
)
_EXACT = 0.0101  # percentages are rounded to whole ones
_NEAR = 0.08  # how far 'almost' and 'just over' reach
_ROUND = 0.05  # how far a fraction in words rounds


def same_fact(between: str) -> bool:
    """Whether the words ``between`` two figures say that both are of one fact."""
    return _SAME.match(between) is not None


def _allowed(share: Share) -> tuple[float, float]:
    """Between which shares the true one lies, by what is written."""
    near = _EXACT if share.gives != "fraction" else _ROUND
    if share.side == "below":
        return share.written - _far(share), share.written + _EXACT
    if share.side == "above":
        return share.written - _EXACT, share.written + _far(share)
    if share.side == "about":
        return share.written - _NEAR, share.written + _NEAR
    return share.written - near, share.written + near


def _far(share: Share) -> float:
    return 1.0 if share.open_ended else _NEAR


def agree(one: Share, other: Share) -> bool:
    """Whether both can be true at once."""
    low, high = _allowed(one)
    low2, high2 = _allowed(other)
    return low <= high2 and low2 <= high


def contradictions(text: str, shares: Sequence[Share]) -> dict[int, int]:
    """For each share that its neighbour of the same fact contradicts, the index of that neighbour."""
    found = {}
    for i in range(len(shares) - 1):
        one, other = shares[i], shares[i + 1]
        if same_fact(text[one.end : other.start]) and not agree(one, other):
            found[i], found[i + 1] = i + 1, i
    return found
