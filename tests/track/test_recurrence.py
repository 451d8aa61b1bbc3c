"""What became of a weakness: both ends side by side, and silence only where silence tells."""

import pandas as pd
from corpus import Corpus, clauses, coded, documents, findings, only, pick, statistics

NEW_RULER = {"programme": "pdu-2024"}


def thrice(middle="report"):
    """One PDU inspected three times under two programmes; the middle one by report or by release."""
    return Corpus(
        documents(
            ("a22", "report", "Ashby", "2022-10"),
            ("a24", middle, "Ashby", "2024-05", NEW_RULER),
            ("a26", "report", "Ashby", "2026-01", NEW_RULER),
        ),
        findings(
            ("1", "a22", "improvement"), ("2", "a22", "improvement"), ("3", "a22", "improvement"),
            ("4", "a24", "improvement"), ("5", "a24", "strength"),
            ("6", "a26", "improvement"), ("7", "a26", "mixed"),
        ),
        coded(
            {"1": "workload", "2": "management-oversight", "3": "court-work", "4": "workload",
             "5": "management-oversight", "6": "management-oversight", "7": "accommodation"}
        ),
    )  # fmt: skip


def status(table, theme, start, end):
    return only(table, theme_id=theme, from_year=start, to_year=end)["status"]


def test_three_reports_of_one_pdu():
    table = thrice().recurrence()
    assert status(table, "workload", 2022, 2024) == "persistent"
    assert status(table, "workload", 2024, 2026) == "resolved"
    assert status(table, "management-oversight", 2022, 2024) == "reversed"
    assert status(table, "management-oversight", 2024, 2026) == "new"
    assert status(table, "accommodation", 2024, 2026) == "new"
    assert pick(table, theme_id="accommodation", from_year=2022).empty


def test_a_theme_that_the_later_programme_does_not_look_at_is_not_assessed():
    table = thrice().recurrence()
    row = only(table, theme_id="court-work", from_year=2022, to_year=2024)
    assert row["status"] == "not_assessed"
    assert "The programme of 2024 does not look at it." in row["note"]
    assert "Programmes differ: pdu-2021 and pdu-2024." in row["note"]


def test_what_a_release_leaves_out_is_neither_resolved_nor_reversed_nor_new():
    table = thrice("release").recurrence()
    row = only(table, theme_id="management-oversight", from_year=2022, to_year=2024)
    assert row["status"] == "not_assessed"
    assert "2024 is known only from the press release" in row["note"]
    assert "names a strength" in row["note"]
    late = only(table, theme_id="accommodation", to_year=2026)
    assert late["from_year"] == 2022
    assert late["status"] == "new"


def test_a_weakness_that_a_release_does_name_persists():
    row = only(thrice("release").recurrence(), theme_id="workload", to_year=2024)
    assert row["status"] == "persistent"
    assert "known only from" in row["note"]


def test_an_inspection_that_does_not_tell_is_passed_over():
    row = only(thrice("release").recurrence(), theme_id="management-oversight", to_year=2026)
    assert (row["from_year"], row["status"]) == (2022, "persistent")
    assert "An inspection between the two does not tell." in row["note"]


def test_a_weakness_after_nothing_but_a_release_is_not_called_new():
    made = Corpus(
        documents(("a22", "release", "Ashby", "2022-10"), ("a24", "report", "Ashby", "2024-05")),
        findings(("1", "a22", "strength"), ("2", "a24", "improvement")),
        coded({"1": "accommodation", "2": "workload"}),
    )
    row = only(made.recurrence())
    assert (row["theme_id"], row["status"]) == ("workload", "not_assessed")
    assert "cannot be told whether the weakness is new" in row["note"]


def test_a_weakness_beside_a_strength_is_gone_but_not_turned_round():
    made = Corpus(
        documents(("a22", "report", "Ashby", "2022-10"), ("a24", "report", "Ashby", "2024-05")),
        findings(("1", "a22", "mixed"), ("2", "a24", "strength")),
        coded({"1": "workload", "2": "workload"}),
    )
    row = only(made.recurrence())
    assert row["status"] == "resolved"
    assert "no proof" in row["note"]
    assert "as the earlier report did" in row["note"]


def test_evidence_holds_the_findings_of_both_ends():
    table = thrice().recurrence()
    assert only(table, theme_id="workload", to_year=2024)["evidence"] == "1 | 4"
    assert only(table, theme_id="management-oversight", to_year=2024)["evidence"] == "2 | 5"
    assert only(table, theme_id="accommodation", to_year=2026)["evidence"] == " | 7"


def test_figures_of_the_same_thing_stand_side_by_side():
    said = clauses(
        ("1", "Staff felt heard.", "Caseloads were manageable for 36 per cent of staff."),
        ("4", "Two thirds of staff said that their caseloads were not manageable."),
    )
    given = statistics(("1", "36 per cent", 0.36, 46), ("4", "Two thirds", 1 / 3, 0))
    row = only(thrice().recurrence(given, said), theme_id="workload", to_year=2024)
    assert (row["from_value"], round(row["to_value"], 3)) == (0.36, 0.333)
    earlier, later = row["figures"].split("; ")
    assert earlier == "2022: done in 36 per cent (‘36 per cent’)"
    assert later == "2024: done in 33 per cent (‘Two thirds’)"


def test_figures_of_different_things_are_not_compared():
    said = clauses(("1", "Sickness stood at 9 per cent."), ("4", "Half of the managers had fewer cases."))
    given = statistics(("1", "9 per cent", 0.09, 18), ("4", "Half", 0.5, 0))
    row = only(thrice().recurrence(given, said), theme_id="workload", to_year=2024)
    assert pd.isna(row["figures"])
    assert pd.isna(row["from_value"])


def test_places_inspected_once_and_undated_inspections_have_no_history():
    made = Corpus(
        documents(
            ("a", "report", "Ashby", "2022-10"),
            ("a0", "report", "Ashby", None),
            ("w1", "report", None, "2022-01"),
            ("w2", "report", None, "2024-01"),
        ),
        findings(*[(name, name, "improvement") for name in ("a", "a0", "w1", "w2")]),
        coded(dict.fromkeys(["a", "a0", "w1", "w2"], "workload")),
    )
    assert made.recurrence().empty
