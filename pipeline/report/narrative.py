"""The sentences that answer the question of the overview and of the summary, true for any counts."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from pipeline.report.counts import Count
from pipeline.report.words import inside, listing, number

_NAMED = 3
Name = Callable[[Count], str]


def plain(count: Count) -> str:
    """A theme's name as it stands within a sentence."""
    return inside(count.name)


def answer(weak: Sequence[Count], strong: Sequence[Count], name: Name = plain) -> str:
    """What the latest inspection of each place most often found wanting, and what it most often praised.

    Parameters
    ----------
    weak, strong: themes on each side, the most frequent first, as ``counts`` gives them.
    name: how a theme is named in the sentence.

    """
    if not weak and not strong:
        return "No inspection in the collection has a finding with a theme."
    return f"{_weaknesses(weak, name)} {_strengths(weak, strong, name)}"


def leading(counts: Sequence[Count]) -> list[Count]:
    """The themes that share the highest number of inspections."""
    return list(takewhile(lambda count: count.inspections == counts[0].inspections, counts))


def _weaknesses(counts: Sequence[Count], name: Name) -> str:
    if not counts:
        return "In no place did the latest inspection find that a theme needed improvement."
    top = leading(counts)
    names, where = _names(top, name), f"{_where(top[0])} inspected, the latest inspection found that"
    if len(top) > _NAMED:
        return f"{where} the same {number(len(top))} themes needed improvement; most was said about {names}."
    return f"{where} {names} needed improvement{_followed(counts, top, name)}."


def _strengths(weak: Sequence[Count], counts: Sequence[Count], name: Name) -> str:
    if not counts:
        return "It praised no theme in any place."
    top = leading(counts)
    names, where = _names(top, name), _where(top[0])
    if weak and leading(weak)[0].inspections == top[0].inspections == top[0].total:
        where = "Everywhere, it" if top[0].total > 1 else "There, it"
        praised = f"{where} also praised"
    else:
        praised = f"{where}, it praised"
    if len(top) > _NAMED:
        return f"{praised} the same {number(len(top))} themes; most was said about {names}."
    return f"{praised} {names}{_followed(counts, top, name)}."


def _names(counts: Sequence[Count], name: Name) -> str:
    return listing([name(count) for count in counts[:_NAMED]])


def _where(count: Count) -> str:
    if count.total == 1:
        return "In the one place"
    if count.inspections == count.total:
        return "In both places" if count.total == 2 else f"In all {number(count.total)} places"
    return f"In {number(count.inspections)} of the {number(count.total)} places"


def _followed(counts: Sequence[Count], top: Sequence[Count], name: Name) -> str:
    """The next most frequent themes, where they are few and found more than once."""
    rest = leading(counts[len(top) :])
    if not rest or len(rest) > _NAMED or rest[0].inspections < 2:
        return ""
    return f"; in {number(rest[0].inspections)}, {_names(rest, name)}"
