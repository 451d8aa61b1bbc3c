"""What stands in the written files: text as data, links that lead somewhere, the same bytes each time."""

import csv
import dataclasses
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup

from pipeline import tables
from pipeline.errors import PipelineError
from pipeline.params import load as load_params
from pipeline.report import corpus, encode, files, safe, stage, workbook
from pipeline.report.evidence import HEADER, csv_rows
from pipeline.report.summary import answers, recurrence
from tests.report.report_tables import FORMULA, NASTY, THEMES, small, write


def pages(site: Path) -> dict[str, BeautifulSoup]:
    found = sorted(site.rglob("*.html"))
    return {
        str(page.relative_to(site)): BeautifulSoup(page.read_text(encoding="utf-8"), "lxml") for page in found
    }


def test_every_page_is_there(site: Path) -> None:
    themes = {f"themes/{key}.html" for key in [*THEMES, "emerging-1"]}
    places = {f"pdus/{key}.html" for key in ("ashford-vale", "brackenmoor", "carrow-and-dene")}
    assert set(pages(site)) == {"index.html", "evidence.html", "methods.html", *themes, *places}


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place_on_it(site: Path) -> None:
    found = pages(site)
    for name, page in found.items():
        for link in page.find_all("a", href=True):
            target, _, anchor = str(link["href"]).partition("#")
            path = ((site / name).parent / target).resolve() if target else site / name
            assert path.is_file(), f"{name}: {link['href']}"
            if anchor and path.suffix == ".html" and path.name != "evidence.html":
                assert found[str(path.relative_to(site.resolve()))].find(id=anchor), f"{name}: {link['href']}"


def test_filters_in_links_name_things_that_exist(site: Path, small: corpus.Corpus) -> None:
    known = {
        "theme": set(small.themes.index),
        "inspection": set(small.labels),
        "id": set(small["findings"]["finding_id"]),
        "subtheme": set(small["themes"]["theme_id"]),
        "polarity": {"strength", "improvement"},
    }
    seen = 0
    for page in pages(site).values():
        for link in page.select("a[href*='evidence.html#']"):
            for part in str(link["href"]).split("#")[1].split("&"):
                key, value = part.split("=")
                assert value in known.get(key, {value})
                seen += 1
    assert seen > 100


def test_markup_in_a_report_shows_as_text(site: Path) -> None:
    for name, page in pages(site).items():
        scripts = [tag for tag in page.find_all("script") if tag.get("type") != "application/json"]
        assert len(scripts) == (1 if name == "evidence.html" else 0), name
        assert not page.select("blockquote b"), name
    assert NASTY in pages(site)["themes/risk-of-harm-practice.html"].get_text()


def test_a_page_allows_no_network_and_names_no_address_outside(site: Path) -> None:
    for name, page in pages(site).items():
        policy = str(page.select_one("meta[http-equiv=Content-Security-Policy]")["content"])
        assert policy.startswith("default-src 'none'"), name
        assert "http" not in policy, name
        for tag in page.find_all(src=True) + page.find_all("link"):
            assert str(tag.get("src") or tag.get("href")).startswith("data:"), name


def test_json_in_a_page_cannot_end_its_script() -> None:
    nasty = {"a": "</script><!-- \u2028 <b> & 'x'"}
    text = safe.script_json(nasty)
    assert not re.search(r"[<>&\u2028]", text)
    assert json.loads(text) == nasty


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n@x"])
def test_a_cell_that_begins_like_a_formula_is_text(text: str) -> None:
    assert safe.cell(text) == f"'{text}"
    assert safe.cell(f"a{text}") == f"a{text}"
    assert safe.cell(-1) == -1


