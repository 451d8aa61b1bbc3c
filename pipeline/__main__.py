"""Run one stage or command: ``python -m pipeline STAGE``."""

import argparse
import ast
import importlib
import importlib.util
import logging
import os
import sys
from pathlib import Path

from pipeline.errors import PipelineError

STAGES = ("ingest", "split", "embed", "polarity", "themes", "track", "evaluate", "report")
COMMANDS = ("fetch", "corpus", "search")


def summary(name: str) -> str:
    """First docstring line of a stage or command, read without importing its libraries."""
    spec = importlib.util.find_spec(f"pipeline.{name}")
    if spec is None or spec.origin is None:
        raise PipelineError(name, "is not installed", "Reinstall the project: make setup")
    doc = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))) or ""
    return doc.splitlines()[0]


def parser() -> argparse.ArgumentParser:
    """Command line of the pipeline: the stages take no options, the commands add their own."""
    top = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    subs = top.add_subparsers(dest="name", required=True, metavar="STAGE")
    for name in STAGES + COMMANDS:
        sub = subs.add_parser(name, help=summary(name), description=summary(name), add_help=name in STAGES)
        if name in COMMANDS:
            sub.add_argument("rest", nargs=argparse.REMAINDER)
    return top


def run(argv: list[str]) -> int:
    """Run what ``argv`` names and return the exit status."""
    if argv and argv[0] in COMMANDS:
        return int(importlib.import_module(f"pipeline.{argv[0]}").main(argv[1:]))
    if len(argv) != 1 or argv[0] not in STAGES:
        parser().parse_args(argv)
    importlib.import_module(f"pipeline.{argv[0]}").run()
    return 0


def main() -> None:
    """Exit 0 when the stage ran, 2 with one line on stderr when a user can mend what is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    for noisy in ("sentence_transformers", "distributed", "httpx", "transformers"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    try:
        try:
            status = run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except PipelineError as error:
        print(f"{sys.argv[1]}: {error}", file=sys.stderr)
        status = 2
    except BrokenPipeError:
        if set(STAGES) & set(sys.argv[1:2]):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader, such as head, has gone
        status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
