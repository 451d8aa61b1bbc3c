"""Facts of every shape of document, each read from an invented one."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.ingest import dates, facts, overrides, places, ratings
from pipeline.ingest.model import Piece
from pipeline.ingest.reading import Limits, read

LIMITS = Limits(1_000_000, 100, 30)
REFERENCE = Path(__file__).resolve().parents[2] / places.PDUS
KNOWN = places.load(REFERENCE)

REPORT_2022 = """# An inspection of probation services in: Wirral PDU, Probation Service – North West region

HM Inspectorate of Probation, March 2023

## Ratings

Wirral PDU

Fieldwork started November 2022

Score **11/27**

Overall rating

Requires improvement

1.1 Leadership

Good

1.2 Staff

Outstanding

2.1 Court work

Inadequate

## Background

We conducted fieldwork in Wirral PDU over the week beginning 14 November 2022.

## 1. Organisational delivery

### 1.1. Leadership

Good

Strengths:

- Leaders met partners each month, and staff knew the plan.

### 2.2. Assessment

Key question\tPercentage 'Yes'
Does assessment focus on engaging the person?\t57%
Does assessment focus on keeping people safe?\t30%
"""

REPORT_2024 = """An inspection of probation services in Essex North PDU
Ratings (Back to top)
Fieldwork started February 2024 | Score 6/21 |
Overall rating | Inadequate |
P 1.1 Leadership | Requires improvement |
P 2.1 Assessment | Inadequate |
Recommendations
Essex North PDU should:
- improve the work with partners to keep people safe
2. Service delivery (Back to top)
P 2.1 Assessment | Rating |
Assessments draw on many sources and involve the person on probation. | Inadequate |
Key question | Percentage ‘Yes’ |
Does assessment focus on engaging the person? | 61% |
- Practitioners knew the people whom they supervised and asked for their views.
"""

PRESS = """Three probation services in the capital found wanting

Published: 6 May 2024

Services in the capital have been inspected. Lambeth Probation Delivery Unit (PDU) was rated ‘Inadequate’.

Croydon PDU has been rated ‘Requires improvement’ and Newham PDU was rated ‘Inadequate’ after the inspections.

Ann Example, Chief Inspector of Probation, said: “Staff told us of workloads that nobody could manage.”

ENDS

Notes to editor

1. The reports are available at https://example.org/ on 7 May 2024.
2. Fieldwork for these inspections took place between 5 and 16 February 2024.
"""

LETTER = """Ann Example
HM Chief Inspector of Probation

3 October 2025

Dear Ann,

## HMIP Report on the Inspection of Cardiff & the Vale PDU, Wales Region – August 2025

Thank you for your inspection report, in which you made 4 recommendations to the unit and the region.

- A panel will be set up with the police by March 2026 to share what is known of domestic abuse.

Kind regards,
"""

DYNAMIC = """# Dynamic inspection of public protection: South Central region

## Chief Inspector’s judgement

Work to protect the public was not sufficient in the cases that we inspected.

## Context

Fieldwork took place in November 2025 in three units of the South Central region.

## Findings

- Practitioners did not ask the police for what they knew of the people they supervised.
"""

REGIONAL = """# An inspection of probation services – East Midlands region

Fieldwork started September 2024

## Recommendations

East Midlands region should:

- agree a plan with the police for the exchange of what is known

R 1.1 Leadership | Requires improvement
R 2.1 Public protection | Inadequate

Areas for improvement:

- The region did not check whether its units followed the plan that it had set.
"""

OTHER = """# How we write our guidance

Our approach has three parts, and each is described on the pages that follow this introduction to it.

