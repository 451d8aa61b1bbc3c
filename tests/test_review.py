import openpyxl
import pandas as pd
import pytest

from pipeline import review
from pipeline.errors import PipelineError

HEAD = "finding_id,text,field,value,who,when,why\n"


def findings():
    rows = [("f1", "d1", "Sure.", "strength", 0.99), ("f2", "d1", "Unsure.", "improvement", 0.9)]
    rows.append(("f3", "d2", "Nothing fits.", "neutral", 0.9))
    return pd.DataFrame(
        rows, columns=["finding_id", "document_id", "text", "polarity", "polarity_confidence"]
    )


def finding_themes():
    rows = [("f1", "a", 1, 0.97, "model", "b"), ("f2", "b", 1, 0.55, "model", "a")]
    return pd.DataFrame(rows, columns=["finding_id", "theme_id", "rank", "score", "source", "runner_up"])


def test_no_files_are_no_decisions(tmp_path):
    assert list(review.decisions(tmp_path).columns) == review.COLUMNS
    assert review.decisions(tmp_path).empty


def test_the_latest_decision_is_in_force_and_none_is_lost(tmp_path):
    (tmp_path / "a.csv").write_text(HEAD + "f1,T.,themes,b a,Ann,2025-03-02,reread\n")
    (tmp_path / "b.csv").write_text(
        HEAD + "f1,T.,themes,a,Bob,2025-03-01,first look\nf1,T.,polarity,mixed,Bob,2025-03-01,both\n"
    )
    decided = review.decisions(tmp_path)
    assert set(zip(decided["field"], decided["value"], decided["who"], strict=True)) == {
        ("themes", "b a", "Ann"),
        ("polarity", "mixed", "Bob"),
    }
    assert len(review.history(tmp_path)) == 3


def test_the_doubtful_and_the_unassigned_come_first():
    table = review.sheet(findings(), finding_themes())
    assert table["finding_id"].tolist() == ["f3", "f2", "f1"]
    assert table["priority"].tolist() == [1.0, 0.9, 0.06]


def test_a_returned_sheet_is_read_as_it_is(tmp_path):
    path = tmp_path / "sheet.xlsx"
    review.write_sheet(path, findings(), finding_themes(), ["a", "b"])
    book = openpyxl.load_workbook(path)
    page = book[review.SHEET]
    place = {cell.value: cell.column for cell in page[1]}
    for name, value in {"new_theme_1": "b", "new_theme_2": "a", "who": "Ann", "why": "misread"}.items():
        page.cell(2, place[name], value)
    page.cell(2, place["when"], pd.Timestamp("2025-04-01").to_pydatetime())
    book.save(path)
    decided = review.decisions(tmp_path)
    assert decided[["finding_id", "field", "value", "when"]].to_numpy().tolist() == [
        ["f3", "themes", "b a", "2025-04-01"]
    ]


def test_the_sheet_offers_the_allowed_values(tmp_path):
    review.write_sheet(tmp_path / "sheet.xlsx", findings(), finding_themes(), ["a", "b"])
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    sources = {rule.formula1 for rule in book[review.SHEET].data_validations.dataValidation}
    assert sources == {"Lists!$A$1:$A$4", "Lists!$B$1:$B$3"}
    assert [cell.value for cell in book["Lists"]["B"][:3]] == ["none", "a", "b"]


def test_the_sheet_has_the_same_bytes_twice(tmp_path):
    for name in ("one.xlsx", "two.xlsx"):
        review.write_sheet(tmp_path / name, findings(), finding_themes(), ["a"])
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("f1,T.,themes,a,,2025-03-01,why", "a decision without who"),
        ("f1,T.,themes,a,Ann,soon,why", "when is no date"),
        ("f1,T.,theme,a,Ann,2025-03-01,why", "field 'theme' is unknown"),
        ("f1,T.,polarity,good,Ann,2025-03-01,why", "polarity 'good' is unknown"),
    ],
)
def test_a_row_that_cannot_be_applied_is_named(tmp_path, row, words):
    (tmp_path / "a.csv").write_text(HEAD + row + "\n")
    with pytest.raises(PipelineError, match=f"a.csv: row 2: {words}"):
        review.decisions(tmp_path)


def test_no_theme_is_a_decision_too(tmp_path):
    (tmp_path / "a.csv").write_text(HEAD + "f1,T.,themes,none,Ann,2025-03-01,why\n")
    assert review.decisions(tmp_path)["value"].tolist() == [""]
