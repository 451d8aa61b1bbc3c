"""Every cell of the prevalence table can be counted again from findings, themes and inspections."""

import numpy as np
import pandas as pd
import pytest
from corpus import THEMES, Corpus, coded, documents, findings, only, pick

from pipeline.track.evidence import behind

POLARITIES = np.array(["strength", "improvement", "mixed", "neutral"])
KINDS = np.array(["bullet", "bullet", "sentence", "quote", "recommendation", "action"])


@pytest.fixture
def small():
    """Three reports in Weald over two years, one in Fens, one release, one report without a year."""
    return Corpus(
        documents(
            ("a22", "report", "Ashby", "2022-10"),
            ("b22", "report", "Bexton", "2022-11"),
            ("a25", "release", "Ashby", "2025-06"),
            ("c22", "report", "Coln", "2022-01", {"region": "Fens"}),
            ("d", "report", "Deal", None),
            ("w22", "report", None, "2022-12"),
        ),
        findings(
            ("1", "a22", "improvement"), ("2", "a22", "mixed"), ("3", "b22", "strength"),
            ("4", "a25", "improvement"), ("5", "c22", "neutral"), ("6", "d", "improvement"),
            ("7", "w22", "improvement"),
        ),
        coded(
            {"1": "workload", "2": "workload court-work", "3": "workload", "4": "workload",
             "5": "court-work", "6": "workload", "7": "workload"}
        ),
    )  # fmt: skip


def cell(table, polarity, **values):
    row = only(table, polarity=polarity, **values)
    return row["n_findings"], row["n_documents_with"], row["n_documents"]


def test_counts_over_a_region_and_a_year(small):
    table = small.prevalence()
    weald = {"level": "region", "area": "Weald", "year": 2022, "theme_id": "workload"}
    assert cell(table, "improvement", **weald) == (3, 2, 3)
    assert cell(table, "strength", **weald) == (2, 2, 3)
    assert cell(table, "both", **weald) == (2, 1, 3)
    assert cell(table, "any", **weald) == (4, 3, 3)
    assert only(table, polarity="improvement", **weald)["share"] == pytest.approx(2 / 3)


def test_a_region_with_one_report_has_a_share_but_no_interval(small):
    row = only(
        small.prevalence(), level="region", area="Fens", year=2022, theme_id="court-work", polarity="any"
    )
    assert (row["n_documents_with"], row["n_documents"], row["small"]) == (1, 1, True)
    assert pd.isna(row["ci_low"])
    assert pd.isna(row["ci_high"])


def test_a_theme_that_no_one_mentions_is_counted_as_none_everywhere(small):
    rows = pick(small.prevalence(), theme_id="accommodation")
    assert (rows[["n_findings", "n_documents_with", "share"]] == 0).all(axis=None)
    assert len(rows) == len(pick(small.prevalence(), theme_id="workload"))


def test_a_document_without_a_year_is_kept_and_counted_apart_and_said_so(small):
    table = small.prevalence()
    row = only(table, level="all", period="year unknown", theme_id="workload", polarity="improvement")
    assert (row["n_documents_with"], row["n_documents"]) == (1, 1)
    assert row["note"].startswith("year_unknown")
    everything = {"level": "all", "period": "all years", "theme_id": "workload"}
    assert cell(table, "improvement", **everything) == (5, 4, 6)
    yearly = pick(table, level="all", period="year", theme_id="workload", polarity="improvement")
    assert yearly["n_documents"].sum() == 5


def test_a_pdu_is_present_or_absent_and_has_no_interval(small):
    rows = pick(small.prevalence(), level="pdu", period="year")
    assert rows["n_documents"].eq(1).all()
    assert rows["share"].isin([0, 1]).all()
    assert rows["ci_low"].isna().all()
    ashby = pick(rows, area="Ashby", year=2022)
    assert only(ashby, theme_id="workload", polarity="improvement")["prominence"] == "stated"
    assert only(ashby, theme_id="court-work", polarity="improvement")["prominence"] == "in passing"
    assert only(ashby, theme_id="accommodation", polarity="any")["prominence"] == "absent"


def test_three_main_findings_make_a_theme_prominent_in_one_place():
    names = ["1", "2", "3"]
    made = Corpus(
        documents(("a", "report", "Ashby", "2022-10")),
        findings(*[(name, "a", "improvement") for name in names]),
        coded(dict.fromkeys(names, "workload")),
    )
    row = only(made.prevalence(), level="pdu", year=2022, theme_id="workload", polarity="improvement")
    assert row["prominence"] == "prominent"


def test_a_regional_report_counts_for_its_region_and_for_all_but_for_no_pdu(small):
    table = small.prevalence()
    assert set(pick(table, level="pdu")["area"]) == {"Ashby", "Bexton", "Coln", "Deal"}
    assert cell(table, "any", level="all", year=2022, theme_id="workload") == (4, 3, 4)


def test_the_table_says_what_the_denominator_holds(small):
    row = only(
        small.prevalence(), level="region", area="Weald", period="all years", theme_id="court-work",
        polarity="any",
    )  # fmt: skip
    assert (row["n_documents"], row["n_reports"], row["n_looked_at"]) == (5, 4, 5)
    assert "1 of 5 inspections: report not read" in row["note"]


def test_a_programme_that_does_not_look_at_a_theme_is_said():
    made = Corpus(
        documents(("a", "report", "Ashby", "2025-10", {"programme": "dynamic-2025"})), findings(), coded({})
    )
    row = only(made.prevalence(), level="all", year=2025, theme_id="court-work", polarity="any")
    assert row["n_looked_at"] == 0
    assert "1 of 1 inspections: the programme does not look at the theme." in row["note"]