- Plain words are used wherever they serve, and terms are explained.
"""


def of(text: str, name: str = "a") -> facts.Facts:
    reading = read(text.encode(), f"{name}.md", LIMITS)
    assert not reading.reason
    return facts.read(reading.blocks, name, reading.meta, KNOWN)


def test_report_of_2022():
    found = of(REPORT_2022)
    assert (found.kind, found.pdu, found.region) == ("inspection_report", "Wirral", "North West")
    assert (found.fieldwork.day, found.fieldwork.precision) == (date(2022, 11, 14), "day")
    assert (found.published.day, found.published.precision) == (date(2023, 3, 1), "month")
    assert (found.year, found.programme) == (2022, "pdu-2021")
    assert (found.overall_rating, found.score, found.score_max) == ("Requires improvement", 11, 27)


def test_report_of_2024():
    found = of(REPORT_2024)
    assert (found.kind, found.pdu, found.region) == ("inspection_report", "Essex North", "East of England")
    assert (found.fieldwork.day, found.fieldwork.precision) == (date(2024, 2, 1), "month")
    assert (found.programme, found.overall_rating, found.score_max) == ("pdu-2024", "Inadequate", 21)


def test_press_release_of_several_units():
    found = of(PRESS)
    assert (found.kind, found.pdu, found.region) == ("press_release", "Croydon; Lambeth; Newham", "London")
    assert (found.fieldwork.day, found.published.day) == (date(2024, 2, 5), date(2024, 5, 6))
    assert found.overall_rating == ""


def test_response_letter():
    found = of(LETTER)
    assert (found.kind, found.pdu, found.region) == ("response_letter", "Cardiff and Vale", "Wales")
    assert (found.fieldwork.day, found.fieldwork.precision) == (date(2025, 8, 1), "month")
    assert (found.published.day, found.overall_rating) == (date(2025, 10, 3), "")


def test_dynamic_regional_and_other():
    dynamic, regional, other = of(DYNAMIC), of(REGIONAL), of(OTHER)
    assert (dynamic.kind, dynamic.programme, dynamic.pdu) == ("inspection_report", "dynamic-2025", "")
    assert (dynamic.region, dynamic.year, dynamic.overall_rating) == ("South Central", 2025, "")
    assert (regional.kind, regional.programme, regional.pdu) == ("inspection_report", "regional-2023", "")
    assert (regional.region, regional.fieldwork.day) == ("East Midlands", date(2024, 9, 1))
    assert (other.kind, other.programme, other.pdu, other.year) == ("other", "other", "", None)


def test_standards_and_key_questions():
    blocks = read(REPORT_2022.encode(), "a.md", LIMITS).blocks
    assert ratings.standard_ratings(blocks) == [
        ("1.1", "Leadership", "Good"),
        ("1.2", "Staff", "Outstanding"),
        ("2.1", "Court work", "Inadequate"),
    ]
    assert ratings.key_questions(blocks) == [
        ("2.2", "Does assessment focus on engaging the person?", 0.57),
        ("2.2", "Does assessment focus on keeping people safe?", 0.3),
    ]
    apart = [Piece("row", "1.1 | Leadership | Good"), Piece("row", "2.4 | Implementation | Inadequate")]
    assert [number for number, _, _ in ratings.standard_ratings(apart)] == ["1.1", "2.4"]
    rows = read(REPORT_2024.encode(), "a.txt", LIMITS).blocks
    assert [(number, rating) for number, _, rating in ratings.standard_ratings(rows)] == [
        ("1.1", "Requires improvement"),
        ("2.1", "Inadequate"),
    ]
    assert ratings.key_questions(rows) == [("2.1", "Does assessment focus on engaging the person?", 0.61)]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("Redcar, Cleveland & Middlesbrough", "Redcar, Cleveland and Middlesbrough"),
        ("the Stockton and Hartlepool PDU", "Stockton and Hartlepool"),
        ("Dyfed-Powys", "Dyfed Powys"),
        ("Nowhere and Elsewhere", "Nowhere and Elsewhere"),
    ],
)
def test_spellings_of_units(written, unit):
    assert KNOWN.unit(written) == unit


def test_every_unit_has_one_of_twelve_regions_and_no_alias_is_two_units():
    assert len(KNOWN.region_of) >= 100
    assert len(set(KNOWN.region_of.values())) == 12
    rows = REFERENCE.read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == len(KNOWN.region_of)


def test_an_unknown_unit_is_kept_as_written():
    found = of(REPORT_2024.replace("Essex North", "Northmoor and Eastport"))
    assert (found.pdu, found.region) == ("Northmoor and Eastport", "")
    regional = of(REGIONAL.replace("East Midlands", "Eastmarch"))
    assert (regional.pdu, regional.region) == ("", "Eastmarch")


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("the week of 3rd March 2024", date(2024, 3, 3), "day"),
        ("in Sept 2023", date(2023, 9, 1), "month"),
        ("2024-02-29", date(2024, 2, 29), "day"),
        ("05/11/2024", date(2024, 11, 5), "day"),
        ("31 February 2024, then 1 March 2024", date(2024, 3, 1), "day"),
    ],
)
def test_dates(text, day, precision):
    assert dates.parse(text) == dates.When(day, precision)


def test_what_is_stated_overrides_what_is_read(tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text(
        "path,title,kind,pdu,region,fieldwork_start,published\n"
        "a.pdf,A title,other,Swansea Neath & Port Talbot,,2024-03-11,\n"
        "b.pdf,,,,,,5 May 2023\n",
        encoding="utf-8",
    )
    record = {"title": "x", "kind": "press_release", "pdu": "y", "region": "z", "fieldwork_start": None,
              "fieldwork_precision": None, "published": None, "year": None}  # fmt: skip
    stated = overrides.load(path)
    told = overrides.apply(record, stated.of("a.pdf"), KNOWN)
    assert (told["title"], told["kind"], told["pdu"]) == (
        "A title",
        "other",
        "Swansea, Neath and Port Talbot",
    )
    assert (told["region"], told["fieldwork_start"], told["year"]) == ("Wales", date(2024, 3, 11), 2024)
    assert overrides.apply(record, stated.of("b.pdf"), KNOWN)["year"] == 2023
    assert overrides.apply(record, stated.of("c.pdf"), KNOWN) == record


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("path,colour\na,red\n", "other columns"),
        ("path,kind\na,novel\n", "line 2: has the unknown kind 'novel'"),
        ("path,published\na,someday\n", "line 2: has the published 'someday'"),
        ("path,kind\na,other,b,c\n", "more cells than columns"),
    ],
)
def test_faults_in_sources_are_named(tmp_path, content, words):
    path = tmp_path / "sources.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PipelineError, match=words):
        overrides.load(path)
