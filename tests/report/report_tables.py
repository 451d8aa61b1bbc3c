# ruff: noqa: E501
"""A small collection of invented inspections, as the tables that the stages before this one write.

Three places, four inspections. Ashford Vale was inspected in 2022 and 2025, Brackenmoor in 2025 and
Carrow and Dene in 2025 (press release only). What the counts must be stands in the tests.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from pipeline import tables

PROJECT = Path(__file__).parents[2]
NASTY = "<script>alert('gotcha')</script> Managers & <b>leaders</b> did not check the work of practitioners."
FORMULA = "=2+3 Leaders had no plan for the work."
# document, kind, section, polarity, source, themes, text
FINDINGS = [
    ("av22", "bullet", "Leadership", "strength", "heading", "leadership-and-vision", "Leaders at Ashford Vale set out a clear plan that staff understood."),
    ("av22", "bullet", "Staff", "improvement", "heading", "management-oversight", "Oversight by managers was effective in 36 per cent of the cases that were read."),
    ("av22", "bullet", "Staff", "strength", "heading", "workload", "Most practitioners said that their workload was manageable."),
    ("av22", "bullet", "Assessment", "improvement", "model", "domestic-abuse-information-sharing risk-of-harm-practice", "Checks on domestic abuse were missing in too many cases, and so risk was not understood."),
    ("av22", "recommendation", "Recommendations", "improvement", "kind", "management-oversight", "make sure that managers oversee work with the highest risk"),
    ("av25", "bullet", "Leadership", "strength", "heading", "leadership-and-vision", "The head of the unit was visible and staff trusted her."),
    ("av25", "bullet", "Staff", "improvement", "heading", "management-oversight", "Two thirds of cases did not have effective oversight by a manager."),
    ("av25", "quote", "Staff", "improvement", "heading", "management-oversight", "My manager signs things without reading them."),
    ("av25", "bullet", "Planning", "improvement", "model", "risk-of-harm-practice victim-safety", NASTY),
    ("av25", "bullet", "Planning", "improvement", "model", "leadership-and-vision", FORMULA),
    ("av25", "bullet", "Services", "strength", "model", "domestic-abuse-information-sharing", "Staff now asked the police about domestic abuse in almost every case."),
    ("av25", "bullet", "Services", "mixed", "model", "", "There was a shed."),
    ("av25", "recommendation", "Recommendations", "improvement", "kind", "management-oversight", "improve oversight of work with the highest risk by managers"),
    ("av25", "recommendation", "Recommendations", "improvement", "kind", "victim-safety", "give more thought to victims in every plan"),
    ("av25p", "sentence", "", "improvement", "model", "management-oversight", "Inspectors found that managers did not oversee cases well enough."),
    ("av25r", "action", "", "neutral", "kind", "management-oversight", "Every manager will be trained in oversight by December 2025."),
    ("bm25", "bullet", "Leadership", "strength", "model", "leadership-and-vision", "Leaders listened to staff and acted on what they heard."),
    ("bm25", "bullet", "Staff", "improvement", "model", "management-oversight", "Managers countersigned assessments that had plain gaps."),
    ("bm25", "bullet", "Assessment", "improvement", "model", "risk-of-harm-practice", "Assessments of risk left out the police’s information."),
    ("bm25", "bullet", "Assessment", "neutral", "model", "risk-of-harm-practice", "Some assessments were written by students."),
    ("cd25p", "sentence", "", "improvement", "model", "risk-of-harm-practice domestic-abuse-information-sharing", "Work to keep people safe in Carrow and Dene was a worry, as information on domestic abuse lacked detail."),
    ("cd25p", "sentence", "", "strength", "model", "partnership-working emerging-1", "The unit worked well with the police & the council on its canal boat project."),
]  # fmt: skip
DOCUMENTS = [
    ("av22", "inspection_report", "An inspection of Ashford Vale", "Ashford Vale", "West Marches", "2022-10-03", "2022-12-12", 2022, "2021-24", "Requires improvement", 8, 24),
    ("av25", "inspection_report", "An inspection of Ashford Vale 2025", "Ashford Vale", "West Marches", "2025-03-03", "2025-06-20", 2025, "2024-25", "Requires improvement", 7, 21),
    ("av25p", "press_release", "Ashford Vale: more to do", "Ashford Vale", "West Marches", "2025-03-03", "2025-06-20", 2025, "2024-25", "Requires improvement", None, None),
    ("av25r", "response_letter", "Letter on Ashford Vale", "Ashford Vale", "West Marches", None, "2025-07-01", 2025, "2024-25", None, None, None),
    ("bm25", "inspection_report", "An inspection of Brackenmoor", "Brackenmoor", "East Fells", "2025-04-07", "2025-07-15", 2025, "2024-25", "Good", 14, 21),
    ("cd25p", "press_release", "Carrow & Dene <b>inspected</b>", "Carrow and Dene", "East Fells", "2025-05-05", "2025-08-01", 2025, "2024-25", "Inadequate", None, None),
]  # fmt: skip
INSPECTIONS = {
    "ashford-vale-2022": (["av22"], ["av22"], "report"),
    "ashford-vale-2025": (["av25", "av25p", "av25r"], ["av25"], "report"),
    "brackenmoor-2025": (["bm25"], ["bm25"], "report"),
    "carrow-and-dene-2025": (["cd25p"], ["cd25p"], "press_release"),
}
THEMES = {
    "leadership-and-vision": "Leadership, vision and governance",
    "management-oversight": "Management oversight",
    "workload": "Workload",
    "domestic-abuse-information-sharing": "Domestic abuse and safeguarding information sharing",
    "risk-of-harm-practice": "Assessing and managing risk of harm",
    "victim-safety": "Protecting actual and potential victims",
    "partnership-working": "Partnership and multi-agency working",
}


def _frame(schema: pa.DataFrameSchema, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a table; a column that a test has no use for and that may not be empty gets a zero or no."""
    zeros = {"int64": 0, "float64": 0.0, "bool": False, "str": "not given"}
    spare = {
        name: zeros.get(str(column.dtype)) for name, column in schema.columns.items() if not column.nullable
    }
    return tables.frame(schema, [{**spare, **row} for row in rows])


