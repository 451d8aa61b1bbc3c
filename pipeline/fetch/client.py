"""One polite client: requests with cache and retries, paced, bounded in time and size, guarded."""

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter
from requests_cache import NEVER_EXPIRE, CachedSession
from urllib3 import Retry
from urllib3.exceptions import HTTPError, ReadTimeoutError

from pipeline.fetch.guard import PublicAdapter, RefusedError, check_address
from pipeline.fetch.robots import AGENT, Robots
from pipeline.params import Fetch

CACHE = Path(".cache/fetch/http.sqlite")
HOPS = 5
BLOCK = 65_536
BUSY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Answer:
    """What an address gave.

    Parameters
    ----------
    url: where the content came from in the end, after redirects.
    content: bytes as published.
    type: media type in lower case, without its parameters.

    """

    url: str
    content: bytes
    type: str


@dataclass
class Client:
    """Asks addresses one after another; what was asked before is asked again only whether it has changed.

    Parameters
    ----------
    settings: section ``fetch`` of the params.
    cache: file that keeps answers with their ETag and Last-Modified.

    """

    settings: Fetch
    cache: Path = CACHE
    session: CachedSession = field(init=False)
    robots: Robots = field(init=False)

    def __post_init__(self) -> None:
        """Open the cache and set up retries, pace and guard."""
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        self.session = CachedSession(str(self.cache), backend="sqlite", expire_after=NEVER_EXPIRE)
        contact = f" (+{self.settings.contact})" if self.settings.contact else ""
        self.session.headers["User-Agent"] = f"{AGENT}/0.1{contact}"
        self.adapter = adapter(self.settings)
        self.session.mount("https://", self.adapter)
        self.session.mount("http://", self.adapter)
        self.robots = Robots(self._follow)

    def get(self, url: str) -> Answer:
        """The content of an address.

        Raises
        ------
        RefusedError: robots.txt forbids it, the guard refuses it, or the answer is none that can be kept.

        """
        response = self._follow(url, obey=True)
        if response.status_code != requests.codes.ok:
            raise RefusedError(f"the server answers {response.status_code} {response.reason or ''}".rstrip())
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        return Answer(response.url, response.content, kind)

    def close(self) -> None:
        """Close connections and cache."""
        self.session.close()

    def _follow(self, url: str, obey: bool = False) -> requests.Response:
        """The last response of at most ``HOPS`` redirects, each of them checked like a new address."""
        for _ in range(HOPS + 1):
            check_address(url, self.settings)
            if obey:
                self.adapter.pause = max(self.settings.seconds_between, self.robots.check(url))
            response = self._ask(url)
            if not response.is_redirect:
                return response
            url = urljoin(url, response.headers["Location"])
        raise RefusedError(f"more than {HOPS} redirects")

    def _ask(self, url: str) -> requests.Response:
        try:
            return self.session.get(
                url, allow_redirects=False, refresh=True, timeout=self.settings.timeout_seconds
            )
        except requests.RequestException as error:
            raise RefusedError(f"no answer ({_cause(error)})") from error


class PacedAdapter(HTTPAdapter):
    """Adapter that waits between requests, tries again after faults, and reads no more than it may.

    Parameters
    ----------
    settings: section ``fetch`` of the params.

    """

    def __init__(self, settings: Fetch) -> None:
        self.settings, self.pause, self.last = settings, settings.seconds_between, -float("inf")
        super().__init__(max_retries=backoff(settings))

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send and read the whole answer; a body that breaks off is asked for again."""
        retries, kwargs["stream"] = self.max_retries, True
        while True:
            self.wait()
            response = super().send(request, *args, **kwargs)
            try:
                read(response, self.settings)
                return response
            except HTTPError as error:
                response.close()
                try:
                    retries = retries.increment(request.method, request.url, error=error)
                except HTTPError as spent:
                    raise requests.ConnectionError(spent, request=request) from error
                retries.sleep()

    def wait(self) -> None:
        """Wait until the pause since the last request is over."""
        time.sleep(max(0.0, self.last + self.pause - time.monotonic()))
        self.last = time.monotonic()


class PacedPublicAdapter(PacedAdapter, PublicAdapter):
    """Paced, and to public addresses alone."""


def adapter(settings: Fetch) -> PacedAdapter:
    """The adapter that the settings ask for."""
    return PacedAdapter(settings) if settings.allow_private else PacedPublicAdapter(settings)


class _Backoff(Retry):
    """Retries that wait at least ``backoff_factor`` seconds, the first one too."""

    def get_backoff_time(self) -> float:
        return max(float(self.backoff_factor), super().get_backoff_time())


def backoff(settings: Fetch) -> Retry:
    """Retries with growing waits; a server that names a wait gets it, up to the time limit."""
    return _Backoff(
        total=settings.retries,
        backoff_factor=settings.seconds_between,
        status_forcelist=BUSY,
        raise_on_status=False,
        redirect=0,
        retry_after_max=max(1, round(settings.timeout_seconds)),
    )


def read(response: requests.Response, settings: Fetch) -> None:
    """Read the body into the response, within the limits of size and time.

    Raises
    ------
    RefusedError: it is larger or slower than allowed.
    urllib3.exceptions.HTTPError: it broke off.

    """
    most, until = settings.max_megabytes * 1_000_000, time.monotonic() + settings.timeout_seconds
    parts, size, stated = [], 0, response.headers.get("Content-Length", "")
    while True:
        if size > most or (stated.isdigit() and int(stated) > most):
            response.close()
            raise RefusedError(f"larger than {settings.max_megabytes:g} MB (fetch.max_megabytes)")
        if time.monotonic() > until:
            response.close()
            raise RefusedError(f"slower than {settings.timeout_seconds:g} seconds (fetch.timeout_seconds)")
        try:
            block = response.raw.read1(BLOCK, decode_content=True)
        except ReadTimeoutError:
            until = -float("inf")
            continue
        if not block:
            break
        parts.append(block)
        size += len(block)
    response._content, response._content_consumed = b"".join(parts), True  # type: ignore[attr-defined]


def _cause(error: BaseException) -> str:
    """The first cause of an error, in the words of its library."""
    reason = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
    inner = getattr(reason or error, "reason", None) or reason
    return _cause(inner) if isinstance(inner, BaseException) else f"{type(error).__name__}: {error}"[:200]
