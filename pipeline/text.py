"""Small helpers on text that several stages need."""

import hashlib
import re
import unicodedata

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Text with every run of white space folded to one space, and none at the ends."""
    return _SPACE.sub(" ", text).strip()


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, for file names and keys; '&' is read as 'and'."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).encode("ascii", "ignore").decode()
    return _NOT_WORD.sub("-", plain.lower()).strip("-")


def digest(*parts: str, length: int = 16) -> str:
    """Hexadecimal SHA-256 of ``parts``, cut to ``length`` characters: a key that content alone decides."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:length]