def finding_ids(document: str) -> list[str]:
    """Ids of a document's findings in order."""
    return [f"{row[0]}-{n:03d}" for n, row in enumerate(FINDINGS) if row[0] == document]


def _findings() -> pd.DataFrame:
    rows = []
    for n, (document, kind, section, polarity, source, _, text) in enumerate(FINDINGS):
        place = next(row[3] for row in DOCUMENTS if row[0] == document)
        rows.append(
            {
                "finding_id": f"{document}-{n:03d}",
                "document_id": document,
                "kind": kind,
                "section": section or None,
                "standard": {"Staff": "1.2", "Leadership": "1.1"}.get(section),
                "text": text,
                "polarity": polarity,
                "polarity_source": source,
                "polarity_confidence": 0.6 if text.startswith("Some") else 0.93,
                "char_start": 100 * n,
                "char_end": 100 * n + len(text),
                "page": 3 + n,
                "position": n,
                "addressee": "Ashford Vale PDU" if kind == "recommendation" else None,
                "pdu": place,
                "summary": False,
                "model_polarity": polarity,
                "model_confidence": 0.9,
            }
        )
    return _frame(tables.FINDINGS, rows)


def _finding_themes() -> pd.DataFrame:
    rows = []
    for n, (document, *_, themes, _text) in enumerate(FINDINGS):
        for rank, theme in enumerate(themes.split(), 1):
            rows.append(
                {
                    "finding_id": f"{document}-{n:03d}",
                    "theme_id": theme,
                    "rank": rank,
                    "score": 0.95 - 0.1 * rank,
                    "source": "model",
                    "subtheme": "management-oversight-s1" if theme == "management-oversight" else None,
                    "phrases": "oversight; managers",
                    "nearest": "Managers did not check the work.",
                    "runner_up": "workload",
                }
            )
    return _frame(tables.FINDING_THEMES, rows)


def _themes(counts: "pd.Series[int]") -> pd.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "theme_id": key,
            "name": name,
            "origin": "codebook",
            "keywords": "one; two",
            "means": f"What {name} means.",
            "n_findings": int(counts.get(key, 0)),
        }
        for key, name in THEMES.items()
    ]
    found = {"origin": "discovered", "keywords": "canal boat; canal", "stability": 0.4, "robust": False}
    rows.append(
        {"theme_id": "emerging-1", "name": "Canal boat project", "n_findings": 1, "means": "Boats.", **found}
    )
    sub = {"theme_id": "management-oversight-s1", "name": "Signed without reading", "n_findings": 4}
    rows.append({**found, **sub, "parent": "management-oversight", "stability": 0.8, "robust": True})
    return _frame(tables.THEMES, rows)


