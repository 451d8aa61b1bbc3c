"""Which codebook themes a text speaks of: a score of words and meaning, judged with other evidence."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import threadpool_limits

from pipeline import products
from pipeline.kept import Arrays, key_of
from pipeline.learnt import Learnt
from pipeline.products import THREADS, cosines
from pipeline.themes import evidence, judge, ridge
from pipeline.themes.evidence import Scored
from pipeline.themes.features import Features, Rows
from pipeline.themes.judge import Judge
from pipeline.themes.keywords import Keywords
from pipeline.themes.lesson import Lesson
from pipeline.themes.meaning import Meaning
from pipeline.themes.passages import Passages
from pipeline.themes.ridge import Dual, Fit
from pipeline.themes.score import Score

PENALTY = 0.7
CHUNK = 256  # texts whose evidence is held at once
BLOCKS = 10  # parts of the second half of what is taught, each judged by what was learnt from all else
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """The labelled texts that a learner learnt from.

    Parameters
    ----------
    texts: k texts.
    meaning: what they mean.
    words: array (k, vocabulary), as in ``Rows``.
    targets: array (k, themes) of 0 and 1.
    mains: array (k,), the main theme of each, or ``judge.NOTHING``.

    """

    texts: list[str]
    meaning: Meaning
    words: sparse.csr_matrix
    targets: Array
    mains: NDArray[np.int64]

    def at(self, places: NDArray[np.int64]) -> "Known":
        """The texts at ``places``."""
        texts = [self.texts[i] for i in places]
        rows, targets = self.rows.take(places), self.targets[places]
        return Known(texts, rows.meaning, rows.words, targets, self.mains[places])

    @property
    def rows(self) -> Rows:
        """Their features."""
        return Rows(self.meaning, self.words)

    def together(self) -> Array:
        """Array (themes, themes) as ``evidence.pairs`` wants it."""
        both = self.targets.T @ self.targets
        shares = both / np.maximum(np.diag(both), 1)[:, None]
        np.fill_diagonal(shares, np.diag(both) / max(len(self.targets), 1))
        return shares


@dataclass(frozen=True)
class Assignment:
    """What a text is given.

    Parameters
    ----------
    themes: numbers of the themes given, the main one first.
    chances: array (themes,), calibrated chance of each theme.
    clauses: array (themes,), which of the text's clauses speaks most of each theme.
    alike: array (k,), its cosines with the texts that are known.

    """

    themes: list[int]
    chances: Array
    clauses: NDArray[np.int64]
    alike: NDArray[np.float32]


@dataclass(frozen=True)
class Assigner:
    """Fitted on labelled passages alone, never on the corpus: a new document changes no other finding.

    Parameters
    ----------
    themes: ids of the themes.
    features: vocabulary and keywords.
    score: of having each theme, and of being mainly about it.
    definitions: array (themes, d), unit vectors of the definitions.
    known: what it learnt from.
    judgement: the decision over all evidence.
    key: of all that its assignments depend on.

    """

    themes: list[str]
    features: Features
    score: Score
    definitions: NDArray[np.float32]
    known: Known
    judgement: Judge
    key: str = ""

    def pairs(self, passages: Passages, alike: NDArray[np.float32]) -> tuple[Array, Array]:
        """Evidence (n, themes, figures) of passages, and the scores (m, themes) of their clauses.

        ``alike``: array (n, k), cosines of the passages with the texts that are known.
        """
        whole, parts = self.features.whole(passages), self.features.parts(passages)
        said = self.score.said(whole, self.known.meaning, alike), self.score.said(parts, self.known.meaning)
        scored = _scored(self, passages, said, evidence.nearest(alike, self.known.targets))
        return evidence.pairs(passages, scored, self.known.together()), scored.clauses

    def assign(self, passages: Passages, most: int) -> Iterator[Assignment]:
        """What is given to each text."""
        for start in range(0, len(passages), CHUNK):
            part = passages.part(start, start + CHUNK)
            alike = products.near(part.means(), self.known.meaning.wholes)
            pairs, clauses = self.pairs(part, alike)
            chance, main = self.judgement.chances(pairs)
            given = self.judgement.choose(chance, main, most)
            ends = np.append(part.starts(), len(part.clauses))
            for i, themes in enumerate(given):
                own = clauses[ends[i] : ends[i + 1]].argmax(axis=0)
                yield Assignment(themes, chance[i], own, alike[i])


def fit(
    themes: list[str], keywords: Keywords, definitions: NDArray[np.float32], lesson: Lesson, learnt: Learnt
) -> Assigner:
    """Learn from passages and their themes; a passage without themes is one that nothing fits."""
    passages, targets = lesson.passages, lesson.targets(themes)
    features, rows = Features.fit(passages, keywords)
    known = Known(passages.texts, rows.meaning, rows.words, targets, lesson.mains(themes))
    draft = Assigner(themes, features, _NO_SCORE, definitions, known, _NO_JUDGE)
    parts = [themes, keywords.keywords, definitions, lesson.parts]
    made = learnt.arrays("whole", parts, lambda: _learn(draft, lesson))
    score = Score.of(rows.words, made["push"], made["offsets"])
    key = key_of(parts, [made[name] for name in sorted(made)])
    return replace(draft, score=score, judgement=Judge.of(made), key=key)


def _learn(draft: Assigner, lesson: Lesson) -> Arrays:
    """Arrays of the score and of the judge."""
    with threadpool_limits(THREADS):
        return _learnt(draft, lesson)


def _learnt(draft: Assigner, lesson: Lesson) -> Arrays:
    known, texts = draft.known, len(lesson.passages)
    judged, own = lesson.passages.part(texts // 2, texts), np.arange(texts // 2, texts)
    dual, said = _score(draft, lesson, judged)
    near = evidence.neighbours(known.meaning.whole, known.targets, own)
    pairs = evidence.pairs(judged, _scored(draft, judged, said, near), known.together())
    counts = lesson.counts(draft.themes)[own]
    return {**dual.arrays, **judge.fit(pairs, known.targets[own], known.mains[own], counts).arrays}


def _score(draft: Assigner, lesson: Lesson, judged: Passages) -> tuple[Dual, tuple[Array, Array]]:
    """The score's map, and what scores that have not learnt a text say of it and of its clauses."""
    whole, parts = draft.known.rows, draft.features.parts(judged)
    fitted = ridge.fit(whole.products(), lesson.goals(draft.themes), lesson.weights, PENALTY)
    return fitted.whole, _left_out(fitted, whole, parts, judged.owner)


