"""Reading bounded in time and memory: a helper process reads, and is ended when it takes too long.

One helper serves many documents of one process. Whatever a document does to it (a crash in a library, a
loop without end, more memory than it may have) ends the helper and sets that document aside, nothing else.
"""

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from pipeline.ingest.reading import Limits, Reading, pack, read, unpack

_ROOT = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from pipeline.ingest.guard import serve; serve()"
_MEMORY = 4 * 1024**3
_helper: "Helper | None" = None


class Helper:
    """A process that reads documents, one at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def read(self, path: Path, limits: Limits) -> Reading | None:
        """Read one file; None when the helper ended before it answered."""
        assert self.process.stdin and self.process.stdout
        request = json.dumps([str(path.resolve()), asdict(limits)]).encode() + b"\n"
        try:
            self.process.stdin.write(request)
            self.process.stdin.flush()
            size = self.process.stdout.readline()
            return unpack(self.process.stdout.read(int(size))) if size.strip() else None
        except (OSError, ValueError):
            return None

    def end(self) -> None:
        """End the process, and free what it holds."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()
        self.process.wait()


def read_file(path: Path, limits: Limits) -> Reading:
    """Read one file within ``limits``; whatever goes wrong becomes a reason.

    A reading that was broken off is ``passing``: on another day, or another machine, it may succeed.
    """
    global _helper  # noqa: PLW0603
    try:
        size = path.stat().st_size
    except OSError as error:
        return Reading(reason=f"it cannot be opened ({error.strerror})", passing=True)
    if size > limits.max_bytes:
        return Reading(reason=f"it is larger ({size / 1e6:.0f} MB) than the most that params.yaml allows")
    if _helper is None or _helper.process.poll() is not None:
        _helper = Helper()
    late = threading.Event()
    helper = _helper
    timer = threading.Timer(limits.max_seconds, _break_off, (helper, late))
    timer.start()
    try:
        reading = helper.read(path, limits)
    finally:
        timer.cancel()
    if reading is not None:
        return reading
    helper.end()
    _helper = None
    slow = f"reading it took longer than {limits.max_seconds:g} seconds, the most that params.yaml allows"
    return Reading(reason=slow if late.is_set() else "reading it broke the reader off", passing=True)


def _break_off(helper: Helper, late: threading.Event) -> None:
    late.set()
    helper.process.kill()


def close() -> None:
    """End this process's helper."""
    global _helper  # noqa: PLW0603
    if _helper is not None:
        _helper.end()
        _helper = None


atexit.register(close)


def serve() -> None:
    """Answer requests on standard input until it ends: what the helper process does."""
    _bound_memory()
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    for line in sys.stdin.buffer:
        name, limits = json.loads(line)
        path = Path(name)
        try:
            reading = read(path.read_bytes(), path.name, Limits(**limits))
        except OSError as error:
            reading = Reading(reason=f"it cannot be opened ({error.strerror})", passing=True)
        answer = pack(reading)
        out.write(f"{len(answer)}\n".encode() + answer)
        out.flush()


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
