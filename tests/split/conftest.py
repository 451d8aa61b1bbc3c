import pytest

from pipeline.split import rules
from pipeline.split.pieces import Result, read
from pipeline.split.walk import Block


def blocks_of(lines: list[tuple[str, int, str]]) -> list[Block]:
    """Blocks of (kind, level, text), laid one a line as ingest lays a document's text."""
    found, at = [], 0
    for kind, level, text in lines:
        found.append(Block(kind, level, text, 1, at))
        at += len(text) + 1
    return found


@pytest.fixture(scope="session")
def known() -> rules.Rules:
    return rules.load()


@pytest.fixture
def splitting(known):
    def run(kind: str, lines: list[tuple[str, int, str]]) -> Result:
        return read(kind, blocks_of(lines), known, 4)

    return run
