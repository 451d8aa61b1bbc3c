"""Run the stage: read tables, fill the templates, write everything, then change it for the old reports."""

import logging
from pathlib import Path
from typing import Any

from tqdm import tqdm

from pipeline import params
from pipeline.report import files, site, workbook
from pipeline.report.corpus import Corpus, load, place_slug
from pipeline.report.evidence import evidence_page
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
    env = site.environment(corpus.params.report.title, set(corpus.themes.index), set(corpus.pdus))
    for name, text in pages(corpus, env):
        files.write(new, name, text)
    workbook.write(corpus, new / "findings.xlsx")
    files.swap(new, folder)


def pages(corpus: Corpus, env: Any) -> Any:
    """Name and text of every page, of the summary and of the files beside the evidence page."""
    yield "index.html", site.page(env, "index.html.j2", section="overview", **overview(corpus))
    yield "methods.html", site.page(env, "methods.html.j2", section="methods", **methods(corpus))
    context, beside = evidence_page(corpus)
    yield (
        "evidence.html",
        site.page(env, "evidence.html.j2", section="evidence", script=site.read("evidence.js"), **context),
    )
    yield from beside.items()
    for key in tqdm(corpus.themes.index, desc="theme pages", disable=None):
        yield (
            f"themes/{key}.html",
            site.page(env, "theme.html.j2", "../", section="themes", **theme_page(corpus, key)),
        )
    for pdu in tqdm(corpus.pdus, desc="pages of places", disable=None):
        yield (
            f"pdus/{place_slug(pdu)}.html",
            site.page(env, "pdu.html.j2", "../", section="places", **place_page(corpus, pdu)),
        )
    yield "theme-summary.md", site.plain(env, "theme-summary.md.j2", **summary(corpus))
