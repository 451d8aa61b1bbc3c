"""The facts of a document, read from its blocks: what it is, of where, when, and how it was rated."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.ingest import dates
from pipeline.ingest.dates import When
from pipeline.ingest.model import Piece
from pipeline.ingest.places import Places, bare_units_in, regions_in, units_in, written_regions
from pipeline.tables import RATINGS

RULES = Path(__file__).with_name("facts.yaml")
_RATING = "|".join(RATINGS)
_SCORE = re.compile(r"\bScore\W{0,5}(\d{1,2})\s*(?:/|out of)\s*(\d{1,2})\b", re.IGNORECASE)
_OVERALL = (
    re.compile(rf"overall rating\W{{1,8}}({_RATING})\b", re.IGNORECASE),
    re.compile(rf"overall\s+(?:PDU |regional )?rating of\W{{1,4}}({_RATING})\b", re.IGNORECASE),
    re.compile(
        rf"(?:was|been|is|are|were) (?:\w+ )?rated (?:as )?\W{{0,4}}({_RATING})\b[^.]{{0,12}}overall", re.I
    ),
    re.compile(rf"\brated (?:as )?\W{{0,4}}({_RATING})\b", re.IGNORECASE),
)


@dataclass(frozen=True)
class Facts:
    """What a document says of itself; empty where it does not say it."""

    kind: str
    title: str
    pdu: str
    region: str
    fieldwork: When | None
    published: When | None
    programme: str
    overall_rating: str
    score: float | None
    score_max: float | None

    @property
    def year(self) -> int | None:
        """Year of fieldwork; else of publication."""
        when = self.fieldwork or self.published
        return when.day.year if when else None


@cache
def _rules(section: str) -> list[dict[str, Any]]:
    return yaml.safe_load(RULES.read_text(encoding="utf-8"))[section]


def read(blocks: list[Piece], name: str, meta: dict[str, str], places: Places) -> Facts:
    """Facts of the document whose file is called ``name`` (without its ending) and holds ``blocks``."""
    body = [block for block in blocks if block.kind not in ("furniture", "footnote")]
    text = "\n\n".join(block.text for block in body)
    title = _title(body, meta)
    kind = kind_of(text, title)
    fieldwork, published = fieldwork_start(text, title, kind), publication(blocks, kind, meta)
    pdus = _units(body, title, name, places)
    score = _SCORE.search(text)
    best = float(score[2]) if score else None
    year = (fieldwork or published).day.year if fieldwork or published else None  # type: ignore[union-attr]
    return Facts(
        kind,
        title,
        "; ".join(pdus),
        "; ".join(_regions(pdus, text, f"{title} {name}", places)),
        fieldwork,
        published,
        programme_of(text, title, best, year),
        _overall(text, title, kind, len(pdus)),
        float(score[1]) if score else None,
        best,
    )


def _title(body: list[Piece], meta: dict[str, str]) -> str:
    first = next((block.text for block in body if block.kind == "heading" and block.level == 1), "")
    return first or meta.get("title", "") or next((b.text for b in body if b.kind == "heading"), "")


def _finds(patterns: list[str], text: str) -> bool:
    return all(re.search(pattern, text, re.IGNORECASE | re.MULTILINE) for pattern in patterns)


def kind_of(text: str, title: str) -> str:
    """inspection_report, press_release, response_letter or other."""
    whole = f"{title}\n\n{text}"
    return next((rule["kind"] for rule in _rules("kinds") if _finds(rule["needs"], whole)), "other")


def programme_of(text: str, title: str, score_max: float | None, year: int | None) -> str:
    """Name of the inspection programme that a document was made under; 'other' where none fits."""
    for rule in _rules("programmes"):
        years = rule.get("years")
        if (
            score_max in rule.get("score_max", [score_max])
            and _finds(rule.get("needs", []), text)
            and _finds(rule.get("title", []), title)
            and not any(re.search(pattern, title) for pattern in rule.get("without", []))
            and (years is None or (year is not None and years[0] <= year <= years[1]))
        ):
            return str(rule["programme"])
    return "other"


def fieldwork_start(text: str, title: str, kind: str) -> When | None:
    """First day of fieldwork, or the month where only that is given."""
    exact = dates.find(
        r"fieldwork[^.]{0,120}?(?:beginning|starting|commencing|started on|from|between)\b", text
    )
    stated = dates.find(r"fieldwork (?:started|began|commenced|start)\b\W*(?:in |on )?", text)
    loose = dates.find(r"fieldwork\b[^.]{0,60}?\b(?:took place|was|in|during)\b", text)
    around = dates.find(r"time of (?:the|this|our) inspection \(", text)
    if kind == "response_letter":
        return dates.parse(title)
    if exact and exact.precision == "day" and (not stated or _same_month(exact, stated)):
        return exact
    return stated or exact or loose or around


def _same_month(one: When, other: When) -> bool:
    return (one.day.year, one.day.month) == (other.day.year, other.day.month)


def publication(blocks: list[Piece], kind: str, meta: dict[str, str]) -> When | None:
    """Day of publication, or the month or year where only that is given."""
    text = "\n\n".join(block.text for block in blocks)
    stated = dates.find(r"\bpublished(?: on)?\b\s*:?(?=\W{0,4}\d)", text) or (
        dates.find(r"report (?:is|will be) available at\b", text) if kind == "press_release" else None
    )
    if stated:
        return stated
    if meta.get("published"):
        return dates.parse(meta["published"])
    if kind == "response_letter":
        return next(
            (when for block in blocks[:30] if len(block.text) < 40 and (when := dates.parse(block.text))),
            None,
        )
    return dates.find(r"HM Inspectorate of Probation,(?=\s+\w+ 20\d\d)", text)


def _units(body: list[Piece], title: str, name: str, places: Places) -> list[str]:
    """Units a document is about: those of its title, else its file's name, else the one named most."""
    titled = list(units_in(title, places)) or bare_units_in(title, places)
    rated = _rated_units(body, places)
    if titled or len(rated) > 1:
        return sorted({*titled, *rated}) if len(rated) > 1 else sorted(titled)
    named = bare_units_in(name, places)
    if named or regions_in(title.replace("Region", "region"), places):
        return sorted(named)
    counts = units_in(" ".join(block.text for block in body[:60]), places).most_common()
    often = [unit for unit, count in counts if count >= (2 if unit in places.region_of else 3)]
    return often[:1]


def _rated_units(body: list[Piece], places: Places) -> list[str]:
    """Known units of which a text says that they were rated."""
    rated = [
        block.text for block in body if re.search(rf"\brat(?:ed|ing of)\b.{{0,30}}({_RATING})", block.text)
    ]
    return [unit for unit in units_in(" ".join(rated), places) if unit in places.region_of]


def _regions(pdus: list[str], text: str, title: str, places: Places) -> list[str]:
    """Regions of the units; else those of the title; else the one that the text names most."""
    known = sorted({places.region_of[pdu] for pdu in pdus if pdu in places.region_of})
    titled = known or sorted(regions_in(title.replace("Region", "region"), places))
    if titled:
        return titled
    counts = regions_in(text, places) or written_regions(text)
    return [region for region, count in counts.most_common(1) if region in places.region_names or count > 1]


def _overall(text: str, title: str, kind: str, pdus: int) -> str:
    """The overall rating; none where several places are rated, or no inspection is told of."""
    if kind in ("response_letter", "other") or pdus > 1:
        return ""
    head = f"{title}\n\n{text[:6000]}" if kind == "press_release" else text
    for pattern in _OVERALL:
        found = pattern.search(head)
        if found:
            return found[1].capitalize()
    return ""
