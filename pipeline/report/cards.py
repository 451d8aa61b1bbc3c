"""What pages say of a finding, kept column by column: to quote one costs no search in a table."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from pipeline.report import words

FIELDS = (
    "finding_id", "document_id", "kind", "section", "text", "polarity", "page", "title", "published",
    "format", "place", "year", "label", "when", "addressee",
)  # fmt: skip
PAGED = ("pdf",)


class Cards:
    """Findings by id. Equal values of a column are one object: it costs little more than its numbers.

    Parameters
    ----------
    evidence: with the columns ``FIELDS``, in the order of the evidence page.

    """

    def __init__(self, evidence: pd.DataFrame) -> None:
        self.columns = {name: shared(evidence[name]) for name in FIELDS}
        self.at: dict[str, int] = {key: n for n, key in enumerate(self.columns["finding_id"])}

    def __contains__(self, finding_id: object) -> bool:
        """Whether there is such a finding."""
        return finding_id in self.at

    def kind(self, finding_id: str) -> str:
        """Kind of a finding."""
        return str(self.columns["kind"][self.at[finding_id]])

    def card(self, finding_id: str) -> dict[str, Any]:
        """A finding's ``FIELDS`` and its ``source`` in words."""
        number = self.at[finding_id]
        made = {name: column[number] for name, column in self.columns.items()}
        return {**made, "source": source(made)}


def shared(
    values: "pd.Series[Any]", say: Callable[[Any], Any] = lambda value: value, empty: Any = None
) -> list[Any]:
    """What ``say`` makes of each value of a column, equal ones as one object; ``empty`` for empty ones."""
    codes, distinct = pd.factorize(values)
    said = [*map(say, distinct.tolist()), empty]  # the code of an empty value is -1: the last
    return [said[code] for code in codes.tolist()]


def source(row: dict[str, Any]) -> str:
    """Document, section, page and date of a finding in one line."""
    parts = [row["title"] if words.known(row["title"]) else row["document_id"]]
    if words.known(row["section"]):
        parts.append(f"section ‘{row['section']}’")
    if row["format"] in PAGED:
        parts.append(f"page {row['page']}")
    if words.known(row["published"]):
        parts.append(f"published {words.published(row['published'])}")
    return ", ".join(parts)
