"""Findings whose text plainly disagrees with the heading that they stand under."""

import pandas as pd

from pipeline import language, tables
from pipeline.polarity.rules import Book

JUDGED = ("strength", "improvement")


def listed(findings: pd.DataFrame, book: Book, above: float) -> pd.DataFrame:
    """Headed findings that the model judges the other way, surer than ``above``; the surest first.

    A reviewer's decision may have changed a finding's polarity since: it stays listed, marked as decided.
    """
    against = (
        findings["heading"].notna()
        & findings["model_polarity"].isin(JUDGED)
        & (findings["model_polarity"] != findings["heading"])
        & (findings["model_confidence"] > above)
    )
    table = findings[against].sort_values(["model_confidence", "finding_id"], ascending=[False, True])
    evidence = [phrases(text, book) for text in table["text"]]
    decided = table["polarity_source"] == "review"
    columns = list(tables.HEADING_DISAGREEMENTS.columns)
    return table.assign(evidence=pd.Series(evidence, index=table.index, dtype="str"), decided=decided)[
        columns
    ].reset_index(drop=True)


def phrases(text: str, book: Book) -> str:
    """Good and bad words and requests in a text, in its order, each once, joined by '; '."""
    doc = language.nlp().make_doc(text)
    shown = {"praise", "blame", "requirement", "limitation"}
    found = [doc[hit.start : hit.end].text for hit in book.hits(doc) if book.kinds[hit.rule] in shown]
    return "; ".join(dict.fromkeys(found))
