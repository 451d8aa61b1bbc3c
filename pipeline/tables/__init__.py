"""The schema of every table that passes between stages, and how one is read and written.

A table is a Parquet file, one row a thing, written whole or not at all. Columns, their types and
the meaning of each stand here once; the data dictionary is made from them.
"""

import os
from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow
from pyarrow import parquet

from pipeline.errors import PipelineError
from pipeline.tables.documents import BLOCKS, DOCUMENTS, KEY_QUESTIONS, STANDARD_RATINGS
from pipeline.tables.findings import (
    CLAUSES,
    DROPPED,
    FINDINGS,
    HEADING_DISAGREEMENTS,
    SEGMENTS,
    STATISTICS,
)
from pipeline.tables.schema import FINDING_KINDS, INTERIM, KINDS, POLARITIES, PROCESSED, RATINGS
from pipeline.tables.themes import FINDING_THEMES, HAND_CODING, HOLDOUT, LINEAGE, REVIEW_STATUS, THEMES
from pipeline.tables.tracking import (
    ASSOCIATIONS,
    INSPECTION_FINDINGS,
    INSPECTIONS,
    LINKS,
    PREVALENCE,
    RECURRENCE,
    REPEATS,
    TRENDS,
)

__all__ = [
    "ALL",
    "ASSOCIATIONS",
    "BLOCKS",
    "CLAUSES",
    "DOCUMENTS",
    "DROPPED",
    "FINDINGS",
    "FINDING_KINDS",
    "FINDING_THEMES",
    "HAND_CODING",
    "HEADING_DISAGREEMENTS",
    "HOLDOUT",
    "INSPECTIONS",
    "INSPECTION_FINDINGS",
    "INTERIM",
    "KEY_QUESTIONS",
    "KINDS",
    "LINEAGE",
    "LINKS",
    "POLARITIES",
    "PREVALENCE",
    "PROCESSED",
    "RATINGS",
    "RECURRENCE",
    "REPEATS",
    "REVIEW_STATUS",
    "SEGMENTS",
    "STANDARD_RATINGS",
    "STATISTICS",
    "THEMES",
    "TRENDS",
    "empty",
    "frame",
    "path_of",
    "read",
    "write",
]

ALL = [
    DOCUMENTS,
    BLOCKS,
    STANDARD_RATINGS,
    KEY_QUESTIONS,
    SEGMENTS,
    CLAUSES,
    DROPPED,
    FINDINGS,
    HEADING_DISAGREEMENTS,
    STATISTICS,
    THEMES,
    FINDING_THEMES,
    LINEAGE,
    REVIEW_STATUS,
    HAND_CODING,
    INSPECTIONS,
    INSPECTION_FINDINGS,
    PREVALENCE,
    TRENDS,
    RECURRENCE,
    LINKS,
    REPEATS,
    ASSOCIATIONS,
    *HOLDOUT.values(),
]


def path_of(schema: pa.DataFrameSchema) -> Path:
    """Where the table of a schema lies, relative to the project."""
    return Path((schema.metadata or {})["path"])


def empty(schema: pa.DataFrameSchema) -> pd.DataFrame:
    """A table without rows, with the columns and types of ``schema``."""
    return frame(schema, [])


def frame(schema: pa.DataFrameSchema, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Rows as a validated table: missing columns are empty, columns in the schema's order."""
    return schema.validate(pd.DataFrame(rows, columns=list(schema.columns)).infer_objects())


def write(schema: pa.DataFrameSchema, table: pd.DataFrame, root: Path = Path()) -> Path:
    """Validate ``table`` against ``schema`` and write it whole or not at all.

    Raises
    ------
    pandera.errors.SchemaError: a fault of the code, not of the user's.

    """
    path = root / path_of(schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    valid = schema.validate(table[list(schema.columns)].reset_index(drop=True))
    part = path.with_suffix(".part")
    parquet.write_table(arrow.Table.from_pandas(valid, preserve_index=False), part, compression="zstd")
    os.replace(part, path)  # noqa: PTH105
    return path


def read(schema: pa.DataFrameSchema, root: Path = Path()) -> pd.DataFrame:
    """Read the table of ``schema`` and validate it.

    Raises
    ------
    PipelineError: the stage that writes it has not run.

    """
    path = root / path_of(schema)
    if not path.exists():
        raise PipelineError(path, "does not exist", "Run the stages before this one: dvc repro")
    return schema.validate(pd.read_parquet(path))
