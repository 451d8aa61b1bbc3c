"""From a number of the prevalence table back to the findings that it counts."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.track.prevalence import CELL, inspection_cells


def behind(cell: Mapping[Any, Any], inspections: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Findings that one row of the prevalence table counts.

    Parameters
    ----------
    cell: ``level``, ``area``, ``period``, ``year``, ``theme_id`` and ``polarity`` of the row.
    inspections: of schema INSPECTIONS.
    mentions: from ``counting.mentions``.

    Returns
    -------
    ``inspection_id``, ``finding_id`` and ``rank`` (1: mainly about the theme): one row a finding and
    inspection, as many as the row's ``n_findings``, of ``n_documents_with`` inspections.

    """
    units = inspection_cells(inspections)
    for name in CELL:
        units = units[units[name].isna() if pd.isna(cell[name]) else units[name].eq(cell[name])]
    about = mentions["theme_id"].eq(cell["theme_id"])
    rows = mentions[about & mentions["inspection_id"].isin(units["inspection_id"])]
    if cell["polarity"] in ("strength", "improvement"):
        rows = rows[rows[cell["polarity"]]]
    if cell["polarity"] == "both":
        sides = rows.groupby("inspection_id")[["strength", "improvement"]].transform("any").all(axis=1)
        rows = rows[sides & (rows["strength"] | rows["improvement"])]
    return rows[["inspection_id", "finding_id", "rank"]].reset_index(drop=True)
