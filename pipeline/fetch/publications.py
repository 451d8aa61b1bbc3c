"""Which addresses to fetch: a list that people keep, or the links of an index page or a sitemap."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup
from lxml import etree

from pipeline.errors import PipelineError
from pipeline.fetch.client import Answer
from pipeline.tables import KINDS

PUBLICATIONS = Path("data/reference/publications.csv")
FACTS = ("title", "kind", "pdu", "region", "fieldwork_start", "published")
DOCUMENTS = r"\.(pdf|docx)$"
SITEMAPS = 50


@dataclass(frozen=True)
class Publication:
    """An address and what is stated of its document; ``facts`` may lack any of ``FACTS``."""

    url: str
    facts: tuple[tuple[str, str], ...] = ()

    def fact(self, name: str) -> str:
        """What is stated, or ''."""
        return dict(self.facts).get(name, "")


def load(path: Path = PUBLICATIONS) -> list[Publication]:
    """Publications of the list, each address once.

    Raises
    ------
    PipelineError: the file is missing, or has an unknown column, kind, or a row without address.

    """
    if not path.exists():
        raise PipelineError(path, "does not exist", f"Make it, with the header url,{','.join(FACTS)}")
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        unknown = sorted(set(table.fieldnames or ()) - {"url", *FACTS})
        if unknown or "url" not in (table.fieldnames or ()):
            problem = f"has the unknown column {unknown[0]}" if unknown else "lacks the column url"
            raise PipelineError(path, problem, f"Use the header url,{','.join(FACTS)}")
        rows = [_publication(f"{path}: line {at}", row) for at, row in enumerate(table, 2)]
    return list({one.url: one for one in rows}.values())


def _publication(where: str, row: dict[str, str]) -> Publication:
    if None in row:
        raise PipelineError(where, "has more cells than columns", "Put a cell that holds a comma in quotes")
    cells = {name: (value or "").strip() for name, value in row.items()}
    if not cells["url"]:
        raise PipelineError(where, "has no url", "Fill it in or delete the line")
    if cells.get("kind") and cells["kind"] not in KINDS:
        raise PipelineError(
            where, f"has the unknown kind {cells['kind']!r}", f"Use one of {', '.join(KINDS)}"
        )
    return Publication(cells["url"], tuple((name, cells[name]) for name in FACTS if cells.get(name)))


def linked(url: str, get: Callable[[str], Answer], pattern: str = DOCUMENTS) -> list[Publication]:
    """Publications that an index page or a sitemap links to.

    Parameters
    ----------
    url: of a web page, a sitemap or a sitemap of sitemaps.
    get: gives the content of an address.
    pattern: regular expression that an address must match somewhere, whatever its case.

    Raises
    ------
    RefusedError: the page cannot be had.
    PipelineError: it holds more sitemaps than ``SITEMAPS``.

    """
    found, queue, seen = [], [url], {url}
    while queue:
        answer = get(queue.pop(0))
        pages, maps = links(answer)
        found += [page for page in pages if re.search(pattern, page, re.IGNORECASE)]
        queue += [one for one in maps if one not in seen]
        seen |= set(maps)
        if len(seen) > SITEMAPS:
            raise PipelineError(url, f"leads to more than {SITEMAPS} sitemaps", "Name one of them instead")
    return [Publication(page) for page in dict.fromkeys(found)]


def links(answer: Answer) -> tuple[list[str], list[str]]:
    """Addresses of pages and of further sitemaps that an answer links to, in its order."""
    root = _xml(answer.content)
    if root is None:
        page = BeautifulSoup(answer.content, "lxml")
        return [urldefrag(urljoin(answer.url, str(a["href"]))).url for a in page.find_all("a", href=True)], []
    places = [str(one).strip() for one in root.xpath("//*[local-name()='loc']/text()")]
    return ([], places) if etree.QName(root).localname == "sitemapindex" else (places, [])


def _xml(content: bytes) -> etree._Element | None:
    """Root of a sitemap, read without entities and network; none where the content is no sitemap."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None
    return root if etree.QName(root).localname in {"urlset", "sitemapindex"} else None
