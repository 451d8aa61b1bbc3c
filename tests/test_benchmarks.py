"""The synthetic corpus is marked, known and always the same; costs are what a process takes."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

psutil = pytest.importorskip("psutil", reason="comes with the bench extra")

from benchmarks import __main__ as command  # noqa: E402
from benchmarks import corpus, measure, table  # noqa: E402


def test_corpus_is_the_same_from_the_same_seed_and_grows_at_its_end(tmp_path: Path) -> None:
    first = corpus.write(tmp_path / "a", 9)
    assert corpus.write(tmp_path / "b", 9) == first
    assert corpus.write(tmp_path / "c", 3) == first[:240]
    assert corpus.write(tmp_path / "d", 3, seed=1) != first[:240]
    for path in (tmp_path / "c/raw").iterdir():
        assert path.read_bytes() == (tmp_path / "a/raw" / path.name).read_bytes()


def test_every_report_is_marked_and_holds_its_known_bullets_once(tmp_path: Path) -> None:
    bullets = corpus.write(tmp_path, 2)
    paths = sorted((tmp_path / "raw").iterdir())
    assert len(paths) == 2
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(corpus.MARK)
        own = [bullet for bullet in bullets if bullet.path == path.name]
        assert len(own) == 80
        assert all(text.count(f"- {bullet.text}\n") == 1 for bullet in own)


def test_bullets_stand_under_their_heading(tmp_path: Path) -> None:
    bullets = corpus.write(tmp_path, 1)
    (path,) = (tmp_path / "raw").iterdir()
    strengths = path.read_text(encoding="utf-8").split("Areas for improvement:")[0].split("Strengths:")[1]
    found = [line.removeprefix("- ") for line in strengths.splitlines() if line.startswith("- ")]
    assert found == [b.text for b in bullets if (b.section, b.polarity) == (corpus.SECTIONS[0], "strength")]


def test_names_of_pdus_differ() -> None:
    names = {corpus.pdu(place) for place in range(900)}
    assert len(names) == 900


def test_growth_is_the_exponent() -> None:
    assert measure.growth([10, 100, 1_000], [3, 30, 300]) == 1.0
    assert measure.growth([2, 4, 8], [4, 16, 64]) == 2.0
    assert measure.growth([5], [1.0]) is None


def test_cost_counts_processes_that_a_command_starts(tmp_path: Path) -> None:
    child = "import time; block = bytearray(150_000_000); time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    cost = measure.run([sys.executable, "-c", parent], tmp_path)
    assert cost.log == "done"
    assert cost.megabytes > 140
    assert cost.seconds > 0.5


def test_cost_tells_work_from_waiting(tmp_path: Path) -> None:
    asleep = measure.run([sys.executable, "-c", "import time; time.sleep(1)"], tmp_path)
    work = "import time\nwhile time.process_time() < 1: pass"
    awake = measure.run([sys.executable, "-c", work], tmp_path)
    assert awake.busy > 0.9 > asleep.busy
    assert awake.figures["processor_seconds"] == awake.busy


@pytest.mark.parametrize(("sizes", "expected"), [("30 100", 100), ("3000 1000 100", 1_000), ("7", 7)])
def test_ratios_are_measured_at_a_size_that_is_there(
    monkeypatch: pytest.MonkeyPatch, sizes: str, expected: int
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--sizes", *sizes.split()])
    assert command.arguments().compare_at == expected


def test_what_was_measured_is_kept_when_a_run_ends_early(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def measured(options: object, folder: Path, results: dict) -> Iterator[None]:
        results["stages"]["30"] = {"embed": {"seconds": 2.0, "megabytes": 50}}
        results["bullets"]["30"] = {"known": 9, "found_once_with_right_polarity": 9}
        yield
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["benchmarks", "--sizes", "30", "100", "--out", str(tmp_path)])
    monkeypatch.setattr(command, "measure", measured)
    with pytest.raises(KeyboardInterrupt):
        command.main()
    assert json.loads((tmp_path / "results.json").read_text())["stages"]["30"]["embed"]["seconds"] == 2.0
    assert "| embed | 2.0 s, 50 MB |" in (tmp_path / "results.md").read_text()


def test_failing_command_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="it broke"):
        measure.run([sys.executable, "-c", "raise SystemExit('it broke')"], tmp_path)


def test_table_gives_every_stage_and_the_whole() -> None:
    cost = {"100": (1.0, 50.0), "1000": (10.0, 70.0)}
    results = {
        "machine": "a machine",
        "stages": {size: {"embed": {"seconds": s, "megabytes": m}} for size, (s, m) in cost.items()},
        "bullets": {size: {"known": 8_000, "found_once_with_right_polarity": 7_999} for size in cost},
        "ratios": {"embedding": {"times_faster": 4.2}},
    }
    text = table.markdown(results)
    assert "| embed | 1.0 s, 50 MB | 10.0 s, 70 MB | 1.00 |" in text
    assert "| **all** | 1.0 s, 50 MB | 10.0 s, 70 MB | 1.00 |" in text
    assert "7,999 of 8,000 known bullets" in text
    assert "- times faster: 4.2" in text
