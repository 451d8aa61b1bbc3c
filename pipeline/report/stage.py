"""Run the stage: read tables, fill the templates, write everything, then change it for the old reports."""

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from tqdm import tqdm

from pipeline import params, review
from pipeline.report import files, same, site, workbook
from pipeline.report.corpus import Corpus, load, place_slug
from pipeline.report.evidence import Named, evidence_files
from pipeline.report.methods import methods
from pipeline.report.overview import overview
from pipeline.report.places import place_page
from pipeline.report.summary import summary
from pipeline.report.themes import theme_page

REPORTS = Path("reports")
_log = logging.getLogger(__name__)


def run() -> None:
    """Run the stage."""
    corpus = load(params.load())
    build(corpus, REPORTS)
    _log.info(
        "%d theme pages, %d pages of places, %d findings",
        len(corpus.themes),
        len(corpus.pdus),
        len(corpus.evidence),
    )


def build(corpus: Corpus, folder: Path) -> None:
    """Write all reports into ``folder``: they lie there whole or the old ones stay."""
    new = files.fresh(folder)
    for name in ("themes", "pdus", "evidence"):
        (new / name).mkdir()
    env = site.environment(corpus)
    for name, text in pages(corpus, env):
        files.write(new, name, text)
    workbook.write(corpus, new / "findings.xlsx")
    review.write_sheet(
        new / "review-sheet.xlsx", corpus["findings"], corpus["finding_themes"], list(corpus.codebook)
    )
    files.swap(new, folder)


def pages(
    corpus: Corpus, env: Environment, themes: int | None = None, places: int | None = None
) -> Iterator[Named]:
    """Name and text, or its parts, of every page, of the summary and of the files beside the evidence page.

    Parameters
    ----------
    themes, places: make only so many pages of either; all where None.

    """
    yield "index.html", site.page(env, "index.html.j2", section="overview", **overview(corpus))
    yield "methods.html", site.page(env, "methods.html.j2", section="methods", **methods(corpus))
    context: dict[str, Any] = {"section": "evidence", "script": site.read("evidence.js")}
    yield from evidence_files(corpus, context)
    yield "evidence.html", site.page(env, "evidence.html.j2", **context)
    for key in tqdm(list(corpus.themes.index)[:themes], desc="theme pages", disable=None):
        shown = theme_page(corpus, key)
        yield f"themes/{key}.html", site.page(env, "theme.html.j2", "../", section="themes", **shown)
    for pdu in tqdm(corpus.pdus[:places], desc="pages of places", disable=None):
        shown = place_page(corpus, pdu)
        page = partial(site.page, env, "pdu.html.j2", "../", section="places", **shown)
        yield f"pdus/{place_slug(pdu)}.html", same.page(env, shown, page)
    yield "theme-summary.md", site.plain(env, "theme-summary.md.j2", **summary(corpus))
