"""Web pages to pieces: the document's own part of a page, without what the site puts around it."""

import re

from lxml import html as parser
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from pipeline.ingest.model import Piece, Refusal, Source
from pipeline.ingest.plain import decode
from pipeline.ingest.rules import words
from pipeline.ingest.walker import Walker
from pipeline.text import fold

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_AROUND = {"header", "footer", "aside", "form"}
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "complementary"}
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|skip-?(?:link|to)|social|share|sharing|pagination|sidebar|"
    r"site-?(?:header|footer|nav)|main-?nav|navbar|menu|related|newsletter|print-?link|screen-reader-text|"
    r"visually-hidden|sr-only|toc|table-of-contents)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAIN = (
    "//main",
    "//*[@role='main']",
    "//article",
    "//*[@id='main-content' or @id='content' or @id='main' or @id='primary']",
    "//*[contains(concat(' ', @class, ' '), ' entry-content ')]",
    "//*[contains(concat(' ', @class, ' '), ' govspeak ')]",
)
_DATES = ("article:published_time", "dcterms.issued", "dc.date.issued", "dc.date", "govuk:first-published-at",
          "datepublished", "date")  # fmt: skip
_WINDOWS = ("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii")  # as browsers read these names
_WORDS = 60
_LONG = 400


def read(data: bytes, max_pages: int) -> Source:
    """Pieces of a web page; ``max_pages`` does not apply, a page of the web is one page.

    Raises
    ------
    Refusal: the bytes are no text or no web page.

    """
    del max_pages
    tree = _parse(data)
    meta = _meta(tree)
    root = _main(tree)
    _strip(tree, root)
    if root is None:
        root = tree.find("body") if tree.find("body") is not None else tree
        _thin(root)
    pieces = Walker().run(root)
    heading = _outer_heading(tree, root, pieces)
    return Source([*heading, *pieces], 1, meta)


def _parse(data: bytes) -> HtmlElement:
    named = _CHARSET.search(data[:4096])
    text = ""
    if named and named[1].lower() not in (b"utf-8", b"utf8"):
        name = named[1].decode("ascii").lower()
        try:
            text = data.decode("cp1252" if name in _WINDOWS else name)
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = _DECLARATION.sub("", text or decode(data))
    try:
        return parser.document_fromstring(
            text, parser=parser.HTMLParser(no_network=True, remove_comments=True)
        )
    except (LxmlError, ValueError):
        raise Refusal("it is a broken web page: no text can be found in it") from None


def _meta(tree: HtmlElement) -> dict[str, str]:
    """What the page's head says of it: its title, and the day of publication."""
    meta: dict[str, str] = {}
    title = tree.findtext(".//title")
    if title:
        meta["title"] = re.split(r"\s+[|–—-]\s+(?=HM|His|GOV)", fold(title))[0]
    stated = {
        (
            element.get("name") or element.get("property") or element.get("itemprop") or ""
        ).lower(): element.get("content")
        for element in tree.iter("meta")
    }
    published = next((stated[name] for name in _DATES if stated.get(name)), None)
    times = [element.get("datetime") for element in tree.iter("time") if element.get("datetime")]
    if published or times:
        meta["published"] = str(published or times[0])[:10]
    return meta


def _main(tree: HtmlElement) -> HtmlElement | None:
    """The element that holds the document, where the page marks it: the fullest of its kind."""
    for path in _MAIN:
        found = [element for element in tree.xpath(path) if len(_words(element)) >= _WORDS]
        if found:
            return max(found, key=lambda element: len(_words(element)))
    return None


def _words(element: HtmlElement) -> list[str]:
    return " ".join(element.itertext()).split()


def _strip(tree: HtmlElement, root: HtmlElement | None) -> None:
    """Take out what is no part of a document: scripts, menus, banners, hidden parts."""
    inside = set(root.iter()) if root is not None else set()
    above = set(root.iterancestors()) if root is not None else set()
    for element in list(tree.iter()):
        if element is root or element in above or not isinstance(element.tag, str):
            continue
        if element.tag in ("html", "body") or element.getparent() is None:
            continue
        if _is_chrome(element, within=element in inside):
            element.drop_tree()


def _is_chrome(element: HtmlElement, *, within: bool) -> bool:
    """Whether an element is the site's and not the document's.

    ``within`` the main part only what is short, or never text, is taken out: folded sections are kept.
    """
    if element.tag == "button" and any(
        True for _ in element.iterancestors("h1", "h2", "h3", "h4", "summary")
    ):
        return False
    if element.tag in words("page_never"):
        return True
    if within and len(_words(element)) >= _WORDS and not _is_linked(element):
        return False
    role = (element.get("role") or "").lower()
    if element.tag == "aside" or role in _ROLES or (element.tag in _AROUND and not within):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _is_hidden(element) or bool(_CHROME.search(names) and len(_words(element)) < _LONG)


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    hidden = re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style, re.IGNORECASE)
    return bool(hidden) or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _is_linked(element: HtmlElement) -> bool:
    """Whether most of an element's words are links."""
    links = [link for link in element.iter("a") if link.get("href")]
    return len(links) >= 3 and sum(len(_words(link)) for link in links) > 0.6 * len(_words(element))


def _thin(root: HtmlElement) -> None:
    """Take out the lists and divisions of a page without a marked main part that are mostly links."""
    for element in list(root.iter("ul", "ol", "div", "table", "p")):
        if element.getparent() is not None and len(_words(element)) < _LONG and _is_linked(element):
            element.drop_tree()


def _outer_heading(tree: HtmlElement, root: HtmlElement, pieces: list[Piece]) -> list[Piece]:
    if any(piece.kind == "heading" and piece.level == 1 for piece in pieces):
        return []
    inside = set(root.iter())
    texts = [fold(" ".join(found.itertext())) for found in tree.iter("h1") if found not in inside]
    return [Piece("heading", text, 1, 1, sure=True) for text in texts[:1] if text]
