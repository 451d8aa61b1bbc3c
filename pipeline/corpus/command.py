"""Print the sections of the survey as text, or as JSON for other programs."""

import argparse
import json

import pandas as pd

from pipeline import coverage, tables
from pipeline.corpus import __doc__ as summary


def main(argv: list[str]) -> int:
    """Read the tables, survey them, print."""
    options = parser().parse_args(argv)
    sections = coverage.survey(
        tables.read(tables.DOCUMENTS), tables.read(tables.INSPECTIONS), coverage.pdus()
    )
    print(as_json(sections) if options.json else as_text(sections))
    return 0


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    top = argparse.ArgumentParser(prog="python -m pipeline corpus", description=summary)
    top.add_argument("--json", action="store_true", help="print JSON: sections by key, each a list of rows")
    return top


def as_text(sections: list[coverage.Section]) -> str:
    """Sections one under another, a table in each."""
    return "\n\n".join(_section(one) for one in sections)


def as_json(sections: list[coverage.Section]) -> str:
    """Rows of every section under its key."""
    rows = {one.key: one.table.astype("object").to_dict("records") for one in sections}
    return json.dumps(rows, indent=1, sort_keys=True, ensure_ascii=False)


def _section(one: coverage.Section) -> str:
    body = one.nothing if one.table.empty else "\n".join(_lines(one.table))
    return f"{one.title}\n{'-' * len(one.title)}\n{body}"


def _lines(table: pd.DataFrame) -> list[str]:
    """Header and rows, the columns one under another."""
    rows = [[str(name) for name in table.columns], *table.astype("str").fillna("").to_numpy().tolist()]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(n) for cell, n in zip(row, widths, strict=True)).rstrip() for row in rows]
