"""Documents about one place and fieldwork are one inspection; the report outranks what stands in for it."""

import pandas as pd
from corpus import documents, only

from pipeline.track.inspections import inspections


def grouped(*rows, sizes=None, regions=None):
    return inspections(documents(*rows), sizes or {}, regions or {})


def test_report_release_and_letter_of_one_fieldwork_are_one_inspection_and_the_report_counts():
    table = grouped(
        ("release", "release", "Ashby", "2025-06"),
        ("letter", "letter", "Ashby", "2025-06"),
        ("report", "report", "Ashby", "2025-06"),
    )
    row = only(table)
    assert row["inspection_id"] == "ashby-2025"
    assert (row["basis"], row["counted_ids"]) == ("report", "report")
    assert row["document_ids"] == "letter; release; report"


def test_release_and_letter_stand_in_together_where_no_report_was_read():
    row = only(grouped(("release", "release", "Ashby", "2025-06"), ("letter", "letter", "Ashby", "2025-06")))
    assert row["basis"] == "press_release and response_letter"
    assert row["counted_ids"] == "letter; release"


def test_a_paper_that_is_none_of_these_counts_only_where_there_is_nothing_else():
    row = only(grouped(("note", "other", "Ashby", "2025-06"), ("letter", "letter", "Ashby", "2025-06")))
    assert (row["basis"], row["counted_ids"]) == ("response_letter", "letter")
    assert only(grouped(("note", "other", "Ashby", "2025-06")))["basis"] == "other"


def test_of_two_copies_of_a_report_the_fuller_one_counts_and_a_known_repeat_never():
    rows = [("web", "report", "Ashby", "2025-06"), ("pdf", "report", "Ashby", "2025-06")]
    assert only(grouped(*rows, sizes={"web": 7, "pdf": 9}))["counted_ids"] == "pdf"
    repeat = [rows[0], ("pdf", "report", "Ashby", "2025-06", {"duplicate_of": "web"})]
    row = only(grouped(*repeat, sizes={"web": 7, "pdf": 9}))
    assert (row["counted_ids"], row["document_ids"]) == ("web", "pdf; web")


def test_a_release_that_is_a_month_off_is_about_the_same_inspection():
    row = only(grouped(("report", "report", "Ashby", "2025-05"), ("release", "release", "Ashby", "2025-06")))
    assert row["document_ids"] == "release; report"
    assert row["fieldwork_start"] == pd.Timestamp("2025-05-01")


def test_two_inspections_of_a_place_in_one_year_are_told_apart_by_month():
    table = grouped(("one", "report", "Ashby", "2025-02"), ("two", "report", "Ashby", "2025-09"))
    assert list(table["inspection_id"]) == ["ashby-2025-02", "ashby-2025-09"]


def test_a_letter_without_fieldwork_follows_the_last_inspection_before_it():
    table = grouped(
        ("old", "report", "Ashby", "2022-10"),
        ("new", "report", "Ashby", "2025-06"),
        ("letter", "letter", "Ashby", 2025, {"published": pd.Timestamp("2025-08-14")}),
        ("late", "letter", "Ashby", 2023, {"published": pd.Timestamp("2023-02-01")}),
    )
    assert dict(zip(table["inspection_id"], table["document_ids"], strict=True)) == {
        "ashby-2022": "late; old",
        "ashby-2025": "letter; new",
    }


def test_a_report_known_by_its_publication_is_no_copy_of_one_of_years_before():
    table = grouped(
        ("old", "report", "Ashby", "2022-10"),
        ("new", "report", "Ashby", 2024, {"published": pd.Timestamp("2024-02-01")}),
        ("letter", "letter", "Ashby", 2024, {"published": pd.Timestamp("2024-03-01")}),
    )
    assert list(table["document_ids"]) == ["old", "letter; new"]


def test_a_release_of_two_places_belongs_to_an_inspection_of_each():
    table = grouped(
        ("both", "release", "Ashby; Bexton", "2025-06", {"region": "Weald; Fens"}),
        ("report", "report", "Bexton", "2025-06", {"region": "Fens"}),
        regions={"Ashby": "Weald", "Bexton": "Fens"},
    )
    assert list(table["pdu"]) == ["Ashby", "Bexton"]
    assert list(table["region"]) == ["Weald", "Fens"]
    assert list(table["basis"]) == ["press_release", "report"]


def test_regional_and_national_reports_are_inspections_without_a_pdu():
    table = grouped(
        ("region", "report", None, "2024-03"), ("nation", "report", None, "2024-05", {"region": None})
    )
    assert list(table["inspection_id"]) == ["england-and-wales-2024", "weald-2024"]
    assert table["pdu"].isna().all()


def test_documents_without_a_year_are_kept_apart():
    table = grouped(
        ("dated", "report", "Ashby", "2022-10"),
        ("plain", "report", "Ashby", None),
        ("release", "release", "Ashby", None),
    )
    row = only(table, inspection_id="ashby-undated")
    assert row["document_ids"] == "plain; release"
    assert pd.isna(row["year"])
    assert len(table) == 2


def test_two_undated_reports_are_two_inspections():
    table = grouped(("one", "report", "Ashby", None), ("two", "report", "Ashby", None))
    assert list(table["inspection_id"]) == ["ashby-undated", "ashby-undated-2"]


def test_a_document_that_was_set_aside_is_nowhere():
    table = grouped(
        ("bad", "report", "Ashby", "2025-06", {"status": "quarantined", "reason": "cannot be read"}),
        ("release", "release", "Ashby", "2025-06"),
    )
    assert only(table)["document_ids"] == "release"


def test_facts_come_from_the_best_document_that_states_them():
    row = only(
        grouped(
            ("release", "release", "Ashby", "2025-06", {"overall_rating": "Good", "programme": "pdu-2024"}),
            ("report", "report", "Ashby", "2025-06", {"programme": "other", "score": 12, "score_max": 21}),
        )
    )
    assert (row["overall_rating"], row["programme"], row["score"], row["score_max"]) == (
        *("Good", "pdu-2024"),
        *(12, 21),
    )


def test_the_order_of_documents_does_not_matter():
    rows = [
        ("report", "report", "Ashby", "2025-05"),
        ("release", "release", "Ashby", "2025-06"),
        ("undated", "report", "Ashby", None),
        ("both", "release", "Ashby; Bexton", "2022-01"),
        ("other", "report", "Bexton", None),
    ]
    pd.testing.assert_frame_equal(grouped(*rows), grouped(*rows[::-1]))


def test_no_documents_give_no_inspections():
    assert grouped().empty
