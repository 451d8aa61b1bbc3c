"""Small corpora for the tests, written as short rows that can be counted by hand."""

from dataclasses import dataclass

import pandas as pd

from pipeline import params, tables
from pipeline.track import programmes
from pipeline.track.counting import inspection_findings, mentions
from pipeline.track.figures import figures_of
from pipeline.track.inspections import inspections
from pipeline.track.prevalence import presence, prevalence
from pipeline.track.recurrence import recurrence
from pipeline.track.states import states
from pipeline.track.trends import trends

SETTINGS = params.load().track
THEMES = ["workload", "management-oversight", "court-work", "accommodation"]

FACTS = {"status": "read", "format": "md", "programme": "pdu-2021", "fieldwork_precision": "month"}
SHORT = {"report": "inspection_report", "release": "press_release", "letter": "response_letter"}
NOTHING = {"section": None, "standard": None, "belongs_to": None, "heading": None, "addressee": None}


def documents(*rows):
    """Rows of (id, kind, pdu, fieldwork 'YYYY-MM' or year or None, further facts)."""
    made = []
    for name, kind, pdu, when, *more in rows:
        dated = isinstance(when, str)
        facts = {
            "document_id": name, "path": f"data/raw/{name}.md", "sha256": name, "pdu": pdu,
            "kind": SHORT.get(kind, kind), "region": "Weald",
            "fieldwork_start": pd.Timestamp(f"{when}-01") if dated else None,
            "year": int(when[:4]) if dated else when,
        }  # fmt: skip
        made.append({**FACTS, **facts, **(more[0] if more else {})})
    return tables.frame(tables.DOCUMENTS, made)


def findings(*rows):
    """Rows of (id, document_id, polarity, further facts)."""
    made = []
    for place, (name, document, polarity, *more) in enumerate(rows):
        facts = {
            "finding_id": name, "document_id": document, "kind": "bullet", "text": f"Finding {name}.",
            "polarity": polarity, "polarity_source": "heading", "polarity_confidence": 1.0,
            "model_polarity": polarity, "model_confidence": 1.0, "summary": False,
            "char_start": 0, "char_end": 10, "page": 1, "position": place,
        }  # fmt: skip
        made.append({**NOTHING, **facts, **(more[0] if more else {})})
    return tables.frame(tables.FINDINGS, made)


def coded(themes):
    """Finding themes from {finding_id: 'main second third'}."""
    return tables.frame(
        tables.FINDING_THEMES,
        [
            {"finding_id": name, "theme_id": theme, "rank": rank, "score": 0.9, "source": "model"}
            for name, listed in themes.items()
            for rank, theme in enumerate(listed.split(), start=1)
        ],
    )


def statistics(*rows):
    """Rows of (finding_id, quote, value, char_start)."""
    return tables.frame(
        tables.STATISTICS,
        [
            {
                "finding_id": name, "quote": quote, "value": value, "written": value, "sense": "done",
                "approximate": False, "char_start": start, "char_end": start + len(quote),
            }
            for name, quote, value, start in rows
        ],
    )  # fmt: skip


def clauses(*rows):
    """Rows of (finding_id, text, ...): each text is a clause, one space apart."""
    made = []
    for name, *texts in rows:
        start = 0
        for number, text in enumerate(texts):
            end = start + len(text)
            made.append(
                {"finding_id": name, "clause": number, "text": text, "char_start": start, "char_end": end}
            )
            start = end + 1
    return tables.frame(tables.CLAUSES, made)


@dataclass
class Corpus:
    """Documents, findings and codes, and what track makes of them."""

    documents: pd.DataFrame
    findings: pd.DataFrame
    coded: pd.DataFrame
    themes: tuple = tuple(THEMES)

    def __post_init__(self):
        sizes = self.findings.groupby("document_id").size().to_dict()
        self.units = inspections(self.documents, sizes, {})
        self.belonging = inspection_findings(self.units, self.findings)
        self.mentions = mentions(self.belonging, self.findings, self.coded)
        listed = list(self.themes)
        self.looked = programmes.looked_at(self.units, programmes.load(), listed)
        self.states = states(self.units, presence(self.mentions), self.looked, listed)

    def prevalence(self):
        return prevalence(self.units, self.mentions, self.looked, list(self.themes), SETTINGS)

    def trends(self):
        return trends(self.units, self.states, SETTINGS)

    def recurrence(self, given=None, said=None):
        figures = figures_of(statistics() if given is None else given, clauses() if said is None else said)
        return recurrence(self.units, self.states, self.mentions, figures)


def pick(table, **values):
    """Rows of a table with the given values; None asks for an empty cell."""
    for name, value in values.items():
        table = table[table[name].isna() if value is None else table[name].eq(value)]
    return table


def only(table, **values):
    """The one row of a table with the given values."""
    found = pick(table, **values)
    assert len(found) == 1, found
    return found.iloc[0]
