"""Run the stage: read tables, count, write tables."""

import logging
from collections import Counter
from pathlib import Path

import pandas as pd

from pipeline import params, tables, vectors
from pipeline.track import programmes
from pipeline.track.advice import advice
from pipeline.track.associations import associations
from pipeline.track.counting import inspection_findings, mentions
from pipeline.track.figures import figures_of
from pipeline.track.inspections import inspections
from pipeline.track.prevalence import presence, prevalence
from pipeline.track.recurrence import recurrence
from pipeline.track.states import states
from pipeline.track.trends import trends

PDUS = Path("data/reference/pdus.csv")
log = logging.getLogger(__name__)


def run() -> None:
    """Read documents, findings and themes; write prevalence, trends, recurrence, links, associations."""
    settings, rulers = params.load().track, programmes.load()
    findings, coded = tables.read(tables.FINDINGS), tables.read(tables.FINDING_THEMES)
    clauses, listed = tables.read(tables.CLAUSES), tables.read(tables.THEMES)
    listed = listed[listed["parent"].isna()]
    themes = list(listed["theme_id"])

    units = inspections(tables.read(tables.DOCUMENTS), Counter(findings["document_id"]), _regions())
    belonging = inspection_findings(units, findings)
    raised = mentions(belonging, findings, coded)
    looked = programmes.looked_at(units, rulers, themes)
    known = states(units, presence(raised), looked, themes)
    figures = figures_of(tables.read(tables.STATISTICS), clauses)
    given = {"findings": findings, "finding_themes": coded, "clauses": clauses}
    linked, again = advice(units, belonging, given, vectors.load(), settings)

    tables.write(tables.INSPECTIONS, units)
    tables.write(tables.INSPECTION_FINDINGS, belonging)
    tables.write(tables.PREVALENCE, prevalence(units, raised, looked, themes, settings))
    tables.write(tables.TRENDS, trends(units, known, settings))
    tables.write(tables.RECURRENCE, recurrence(units, known, raised, figures))
    tables.write(tables.LINKS, linked)
    tables.write(tables.REPEATS, again)
    names = dict(zip(themes, listed["name"], strict=True))
    tables.write(tables.ASSOCIATIONS, associations(units, known, names, settings))
    _log_counts(units, belonging)


def _regions() -> dict[str, str]:
    """Region of each PDU."""
    pdus = pd.read_csv(PDUS, dtype="str")
    return dict(zip(pdus["pdu"], pdus["region"], strict=True))


def _log_counts(units: pd.DataFrame, belonging: pd.DataFrame) -> None:
    undated = int(units["year"].isna().sum())
    log.info("%d inspections, %d of them without a year (counted apart)", len(units), undated)
    for basis, count in sorted(Counter(units["basis"]).items()):
        log.info("  %d known from %s", count, basis.replace("_", " "))
    log.info("%d of %d findings counted", int(belonging["counted"].sum()), len(belonging))
    for why, count in sorted(Counter(belonging["why_not"].dropna()).items()):
        log.info("  %d not: %s", count, why)
