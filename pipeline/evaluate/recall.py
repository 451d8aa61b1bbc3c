"""Whether hand-coded findings come out of the whole pipeline: read, split and kept as findings."""

import re

import pandas as pd

from pipeline.examples import Gold
from pipeline.text import fold

_MARKS = re.compile(r"\s*[⁰¹²³⁴-⁹]+")


def measure(gold: list[Gold], findings: pd.DataFrame, known_as: dict[str, str]) -> dict[str, object]:
    """Share of gold findings whose text is a finding of the same document, footnote marks apart.

    Parameters
    ----------
    gold: hand-coded findings of one gold file.
    findings: findings of the corpus.
    known_as: document_id of gold documents that have another name in the corpus.

    """
    asked = [(one, known_as.get(one.document, one.document)) for one in gold]
    coded = findings[findings["document_id"].isin({document for _, document in asked})]
    texts = {str(name): set(own["text"].map(_plain)) for name, own in coded.groupby("document_id")}
    asked = [(one, document) for one, document in asked if document in texts]
    missed = [one for one, document in asked if _plain(one.text) not in texts[document]]
    known = {document: {_plain(one.text) for one, at in asked if at == document} for _, document in asked}
    return {
        "documents": len(known),
        "n": len(asked),
        "recall": 1 - len(missed) / len(asked) if asked else None,
        "missed": [{"uid": one.uid, "text": one.text} for one in missed],
        "not_hand_coded": sum(len(texts[document] - known[document]) for document in sorted(known)),
    }


def _plain(text: str) -> str:
    """Text without footnote marks, which hand coding keeps and findings do not."""
    return fold(_MARKS.sub("", text))
