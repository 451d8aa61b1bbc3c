"""Small corpora for the tests, written as short rows that can be counted by hand."""

import pandas as pd

from pipeline import tables

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
            made.append({"finding_id": name, "clause": number, "text": text, "char_start": start, "char_end": end})
            start = end + 1
    return tables.frame(tables.CLAUSES, made)