def _left_out(fitted: Fit, whole: Rows, parts: Rows, owner: NDArray[np.int64]) -> tuple[Array, Array]:
    """What scores that have not learnt a text say of it and of its clauses, for the last of the texts.

    Parameters
    ----------
    fitted: on all texts.
    whole: the texts.
    parts: clauses of the last texts.
    owner: array (m,), which of the last texts each clause belongs to.

    """
    count = int(owner[-1]) + 1
    start = len(whole) - count
    said = fitted.targets[start:].copy()
    said_parts = np.empty((len(parts), said.shape[1]))
    blocks = [np.arange(first, count, BLOCKS) for first in range(min(BLOCKS, count))]
    for block, (without, short) in zip(blocks, fitted.without([start + one for one in blocks]), strict=True):
        said[block] -= short
        own = np.flatnonzero(np.isin(owner, block))
        score = Score.of(whole.words, without.push, without.offsets)
        said_parts[own] = score.said(parts.take(own), whole.meaning)
    return said, said_parts


def _scored(model: Assigner, passages: Passages, said: tuple[Array, Array], near: Array) -> Scored:
    counts = model.features.keywords.counts
    first = [passages.clauses[start] for start in passages.starts()]
    likeness = cosines(passages.means(), model.definitions)
    hits, first_hits = counts(passages.texts).astype(float), counts(first).astype(float)
    (whole, main_whole), (parts, main_parts) = (np.split(one, 2, axis=1) for one in said)
    scores = (whole, parts, main_whole, main_parts)
    return Scored(*scores, hits, first_hits, near, likeness.astype(float))


_NONE = np.zeros(len(evidence.NAMES))
_NO_JUDGE = Judge(_NONE, _NONE, _NONE, _NONE, threshold=1.0, floor=1.0)
_NO_SCORE = Score(np.zeros((0, 0)), np.zeros((0, 0), dtype=np.float32), np.zeros(0))
