"""The pages in a real browser: accessible, silent, self-contained, and filtered by their address."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.report.report_tables import FINDINGS, FORMULA, NASTY

pytestmark = pytest.mark.browser
KINDS = [
    "index.html",
    "evidence.html",
    "methods.html",
    "themes/management-oversight.html",
    "themes/emerging-1.html",
    "pdus/ashford-vale.html",
]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


class Watched:
    """A page with everything that it asked for or complained of."""

    def __init__(self, page: Page) -> None:
        self.page, self.requests, self.complaints = page, [], []  # type: tuple[Page, list[str], list[str]]
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))

    def open(self, path: Path, anchor: str = "") -> Page:
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(path.as_uri() + anchor)
        return self.page


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport=WIDE, accept_downloads=True)
    yield Watched(context.new_page())
    context.close()


def status(page: Page) -> str:
    return page.inner_text("#status")


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(site: Path, watched: Watched, name: str, size: Any) -> None:
    watched.page.set_viewport_size(size)
    page = watched.open(site / name)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("name", KINDS)
def test_a_page_asks_for_nothing_complains_of_nothing_and_fits_a_phone(
    site: Path, watched: Watched, name: str
) -> None:
    watched.page.set_viewport_size(PHONE)
    page = watched.open(site / name)
    page.wait_for_load_state("networkidle")
    assert [url for url in watched.requests if not url.startswith("data:")] == [(site / name).as_uri()]
    assert watched.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_first_screen_answers_the_question(site: Path, watched: Watched) -> None:
    page = watched.open(site / "index.html")
    for part in ("h1", ".lead", "table.bars >> nth=0", "table.bars >> nth=1"):
        box = page.locator(part).first.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 800, part


def test_the_evidence_is_filtered_by_its_address_and_changes_it(site: Path, watched: Watched) -> None:
    page = watched.open(site / "evidence.html")
    assert status(page) == f"{len(FINDINGS)} findings"
    page.select_option("#theme", "management-oversight")
    page.check("#counted")
    assert status(page) == "3 findings"
    assert page.evaluate("location.hash") == "#theme=management-oversight&counted=1"
    page.fill("#q", "did NOT have")
    expect(page.locator("#results blockquote")).to_have_count(1)
    assert page.inner_text("#results mark >> nth=0") == "did"
    page.click("#clear")
    assert status(page) == f"{len(FINDINGS)} findings"


@pytest.mark.parametrize(
    ("anchor", "n"),
    [
        ("#pdu=ashford-vale", 16),
        ("#region=East Fells", 6),
        ("#year=2022", 5),
        ("#theme=none", 1),
        ("#polarity=strength&counted=1", 7),  # six strengths and one mixed
        ("#polarity=mixed", 1),
        ("#polarity=neutral", 2),
        ("#kind=recommendation", 3),
        ("#kind=bullet,sentence", 17),
        ("#inspection=ashford-vale-2025&theme=management-oversight&polarity=improvement&counted=1", 1),
        ("#subtheme=management-oversight-s1&pdu=brackenmoor", 1),
        ("#latest=1&counted=1", 12),
        ('#q="domestic abuse" police', 1),
        ("#q=police’s", 1),
        ("#q=nowhere", 0),
        ("#id=av25-008", 1),
    ],
)
def test_each_filter_of_an_address_gives_its_findings(
    site: Path, watched: Watched, anchor: str, n: int
) -> None:
    page = watched.open(site / "evidence.html", anchor)
    said = {0: "No finding fits this filter.", 1: "1 finding"}.get(n, f"{n} findings")
    expect(page.locator("#status")).to_have_text(said)
    assert page.locator("#results blockquote").count() == n


def test_every_number_of_the_overview_is_the_number_of_findings_behind_it(
    site: Path, watched: Watched
) -> None:
    page = watched.open(site / "index.html")
    cells = page.eval_on_selector_all(
        "table.grid td a", "all => all.map(a => [a.getAttribute('href'), a.textContent])"
    )
    assert len(cells) > 15
    page = watched.open(site / "evidence.html")
    for link, number in cells:
        page.evaluate("(hash) => { location.hash = hash }", unquote(link.split("#")[1]))
        expect(page.locator("#results blockquote")).to_have_count(int(number))


def test_what_is_shown_is_downloaded_as_csv_without_formulas(site: Path, watched: Watched) -> None:
    page = watched.open(site / "evidence.html", "#pdu=ashford-vale&year=2025&counted=1")
    with page.expect_download() as waiting:
        page.click("#download")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    whole = list(csv.reader(io.StringIO((site / "evidence/findings.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) == 7
    assert rows[0] == whole[0]
    assert [row for row in whole if row in rows] == rows
    assert [row[-1] for row in rows if row[0] == "av25-009"] == [f"'{FORMULA}"]


def test_markup_of_a_document_does_not_run(site: Path, watched: Watched) -> None:
    page = watched.open(site / "evidence.html", "#id=av25-008")
    assert page.inner_text("#results blockquote p") == NASTY
    assert watched.complaints == []


def test_without_scripts_the_first_findings_can_be_read(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "evidence.html").as_uri())
    assert page.locator("#results blockquote").count() == 20
    assert "findings.xlsx" in page.inner_text("noscript")
    assert not page.is_visible("#filters")
    context.close()


def test_everything_can_be_reached_with_the_keyboard(site: Path, watched: Watched) -> None:
    page = watched.open(site / "evidence.html")
    reached = []
    for _ in range(18):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert reached[0] == "Skip to the content"
    assert [one for one in reached if one in {"q", "theme", "pdu", "download"}] == [
        "q",
        "theme",
        "pdu",
        "download",
    ]


def test_a_page_prints_on_a4(site: Path, watched: Watched, tmp_path: Path) -> None:
    page = watched.open(site / "pdus/ashford-vale.html")
    page.emulate_media(media="print")
    assert not page.is_visible("nav[aria-label=Pages]")
    assert page.pdf(format="A4", prefer_css_page_size=True).startswith(b"%PDF")
