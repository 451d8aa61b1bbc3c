"""What speaks for each theme in each text: one row of figures for each pair of text and theme."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.products import cosines, product
from pipeline.themes.passages import Passages

NAMES = (
    "whole",
    "best clause",
    "first clause",
    "share of text",
    "keywords",
    "keywords first",
    "definition",
    "neighbours",
    "margin",
    "rank",
    "companions",
    "prior",
    "clauses",
    "words",
    "highest",
    "total",
    "main whole",
    "main best clause",
    "main first clause",
    "main margin",
)
NEIGHBOURS = 10
RUN = 128  # numbers in a row whose maximum is taken first, when the largest are looked for
BLOCK = 1024  # texts whose likeness to all that is known is held at once
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """Scores and keyword counts of passages.

    Parameters
    ----------
    whole: array (n, themes), scores of the texts.
    clauses: array (m, themes), scores of their clauses.
    main_whole, main_clauses: the same, of being what the text is mainly about.
    hits: array (n, themes), distinct keyword phrases in the texts.
    first_hits: array (n, themes), those in their first clauses.
    neighbours: array (n, themes), how many of the nearest training texts have the theme, weighted.
    definition: array (n, themes), likeness to the definition.

    """

    whole: Array
    clauses: Array
    main_whole: Array
    main_clauses: Array
    hits: Array
    first_hits: Array
    neighbours: Array
    definition: Array


def pairs(passages: Passages, scored: Scored, together: Array) -> Array:
    """Array (n, themes, figures), the figures of ``NAMES``.

    Parameters
    ----------
    passages: n texts.
    scored: their scores.
    together: array (themes, themes), share of the texts with the row's theme that have the column's too;
        the diagonal holds the share of all texts that have the theme.

    """
    whole, starts = scored.whole, passages.starts()
    lengths = np.array([len(clause) for clause in passages.clauses], dtype=float)
    top = np.zeros_like(scored.clauses)
    top[np.arange(len(top)), scored.clauses.argmax(axis=1)] = lengths
    total = np.add.reduceat(lengths, starts)[:, None]
    rank = (-whole).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    prior = np.diag(together)
    likely = np.clip(whole, 0, 1)
    figures = [
        whole,
        np.maximum.reduceat(scored.clauses, starts, axis=0),
        scored.clauses[starts],
        np.add.reduceat(top, starts, axis=0) / total,
        np.log1p(scored.hits),
        np.log1p(scored.first_hits),
        scored.definition - scored.definition.mean(axis=1, keepdims=True),
        scored.neighbours,
        margin(whole),
        np.minimum(rank, 6),
        product(likely, together - np.diag(prior)),
        np.log(prior + 1e-3)[None],
        np.log1p(np.diff(np.append(starts, len(lengths))))[:, None],
        np.log(total),
        whole.max(axis=1, keepdims=True),
        likely.sum(axis=1, keepdims=True),
        scored.main_whole,
        np.maximum.reduceat(scored.main_clauses, starts, axis=0),
        scored.main_clauses[starts],
        margin(scored.main_whole),
    ]
    return np.stack([np.broadcast_to(figure, whole.shape) for figure in figures], axis=-1).astype(float)


def margin(scores: Array) -> Array:
    """Array (n, themes): how far each score lies over the best of the others of its text."""
    first = (-scores).argsort(axis=1, kind="stable")[:, :1]
    best, second = np.sort(scores, axis=1)[:, :-3:-1].T
    own = np.arange(scores.shape[1]) == first
    return scores - np.where(own, second[:, None], best[:, None])


def neighbours(known: NDArray[np.float32], targets: Array, own: NDArray[np.int64]) -> Array:
    """Array (n, themes): as ``nearest``, of some of the known texts, none of which is its own neighbour.

    Parameters
    ----------
    known: array (k, d), unit vectors of the known texts.
    targets: array (k, themes) of 0 and 1.
    own: array (n,), their places among them.

    """
    parts = []
    for start in range(0, len(own), BLOCK):
        places = own[start : start + BLOCK]
        likeness = cosines(known[places], known)
        likeness[np.arange(len(likeness)), places] = -1
        parts.append(nearest(likeness, targets))
    return np.concatenate([np.zeros((0, targets.shape[1])), *parts])


def nearest(likeness: NDArray[np.float32], targets: Array) -> Array:
    """Array (n, themes): share of the nearest of k known texts with each theme, weighted by likeness.

    Parameters
    ----------
    likeness: array (n, k), cosines with them.
    targets: array (k, themes) of 0 and 1.

    """
    nearest = np.sort(_largest(likeness, min(NEIGHBOURS, likeness.shape[1])), axis=1)
    weights = np.clip(np.take_along_axis(likeness, nearest, axis=1), 1e-3, 1).astype(float) ** 4
    return np.asarray((weights[:, :, None] * targets[nearest]).sum(axis=1) / weights.sum(axis=1)[:, None])


def _largest(likeness: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Places (n, most) of the largest numbers of each row: they stand in the runs with the largest maxima."""
    if likeness.shape[1] <= most * RUN:
        return np.argpartition(-likeness, most - 1, axis=1)[:, :most]
    starts = np.arange(0, likeness.shape[1], RUN)
    runs = np.argpartition(-np.maximum.reduceat(likeness, starts, axis=1), most - 1, axis=1)[:, :most]
    places = (starts[runs][:, :, None] + np.arange(RUN)).reshape(len(likeness), -1)
    there = np.minimum(places, likeness.shape[1] - 1)
    found = np.where(places == there, np.take_along_axis(likeness, there, axis=1), -np.inf)
    return np.take_along_axis(places, np.argpartition(-found, most - 1, axis=1)[:, :most], axis=1)