def test_the_csv_holds_every_finding_and_no_formula(site: Path, small: corpus.Corpus) -> None:
    text = (site / "evidence/findings.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == list(HEADER) and len(rows) == 1 + len(small["findings"])
    said = {row[0]: row[-1] for row in rows[1:]}
    assert said["av25-009"] == f"'{FORMULA}"
    assert said["av25-008"] == NASTY
    assert len(list(csv_rows(small))) == len(rows) - 1


def test_columns_as_runs_give_the_rows_back() -> None:
    coded = encode.column(["a", "a", "b", "a"])
    assert coded == {"values": ["a", "b"], "runs": [0, 2, 1, 1, 0, 1]}
    assert encode.column([]) == {"values": [], "runs": []}


def test_a_long_column_that_repeats_little_is_packed_and_gives_its_rows_back() -> None:
    values = [f"{n * n % 7919}" for n in range(encode.MANY + 1)]
    coded = encode.column(values)
    assert coded["width"] == 2 and len(coded["packed"]) == 2 * len(values)
    places = [coded["digits"].index(digit) for digit in coded["packed"]]
    numbers = [high * len(coded["digits"]) + low for high, low in zip(places[::2], places[1::2], strict=True)]
    assert [coded["values"][number] for number in numbers] == values
    assert not set(safe.script_json(coded["digits"])) & set("\\<>&'")
    assert "runs" in encode.column(["a"] * len(values))


def test_parts_hold_every_row_in_order_and_keep_to_their_size() -> None:
    rows = [[f"id{n}", "x" * 50, []] for n in range(10)]
    parts = list(encode.shards(rows, 200))
    assert [start for start, _ in parts] == [0, 4, 8]  # four rows of 64 bytes reach 200
    assert [row for _, text in parts for row in json.loads(text)] == rows
    assert list(encode.shards([], 200)) == [(0, "[]")]


def test_the_workbook_has_a_tidy_table_a_sheet_and_no_formula(site: Path) -> None:
    book = openpyxl.load_workbook(site / "findings.xlsx")
    assert book.sheetnames[:3] == ["Cover", "Notes", "Findings"]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B5", sheet.title
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None and table.ref.startswith("A4:"), sheet.title
        headers = [cell.value for cell in sheet[4]]
        assert all(headers) and len(headers) == len(set(headers)), sheet.title
        assert not sheet.merged_cells.ranges
    sheet = book["Findings"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
    assert rows["av25-009"][-1].value == FORMULA and rows["av25-009"][-1].data_type == "s"
    assert rows["bm25-016"][8].is_date and rows["bm25-016"][8].value.year == 2025
    cells = [cell for one in book.worksheets for row in one.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    notes = {(row[0].value, row[1].value) for row in book["Notes"].iter_rows(min_row=5)}
    shown = [(sheet.title, cell.value) for sheet in book.worksheets[2:] for cell in sheet[4]]
    assert {(title, str(name).lower().replace(" ", "_")) for title, name in shown} == {
        (a, str(b)) for a, b in notes
    }


def test_the_review_sheet_holds_the_findings_and_no_formula(site: Path, small: corpus.Corpus) -> None:
    book = openpyxl.load_workbook(site / "review-sheet.xlsx")
    cells = [cell for row in book["Review"].iter_rows() for cell in row]
    assert {row[0].value for row in book["Review"].iter_rows(min_row=2)} == set(
        small["findings"]["finding_id"]
    )
    assert FORMULA in {cell.value for cell in cells}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_methods_show_how_good_it_is_and_what_waits_for_a_person(site: Path) -> None:
    text = pages(site)["methods.html"].get_text(" ", strip=True)
    assert "Strength or improvement told rightly 0.67 0.40 to 1.00" in text
    assert "Needs improvement 1 0 0 0" in text
    assert "At a confidence of 0.82, 0.50 of 2 were right" in str(pages(site)["methods.html"])
    assert "One decision speaks of a finding that no longer exists" in text
    assert "most like it now: av22-000" in text
    assert "One finding stands under a heading that its words plainly contradict" in text


def test_the_summary_is_two_pages_of_plain_english(site: Path, small: corpus.Corpus) -> None:
    text = (site / "theme-summary.md").read_text(encoding="utf-8")
    assert len(text.split()) < 1000
    assert text.startswith(
        "# What inspectors keep finding\n\nIn all three places inspected, the latest inspection found that "
        "assessing and managing risk of harm needed improvement; in two, management oversight. In two of the "
        "three places, it praised leadership, vision and governance.\n"
    )
    assert "- **Management oversight**, in 2 of 3 inspections (2 findings)." in text
    assert "Ashford Vale, 2022, compared with Ashford Vale, 2025:\n\n- Still needing impr" in text
    assert "- One document was set aside as unreadable." in text
    assert "- 1 of 17 findings has no theme." in text
    assert "%" not in text and not re.search(r"(?<!\\)<", text)
    for line in text.splitlines():
        assert not re.search(r"\b1 (findings|documents|inspections|recommendations)\b|\b([2-9]|\d\d+) (finding|document|inspection)\b", line)  # fmt: skip  # noqa: E501


def test_what_letters_answer_is_said_truly(small: corpus.Corpus) -> None:
    likeness = "This rests on likeness of words: nothing here says what was done."
    assert answers(small) == (
        "Two recommendations could be compared with a response letter; for one of them no promised action "
        f"seems to be an answer. {likeness}"
    )
    links = small["recommendation_links"]
    for kept, said in ((slice(0, 1), "a promised action may answer it"), (slice(1, 2), "no promised action seems to answer it")):  # fmt: skip  # noqa: E501
        one = corpus.Corpus({**small.tables, "recommendation_links": links.iloc[kept]}, small.codebook, small.places, small.metrics, small.params)  # fmt: skip  # noqa: E501
        assert (
            answers(one) == f"One recommendation could be compared with a response letter; {said}. {likeness}"
        )
    assert recurrence(small)["lasting"][0] == {"name": "Management oversight", "n": 1, "lasted": 1}


def test_two_runs_give_the_same_bytes(site: Path, small: corpus.Corpus, tmp_path: Path) -> None:
    stage.build(small, tmp_path)
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    again = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == again


def test_a_run_removes_pages_of_themes_that_are_gone_and_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/gone.html").write_text("old", encoding="utf-8")
    (tmp_path / "metrics.json").write_text("{}", encoding="utf-8")
    new = files.fresh(tmp_path)
    for name in files.OUTPUTS:
        if "." in name:
            files.write(new, name, "new")
        else:
            (new / name).mkdir()
    files.swap(new, tmp_path)
    assert not (tmp_path / "themes/gone.html").exists() and not new.exists()
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "new"
    assert (tmp_path / "metrics.json").exists()


def test_a_run_that_fails_leaves_the_old_reports(small: corpus.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip  # noqa: E501
    (tmp_path / "index.html").write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(workbook, "write", fail)
    with pytest.raises(RuntimeError):
        stage.build(small, tmp_path)
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "old"


def test_a_missing_table_or_metrics_is_one_clear_line(tmp_path: Path) -> None:
    root = write(tmp_path, small())
    settings = load_params(root / "params.yaml")
    (root / "reports/metrics.json").unlink()
    with pytest.raises(PipelineError, match=r"metrics\.json: does not exist\. Run the stages before"):
        corpus.load(settings, root)
    (root / "data/processed/themes.parquet").unlink()
    with pytest.raises(PipelineError, match=r"themes\.parquet: does not exist"):
        corpus.load(settings, root)


def test_an_empty_collection_still_has_its_pages(small: corpus.Corpus, tmp_path: Path) -> None:
    nothing = {schema.name: tables.empty(schema) for schema in corpus.READ}
    bare = dataclasses.replace(small, tables=nothing, metrics={"origins": {}, "theme_pairs": {}})
    stage.build(bare, tmp_path)
    assert "No inspection in the collection" in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert list((tmp_path / "themes").iterdir()) == []
    assert openpyxl.load_workbook(tmp_path / "findings.xlsx")["Findings"]["A4"].value == "Finding id"


def test_an_inspection_of_a_region_without_a_year_is_kept_and_said_so(small: corpus.Corpus, tmp_path: Path) -> None:  # fmt: skip  # noqa: E501
    inspections = small["inspections"].copy()
    regional = inspections["inspection_id"] == "brackenmoor-2025"
    inspections.loc[regional, ["pdu", "year", "fieldwork_start"]] = None
    documents = small["documents"].copy()
    documents.loc[documents["document_id"] == "bm25", ["pdu", "year", "fieldwork_start"]] = None
    changed = {**small.tables, "inspections": inspections, "documents": documents}
    one = dataclasses.replace(small, tables=changed)
    stage.build(one, tmp_path)
    page = BeautifulSoup((tmp_path / "index.html").read_text(encoding="utf-8"), "lxml")
    assert "East Fells year not known" in page.select_one("table.grid thead").get_text(" ", strip=True)
    assert page.find("h3", string="Without a year").find_next("li").get_text() == "data/raw/bm25.pdf"
    assert not (tmp_path / "pdus/brackenmoor.html").exists()
