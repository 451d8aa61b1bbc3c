"""``sources.csv``: what people state of a document, which overrides what is read from it."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.ingest import dates
from pipeline.ingest.places import Places
from pipeline.tables import KINDS

COLUMNS = ("path", "url", "title", "kind", "pdu", "region", "fieldwork_start", "published")
NOTED = ("retrieved", "sha256", "type")  # that fetch writes beside them


@dataclass(frozen=True)
class Overrides:
    """Stated facts by path, relative to the folder of documents or to the project."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, *paths: str) -> dict[str, str]:
        """What is stated of the document at any of ``paths``; empty where nothing is."""
        return next((self.rows[path] for path in paths if path in self.rows), {})

    def unknown(self, paths: set[str]) -> list[str]:
        """Paths of rows that state something of a file that is not there."""
        return sorted(set(self.rows) - paths)


def load(path: Path) -> Overrides:
    """Read ``sources.csv``; none is no fault.

    Raises
    ------
    PipelineError: a column, kind or date that is not known, or a line that is broken.

    """
    if not path.exists():
        return Overrides()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            unknown = set(table.fieldnames or []) - set(COLUMNS) - set(NOTED)
            rows = list(table)
            if unknown or "path" not in (table.fieldnames or []):
                raise PipelineError(path, "has other columns than it may", f"Use {','.join(COLUMNS)}")
    except (UnicodeDecodeError, csv.Error) as error:
        raise PipelineError(path, f"is no CSV file ({error})", "Save it as CSV in UTF-8") from None
    return Overrides({_check(path, at, row)["path"]: row for at, row in enumerate(rows, 2)})


def _check(path: Path, line: int, row: dict[str, str]) -> dict[str, str]:
    where = f"{path}: line {line}"
    if None in row:
        raise PipelineError(where, "has more cells than columns", "Put a cell that holds a comma in quotes")
    row = {name: (value or "").strip() for name, value in row.items()}
    if row.get("kind") and row["kind"] not in KINDS:
        raise PipelineError(where, f"has the unknown kind '{row['kind']}'", f"Use one of {', '.join(KINDS)}")
    for name in ("fieldwork_start", "published"):
        if row.get(name) and dates.parse(row[name]) is None:
            raise PipelineError(where, f"has the {name} '{row[name]}', which is no date", "Write 2024-03-11")
    return row


def apply(record: dict[str, object], stated: dict[str, str], places: Places) -> dict[str, object]:
    """A document's row with what is stated of it put over what was read."""
    told = dict(record)
    for name in ("title", "kind"):
        if stated.get(name):
            told[name] = stated[name]
    if stated.get("pdu"):
        units = [places.unit(part) for part in stated["pdu"].split(";")]
        told["pdu"] = "; ".join(units)
        regions = sorted({places.region_of[unit] for unit in units if unit in places.region_of})
        told["region"] = "; ".join(regions) or told["region"]
    if stated.get("region"):
        told["region"] = "; ".join(places.region(part) for part in stated["region"].split(";"))
    return _dated(told, stated)


def _dated(told: dict[str, object], stated: dict[str, str]) -> dict[str, object]:
    start, published = (
        dates.parse(stated.get("fieldwork_start", "")),
        dates.parse(stated.get("published", "")),
    )
    if start:
        told["fieldwork_start"], told["fieldwork_precision"] = start.day, start.precision
    if published:
        told["published"] = published.day
    if start or (published and told["fieldwork_start"] is None):
        told["year"] = (start or published).day.year  # type: ignore[union-attr]
    return told
