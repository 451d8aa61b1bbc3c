"""A collection of 1,000 reports stays usable: no page over 5 MB, filters within a second."""

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pipeline import tables
from pipeline.report import corpus, files, site, stage
from tests.report.report_large import large

pytestmark = pytest.mark.slow
LIMIT = 5_000_000
MANY = 80_000


@pytest.fixture(scope="module")
def pages(small: corpus.Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of a large collection; of themes and places two each, as the others are alike."""
    made = large()
    filled = {schema.name: made.get(schema.name, tables.empty(schema)) for schema in corpus.READ}
    whole = dataclasses.replace(small, tables=filled)
    folder = tmp_path_factory.mktemp("large")
    for name, text in stage.pages(whole, site.environment(whole), themes=2, places=2):
        files.write(folder, name, text)
    return folder


def test_no_page_and_no_file_beside_it_is_over_5_mb(pages: Path) -> None:
    sizes = {str(path.relative_to(pages)): path.stat().st_size for path in pages.rglob("*") if path.suffix in {".html", ".js"}}  # fmt: skip  # noqa: E501
    assert len(sizes) > 10
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}


TIMED = """(hash) => new Promise((done) => {
  const status = document.getElementById("status");
  const start = performance.now();
  const seen = new MutationObserver(() => {
    if (status.textContent.startsWith("Reading")) return;
    seen.disconnect();
    done([status.textContent, (performance.now() - start) / 1000]);
  });
  seen.observe(status, { childList: true });
  location.hash = hash;
})"""


@pytest.mark.browser
def test_filters_take_less_than_a_second(pages: Path, browser: Browser) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: request.url.startswith("file:") or complaints.append(request.url))
    page.goto((pages / "evidence.html").as_uri())
    expect(page.locator("#status")).to_have_text(f"{MANY:,} findings, 1 to 50 shown", timeout=60_000)
    page.evaluate(TIMED, "q=number79999")  # reads all texts, once
    for address, said in {
        "pdu=place-7": "800 findings, 1 to 50 shown",
        "pdu=place-7&q=number5100": "1 finding",
        "q=number5100 number5101": "No finding fits this filter.",
        "polarity=mixed": "16,000 findings, 1 to 50 shown",
        "region=Region 3&year=2025&latest=1&polarity=neutral": "",
        "": f"{MANY:,} findings, 1 to 50 shown",
    }.items():
        status, seconds = page.evaluate(TIMED, address)
        assert status == said or not said, address
        assert seconds < 1, address
    assert complaints == []
    page.close()
