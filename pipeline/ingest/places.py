"""Probation Delivery Units and regions: which places a text names."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.text import fold

PDUS = Path("data/reference/pdus.csv")
_UNIT = re.compile(
    r"((?:[A-Z][\w’'-]*(?:,? (?:and|&|upon|the|of|with|on)(?= ))*,? ?){1,9})"
    r"\(?(?:PDUs?\b|Probation Delivery Units?)"
)
_REGION = re.compile(r"((?:[A-Z][\w’'-]*(?:,? (?:and|&|of|the)(?= ))*,? ?){1,6})(?:probation )?[Rr]egion\b")
_LEADING = re.compile(
    r"^(?:(?:An|A|The|This|In|At|Of|For|That|And|HMIP|HM|Report|Inspection|Probation|Services?|Unlike|Each|Other|On|"
    r"Inspectors|inspection|of|the|services|in)\b[ ,]*)+"
)


def key(name: str) -> str:
    """A place's name as spellings share it: '&', commas, hyphens and 'the' make no difference."""
    words = re.sub(r"[^a-z ]", " ", name.lower().replace("&", " and ").replace("’", "").replace("'", ""))
    return " ".join(word for word in words.split() if word not in ("and", "the"))


@dataclass(frozen=True)
class Places:
    """The units and regions that are known, by key."""

    units: dict[str, str]
    regions: dict[str, str]
    region_of: dict[str, str]

    @property
    def region_names(self) -> set[str]:
        """Names of the regions."""
        return set(self.regions.values())

    def unit(self, name: str) -> str:
        """Name of a unit as the reference gives it; an unknown one as written."""
        bare = re.sub(r"\s*\(?(?:PDU|Probation Delivery Unit)\)?\s*$", "", fold(name))
        return self.units.get(key(bare), bare)

    def region(self, name: str) -> str:
        """Name of a region as the reference gives it; an unknown one as written."""
        bare = re.sub(r"\s*(?:probation )?region\s*$", "", fold(name), flags=re.IGNORECASE)
        return self.regions.get(key(bare), bare)


def load(path: Path = PDUS) -> Places:
    """Read the reference of places.

    Raises
    ------
    PipelineError: the file is missing, or lacks a column.

    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        raise PipelineError(path, "does not exist", "Restore it from git") from None
    if not rows or not {"pdu", "region", "aliases"} <= set(rows[0]):
        raise PipelineError(path, "lacks a column of pdu, region, aliases", "Add it to the first line")
    units: dict[str, str] = {}
    for row in rows:
        for name in (row["pdu"], *(row["aliases"] or "").split(";")):
            if name.strip():
                units.setdefault(key(name), row["pdu"])
    return Places(
        units,
        {key(row["region"]): row["region"] for row in rows},
        {row["pdu"]: row["region"] for row in rows},
    )


def units_in(text: str, places: Places) -> Counter[str]:
    """Units that ``text`` names ('X PDU', 'X Probation Delivery Unit'), with how often."""
    found: Counter[str] = Counter()
    for match in _UNIT.finditer(text):
        phrase = re.sub(r"\s*Probation Delivery Units?\W*$", "", fold(match[1]))
        known = places.units.get(key(phrase))
        names = [known] if known else bare_units_in(phrase, places)
        for name in names or [_LEADING.sub("", phrase.strip(" ,(")).strip(" ,")]:
            if key(name):
                found[name] += 1
    return found


def regions_in(text: str, places: Places) -> Counter[str]:
    """Known regions that ``text`` names ('X region'), with how often."""
    found: Counter[str] = Counter()
    for match in _REGION.finditer(text):
        name = _known(match[1], places.regions)
        if name:
            found[name] += 1
    return found


def written_regions(text: str) -> Counter[str]:
    """Names that stand before the word 'region', known or not, with how often."""
    names = (_LEADING.sub("", fold(match[1])).strip(" ,") for match in _REGION.finditer(text))
    return Counter(name for name in names if key(name))


def _known(phrase: str, names: dict[str, str]) -> str:
    """The longest known name that ``phrase`` ends with."""
    words = key(phrase).split()
    for start in range(len(words)):
        name = names.get(" ".join(words[start:]))
        if name:
            return name
    return ""


def bare_units_in(text: str, places: Places) -> list[str]:
    """Known units that a title or file name names without saying 'PDU', the longest names first."""
    words = f" {key(text.replace('-', ' ').replace('_', ' '))} "
    found: list[str] = []
    for name in sorted(places.units, key=lambda name: (-len(name), name)):
        if f" {name} " in words:
            words = words.replace(f" {name} ", "  ")
            found.append(places.units[name])
    return list(dict.fromkeys(found))
