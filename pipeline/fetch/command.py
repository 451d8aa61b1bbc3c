"""Ask for every publication, keep what is new, say what came of each."""

import argparse
import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from tqdm import tqdm

from pipeline import params
from pipeline.errors import PipelineError
from pipeline.fetch import __doc__ as summary
from pipeline.fetch.client import Client
from pipeline.fetch.guard import RefusedError
from pipeline.fetch.journal import Journal
from pipeline.fetch.library import Kept, Library
from pipeline.fetch.publications import DOCUMENTS, PUBLICATIONS, Publication, linked, load

REFUSED = "refused"
STOPPED = 130
_log = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """Fetch; exit status 1 where an address was refused, 130 where a person stopped it."""
    options = parser().parse_args(argv)
    settings = params.load()
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    client = Client(settings.fetch)
    try:
        wanted = listed(options, client)
        if options.dry_run:
            print("\n".join(one.url for one in wanted))
            return 0
        counts = Counter(kept.outcome for kept in fetch(wanted, client, Library(settings.ingest.raw)))
    except KeyboardInterrupt:
        _log.warning("fetch: stopped; the next call with the same list goes on from here")
        return STOPPED
    finally:
        client.close()
    _log.info(
        "fetch: %d addresses: %s", len(wanted), ", ".join(f"{n} {what}" for what, n in sorted(counts.items()))
    )
    if counts["new"] + counts["changed"]:
        _log.info("fetch: run the pipeline on what is new: dvc repro")
    return 1 if counts[REFUSED] else 0


def parser() -> argparse.ArgumentParser:
    """Options of the command."""
    top = argparse.ArgumentParser(prog="python -m pipeline fetch", description=summary)
    index = f"fetch what this web page or sitemap links to, instead of {PUBLICATIONS}"
    match = "of an index: only addresses that match this regular expression (PDF and Word files)"
    top.add_argument("--index", action="append", default=[], metavar="URL", help=index)
    top.add_argument("--match", type=_pattern, default=DOCUMENTS, metavar="PATTERN", help=match)
    top.add_argument("--dry-run", action="store_true", help="print the addresses and fetch none")
    return top


def listed(options: argparse.Namespace, client: Client) -> list[Publication]:
    """What to fetch.

    Raises
    ------
    PipelineError: an index cannot be had.

    """
    found = []
    for url in options.index:
        try:
            found += linked(url, client.get, options.match)
        except RefusedError as error:
            raise PipelineError(
                url, str(error), "Name another index, or put addresses into the list"
            ) from None
    return list({one.url: one for one in found}.values()) if options.index else load()


def fetch(wanted: list[Publication], client: Client, library: Library) -> Iterator[Kept]:
    """Ask for each publication that the last, interrupted fetch had not done, and keep it."""
    journal = Journal(one.url for one in wanted)
    todo = [one for one in wanted if one.url not in journal.done]
    if journal.done:
        _log.info("fetch: going on after %d of %d addresses", len(wanted) - len(todo), len(wanted))
    for one in tqdm(todo, desc="fetch", unit="address", disable=None):
        kept = _one(one, client, library)
        if kept.outcome != REFUSED:
            journal.add(one.url)
        yield kept
    journal.close()


def _one(wanted: Publication, client: Client, library: Library) -> Kept:
    retrieved = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        kept = library.keep(wanted, client.get(wanted.url), retrieved)
    except RefusedError as error:
        _log.warning("fetch: %s: %s", wanted.url, error)
        return Kept(REFUSED, "")
    if kept.outcome != "unchanged":
        _log.info("fetch: %s: %s: %s", wanted.url, kept.outcome, kept.path)
    return kept


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise argparse.ArgumentTypeError(f"is no regular expression ({error})") from None
    return text
