"""The store keeps whole items, whatever happens to the process that puts them."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.store import Store

WRITER = """
import sys
from pathlib import Path
from pipeline.store import Store
store = Store(Path(sys.argv[1]))
for batch in range(10_000):
    store.put({f"{batch}-{item}": bytes([batch % 256]) * 2_000 for item in range(20)})
    print(batch, flush=True)
"""


def test_items_come_back_and_absent_keys_do_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "deep" / "store.sqlite")
    store.put({"a": b"1", "b": b""})
    store.put({"a": b"2"})
    assert store.get(["b", "a", "nowhere", "a"]) == {"a": b"2", "b": b""}
    assert store.missing(["x", "a", "y", "x"]) == ["x", "y"]
    assert Store(store.path).get(["a"]) == {"a": b"2"}


def test_more_keys_than_one_statement_takes(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.sqlite")
    items = {str(number): str(number).encode() for number in range(40_000)}
    store.put(items)
    assert store.get(items) == items
    assert store.missing([*items, "new"]) == ["new"]


def test_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"

    def write(writer: int) -> None:
        for item in range(20):
            Store(path).put({f"{writer}-{item}": b"x"})

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert len(Store(path).get(f"{writer}-{item}" for writer in range(4) for item in range(20))) == 80


def test_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(5):
            announced = int(writer.stdout.readline())
        time.sleep(0.003)
        os.kill(writer.pid, signal.SIGKILL)
    store = Store(path)
    sizes = [len(store.get(f"{batch}-{item}" for item in range(20))) for batch in range(announced + 50)]
    assert sizes[: announced + 1] == [20] * (announced + 1)
    assert set(sizes) == {0, 20}
    store.put({"after": b"1"})
    assert store.get(["after"]) == {"after": b"1"}


def test_file_that_is_no_store_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 50)
    with pytest.raises(PipelineError, match=r"store\.sqlite: cannot be used as a store .*Delete it"):
        Store(path)
