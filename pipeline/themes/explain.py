"""Why a text was given a theme: the phrases that carried it and the nearest example."""

from collections.abc import Sequence

import numpy as np

from pipeline.themes.assigner import Assigner
from pipeline.themes.features import discounted
from pipeline.themes.passages import Passages

PHRASES = 4


class Explainer:
    """Looks into a fitted assigner.

    Parameters
    ----------
    model: what assigned the themes.

    """

    def __init__(self, model: Assigner) -> None:
        self._model = model
        self._terms = model.features.words.get_feature_names_out()
        first = model.known.rows.shape[1]
        self._weights = model.score.weights[first : first + model.features.n_words]
        self._place = {text: i for i, text in enumerate(model.known.texts)}
        self._holders = [np.flatnonzero(column) for column in model.known.targets.T]

    def phrases(self, text: str, themes: Sequence[int]) -> list[str]:
        """For each theme the phrases of the text that speak for it, the codebook's keywords first."""
        row = self._model.features.words.transform([discounted(text)]).tocoo()
        return ["; ".join(self._of_theme(text, theme, row.col, row.data)[:PHRASES]) for theme in themes]

    def _of_theme(self, text: str, theme: int, terms: np.ndarray, values: np.ndarray) -> list[str]:
        push = values * self._weights[terms, theme]
        best = [str(self._terms[terms[i]]) for i in np.argsort(-push, kind="stable") if push[i] > 0]
        phrases = self._model.features.keywords.found(text, theme)[:PHRASES]
        seen = " ".join(phrases).casefold()
        for term in best[:PHRASES]:
            if term not in seen:
                phrases.append(term)
                seen += " " + term
        return phrases

    def nearest(self, passages: Passages, given: Sequence[Sequence[int]]) -> list[list[str]]:
        """For each text and each of its themes the nearest other labelled text that has the theme."""
        likeness = passages.means() @ self._model.known.rows.T
        for i, text in enumerate(passages.texts):
            if text in self._place:
                likeness[i, self._place[text]] = -1
        texts, holders = self._model.known.texts, self._holders
        return [
            [
                texts[holders[theme][int(np.argmax(row[holders[theme]]))]] if len(holders[theme]) else ""
                for theme in themes
            ]
            for row, themes in zip(likeness, given, strict=True)
        ]
