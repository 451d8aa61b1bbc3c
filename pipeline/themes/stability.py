"""How far a theme stands when other documents, or other teaching, are drawn."""

import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.kept import Kept
from pipeline.themes import discovery
from pipeline.themes.assigner import Assigner
from pipeline.themes.found import Material, group, method
from pipeline.themes.passages import Passages

ROUNDS = 8
TEACHINGS = 4
TEXTS = 1000  # looked at
ROBUST = 0.6  # Hennig (2007): a cluster whose mean Jaccard is below this is not to be relied on
Array = NDArray[np.float64]
Again = Callable[[int, NDArray[np.int64]], Assigner]


def draws(documents: Sequence[str], rounds: int, seed: int) -> list[NDArray[np.int64]]:
    """For each round the places of the texts whose document was drawn, with replacement, ascending.

    Parameters
    ----------
    documents: for each text the document that it comes from.
    rounds: how often.
    seed: of the draw; the documents are drawn in the order of their ids.

    """
    names, where = np.unique(np.array(documents, dtype=str), return_inverse=True)
    rng, drawn = np.random.default_rng(seed), np.zeros((rounds, len(names)), dtype=bool)
    for row in drawn:
        row[rng.choice(len(names), len(names))] = True
    return [np.flatnonzero(row[where]) for row in drawn]


def jaccard(one: set[int], other: set[int]) -> float:
    """Share of the members of either that both have; 1 where both are empty."""
    return len(one & other) / len(one | other) if one | other else 1.0


def of_clusters(
    material: Material, rows: Array, documents: Sequence[str], members: Sequence[set[int]], seed: int
) -> list[float]:
    """Mean over draws of documents of each cluster's Jaccard with the most alike new one (Hennig 2007).

    Parameters
    ----------
    material: what was divided.
    rows: array (n, dimensions), as ``found.rows_of`` gives them.
    documents: of each text of the material.
    members: for each cluster the places of its texts in the material.
    seed: of the draws.

    """
    keep = _some(len(documents), seed)
    rows, texts = rows[keep], [material.passages.texts[i] for i in keep]
    sums: list[list[float]] = [[] for _ in members]
    for drawn in draws([documents[i] for i in keep], ROUNDS, seed):
        if len(drawn) < 4:
            continue
        labels = group(rows[drawn], [texts[i] for i in drawn], method(material.parent, len(drawn)))
        new = [set(keep[drawn[labels == k]].tolist()) for k in range(labels.max() + 1)]
        here = set(keep[drawn].tolist())
        for values, old in zip(sums, members, strict=True):
            if old & here:
                values.append(max((jaccard(old & here, one) for one in new), default=0.0))
    return [float(np.mean(values)) if values else 0.0 for values in sums]


def of_teaching(
    model: Assigner, again: Again, corpus: Passages, documents: Sequence[str], seed: int
) -> list[float]:
    """For each codebook theme the mean Jaccard of its findings with those that half the teaching gives.

    Each round draws half of the labelled texts and, with replacement, documents; empty without documents.
    The findings looked at are chosen by what they say: a new report takes the place of few of them.

    Parameters
    ----------
    model: the assigner.
    again: makes the same learner, of a number, of the labelled texts at some places.
    corpus, documents: texts, and of each the document that it comes from.
    seed: of the draws.

    """
    known, keep = len(model.known.texts), np.sort(discovery.sampled(corpus.texts, TEXTS))
    texts = corpus.take(keep)
    full = _given(model, texts)
    rng = np.random.default_rng(seed)
    values = []
    for number, drawn in enumerate(draws([documents[i] for i in keep], TEACHINGS, seed), 1):
        half = np.sort(rng.permutation(known)[: known // 2])
        other = _given(again(number, half), texts)[drawn]
        both, either = full[drawn] & other, full[drawn] | other
        with np.errstate(invalid="ignore"):
            values.append(both.sum(axis=0) / either.sum(axis=0))
    return [float(np.mean(v[~np.isnan(v)])) if (~np.isnan(v)).any() else np.nan for v in np.array(values).T]


def _given(model: Assigner, passages: Passages) -> NDArray[np.bool_]:
    def assigned(places: list[int]) -> Iterator[bytes]:
        part = passages.take(np.array(places))
        return (json.dumps(one.themes).encode() for one in model.assign(part, len(model.themes)))

    given = np.zeros((len(passages), len(model.themes)), dtype=bool)
    keys = passages.keys([model.key] * len(passages))
    for i, item in enumerate(Kept("stability").each(keys, assigned)):
        given[i, json.loads(item)] = True
    return given


def _some(count: int, seed: int) -> NDArray[np.int64]:
    return np.sort(np.random.default_rng(seed).permutation(count)[:TEXTS])
