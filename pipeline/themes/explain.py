"""Why a text was given a theme: the phrases that carried it, the nearest example and the runner-up."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from pipeline.themes.assigner import Assigner, Assignment
from pipeline.themes.features import discounted
from pipeline.themes.passages import Passages

PHRASES = 4
DIGITS = 4
NONE = -1


@dataclass(frozen=True)
class Reason:
    """Why a text has a theme.

    Parameters
    ----------
    theme: number of the theme.
    score: its chance, in ``DIGITS`` digits.
    clause: number of the text's clause that speaks most of it.
    phrases: those that speak for it, joined by semicolons, the codebook's keywords first.
    nearest: number of the nearest other labelled text that has the theme, or ``NONE``.

    """

    theme: int
    score: float
    clause: int
    phrases: str
    nearest: int


@dataclass(frozen=True)
class Explained:
    """The themes of a text, the main one first, and the likeliest that it was not given, or ``NONE``."""

    reasons: list[Reason]
    runner_up: int

    def dump(self) -> bytes:
        """As bytes that ``read`` takes."""
        whole = [[astuple(one) for one in self.reasons], self.runner_up]
        return json.dumps(whole, ensure_ascii=False).encode()

    @classmethod
    def read(cls, item: bytes) -> "Explained":
        """What ``dump`` wrote."""
        reasons, runner_up = json.loads(item)
        return cls([Reason(*one) for one in reasons], runner_up)


class Explainer:
    """Assigns themes and says why.

    Parameters
    ----------
    model: what assigns the themes.
    most: themes that one text may have.

    """

    def __init__(self, model: Assigner, most: int) -> None:
        self._model, self._most = model, most
        self._terms = model.features.words.get_feature_names_out()
        self._weights = model.score.words[: model.features.n_words]
        self._place = {text: i for i, text in enumerate(model.known.texts)}
        self._holders = [np.flatnonzero(column) for column in model.known.targets.T]

    def explained(self, passages: Passages, decided: Sequence[list[int] | None]) -> Iterator[Explained]:
        """What each text is given; a decision on its themes, where there is one, replaces the model's."""
        given = list(self._model.assign(passages, self._most))
        themes = [one.themes if own is None else own for one, own in zip(given, decided, strict=True)]
        phrases, nearest = self._phrases(passages.texts, themes), self._nearest(passages.texts, given, themes)
        for one, own, said, near in zip(given, themes, phrases, nearest, strict=True):
            reasons = [
                Reason(theme, round(float(one.chances[theme]), DIGITS), int(one.clauses[theme]), why, place)
                for theme, why, place in zip(own, said, near, strict=True)
            ]
            yield Explained(reasons, _runner_up(one, own))

    def _phrases(self, texts: Sequence[str], given: Sequence[Sequence[int]]) -> Iterator[list[str]]:
        """For each text and each of its themes the phrases that speak for it."""
        bag = self._model.features.words.transform([discounted(text) for text in texts])
        for i, (text, themes) in enumerate(zip(texts, given, strict=True)):
            own = slice(bag.indptr[i], bag.indptr[i + 1])
            terms, values = bag.indices[own], bag.data[own]
            yield ["; ".join(self._of_theme(text, theme, terms, values)) for theme in themes]

    def _of_theme(self, text: str, theme: int, terms: np.ndarray, values: np.ndarray) -> list[str]:
        push = values * self._weights[terms, theme]
        order = np.argsort(-push, kind="stable")[:PHRASES]
        phrases = self._model.features.keywords.found(text, theme)[:PHRASES]
        seen = " ".join(phrases).casefold()
        for i in order[push[order] > 0]:
            term = str(self._terms[terms[i]])
            if term not in seen:
                phrases.append(term)
                seen += " " + term
        return phrases[:PHRASES]

    def _nearest(
        self, texts: Sequence[str], given: Sequence[Assignment], themes: Sequence[Sequence[int]]
    ) -> Iterator[list[int]]:
        """For each text and each of its themes the nearest other labelled text that has the theme."""
        for text, one, own in zip(texts, given, themes, strict=True):
            alike = one.alike
            if text in self._place:
                alike = alike.copy()
                alike[self._place[text]] = -1
            yield [self._of_holders(alike, self._holders[theme]) for theme in own]

    def _of_holders(self, likeness: np.ndarray, holders: np.ndarray) -> int:
        return int(holders[np.argmax(likeness[holders])]) if len(holders) else NONE


def _runner_up(one: Assignment, given: Sequence[int]) -> int:
    rest = (int(theme) for theme in np.argsort(-one.chances, kind="stable") if int(theme) not in given)
    return next(rest, NONE)
