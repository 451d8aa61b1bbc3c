"""The sentences that answer the question of the overview and of the summary, true for any counts."""

from collections.abc import Sequence
from itertools import takewhile

from pipeline.report.counts import Count
from pipeline.report.words import inside, listing, number

_NAMED = 3


def leading(counts: Sequence[Count]) -> list[Count]:
    """The themes that share the highest number of inspections."""
    return list(takewhile(lambda count: count.inspections == counts[0].inspections, counts))


def weaknesses(counts: Sequence[Count], unit: str = "place") -> str:
    """What needed improvement most often, over the latest inspection of each place.

    Parameters
    ----------
    counts: themes that needed improvement, the most frequent first.
    unit: what is counted, in the singular.

    """
    if not counts:
        return "No finding of the latest inspections asks for improvement under any theme."
    top = leading(counts)
    names, where = _names(top), _where(top[0], unit)
    if len(top) > _NAMED:
        said = f"{where}, the latest inspection found that the same {number(len(top))} themes needed improvement."
        return f"{said} Most was said about {names}."
    return f"{where}, the latest inspection found that {names} needed improvement{_followed(counts, top)}."


def strengths(counts: Sequence[Count], unit: str = "place") -> str:
    """What was praised most often, over the latest inspection of each place."""
    if not counts:
        return "No finding of the latest inspections is a strength under any theme."
    top = leading(counts)
    names, where = _names(top), _where(top[0], unit)
    if len(top) > _NAMED:
        return f"{where}, it praised the same {number(len(top))} themes; most was said about {names}."
    return f"{where}, it praised {names}{_followed(counts, top)}."


def _names(counts: Sequence[Count]) -> str:
    return listing([inside(count.name) for count in counts[:_NAMED]])


def _where(count: Count, unit: str) -> str:
    if count.total == 1:
        return f"In the one {unit} inspected"
    if count.inspections == count.total:
        return f"In {'both' if count.total == 2 else 'all ' + number(count.total)} {unit}s inspected"
    return f"In {number(count.inspections)} of the {number(count.total)} {unit}s inspected"


def _followed(counts: Sequence[Count], top: Sequence[Count]) -> str:
    rest = counts[len(top) : _NAMED]
    if not rest or counts[0].total == 1:
        return ""
    return ", followed by " + listing(
        [f"{inside(count.name)} ({number(count.inspections)})" for count in rest]
    )
