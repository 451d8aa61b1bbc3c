from urllib.parse import parse_qs

import pandas as pd

from pipeline.report import overview, places, themes
from pipeline.report.collection import collection
from pipeline.report.corpus import Corpus
from pipeline.report.counts import cells, counts, evidence
from pipeline.report.quotes import strongest, why

LATEST = ["ashford-vale-2025", "brackenmoor-2025", "carrow-and-dene-2025"]


def test_the_latest_inspection_of_each_place_is_counted_once(small: Corpus) -> None:
    assert sorted(small.inspections.loc[small.inspections["latest"], "inspection_id"]) == LATEST
    found = {c.theme_id: (c.inspections, c.findings) for c in counts(small, LATEST, "improvement")}
    assert found == {
        "risk-of-harm-practice": (3, 3),
        "management-oversight": (2, 2),  # not the press release, the quote nor the recommendation
        "leadership-and-vision": (1, 1),
        "victim-safety": (1, 1),
        "domestic-abuse-information-sharing": (1, 1),
    }


def test_counts_agree_with_the_prevalence_table(small: Corpus) -> None:
    table = small["theme_prevalence"]
    table = table[(table["level"] == "all") & (table["period"] == "all years")]
    everything = list(small.inspections["inspection_id"])
    for side in ("strength", "improvement"):
        found = {c.theme_id: (c.inspections, c.findings) for c in counts(small, everything, side)}
        rows = table[table["polarity"] == side]
        listed = {r.theme_id: (r.n_documents_with, r.n_findings) for r in rows.itertuples() if r.n_findings}
        assert {key: found[key] for key in listed} == listed


def test_a_mixed_finding_stands_on_both_sides_and_a_neutral_one_on_none(small: Corpus) -> None:
    sides = small.raised.groupby("finding_id")["side"].agg(lambda held: sorted(set(held)))
    assert "bm25-019" not in sides.index  # neutral
    mixed = small["findings"].assign(polarity="mixed")
    again = Corpus(
        {**small.tables, "findings": mixed}, small.codebook, small.places, small.metrics, small.params
    )
    assert set(again.raised.groupby("finding_id")["side"].agg(lambda held: " ".join(sorted(set(held))))) == {"improvement strength"}  # fmt: skip  # noqa: E501


def test_a_report_outranks_the_release_about_it_in_the_evidence(small: Corpus) -> None:
    row = small.evidence.set_index("finding_id").loc["av25p-014"]
    assert row["counted_in"] == () and row["other_in"] == ("ashford-vale-2025",)
    assert len(small.evidence) == len(small["findings"])


def test_every_cell_of_the_picture_is_the_number_of_findings_behind_its_filter(small: Corpus) -> None:
    found = cells(small, list(small.inspections["inspection_id"]))
    assert found[("management-oversight", "ashford-vale-2025", "improvement")] == 1
    assert sum(found.values()) == len(small.raised)
    grid = overview.grids(small, list(small.themes.index))[0]
    assert [column["inspection_id"] for column in grid["columns"]] == ["ashford-vale-2022", *LATEST]
    row = next(row for row in grid["rows"] if row["theme_id"] == "risk-of-harm-practice")
    assert [cell["n"] for cell in row["cells"]] == [1, 0, 1, 0, 1, 0, 1, 0]


def test_an_address_holds_its_filter() -> None:
    address = evidence(theme="a&b", inspection="x y", polarity=None, counted=1)
    page, _, query = address.partition("#")
    assert page == "evidence.html"
    assert parse_qs(query) == {"theme": ["a&b"], "inspection": ["x y"], "counted": ["1"]}


def test_the_collection_is_stated_in_counts(small: Corpus) -> None:
    said = collection(small)
    assert (said["files"], said["read"]) == (8, 6)
    assert said["kinds"] == ["3 inspection reports", "2 press releases", "1 response letter"]
    parts = {part["title"]: part["rows"] for part in said["sections"]}
    assert parts["Documents set aside"] == [["data/raw/blank.pdf", "holds only pictures of pages, no text"]]
    assert parts["Duplicates"][0][:2] == ["data/raw/twin.html", "data/raw/bm25.pdf"]
    assert [row[1] for row in parts["Probation Delivery Units without an inspection report"]] == ["Carrow and Dene", "Upper Quoin"]  # fmt: skip  # noqa: E501
    assert (said["findings"], said["unassigned"], said["predicted"], said["unsure"]) == (17, 1, 12, 1)


