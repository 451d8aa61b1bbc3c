"""The data dictionary, made from the table schemas: ``python -m pipeline.dictionary`` writes it."""

from pathlib import Path

import pandera.pandas as pa

from pipeline import files, tables

DICTIONARY = Path("docs/data-dictionary.md")
TYPES = {
    "str": "text",
    "int": "whole number",
    "float": "number",
    "bool": "yes or no",
    "datetime": "date",
}
HEAD = """# Data dictionary

Made from the table schemas in `pipeline/tables/` by `python -m pipeline.dictionary`; do not edit it by
hand. A test fails when it is out of date. Every table is validated against its schema when it is written
and when it is read: columns, types, allowed values and key. Tables are Parquet files; pandas, R (arrow),
DuckDB and Excel (Power Query) open them.

An empty cell means not known or not applicable, never zero.
"""
GROUPS = {
    tables.PROCESSED: ("Results", "`data/processed/`: what readers, notebooks and other programs use."),
    tables.INTERIM: (
        "Between stages",
        "`data/interim/`: what passes from one stage to the next; may change.",
    ),
}


def markdown() -> str:
    """The whole dictionary."""
    parts = [HEAD]
    for folder, (title, meaning) in GROUPS.items():
        own = [schema for schema in tables.ALL if tables.path_of(schema).parent == folder]
        parts += [f"## {title}\n\n{meaning}\n", *(section(schema) for schema in own)]
    return "\n".join(parts)


def section(schema: pa.DataFrameSchema) -> str:
    """One table: what it is, its key, its columns."""
    key = schema.unique if isinstance(schema.unique, list) else [schema.unique] if schema.unique else []
    named = ", ".join(f"`{name}`" for name in key) or "none; rows may repeat"
    lines = [
        f"### {tables.path_of(schema).name}",
        f"\n{schema.description}\n\nKey: {named}.\n",
        "| column | type | may be empty | values | meaning |",
        "|---|---|---|---|---|",
        *(row(str(name), column) for name, column in schema.columns.items()),
        "",
    ]
    return "\n".join(lines)


def row(name: str, column: pa.Column) -> str:
    """One column as a row of the table."""
    kind = next(word for start, word in TYPES.items() if str(column.dtype).lower().startswith(start))
    empty = "yes" if column.nullable else "no"
    meaning = (column.description or "").replace("|", "\\|")
    return f"| `{name}` | {kind} | {empty} | {values(column)} | {meaning} |"


def values(column: pa.Column) -> str:
    """Allowed values or range, '' where any goes."""
    limits: dict[str, float] = {}
    for check in column.checks:
        facts = check.statistics or {}
        if "allowed_values" in facts:
            return ", ".join(str(one) for one in facts["allowed_values"])
        limits |= facts
    low, high = limits.get("min_value"), limits.get("max_value")
    if low is None or high is None:
        return "" if low is None else f"{low:g} or more"
    return f"{low:g} to {high:g}"


def main() -> None:
    """Write the dictionary whole or not at all."""
    files.write(DICTIONARY, markdown())


if __name__ == "__main__":
    main()