def _documents() -> pd.DataFrame:
    names = "document_id kind title pdu region fieldwork_start published year programme overall_rating score score_max"
    rows: list[dict[str, object]] = [
        {
            **dict(zip(names.split(), row, strict=True)),
            "path": f"data/raw/{row[0]}.pdf",
            "sha256": "0" * 64,
            "format": "pdf",
            "pages": 20,
            "fieldwork_precision": "day",
            "status": "read",
        }
        for row in DOCUMENTS
    ]
    bare = {"sha256": "1" * 64, "kind": "other", "status": "quarantined"}
    rows.append(
        {
            **bare,
            "document_id": "blank",
            "path": "data/raw/blank.pdf",
            "format": "pdf",
            "reason": "holds only pictures of pages, no text",
        }
    )
    rows.append({**bare, "document_id": "twin", "path": "data/raw/twin.html", "format": "html", "duplicate_of": "bm25", "reason": "repeats bm25 under another name"})  # fmt: skip
    for row in rows:
        row["fieldwork_start"] = (
            pd.Timestamp(row["fieldwork_start"]) if row.get("fieldwork_start") else pd.NaT
        )
        row["published"] = pd.Timestamp(row["published"]) if row.get("published") else pd.NaT
    return _frame(tables.DOCUMENTS, rows)


def _inspections() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows, belongs = [], []
    facts = {row[0]: row for row in DOCUMENTS}
    for key, (documents, counted, basis) in INSPECTIONS.items():
        first = facts[counted[0]]
        rows.append(
            {
                "inspection_id": key,
                "pdu": first[3],
                "region": first[4],
                "year": first[7],
                "fieldwork_start": pd.Timestamp(first[5]),
                "programme": first[8],
                "basis": basis,
                "document_ids": "; ".join(documents),
                "counted_ids": "; ".join(counted),
                "overall_rating": first[9],
                "score": first[10],
                "score_max": first[11],
            }
        )
        for document in documents:
            for finding in finding_ids(document):
                kind = FINDINGS[int(finding[-3:])][1]
                why = None if document in counted else "the report says it"
                why = why or (
                    "a recommendation or action" if kind in {"recommendation", "action", "quote"} else None
                )
                belongs.append(
                    {"inspection_id": key, "finding_id": finding, "counted": why is None, "why_not": why}
                )
    return _frame(tables.INSPECTIONS, rows), _frame(tables.INSPECTION_FINDINGS, belongs)


def _prevalence(themed: pd.DataFrame, inspections: pd.DataFrame) -> pd.DataFrame:
    """As the track stage counts it, for all places and for each, by year and over all years."""
    themed = themed.merge(inspections[["inspection_id", "pdu", "region", "year"]], on="inspection_id")
    inspections = inspections.assign(country="England and Wales")
    themed = themed.assign(country="England and Wales")
    rows = []
    for level, column in (("all", "country"), ("region", "region"), ("pdu", "pdu")):
        for area, here in inspections.groupby(column):
            for year in [None, *sorted(here["year"].unique())]:
                units = here if year is None else here[here["year"] == year]
                inside = themed[themed["inspection_id"].isin(units["inspection_id"])]
                for theme in THEMES:
                    for polarity in ("strength", "improvement"):
                        hits = inside[(inside["theme_id"] == theme) & (inside["polarity"] == polarity)]
                        n_with = hits["inspection_id"].nunique()
                        rows.append(
                            {
                                "level": level, "area": area, "year": year, "theme_id": theme, "polarity": polarity,
                                "period": "all years" if year is None else "year",
                                "n_findings": len(hits), "n_main": int((hits["rank"] == 1).sum()), "n_documents": len(units), "n_documents_with": n_with,
                                "share": n_with / len(units), "small": True,
                                "ci_low": max(0, n_with / len(units) - 0.3) if level != "pdu" else None,
                                "ci_high": min(1, n_with / len(units) + 0.3) if level != "pdu" else None,
                            }
                        )  # fmt: skip
    return _frame(tables.PREVALENCE, rows)


