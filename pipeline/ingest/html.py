"""Web pages to pieces: the document's own part of a page, without what the site puts around it."""

import re

from lxml import html as parser
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from pipeline.ingest.model import Piece, Refusal, Source
from pipeline.ingest.plain import decode
from pipeline.ingest.raised import raise_digits
from pipeline.text import fold

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NEVER = {"script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "button", "select",
          "input", "textarea", "nav", "dialog", "audio", "video", "canvas", "head", "math", "img"}  # fmt: skip
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
    "//*[contains(concat(' ', @class, ' '), ' entry-content ') or contains(concat(' ', @class, ' '), ' govspeak ')]",
)
_BLOCKS = {"p", "div", "section", "article", "main", "body", "ul", "ol", "dl", "table", "figure", "details", "address",
           "header", "footer", "aside", "form", "fieldset", "center", "hr", "pre", "td", "th", "summary"}  # fmt: skip
_INLINE_BOLD = {"strong", "b"}
_DATES = ("article:published_time", "dcterms.issued", "dc.date.issued", "dc.date", "govuk:first-published-at",
          "datepublished", "date")  # fmt: skip
_DEPTH = 200
_WORDS = 60


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
        try:
            text = data.decode(named[1].decode("ascii"))
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
    if element.tag in _NEVER or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", element.get("style") or "", re.IGNORECASE):
        return True
    role = (element.get("role") or "").lower()
    if role in _ROLES or (element.tag in _AROUND and not within):
        return True
    if element.tag == "aside":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_CHROME.search(names)) and len(_words(element)) < (40 if within else 400)


def _thin(root: HtmlElement) -> None:
    """Take out the lists and divisions of a page without a marked main part that are mostly links."""
    for element in list(root.iter("ul", "ol", "div", "table", "p")):
        if element.getparent() is None:
            continue
        links = [link for link in element.iter("a") if link.get("href")]
        words = len(_words(element))
        linked = sum(len(_words(link)) for link in links)
        if len(links) >= 3 and words < 400 and linked > 0.6 * words:
            element.drop_tree()


def _outer_heading(tree: HtmlElement, root: HtmlElement, pieces: list[Piece]) -> list[Piece]:
    if any(piece.kind == "heading" and piece.level == 1 for piece in pieces):
        return []
    inside = set(root.iter())
    texts = [fold(" ".join(found.itertext())) for found in tree.iter("h1") if found not in inside]
    return [Piece("heading", text, 1, 1, sure=True) for text in texts[:1] if text]


