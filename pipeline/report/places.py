"""What the page of a Probation Delivery Unit shows."""

from typing import Any

from pipeline.report import words
from pipeline.report.corpus import Corpus
from pipeline.report.counts import both_sides
from pipeline.report.links import recommendations
from pipeline.report.quotes import figures, quotes

ORDER = ["persistent", "new", "reversed", "resolved", "not_assessed"]
ENDS = 3


def place_page(corpus: Corpus, pdu: str) -> dict[str, Any]:
    """Context of ``pdu.html.j2``."""
    rows = corpus.places_inspected[pdu]
    asked = [{**row, "asked": recommendations(corpus, row["inspection_id"])} for row in rows]
    newest = rows[0]["inspection_id"]
    return {
        "place": pdu,
        "inspections": rows,
        "newest": rows[0],
        "standards": standards(corpus, rows),
        "questions": questions(corpus, rows),
        "themes": themes(corpus, newest),
        "earlier": [{**row, "themes": themes(corpus, row["inspection_id"])} for row in rows[1:]],
        "recurrence": recurrence(corpus, pdu),
        "recommendations": [row for row in asked if row["asked"]],
        "figures": figures(corpus, _findings(corpus, newest))[0],
        "documents": documents(corpus, rows),
    }


def themes(corpus: Corpus, inspection_id: str) -> list[dict[str, Any]]:
    """Themes of one inspection with findings on each side, and the width of each side's bar in per cent."""
    rows = both_sides(corpus, [inspection_id])
    highest = max((row[side].findings for row in rows for side in ("improvement", "strength")), default=1)
    for row in rows:
        row["widths"] = {
            side: round(100 * row[side].findings / highest, 1) for side in ("improvement", "strength")
        }
    return sorted(
        rows, key=lambda row: (-row["improvement"].findings, -row["strength"].findings, row["name"])
    )


def standards(corpus: Corpus, inspections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each standard with its rating in every inspection, in the order of ``inspections``."""
    made: dict[str, dict[str, Any]] = {}
    for position, row in enumerate(inspections):
        for key, one in {one["standard"]: one for one in reversed(_of(corpus, "ratings", row))}.items():
            blank = {"standard": key, "name": one["name"], "cells": [None] * len(inspections)}
            made.setdefault(key, blank)["cells"][position] = one["rating"]
    return [made[key] for key in sorted(made, key=_dotted)]


def _dotted(standard: str) -> tuple[int, ...]:
    return tuple(int(part) for part in standard.split(".") if part.isdigit())


def questions(corpus: Corpus, inspections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Key questions of the newest inspection that gives any."""
    for row in inspections:
        asked = _of(corpus, "key_questions", row)
        if asked:
            asked.sort(key=lambda one: (one["standard"], one["question"]))
            return [{**one, "when": row["when"]} for one in asked]
    return []


def recurrence(corpus: Corpus, pdu: str) -> list[dict[str, Any]]:
    """What became of each weakness between successive inspections, newest pair first, by status."""
    pairs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in corpus.listed("theme_recurrence", "pdu").get(pdu, []):
        if row["theme_id"] in corpus.themes.index:
            pairs.setdefault((row["from_inspection"], row["to_inspection"]), []).append(row)
    newest = list(corpus.labels)
    made = [
        {
            "before": corpus.labels[before],
            "after": corpus.labels[after],
            "groups": _by_status(corpus, rows),
        }
        for (before, after), rows in sorted(pairs.items(), key=lambda pair: newest.index(pair[0][1]))
    ]
    return made


def _by_status(corpus: Corpus, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: corpus.names[row["theme_id"]])
    groups = {status: [row for row in rows if row["status"] == status] for status in ORDER}
    return [
        {
            "status": status,
            "heading": words.STATUS[status],
            "rows": [_ends(corpus, row) for row in held],
        }
        for status, held in groups.items()
        if held
    ]


def _ends(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any]:
    before, _, after = row["evidence"].partition("|")
    return {
        **row,
        "name": corpus.names[row["theme_id"]],
        "before": quotes(corpus, before.split(), ENDS),
        "after": quotes(corpus, after.split(), ENDS),
    }


def documents(corpus: Corpus, inspections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Documents about the place, the newest inspection first."""
    keys = [key for row in inspections for key in row["document_ids"].split("; ")]
    counted = {key for row in inspections for key in row["counted_ids"].split("; ")}
    found = corpus.listed("documents", "document_id")
    return [{**found[key][0], "counted": key in counted} for key in dict.fromkeys(keys) if key in found]


def _of(corpus: Corpus, name: str, inspection: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a table about the documents of an inspection, in the table's order."""
    held = corpus.listed(name, "document_id")
    rows = [row for key in inspection["document_ids"].split("; ") for row in held.get(key, [])]
    return sorted(rows, key=lambda row: row["line"])


def _findings(corpus: Corpus, inspection_id: str) -> list[str]:
    belongs = corpus.find("inspection_findings", "inspection_id", inspection_id)
    return list(belongs.loc[belongs["counted"], "finding_id"])