def test_interval_is_wilsons():
    names = [f"p{i}" for i in range(10)]
    made = Corpus(
        documents(*[(name, "report", name, "2022-10") for name in names]),
        findings(("1", "p0", "strength")),
        coded({"1": "workload"}),
    )
    row = only(made.prevalence(), level="all", year=2022, theme_id="workload", polarity="strength")
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.0179, 0.4042), abs=1e-4)
    assert not row["small"]
    none = only(made.prevalence(), level="all", year=2022, theme_id="court-work", polarity="any")
    assert none["ci_low"] == 0


def random_corpus(seed):
    """Places, years, kinds, sides and themes drawn at random, releases and undated papers among them."""
    draw = np.random.default_rng(seed)
    papers, said, codes = [], [], {}
    for number in range(40):
        kind = draw.choice(["report", "report", "release", "letter"])
        pdu = draw.choice(["Ashby", "Bexton", "Coln", "Deal", "Ashby; Bexton", None])
        year = draw.choice([2022, 2023, 2025, None])
        when = None if year is None else f"{year}-{draw.integers(1, 13):02}"
        region = {"region": draw.choice(["Weald", "Fens"])}
        papers.append((f"d{number}", kind, pdu, when, region))
        for finding in range(draw.integers(0, 9)):
            name = f"d{number}-{finding}"
            facts = {"kind": draw.choice(KINDS), "summary": bool(draw.random() < 0.2)}
            facts["pdu"] = draw.choice(["Ashby", "Bexton", None]) if pdu and ";" in pdu else pdu
            said.append((name, f"d{number}", draw.choice(POLARITIES), facts))
            chosen = draw.permutation(THEMES)[: draw.integers(0, 3)]
            if len(chosen):
                codes[name] = " ".join(chosen)
    return Corpus(documents(*papers), findings(*said), coded(codes))


def counted_of(unit, corpus):
    """Findings of one inspection that count, found with nothing but pandas."""
    said = corpus.findings[corpus.findings["document_id"].isin(unit["counted_ids"].split("; "))]
    papers = corpus.documents.set_index("document_id").loc[said["document_id"], "pdu"]
    several = papers.str.contains(";", na=False).to_numpy()
    said = said[(~several | (said["pdu"] == unit["pdu"])) & said["kind"].isin(["bullet", "sentence"])]
    if unit["basis"] == "report" and not said["summary"].all():
        said = said[~said["summary"]]
    return said


def sides_of(about):
    """The counted findings of one inspection about one theme, by side."""
    plus = about[about["polarity"].isin(["strength", "mixed"])]
    minus = about[about["polarity"].isin(["improvement", "mixed"])]
    both = about[about["polarity"] != "neutral"] if len(plus) and len(minus) else about[:0]
    return {"strength": len(plus), "improvement": len(minus), "both": len(both), "any": len(about)}


def recounted(corpus):
    """A function that counts n_findings, n_documents and n_documents_with of a row of the table again."""
    units = corpus.units.to_dict("records")
    hits = {}
    for unit in units:
        said = counted_of(unit, corpus)
        for theme, named in corpus.coded.groupby("theme_id"):
            about = said[said["finding_id"].isin(named["finding_id"])]
            hits[unit["inspection_id"], theme] = sides_of(about)

    def count(row):
        fits = [unit for unit in units if row["level"] == "all" or unit[row["level"]] == row["area"]]
        if row["period"] != "all years":
            wanted = row["year"] if row["period"] == "year" else None
            fits = [unit for unit in fits if (None if pd.isna(unit["year"]) else unit["year"]) == wanted]
        found = [hits.get((unit["inspection_id"], row["theme_id"]), {}) for unit in fits]
        counts = [one.get(row["polarity"], 0) for one in found]
        return sum(counts), len(fits), sum(number > 0 for number in counts)

    return count


def test_every_cell_is_rebuilt_from_findings_themes_and_inspections():
    made = random_corpus(1)
    table, count = made.prevalence(), recounted(made)
    assert table["n_findings"].sum() > 500
    for row in table.to_dict("records"):
        again = count(row)
        assert (row["n_findings"], row["n_documents"], row["n_documents_with"]) == again, row
        assert row["share"] == again[2] / again[1]


def test_every_place_and_period_lists_every_theme_and_side_once():
    table = random_corpus(3).prevalence()
    per_cell = table.groupby(["level", "area", "period", "year"], dropna=False).size()
    assert per_cell.eq(len(THEMES) * 4).all()
    assert not table.duplicated(["level", "area", "period", "year", "theme_id", "polarity"]).any()


def test_every_number_leads_back_to_its_findings():
    made = random_corpus(4)
    table = made.prevalence()
    for row in table[table["n_findings"] > 0].iloc[::7].to_dict("records"):
        found = behind(row, made.units, made.mentions)
        assert len(found) == row["n_findings"], row
        assert found["inspection_id"].nunique() == row["n_documents_with"], row
        assert found["rank"].eq(1).sum() == row["n_main"], row


def test_a_report_on_two_regions_counts_in_each_and_once_in_all():
    made = Corpus(
        documents(("a", "report", None, "2024-03", {"region": "Weald; Fens"})),
        findings(("1", "a", "strength")),
        coded({"1": "workload"}),
    )
    rows = pick(made.prevalence(), theme_id="workload", polarity="strength", year=2024)
    assert sorted(zip(rows["area"], rows["n_documents_with"], strict=True)) == [
        ("England and Wales", 1),
        ("Fens", 1),
        ("Weald", 1),
    ]
