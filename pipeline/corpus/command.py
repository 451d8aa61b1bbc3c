"""Print the sections of the survey as text, or as JSON for other programs."""

import argparse
import json

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
    heading = f"{one.title} ({len(one.table)})"
    body = one.nothing if one.table.empty else one.table.to_string(index=False, justify="left")
    return f"{heading}\n{'-' * len(heading)}\n{body}"