def small() -> dict[str, pd.DataFrame]:
    """Every table by name."""
    findings, finding_themes = _findings(), _finding_themes()
    inspections, belongs = _inspections()
    counted = (
        belongs[belongs["counted"]].merge(findings, on="finding_id").merge(finding_themes, on="finding_id")
    )
    oversight = {key: [f for f in finding_ids(key) if FINDINGS[int(f[-3:])][5] == "management-oversight"] for key in ("av22", "av25")}  # fmt: skip
    now, then = oversight["av25"], oversight["av22"]
    ends = {"pdu": "Ashford Vale", "from_inspection": "ashford-vale-2022", "to_inspection": "ashford-vale-2025", "from_year": 2022, "to_year": 2025}  # fmt: skip
    made = [
        (tables.DOCUMENTS, _documents()),
        (tables.FINDINGS, findings),
        (tables.FINDING_THEMES, finding_themes),
        (tables.THEMES, _themes(finding_themes["theme_id"].value_counts())),
        (tables.INSPECTIONS, inspections),
        (tables.INSPECTION_FINDINGS, belongs),
        (tables.PREVALENCE, _prevalence(counted, inspections)),
        (tables.STANDARD_RATINGS, _frame(tables.STANDARD_RATINGS, [
            {"document_id": "av22", "standard": "1.1", "name": "Leadership", "rating": "Good"},
            {"document_id": "av25", "standard": "1.1", "name": "Leadership", "rating": "Good"},
            {"document_id": "av22", "standard": "1.2", "name": "Staff", "rating": "Requires improvement"},
            {"document_id": "av25", "standard": "1.2", "name": "Staff", "rating": "Inadequate"},
            {"document_id": "bm25", "standard": "1.1", "name": "Leadership", "rating": "Outstanding"},
        ])),
        (tables.KEY_QUESTIONS, _frame(tables.KEY_QUESTIONS, [
            {"document_id": "bm25", "standard": "2.1", "question": "Does assessment look at harm?", "share": 0.42},
        ])),
        (tables.STATISTICS, _frame(tables.STATISTICS, [
            {"finding_id": "av22-001", "quote": "36 per cent", "value": 0.36, "written": 0.36, "sense": "done", "approximate": False, "char_start": 39, "char_end": 50},
            {"finding_id": "av25-006", "quote": "Two thirds", "value": 1 / 3, "written": 2 / 3, "sense": "not_done", "approximate": True, "char_start": 0, "char_end": 10},
        ])),
        (tables.RECURRENCE, _frame(tables.RECURRENCE, [
            {**ends, "theme_id": "management-oversight", "status": "persistent", "evidence": f"{' '.join(then)}|{' '.join(now)}", "figures": "36 per cent in 2022; two thirds without in 2025"},
            {**ends, "theme_id": "domestic-abuse-information-sharing", "status": "reversed", "evidence": "av22-003|av25-010"},
            {**ends, "theme_id": "victim-safety", "status": "new", "evidence": "|av25-008"},
        ])),
        (tables.TRENDS, _frame(tables.TRENDS, [
            {"area": "England and Wales", "theme_id": "risk-of-harm-practice", "polarity": "improvement", "from_year": 2022, "to_year": 2025, "from_share": 1.0, "to_share": 1.0, "from_n": 1, "to_n": 3, "from_with": 1, "to_with": 3, "change": 0.0, "ci_low": -0.5, "ci_high": 0.6, "p_value": 1.0, "p_adjusted": 1.0, "programme_break": True, "comparable": True, "note": "small numbers"},
        ])),
        (tables.LINKS, _frame(tables.LINKS, [
            {"inspection_id": "ashford-vale-2025", "recommendation_id": "av25-012", "status": "suggested", "action_id": "av25r-015", "theme_id": "management-oversight", "score": 0.7, "date": "December 2025"},
            {"inspection_id": "ashford-vale-2025", "recommendation_id": "av25-013", "status": "no action answers it", "action_id": None, "theme_id": "victim-safety", "score": 0.0},
        ])),
        (tables.REPEATS, _frame(tables.REPEATS, [{"recommendation_id": "av25-012", "earlier_id": "av22-004", "score": 0.8}])),
        (tables.ASSOCIATIONS, _frame(tables.ASSOCIATIONS, [
            {"kind": "weaknesses", "theme_id": "management-oversight", "other": "risk-of-harm-practice", "measure": "log odds ratio", "says": "Weakness in both is found together.", "effect": 0.4, "ci_low": -1.1, "ci_high": 2.0, "n": 4, "n_both": 3},
            {"kind": "strength and rating", "theme_id": "leadership-and-vision", "other": "rating", "measure": "rank-biserial correlation", "says": "Strength goes with ratings.", "effect": 0.3, "ci_low": -0.5, "ci_high": 0.9, "n": 4, "n_both": 3},
        ])),
        (tables.LINEAGE, _frame(tables.LINEAGE, [{"theme_id": key, "event": "new", "run": "abc"} for key in THEMES])),
        (tables.REVIEW_STATUS, _frame(tables.REVIEW_STATUS, [{"finding_id": "av22-gone", "field": "polarity", "value": "strength", "who": "A. Reader", "when": "2026-01-02", "why": "It praises.", "file": "sheet.xlsx", "status": "orphaned", "candidate": "av22-000"}])),
        (tables.HEADING_DISAGREEMENTS, _frame(tables.HEADING_DISAGREEMENTS, [
            {"finding_id": "av25-009", "document_id": "av25", "heading": "improvement", "model_polarity": "strength", "model_confidence": 0.97, "evidence": "clear plan", "text": FORMULA},
        ])),
        (tables.DROPPED, _frame(tables.DROPPED, [{"document_id": "av22", "text": "Contents", "reason": "furniture", "char_start": 0, "char_end": 8}])),
    ]  # fmt: skip
    return {schema.name: table for schema, table in made}


