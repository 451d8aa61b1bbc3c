"""Texts whose polarity is judged or learnt from, with their clauses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline import language


@dataclass(frozen=True)
class Passages:
    """Texts, and the clauses of all of them in one flat list.

    Parameters
    ----------
    texts: n texts.
    clauses: clauses of all texts, in their order; every text has at least one.
    owner: array of int, the index of each clause's text, never decreasing.

    """

    texts: list[str]
    clauses: list[str]
    owner: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)


def of_segments(segments: pd.DataFrame, clauses: pd.DataFrame) -> Passages:
    """The findings of a run; one without clauses is its own clause."""
    place = pd.Series(range(len(segments)), index=segments["finding_id"])
    known = clauses[clauses["finding_id"].isin(place.index)]
    owners = place.loc[known["finding_id"]].to_numpy()
    bare = np.setdiff1d(np.arange(len(segments)), owners)
    owner = np.concatenate([owners, bare])
    order = np.argsort(owner, kind="stable")
    texts = segments["text"].tolist()
    flat = [*known["text"].tolist(), *(texts[one] for one in bare)]
    return Passages(texts, [flat[one] for one in order], owner[order])


def of_texts(texts: Iterable[str]) -> Passages:
    """Texts that the project wrote or coded by hand, split as stage split splits."""
    listed = list(texts)
    split = [clauses_of(text) for text in listed]
    owner = np.repeat(np.arange(len(listed)), [len(parts) for parts in split])
    return Passages(listed, [clause for parts in split for clause in parts], owner)


def clauses_of(text: str) -> Sequence[str]:
    """Clauses of one text; itself where it has none."""
    return [text[start:end] for start, end in language.clauses(text)] or [text]