class Walker:
    """Walks an element and collects pieces in the order of the page."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.buffer: list[str] = []
        self.kind = "paragraph"
        self.level = 0
        self.plain = 0
        self.bold = 0
        self.notes = False

    def run(self, root: HtmlElement) -> list[Piece]:
        """Pieces of ``root``."""
        self.inside(root, 0)
        self.flush()
        return self.pieces

    def flush(self) -> None:
        """Set down the text gathered so far as one piece."""
        text = "\n".join(filter(None, (fold(part) for part in "".join(self.buffer).split("\n"))))
        self.buffer = []
        if not text:
            self.plain = self.bold = 0
            return
        kind, level = ("footnote", 0) if self.notes else (self.kind, self.level)
        if (
            kind == "paragraph"
            and self.bold
            and not self.plain
            and len(text.split()) <= 12
            and text[-1] not in ".,;"
        ):
            kind, level = "heading", 0
        sure = kind in ("item", "quote") or (kind == "heading" and level > 0)
        self.pieces.append(Piece(kind, text, 1, level, sure=sure))
        self.plain = self.bold = 0
        if self.kind == "item":
            self.kind = "paragraph"

    def say(self, text: str | None, bold: bool) -> None:
        """Gather inline text."""
        if text:
            self.buffer.append(re.sub(r"\s+", " ", text))
            if text.strip():
                self.bold, self.plain = self.bold + bold, self.plain + (not bold)

    def inside(self, element: HtmlElement, depth: int, bold: bool = False) -> None:
        """What stands in an element: its text and its children."""
        self.say(element.text, bold)
        for child in element:
            if isinstance(child.tag, str):
                self.child(child, depth + 1, bold)
            self.say(child.tail, bold)

    def child(self, element: HtmlElement, depth: int, bold: bool) -> None:
        """One child element."""
        tag = element.tag
        if depth > _DEPTH:
            self.say(" ".join(element.itertext()), bold)
        elif tag == "br":
            self.buffer.append("\n")
        elif tag == "sup":
            self.buffer.append(raise_digits("".join(element.itertext())))
        elif re.fullmatch("h[1-6]", tag):
            self.whole("heading", element, int(tag[1]))
        elif tag == "li":
            self.item(element, depth)
        elif tag in ("blockquote", "figcaption", "caption"):
            self.whole("quote" if tag == "blockquote" else "caption", element, 0)
        elif tag == "table":
            self.table(element, depth)
        elif tag == "dt":
            self.definition(element)
        elif tag == "dd":
            if not _follows_term(element):
                self.block(element, depth, bold)
        elif tag in _BLOCKS:
            self.block(element, depth, bold)
        else:
            self.inside(element, depth, bold or tag in _INLINE_BOLD)

    def whole(self, kind: str, element: HtmlElement, level: int) -> None:
        """An element whose text is one piece."""
        self.flush()
        for sup in element.iter("sup"):
            sup.text = raise_digits("".join(sup.itertext()))
            for part in list(sup):
                part.drop_tree()
        parts = [fold(" ".join(part.itertext())) for part in element.iter("p")] if kind == "quote" else []
        for text in parts or [fold("".join(element.itertext()))]:
            if text:
                self.pieces.append(Piece(kind, text, 1, level, sure=True))

    def block(self, element: HtmlElement, depth: int, bold: bool) -> None:
        """A block element: what it holds is parted from what stands around it."""
        if self.kind == "item" and element.tag in ("p", "div", "section"):
            self.buffer.append(" ")
            self.inside(element, depth, bold)
            self.buffer.append(" ")
            return
        self.flush()
        notes = self.notes
        self.notes = notes or _is_notes(element)
        self.inside(element, depth, bold)
        self.flush()
        self.notes = notes

    def item(self, element: HtmlElement, depth: int) -> None:
        """A list item; lists within it are its sub-items."""
        self.flush()
        before = self.kind, self.level
        nested = sum(1 for parent in element.iterancestors("ul", "ol"))
        notes = self.notes
        self.notes = notes or _is_notes(element)
        self.kind, self.level = "item", max(nested, 1)
        self.inside(element, depth)
        self.flush()
        self.notes = notes
        self.kind, self.level = before

    def definition(self, term: HtmlElement) -> None:
        """A term and what is said of it, as a row."""
        self.flush()
        said = term.getnext()
        cells = [fold("".join(term.itertext()))]
        if said is not None and said.tag == "dd":
            cells.append(fold(" ".join(said.itertext())))
        self.pieces.append(Piece("row", "\t".join(cells), 1))

    def table(self, element: HtmlElement, depth: int) -> None:
        """A table's rows; a table that only lays out text is walked like any other part."""
        self.flush()
        if any(True for _ in element.iter("ul", "ol", "h1", "h2", "h3", "table") if _ is not element):
            self.inside(element, depth)
            self.flush()
            return
        for caption in element.iter("caption"):
            self.whole("caption", caption, 0)
        for row in element.iter("tr"):
            cells = [_cell(cell) for cell in row if cell.tag in ("td", "th")]
            cells = [cell for cell in cells if cell]
            if cells:
                self.pieces.append(Piece("row" if len(cells) > 1 else "paragraph", "\t".join(cells), 1))


def _cell(cell: HtmlElement) -> str:
    for sup in cell.iter("sup"):
        sup.text = raise_digits("".join(sup.itertext()))
        for part in list(sup):
            part.drop_tree()
    return fold(" ".join(text for text in cell.itertext()))


def _follows_term(element: HtmlElement) -> bool:
    before = element.getprevious()
    return before is not None and before.tag == "dt"


def _is_notes(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}".lower()
    return bool(
        re.search(r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|doc-endnotes?|fn\d*)(?:$|[\s_:-])", names)
    )