def test_the_strongest_findings_are_mainly_about_the_theme_and_from_several_inspections(
    small: Corpus,
) -> None:
    chosen = strongest(small, "risk-of-harm-practice", "improvement", 3)
    assert [one["finding_id"] for one in chosen] == ["av25-008", "bm25-018", "cd25p-020"]
    assert (
        chosen[1]["source"]
        == "An inspection of Brackenmoor, section ‘Assessment’, page 21, published 15 July 2025"
    )


def test_reasons_say_what_carried_a_theme(small: Corpus) -> None:
    assert why(small, "av22-001", "management-oversight") == [
        "Chance that a coder would give this theme: 85%.",
        "Phrases: ‘oversight’, ‘managers’.",
        "Nearest example: ‘Managers did not check the work.’",
        "Next best theme, not given: workload.",
    ]


def test_a_themes_page_has_what_it_promises(small: Corpus) -> None:
    page = themes.theme_page(small, "management-oversight")
    assert page["trend"]["rows"] == [
        ["2022", "Needed improvement", "1 of 1 inspection", "as if 0.7 to 1.0 of 1"],
        ["2022", "Strength", "0 of 1 inspection", "as if 0.0 to 0.3 of 1"],
        ["2025", "Needed improvement", "2 of 3 inspections", "as if 1.1 to 2.9 of 3"],
        ["2025", "Strength", "0 of 3 inspections", "as if 0.0 to 0.9 of 3"],
    ]
    assert page["trend"]["breaks"] == ["2025"]
    assert [row["inspection_id"] for row in page["where"]] == [
        "brackenmoor-2025",
        "ashford-vale-2025",
        "ashford-vale-2022",
    ]
    assert [(row["quote"], row["done"]) for row in page["figures"]] == [
        ("Two thirds", "about 33%"),
        ("36 per cent", "36%"),
    ]
    assert [row["finding_id"] for row in page["asked"]] == ["av25-012", "av22-004"]
    assert page["subthemes"][0]["name"] == "Signed without reading"


def test_a_places_page_has_ratings_over_time_recurrence_and_responses(small: Corpus) -> None:
    page = places.place_page(small, "Ashford Vale")
    assert [(row["standard"], row["cells"]) for row in page["standards"]] == [
        ("1.1", ["Good", "Good"]),
        ("1.2", ["Inadequate", "Requires improvement"]),
    ]
    groups = {group["status"]: group["rows"] for group in page["recurrence"][0]["groups"]}
    assert list(groups) == ["persistent", "new", "reversed"]
    ends = groups["persistent"][0]
    assert [one["finding_id"] for one in ends["before"]] == ["av22-001", "av22-004"]
    assert [one["finding_id"] for one in ends["after"]] == ["av25-006", "av25-007", "av25-012"]
    asked = page["recommendations"][0]["asked"]
    assert [one["answers"][0]["action"]["finding_id"] if one["answers"] else None for one in asked] == [
        "av25r-015",
        None,
    ]
    assert asked[0]["repeats"][0]["earlier"]["finding_id"] == "av22-004"


def test_a_finding_in_two_inspections_is_one_row_with_both(small: Corpus) -> None:
    again = small["inspection_findings"]
    extra = again[again["finding_id"] == "cd25p-021"].assign(inspection_id="brackenmoor-2025")
    both = Corpus({**small.tables, "inspection_findings": pd.concat([again, extra], ignore_index=True)}, small.codebook, small.places, small.metrics, small.params)  # fmt: skip  # noqa: E501
    assert both.evidence.set_index("finding_id").loc["cd25p-021", "counted_in"] == (
        "brackenmoor-2025",
        "carrow-and-dene-2025",
    )
    assert len(both.evidence) == len(small.evidence)
