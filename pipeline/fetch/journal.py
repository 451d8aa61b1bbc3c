"""Where an interrupted fetch stopped."""

from collections.abc import Iterable
from pathlib import Path

from pipeline.text import digest

JOURNAL = Path(".cache/fetch/journal.txt")


class Journal:
    """Addresses that are done, written down one by one; gone when the fetch is complete.

    Parameters
    ----------
    urls: what is to be fetched; the journal of another list is not gone on with.
    path: the file.

    """

    def __init__(self, urls: Iterable[str], path: Path = JOURNAL) -> None:
        self.path, self._list = path, digest(*sorted(urls), length=64)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.done = set(lines[1:]) if lines[:1] == [self._list] else set()
        if not self.done:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{self._list}\n", encoding="utf-8")

    def add(self, url: str) -> None:
        """Note that an address is done."""
        self.done.add(url)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{url}\n")

    def close(self) -> None:
        """The fetch is complete: the next one asks for everything again."""
        self.path.unlink(missing_ok=True)
