"""A synthetic collection of the size of the whole record: 1,000 inspections, 80,000 findings."""

import pandas as pd

from pipeline import codebook, tables
from tests.report.report_tables import PROJECT, _frame

PLACES, YEARS, PER = 110, 9, 80
WORDS = [
    "leaders",
    "staff",
    "managers",
    "oversight",
    "risk",
    "harm",
    "plan",
    "review",
    "housing",
    "police",
    "court",
    "women",
    "drugs",
    "health",
    "skills",
    "training",
    "workload",
    "vacancies",
    "data",
    "premises",
    "victims",
    "children",
    "partners",
    "referral",
    "release",
    "licence",
    "contact",
]


def large(count: int = 1000, per: int = PER) -> dict[str, pd.DataFrame]:
    """Every table that the report stage reads, by name.

    Parameters
    ----------
    count: how many inspections; those of one place come one after another.
    per: findings of each.

    """
    themes = [theme.id for theme in codebook.load(PROJECT / codebook.CODEBOOK)]
    inspections = [(place, 2017 + year) for place in range(PLACES) for year in range(YEARS)]
    inspections += [(place, 2026) for place in range(1000 - len(inspections))]
    inspections = inspections[:count]
    documents, units, findings, belongs, coded = [], [], [], [], []
    for n, (place, year) in enumerate(inspections):
        document, unit = f"report-{n:04d}-of-place-{place}", f"place-{place}-{year}"
        facts = {
            "pdu": f"Place {place}",
            "region": f"Region {place % 12}",
            "year": year,
            "programme": "pdu-2021",
        }
        rating = ["Good", "Requires improvement", "Inadequate"][n % 3]
        published = pd.Timestamp(year=year, month=1 + n % 12, day=2)
        documents.append(
            {
                **facts,
                "document_id": document,
                "path": f"data/raw/{document}.pdf",
                "sha256": "0",
                "format": "pdf",
                "kind": "inspection_report",
                "title": f"An inspection of Place {place} in {year}",
                "published": published,
                "fieldwork_start": published,
                "fieldwork_precision": "month",
                "overall_rating": rating,
                "score": n % 22,
                "score_max": 21.0,
                "pages": 30,
                "status": "read",
            }
        )
        units.append(
            {
                **facts,
                "inspection_id": unit,
                "fieldwork_start": published,
                "basis": "report",
                "document_ids": document,
                "counted_ids": document,
                "overall_rating": rating,
            }
        )
        for k in range(per):
            finding = f"{document}-bullet-{n * per + k:016x}"
            said = " ".join(WORDS[(n * 7 + k * 13 + j * (1 + k % 5)) % len(WORDS)] for j in range(58))
            findings.append(
                {
                    "finding_id": finding,
                    "document_id": document,
                    "kind": "bullet",
                    "section": f"{k % 9}. Section",
                    "standard": f"1.{k % 9}",
                    "text": f"{said} number{n * per + k}.",
                    "polarity": ["strength", "improvement", "improvement", "mixed", "neutral"][(n + k) % 5],
                    "polarity_source": "heading" if k % 2 else "model",
                    "polarity_confidence": 0.6 + (k % 40) / 100,
                    "page": 5 + k // 4,
                    "position": k,
                    "model_polarity": "neutral",
                }
            )
            belongs.append({"inspection_id": unit, "finding_id": finding, "counted": True})
            for rank in range(1, 2 + k % 2):
                theme = themes[(n + k * k + 5 * rank) % len(themes)]
                coded.append(
                    {
                        "finding_id": finding,
                        "theme_id": theme,
                        "rank": rank,
                        "score": 0.5 + (k % 50) / 100,
                        "source": "model",
                        "phrases": said[:40],
                        "nearest": f"An example sentence, number {k}.",
                        "runner_up": themes[k % len(themes)],
                    }
                )
    sizes = pd.Series([row["theme_id"] for row in coded]).value_counts()
    known = [
        {
            "theme_id": key,
            "name": key.replace("-", " ").capitalize(),
            "origin": "codebook",
            "keywords": "x",
            "n_findings": int(sizes.get(key, 0)),
        }
        for key in themes
    ]
    made = [
        (tables.DOCUMENTS, documents),
        (tables.INSPECTIONS, units),
        (tables.FINDINGS, findings),
        (tables.INSPECTION_FINDINGS, belongs),
        (tables.FINDING_THEMES, coded),
        (tables.THEMES, known),
    ]
    filled = {schema.name: _frame(schema, rows) for schema, rows in made}
    prevalence = [
        {
            "level": "all",
            "area": "England and Wales",
            "period": "year",
            "year": year,
            "theme_id": theme,
            "polarity": side,
            "n_findings": 100,
            "n_documents": 110,
            "n_documents_with": 55,
            "share": 0.5,
            "ci_low": 0.4,
            "ci_high": 0.6,
        }
        for theme in themes
        for year in range(2017, 2026)
        for side in ("strength", "improvement")
    ]
    filled[tables.PREVALENCE.name] = _frame(tables.PREVALENCE, prevalence)
    return filled
