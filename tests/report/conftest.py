"""The small invented collection, built once, and a browser where there is one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from pipeline import params
from pipeline.report import corpus, stage
from tests.report import report_tables

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> corpus.Corpus:
    root = report_tables.write(tmp_path_factory.mktemp("small"), report_tables.small())
    return corpus.load(params.load(root / "params.yaml"), root)


@pytest.fixture(scope="session")
def site(small: corpus.Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    stage.build(small, folder)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip("no Chromium on this machine: install it to check the pages in a browser")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()
