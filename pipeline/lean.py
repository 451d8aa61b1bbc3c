"""Imports without what a library loads only because it happens to be installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Inside, modules of these names that are not loaded yet cannot be imported.

    spaCy loads torch where it finds it, Altair the grammar of addresses: seconds and 200 MB in every process,
    for what this project does not use of them.
    """
    missing = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]  # None: Python's way to say so
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]
