"""Every table that the pages are made from, and the frames of findings that they all draw on."""

import json
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import codebook, coverage, files, tables
from pipeline.errors import PipelineError
from pipeline.params import Params
from pipeline.report.cards import Cards
from pipeline.report.frames import evidence, raised
from pipeline.report.ranking import ranked
from pipeline.report.tally import Tally
from pipeline.report.words import capital, known, rows
from pipeline.text import slug

PROGRAMMES = Path("data/reference/programmes.yaml")
METRICS = Path("reports/metrics.json")
READ = (
    tables.DOCUMENTS,
    tables.STANDARD_RATINGS,
    tables.KEY_QUESTIONS,
    tables.DROPPED,
    tables.FINDINGS,
    tables.HEADING_DISAGREEMENTS,
    tables.STATISTICS,
    tables.THEMES,
    tables.FINDING_THEMES,
    tables.LINEAGE,
    tables.REVIEW_STATUS,
    tables.INSPECTIONS,
    tables.INSPECTION_FINDINGS,
    tables.PREVALENCE,
    tables.TRENDS,
    tables.RECURRENCE,
    tables.LINKS,
    tables.REPEATS,
    tables.ASSOCIATIONS,
)
NO_PLACE = "England and Wales"


@dataclass(frozen=True)
class Corpus:
    """All tables by name, the codebook, the places, the metrics, the settings, names of programmes."""

    tables: dict[str, pd.DataFrame]
    codebook: dict[str, codebook.Theme]
    places: pd.DataFrame
    metrics: dict[str, Any]
    params: Params
    programmes: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of that name."""
        return self.tables[name]

    @cached_property
    def inspections(self) -> pd.DataFrame:
        """Inspections, newest first, with ``place``, ``when``, ``label`` and ``latest`` (of its place)."""
        table = self["inspections"].copy()
        table["place"] = table["pdu"].fillna(table["region"]).fillna(NO_PLACE)
        twice = table.duplicated(["place", "year"], keep=False)
        rows = zip(twice, table["fieldwork_start"], table["year"], strict=True)
        when = [_when(again, start, year) for again, start, year in rows]
        table["when"] = pd.Series(when, index=table.index, dtype="str")
        table["label"] = table["place"] + ", " + table["when"]
        keys = ["year", "fieldwork_start", "place", "inspection_id"]
        table = table.sort_values(keys, ascending=[False, False, True, True], na_position="last")
        table["latest"] = ~table.duplicated("place")
        return table.reset_index(drop=True)

    @cached_property
    def inspected(self) -> list[dict[str, Any]]:
        """Rows of ``inspections``."""
        return rows(self.inspections)

    @cached_property
    def labels(self) -> dict[str, str]:
        """'Place, year' of each inspection."""
        return dict(zip(self.inspections["inspection_id"], self.inspections["label"], strict=True))

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """One row a finding: its document's facts, its themes and its inspections; the newest first.

        ``counted_in`` and ``other_in`` are the inspections in which it counts and does not count (a report
        outranks the release about it), ``inspection_id`` the first of them; ``themes`` are theme ids, the
        main one first.
        """
        return evidence(self.tables, self.inspections)

    @cached_property
    def cards(self) -> Cards:
        """What pages say of each finding, in the order of ``evidence``."""
        return Cards(self.evidence)

    @cached_property
    def raised(self) -> pd.DataFrame:
        """One row a counted finding, inspection, theme and side; a mixed finding stands on both sides.

        Columns ``inspection_id``, ``finding_id``, ``theme_id``, ``rank``, ``score``, ``side``.
        """
        return raised(self.tables)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """Rows of ``raised``, the findings that speak most clearly first."""
        asked = self["recommendation_links"]["recommendation_id"]
        return ranked(self.raised, self["findings"], asked)

    @cached_property
    def tally(self) -> Tally:
        """Counts of themes in any choice of inspections."""
        return Tally(self.raised, list(self.inspections["inspection_id"]), list(self.themes.index))

    def find(self, name: str, column: str, value: str) -> pd.DataFrame:
        """Rows of a table in which ``column`` is ``value``, in its order; the table is scanned but once."""
        table = self[name]
        if (name, column) not in self._found:
            self._found[name, column] = table.groupby(column, sort=False).indices
        places = self._found[name, column].get(value)
        return table.head(0) if places is None else table.take(places)

    def listed(self, name: str, column: str) -> dict[str, list[dict[str, Any]]]:
        """Rows of a table by the value of ``column``, in its order, each with its ``line``; made once."""
        if (name, column) not in self._listed:
            found: dict[str, list[dict[str, Any]]] = {}
            for row in rows(self[name].rename_axis("line").reset_index().dropna(subset=[column])):
                found.setdefault(row[column], []).append(row)
            self._listed[name, column] = found
        return self._listed[name, column]

    @cached_property
    def _found(self) -> dict[tuple[str, str], Any]:
        return {}

    @cached_property
    def _listed(self) -> dict[tuple[str, str], dict[str, list[dict[str, Any]]]]:
        return {}

    @cached_property
    def themes(self) -> pd.DataFrame:
        """Themes that have a page (codebook and emerging, not sub-themes), indexed by id."""
        table = self["themes"]
        return table[table["parent"].isna()].set_index("theme_id", drop=False).rename_axis(None)

    @cached_property
    def themes_listed(self) -> list[tuple[str, str, str]]:
        """Id, name and origin of the themes that have a page."""
        return list(self.themes[["theme_id", "name", "origin"]].itertuples(index=False, name=None))

    @cached_property
    def names(self) -> dict[str, str]:
        """Name of every theme, sub-theme and emerging theme, with a capital."""
        return dict(zip(self["themes"]["theme_id"], self["themes"]["name"].map(capital), strict=True))

    @cached_property
    def places_inspected(self) -> dict[str, list[dict[str, Any]]]:
        """Inspections of each Probation Delivery Unit in alphabetical order, the newest first."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.inspected:
            if known(one["pdu"]):
                found.setdefault(one["pdu"], []).append(one)
        return dict(sorted(found.items()))

    @property
    def pdus(self) -> list[str]:
        """Probation Delivery Units that were inspected, in alphabetical order."""
        return list(self.places_inspected)


def _when(again: bool, start: pd.Timestamp, year: object) -> str:
    if again and known(start):
        return f"{start:%B} {start.year}"
    return str(year) if known(year) else "year not known"


@cache
def place_slug(place: str) -> str:
    """File name of a place's page without its ending, and its name in an address."""
    return slug(place) or "place"


def load(settings: Params, root: Path = Path()) -> Corpus:
    """Read every table of ``data/processed``, the codebook, the places and the metrics.

    Raises
    ------
    PipelineError: a stage before this one has not run.

    """
    found = {str(schema.name): plain(tables.read(schema, root)) for schema in READ}
    entries = {theme.id: theme for theme in codebook.load(root / codebook.CODEBOOK)}
    if not (root / METRICS).exists():
        raise PipelineError(METRICS, "does not exist", "Run the stages before this one: dvc repro")
    metrics = json.loads((root / METRICS).read_text(encoding="utf-8"))
    places = coverage.pdus(root / coverage.PDUS)
    return Corpus(found, entries, places, metrics, settings, _programmes(root / PROGRAMMES))


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its texts as objects of Python, which are quicker to pick out one by one."""
    return table.astype(dict.fromkeys(table.select_dtypes("str").columns, object))


def _programmes(path: Path) -> dict[str, str]:
    """Name of each inspection programme by its id."""
    return {one["id"]: one["name"] for one in files.read_yaml(path)["programmes"]}
