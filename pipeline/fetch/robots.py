"""robots.txt: what a site allows, asked once a site and run."""

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import requests

from pipeline.fetch.guard import RefusedError

AGENT = "inspection-findings"


class Robots:
    """Rules of the sites that were asked.

    Parameters
    ----------
    ask: gives the response of an address, redirects followed.

    """

    def __init__(self, ask: Callable[[str], requests.Response]) -> None:
        self._ask, self._rules = ask, dict[str, RobotFileParser]()

    def check(self, url: str) -> float:
        """Seconds that the site asks for between requests; 0 where it asks for none.

        Raises
        ------
        RefusedError: the site's rules forbid the address, or cannot be had.

        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._load(f"{site}/robots.txt")
        if not self._rules[site].can_fetch(AGENT, url):
            raise RefusedError("robots.txt of the site forbids it")
        return float(self._rules[site].crawl_delay(AGENT) or 0)

    def _load(self, url: str) -> RobotFileParser:
        """Rules at an address: none where there is no file; a server that fails forbids all (RFC 9309)."""
        response = self._ask(url)
        rules = RobotFileParser(url)
        if response.status_code >= 500:
            raise RefusedError(f"robots.txt of the site cannot be had ({response.status_code})")
        rules.parse(response.text.splitlines() if response.ok else [])
        return rules
