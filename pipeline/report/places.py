"""What the page of a Probation Delivery Unit shows."""

from typing import Any

import pandas as pd

from pipeline.report import words
from pipeline.report.corpus import Corpus
from pipeline.report.counts import both_sides
from pipeline.report.links import recommendations
from pipeline.report.quotes import figures, quotes

ORDER = ["persistent", "new", "reversed", "resolved", "not_assessed"]
ENDS = 3


def place_page(corpus: Corpus, pdu: str) -> dict[str, Any]:
    """Context of ``pdu.html.j2``."""
    inspections = corpus.inspections[corpus.inspections["pdu"] == pdu]
    rows = words.rows(inspections)
    asked = [{**row, "asked": recommendations(corpus, row["inspection_id"])} for row in rows]
    return {
        "place": pdu,
        "inspections": rows,
        "newest": rows[0],
        "standards": standards(corpus, inspections),
        "questions": questions(corpus, inspections),
        "themes": themes(corpus, rows[0]["inspection_id"]),
        "earlier": [{**row, "themes": themes(corpus, row["inspection_id"])} for row in rows[1:]],
        "recurrence": recurrence(corpus, pdu),
        "recommendations": [row for row in asked if row["asked"]],
        "figures": figures(corpus, _findings(corpus, rows[0]["inspection_id"])),
        "documents": documents(corpus, inspections),
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


def standards(corpus: Corpus, inspections: pd.DataFrame) -> list[dict[str, Any]]:
    """Each standard with its rating in every inspection, in the order of ``inspections``."""
    parts = []
    for position, row in enumerate(words.rows(inspections)):
        rated = corpus["ratings"][corpus["ratings"]["document_id"].isin(row["document_ids"].split("; "))]
        parts.append(rated.drop_duplicates("standard").assign(position=position))
    table = pd.concat(parts) if parts else corpus["ratings"].head(0).assign(position=0)
    made: dict[str, dict[str, Any]] = {}
    for one in words.rows(table):
        entry = made.setdefault(
            one["standard"],
            {"standard": one["standard"], "name": one["name"], "cells": [None] * len(inspections)},
        )
        entry["cells"][one["position"]] = one["rating"]
    return [made[key] for key in sorted(made, key=_dotted)]


def _dotted(standard: str) -> tuple[int, ...]:
    return tuple(int(part) for part in standard.split(".") if part.isdigit())


def questions(corpus: Corpus, inspections: pd.DataFrame) -> list[dict[str, Any]]:
    """Key questions of the newest inspection that gives any."""
    for row in words.rows(inspections):
        table = corpus["key_questions"]
        table = table[table["document_id"].isin(row["document_ids"].split("; "))]
        if len(table):
            table = table.sort_values(["standard", "question"])
            return [{**one, "when": row["when"]} for one in words.rows(table)]
    return []


def recurrence(corpus: Corpus, pdu: str) -> list[dict[str, Any]]:
    """What became of each weakness between successive inspections, newest pair first, by status."""
    table = corpus["theme_recurrence"]
    table = table[(table["pdu"] == pdu) & table["theme_id"].isin(corpus.themes.index)]
    order = {key: n for n, key in enumerate(corpus.inspections["inspection_id"])}
    pairs = table.groupby(["from_inspection", "to_inspection"], sort=False)
    made = [
        {
            "before": corpus.labels[str(before)],
            "after": corpus.labels[str(after)],
            "at": order[str(after)],
            "groups": _by_status(corpus, rows),
        }
        for (before, after), rows in pairs
    ]
    return sorted(made, key=lambda one: one["at"])


def _by_status(corpus: Corpus, rows: pd.DataFrame) -> list[dict[str, Any]]:
    made = []
    for status in ORDER:
        held = words.rows(rows[rows["status"] == status])
        held.sort(key=lambda row: corpus.names[row["theme_id"]])
        if held:
            made.append(
                {
                    "status": status,
                    "heading": words.STATUS[status],
                    "rows": [_ends(corpus, row) for row in held],
                }
            )
    return made


def _ends(corpus: Corpus, row: dict[str, Any]) -> dict[str, Any]:
    before, _, after = row["evidence"].partition("|")
    return {
        **row,
        "name": corpus.names[row["theme_id"]],
        "before": quotes(corpus, before.split())[:ENDS],
        "after": quotes(corpus, after.split())[:ENDS],
    }


def documents(corpus: Corpus, inspections: pd.DataFrame) -> list[dict[str, Any]]:
    """Documents about the place, the newest inspection first."""
    table = corpus["documents"].set_index("document_id", drop=False)
    keys = [key for held in inspections["document_ids"] for key in held.split("; ") if key in table.index]
    counted = {key for held in inspections["counted_ids"] for key in held.split("; ")}
    return [{**words.record(table.loc[key]), "counted": key in counted} for key in dict.fromkeys(keys)]


def _findings(corpus: Corpus, inspection_id: str) -> list[str]:
    belongs = corpus["inspection_findings"]
    return list(belongs.loc[belongs["counted"] & (belongs["inspection_id"] == inspection_id), "finding_id"])
