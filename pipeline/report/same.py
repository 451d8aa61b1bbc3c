"""Pages that show what they showed when they were last made: most places have no new report."""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from itertools import chain
from typing import Any

import jinja2
import numpy as np
import pandas as pd

from pipeline.kept import Kept, content_of, key_of
from pipeline.report.site import HERE

_PLAIN = (pd.Timestamp, type(pd.NaT), type(pd.NA), np.generic)  # what their names leave out is nothing


def page(env: jinja2.Environment, shown: Mapping[str, Any], make: Callable[[], str]) -> str:
    """The page that ``make`` makes of ``shown``, or that it made of the same in an earlier run.

    Raises
    ------
    TypeError: something in ``shown`` is neither text, number, list, mapping nor date.

    """
    named = set(_texts(shown))
    common = {name: value for name, value in env.globals.items() if isinstance(value, str | dict)}
    linked = [sorted(value & named) for value in env.globals.values() if isinstance(value, set)]
    parts = [json.dumps(one, default=_plain) for one in (common, linked, shown)]
    made = Kept("pages").each([key_of(_templates(), parts)], lambda _: [zlib.compress(make().encode(), 1)])
    return zlib.decompress(made[0]).decode()


def _texts(value: object) -> Iterator[str]:
    """Every text in nested lists, mappings and data classes: no other page is linked to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))
    elif is_dataclass(value):
        yield from _texts([getattr(value, one.name) for one in fields(value)])


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, one.name) for one in fields(value)]
    if isinstance(value, _PLAIN):
        return repr(value)
    raise TypeError(f"{type(value).__name__} cannot be compared with that of an earlier run")


@cache
def _templates() -> str:
    files = sorted(path for name in ("templates", "static") for path in (HERE / name).iterdir())
    return content_of([path.name + path.read_text(encoding="utf-8") for path in files])