def metrics() -> dict[str, Any]:
    """Figures as the evaluate stage writes them, of one gold file with three findings."""
    spread = {
        "documents": {"low": None, "high": None, "n": 1, "few": True},
        "findings": {"low": 0.4, "high": 1.0, "n": 3},
    }
    sides = ["strength", "improvement", "mixed", "neutral"]
    confusion = {gold: dict.fromkeys(sides, 0) for gold in sides}
    confusion["strength"]["strength"] = 2
    confusion["improvement"]["strength"] = 1
    wrong = {"uid": "u1", "text": NASTY, "gold": "improvement", "predicted": "strength", "confidence": 0.81}
    theme = {"precision": 1.0, "recall": 0.5, "f1": 0.6667, "support": 2, "given": 1}
    return {
        "corpus": {"documents": 6, "findings": 22},
        "origins": {
            "redcar": {
                "source": "real",
                "documents": ["one"],
                "judged_on": {"documents": 1, "findings": 3},
                "learnt_from": {"written_examples": 1900},
                "polarity": {
                    "n": 3, "n_judged": 3, "accuracy": 0.6667, "intervals": spread, "confusion": confusion,
                    "reliability": [
                        {"low": 0.8, "high": 0.9, "n": 2, "confidence": 0.82, "accuracy": 0.5},
                        {"low": 0.9, "high": 1.0, "n": 1, "confidence": 0.95, "accuracy": 1.0},
                    ],
                    "hardest": [wrong],
                },
                "themes": {
                    "n": 3, "micro_f1": 0.75, "micro_f1_intervals": spread, "macro_f1": 0.7,
                    "macro_f1_intervals": spread, "main_accuracy": 0.6667, "main_accuracy_intervals": spread,
                    "main_kappa": None, "main_kappa_intervals": spread,
                    "per_theme": {"workload": theme, "management-oversight": {**theme, "precision": None}},
                    "hardest": [{"uid": "u2", "text": "A shed.", "gold": "workload", "predicted": "", "score": 0.0}],
                },
                "findings": {"documents": 1, "n": 3, "recall": 1.0, "missed": [], "not_hand_coded": 0},
            }
        },
        "theme_pairs": {"compared": 21, "near_duplicates": [], "closest": []},
    }  # fmt: skip


def write(root: Path, made: dict[str, pd.DataFrame]) -> Path:
    """Lay the tables, the codebook, the list of places and the metrics under ``root``."""
    for schema in tables.ALL:
        if schema.name in made:
            tables.write(schema, made[schema.name], root)
    (root / "data/reference").mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "data/reference/codebook.yaml", root / "data/reference/codebook.yaml")
    shutil.copy(PROJECT / "data/reference/programmes.yaml", root / "data/reference/programmes.yaml")
    places = "pdu,region,aliases\nAshford Vale,West Marches,\nBrackenmoor,East Fells,\nCarrow and Dene,East Fells,\nUpper Quoin,East Fells,\n"
    (root / "data/reference/pdus.csv").write_text(places, encoding="utf-8")
    shutil.copy(PROJECT / "params.yaml", root / "params.yaml")
    (root / "reports").mkdir(exist_ok=True)
    (root / "reports/metrics.json").write_text(json.dumps(metrics()) + "\n", encoding="utf-8")
    return root
