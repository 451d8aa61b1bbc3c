"""Lists and numbered headings of a Word document."""

import re
from collections import defaultdict
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_VALUE = qn("w:val")


class Numbering:
    """Lists and numbered headings of a Word document."""

    def __init__(self, document: WordDocument) -> None:
        self.levels: dict[tuple[str, int], tuple[str, str]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {one.get(qn("w:abstractNumId")): one for one in root.iter(qn("w:abstractNum"))}
        for number in root.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(_VALUE)) if link is not None else None
            for level in source.iter(qn("w:lvl")) if source is not None else ():
                texts = [level.find(qn(name)) for name in ("w:numFmt", "w:lvlText")]
                form, text = (one.get(_VALUE) if one is not None else "" for one in texts)
                self.levels[(number.get(qn("w:numId")), int(level.get(qn("w:ilvl"))))] = (form, text)

    def of(self, element: BaseOxmlElement, style: list[Any]) -> tuple[str, int] | None:
        """Number and level of the list that a paragraph or its style is in."""
        for holder in [element, *(one.element for one in style)]:
            found = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
                value = number.get(_VALUE) if number is not None else "0"
                depth = str(level.get(_VALUE)) if level is not None else "0"
                return None if value == "0" else (value, int(depth) if depth.isdigit() else 0)
        return None

    def depth(self, element: BaseOxmlElement, style: list[Any], names: list[str]) -> int:
        """Depth of a list item from 1; 0 for what is none."""
        found = self.of(element, style)
        if found:
            return found[1] + 1
        listed = next(
            (name for name in names if re.match(r"list(?! (?:continue|paragraph))|.*bullet", name)), ""
        )
        digit = re.search(r"(\d)$", listed)
        return (int(digit[1]) if digit else 1) if listed else 0

    def number(self, element: BaseOxmlElement, style: list[Any]) -> str:
        """Number that Word sets before a heading, such as '1.1'; empty where it sets none."""
        found = self.of(element, style)
        form, text = self.levels.get(found, ("", "")) if found else ("", "")
        if not found or form != "decimal":
            return ""
        counts = self.counts[found[0]]
        counts[found[1]] += 1
        for deeper in [level for level in counts if level > found[1]]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda sign: str(counts[int(sign[1]) - 1] or 1), text)
