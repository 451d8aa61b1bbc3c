"""Run the stage: read tables, count, write tables."""

import logging

import pandas as pd

from pipeline import params, tables
from pipeline.track.counting import inspection_findings, mentions
from pipeline.track.inspections import inspections
from pipeline.track.prevalence import prevalence

log = logging.getLogger(__name__)


def run() -> None:
    """Read documents, findings and themes; write prevalence, trends, recurrence, links, associations."""
    settings = params.load().track
    findings = tables.read(tables.FINDINGS)
    themes = tables.read(tables.THEMES)
    sizes = findings.groupby("document_id").size().to_dict()
    units = inspections(tables.read(tables.DOCUMENTS), sizes, {})
    belonging = inspection_findings(units, findings)
    raised = mentions(belonging, findings, tables.read(tables.FINDING_THEMES))
    listed = list(themes.loc[themes["parent"].isna(), "theme_id"])
    tables.write(tables.INSPECTIONS, units)
    tables.write(tables.INSPECTION_FINDINGS, belonging)
    tables.write(tables.PREVALENCE, prevalence(units, raised, listed, settings))
    for schema in (tables.TRENDS, tables.RECURRENCE, tables.LINKS, tables.REPEATS, tables.ASSOCIATIONS):
        tables.write(schema, tables.empty(schema))
    _log_counts(units, belonging)


def _log_counts(units: pd.DataFrame, belonging: pd.DataFrame) -> None:
    log.info("%d inspections, %d without a year", len(units), int(units["year"].isna().sum()))
    log.info("%d of %d findings counted", int(belonging["counted"].sum()), len(belonging))
