"""Read the tables, embed the query, print the findings nearest to it."""

import argparse
import json
import textwrap

import pandas as pd

from pipeline import encoder, params, tables, vectors
from pipeline.errors import PipelineError
from pipeline.search import __doc__ as summary
from pipeline.search.nearest import Wanted, described, narrowed, nearest
from pipeline.text import fold

POLARITY_NAMES = {
    "strength": "Strength",
    "improvement": "Area for improvement",
    "mixed": "Mixed",
    "neutral": "Neutral",
}
SHOWN = ["finding_id", "score", "polarity", "pdu", "year", "page", "theme_ids", "themes", "text", "clause"]
SHOWN += ["document_id", "title", "path"]


def main(argv: list[str]) -> int:
    """Search and print; exit status 1 where nothing was found."""
    options = parser().parse_args(argv)
    wanted = Wanted(options.theme, options.pdu, options.polarity, options.year)
    found = search(options.words, wanted).head(options.top)
    print(as_json(found) if options.json else as_text(found))
    return 0 if len(found) else 1


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    top = argparse.ArgumentParser(prog="python -m pipeline search", description=summary)
    top.add_argument("words", help="what to look for, in plain words")
    top.add_argument("--theme", help="only findings of this theme (its id or name)")
    top.add_argument("--pdu", help="only findings about this Probation Delivery Unit")
    top.add_argument("--polarity", choices=tables.POLARITIES, help="only findings that were judged so")
    top.add_argument("--year", type=int, help="only findings of this year")
    top.add_argument("--top", type=_positive, default=10, help="how many to show (10)")
    top.add_argument("--json", action="store_true", help="print JSON, one object a finding")
    return top


def search(words: str, wanted: Wanted) -> pd.DataFrame:
    """Findings that are wanted, the nearest to ``words`` first.

    Raises
    ------
    PipelineError: the pipeline has not run, or ran with another encoder than ``params.yaml`` names now.

    """
    query = fold(words)
    if not query:
        raise PipelineError("search", "there is nothing to look for", "Give some words in quotes")
    names = (tables.FINDINGS, tables.DOCUMENTS, tables.FINDING_THEMES, tables.THEMES)
    table = narrowed(described(*(tables.read(schema) for schema in names)), wanted)
    clauses, known = tables.read(tables.CLAUSES), vectors.load()
    model = encoder.load(params.load().embed)
    if model.name != known.encoder:
        problem = f"vectors were made by {known.encoder}, but params.yaml names {model.name}"
        raise PipelineError(vectors.FOLDER, problem, "Run the pipeline again: dvc repro")
    return nearest(table, clauses, model.encode([query])[0], known.of)


def as_text(found: pd.DataFrame) -> str:
    """A numbered entry a finding: score, polarity, place, year, page, themes, and its words."""
    if found.empty:
        return "No finding matches."
    return "\n\n".join(_entry(number, row) for number, row in enumerate(found.to_dict("records"), 1))


def as_json(found: pd.DataFrame) -> str:
    """A list of findings with everything that ``SHOWN`` names; what is not known is null."""
    table = found[SHOWN].astype("object")
    rows = table.where(found[SHOWN].notna(), None).to_dict("records")
    return json.dumps([row | {"score": round(row["score"], 4)} for row in rows], indent=1, ensure_ascii=False)


def _entry(number: int, row: dict) -> str:
    place = row["pdu"] if pd.notna(row["pdu"]) else "place not known"
    year = row["year"] if pd.notna(row["year"]) else "year not known"
    facts = [
        f"{row['score']:.2f}",
        POLARITY_NAMES[row["polarity"]],
        f"{place}, {year}",
        f"page {row['page']}",
    ]
    themes = "; ".join(row["themes"]) or "no theme"
    words = textwrap.fill(row["text"], 96, initial_indent="   ", subsequent_indent="   ")
    return f"{number}. {' | '.join(facts)}\n   {themes}\n   {row['path']}\n{words}"


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
