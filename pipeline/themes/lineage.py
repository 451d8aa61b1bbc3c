"""One-to-one matching of discovered themes with those of the run before, and the events of every theme."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from pipeline.codebook import Theme
from pipeline.text import digest, slug
from pipeline.themes.registry import Entry, Generation

SAME = 0.8  # likeness of centroids from which two themes may be the same


@dataclass(frozen=True)
class Event:
    """What became of a theme; ``earlier`` is its id in the run before, '' where it is new."""

    theme_id: str
    event: str
    earlier: str = ""


def match(found: Sequence[Entry], old: Sequence[Entry]) -> tuple[list[Entry], list[Event]]:
    """Give found themes the ids and names of the old ones they continue, and say what became of each.

    Parameters
    ----------
    found: discovered themes of this run, with centroids; their ids are not yet given.
    old: discovered themes of the run before.

    """
    likeness = _likeness(found, old)
    pairs = [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(-likeness), strict=True)]
    kept = {i: j for i, j in pairs if likeness[i, j] >= SAME}
    taken = {old[j].id for j in kept.values()}
    named, events = [], []
    for i, entry in enumerate(found):
        if i in kept:
            named.append(replace(entry, id=old[kept[i]].id, name=old[kept[i]].name))
            events.append(Event(named[-1].id, "kept", named[-1].id))
            continue
        named.append(replace(entry, id=_fresh(entry, taken)))
        taken.add(named[-1].id)
        source = old[int(likeness[i].argmax())] if len(old) and likeness[i].max() >= SAME else None
        events.append(Event(named[-1].id, "split" if source else "new", source.id if source else ""))
    return named, events + _gone(named, old, likeness, set(kept.values()))


def _gone(named: Sequence[Entry], old: Sequence[Entry], likeness: np.ndarray, kept: set[int]) -> list[Event]:
    events = []
    for j, entry in enumerate(old):
        if j not in kept:
            merged = len(named) and likeness[:, j].max() >= SAME
            heir = named[int(likeness[:, j].argmax())].id if merged else entry.id
            events.append(Event(heir, "merged" if merged else "retired", entry.id))
    return events


def _likeness(found: Sequence[Entry], old: Sequence[Entry]) -> np.ndarray:
    """Array (found, old): cosine of centroids; -1 where the parents differ."""
    if not found or not old:
        return np.full((len(found), len(old)), -1.0)
    likeness = np.stack([e.vector() for e in found]) @ np.stack([e.vector() for e in old]).T
    alike = np.array([[one.parent == other.parent for other in old] for one in found])
    return np.where(alike, likeness, -1.0)


def _fresh(entry: Entry, taken: set[str]) -> str:
    base = f"{entry.parent or 'found'}--{slug(entry.name)[:40].strip('-')}"
    return base if base not in taken else f"{base}-{digest(entry.centroid, length=6)}"


def codebook_events(entries: Sequence[Theme], before: Generation) -> list[Event]:
    """What became of each codebook theme since the run before."""
    old = {entry.id for entry in before.themes if not entry.centroid}
    events = []
    for theme in entries:
        if theme.in_use:
            events.append(Event(theme.id, "kept" if theme.id in old else "new", theme.id * (theme.id in old)))
        elif theme.id in old:
            events += _left(theme)
    known = {theme.id for theme in entries}
    return events + [Event(gone, "retired", gone) for gone in sorted(old - known)]


def _left(theme: Theme) -> list[Event]:
    if theme.merged_into:
        return [Event(theme.merged_into, "merged", theme.id)]
    heirs = [Event(heir, "split", theme.id) for heir in theme.split_into]
    return heirs or [Event(theme.id, "retired", theme.id)]
