"""How the schema of a table is written down: one constructor a kind of column."""

from pathlib import Path

import pandera.pandas as pa

PROCESSED = Path("data/processed")
INTERIM = Path("data/interim")

KINDS = ["inspection_report", "press_release", "response_letter", "other"]
FINDING_KINDS = ["bullet", "sentence", "recommendation", "action", "quote"]
POLARITIES = ["strength", "improvement", "mixed", "neutral"]
RATINGS = ["Outstanding", "Good", "Requires improvement", "Inadequate"]


def text(meaning: str, among: list[str] | None = None, *, empty: bool = False) -> pa.Column:
    """Column of the kind that the name says."""
    return pa.Column("str", pa.Check.isin(among) if among else None, nullable=empty, description=meaning)


def number(
    meaning: str, low: float | None = 0, high: float | None = None, *, empty: bool = False
) -> pa.Column:
    """Column of the kind that the name says."""
    checks = [pa.Check.ge(low)] if low is not None else []
    return pa.Column(
        "float64",
        checks + ([pa.Check.le(high)] if high is not None else []),
        nullable=empty,
        description=meaning,
    )


def count(meaning: str, *, empty: bool = False) -> pa.Column:
    """Column of the kind that the name says."""
    return pa.Column("Int64" if empty else "int64", pa.Check.ge(0), nullable=empty, description=meaning)


def date(meaning: str) -> pa.Column:
    """Column of the kind that the name says."""
    return pa.Column("datetime64[us]", nullable=True, description=meaning)


def flag(meaning: str) -> pa.Column:
    """Column of the kind that the name says."""
    return pa.Column("bool", description=meaning)


def share(meaning: str, *, empty: bool = False) -> pa.Column:
    """Column of the kind that the name says."""
    return number(meaning, 0, 1, empty=empty)


def table(
    path: Path, meaning: str, unique: list[str] | None, columns: dict[str, pa.Column]
) -> pa.DataFrameSchema:
    """Strict schema of the table at ``path``; ``unique`` is its key."""
    return pa.DataFrameSchema(
        columns,
        strict=True,
        coerce=True,
        ordered=True,
        unique=unique,
        name=path.stem,
        description=meaning,
        metadata={"path": str(path)},
    )
