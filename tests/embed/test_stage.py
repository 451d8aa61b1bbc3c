"""The stage: each text once, the same bytes whatever happened on the way."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from pipeline import codebook, encoder, examples, language, params, store, tables, vectors
from pipeline.embed import lent, stage
from pipeline.encoder import int8, once, weights
from tests.clusters import cluster
from tests.conftest import ROOT
from tests.stages import kept

PLACES = ["Marshbridge", "Saltwick", "Upper Fenton", "Coldharbour", "Thornley"]
TOPICS = [
    "home visits",
    "risk reviews",
    "sentence plans",
    "unpaid work",
    "housing advice",
    "staff supervision",
]
JUDGEMENTS = ["were timely", "came too late", "had improved since spring", "rested on one person"]


def clauses(count: int) -> list[str]:
    """Distinct sentences on invented places."""
    return [
        f"In team {number}, {TOPICS[number % 6]} in {PLACES[number % 5]} {JUDGEMENTS[number % 4]}."
        for number in range(count)
    ]


def project(folder: Path, texts: list[str]) -> Path:
    """A project in which only stage embed has still to run."""
    (folder / "data/gold").mkdir(parents=True)
    (folder / "data/reference/examples").mkdir(parents=True)
    shutil.copy(ROOT / "params.yaml", folder)
    book = yaml.safe_load((ROOT / "data/reference/codebook.yaml").read_text(encoding="utf-8"))
    book["themes"] = book["themes"][:2]
    (folder / "data/reference/codebook.yaml").write_text(yaml.safe_dump(book), encoding="utf-8")
    (folder / ".cache").mkdir()
    shutil.copytree(
        int8.prepare(weights.find(weights.PACKAGED), ROOT / ".cache").parent, folder / ".cache/encoder"
    )
    write_clauses(folder, texts)
    return folder


def write_clauses(folder: Path, texts: list[str]) -> None:
    rows = [
        {"finding_id": f"f{place}", "clause": 0, "text": text, "char_start": 0, "char_end": len(text)}
        for place, text in enumerate(texts)
    ]
    tables.write(tables.CLAUSES, pd.DataFrame(rows), folder)


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline", "embed"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)


def run(folder: Path) -> int:
    """Run the stage and return how many texts it embedded."""
    process = start(folder)
    _, log = process.communicate(timeout=300)
    assert process.returncode == 0, log
    found = re.search(r"(\d+) of them new", log)
    assert found, log
    return int(found[1])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / vectors.FOLDER).iterdir())}


def wait_for_first_batch(folder: Path, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 240
    while kept(folder / ".cache/vectors.sqlite") == 0:
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alive_in(folder: Path) -> list[str]:
    """Processes whose working folder is the project."""
    found = []
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if link.readlink() == folder:
                found.append(link.parent.name)
        except OSError:
            continue
    return found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    folder = project(tmp_path_factory.mktemp("undisturbed"), clauses(2_500))
    return folder, run(folder)


def test_each_text_once_and_new_texts_only(undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    before, everything = undisturbed
    folder = tmp_path / "copy"
    shutil.copytree(before, folder)
    assert everything > 2_500  # clauses, and the codebook's texts
    assert run(folder) == 0
    assert contents(folder) == contents(before)
    write_clauses(folder, [*clauses(2_500), "One more sentence.", "One more sentence.", clauses(1)[0]])
    assert run(folder) == 1
    assert len(vectors.load(folder / vectors.FOLDER).keys) == everything + 1


@pytest.mark.slow
def test_killed_run_loses_what_was_in_flight_and_no_more(
    undisturbed: tuple[Path, int], tmp_path: Path
) -> None:
    reference, everything = undisturbed
    folder = project(tmp_path / "killed", clauses(2_500))
    process = start(folder)
    wait_for_first_batch(folder, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    saved = kept(folder / ".cache/vectors.sqlite")
    assert 0 < saved < everything
    assert saved % once.BATCH == 0
    assert not (folder / vectors.FOLDER).exists()
    deadline = time.monotonic() + 30
    while alive_in(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive_in(folder) == []
    assert run(folder) == everything - saved
    assert contents(folder) == contents(reference)


@pytest.mark.slow
def test_cluster_that_loses_a_worker_gives_the_same_bytes(
    undisturbed: tuple[Path, int], tmp_path: Path
) -> None:
    reference, everything = undisturbed
    folder = project(tmp_path / "cluster", clauses(2_500))
    settings = yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8"))
    with cluster(folder, workers=2) as (address, workers):
        settings["engine"]["scheduler"] = address
        (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        process = start(folder)
        wait_for_first_batch(folder, process)
        workers[0].kill()
        _, log = process.communicate(timeout=300)
        assert process.returncode == 0, log
        assert workers[0].wait() == -signal.SIGKILL
        assert workers[1].poll() is None
    assert f"{everything} of them new" in log
    assert contents(folder) == contents(reference)


def test_vectors_of_another_encoder_are_not_taken(undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    reference, _ = undisturbed
    folder = project(tmp_path / "other", clauses(5))
    run(folder)
    settings = yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8"))
    settings["embed"]["backend"] = "float32"
    (folder / "params.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert run(folder) == len(vectors.load(folder / vectors.FOLDER).keys)
    fast, slow = vectors.load(reference / vectors.FOLDER), vectors.load(folder / vectors.FOLDER)
    assert ":float32" in slow.encoder
    assert ":int8-" in fast.encoder
    assert (fast.of(clauses(5)) != slow.of(clauses(5))).any()
    assert (fast.of(clauses(5)) * slow.of(clauses(5))).sum(axis=1).min() > 0.98


def test_what_git_keeps_is_not_embedded_again(undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    reference, everything = undisturbed
    folder = project(tmp_path / "fresh", clauses(2_500))
    (folder / lent.FILE).parent.mkdir()
    shutil.copy(reference / lent.FILE, folder / lent.FILE)
    assert run(folder) == len(clauses(2_500)) < everything
    assert contents(folder) == contents(reference)
    assert (folder / lent.FILE).read_bytes() == (reference / lent.FILE).read_bytes()


def test_a_damaged_file_of_vectors_is_named(undisturbed: tuple[Path, int], tmp_path: Path) -> None:
    folder = project(tmp_path / "damaged", clauses(5))
    (folder / lent.FILE).parent.mkdir()
    (folder / lent.FILE).write_bytes((undisturbed[0] / lent.FILE).read_bytes()[:-5])
    process = start(folder)
    _, log = process.communicate(timeout=300)
    assert process.returncode != 0
    assert f"{lent.FILE} cannot be read" in log.replace(":", "")


def test_written_vectors_are_those_of_the_encoder(undisturbed: tuple[Path, int]) -> None:
    folder, _ = undisturbed
    model = encoder.load(params.Embed(model=weights.PACKAGED, backend="int8"))
    texts = clauses(2_500)[::400]
    np.testing.assert_allclose(
        vectors.load(folder / vectors.FOLDER).of(texts), model.encode(texts), atol=1e-3
    )


def test_taught_texts_are_embedded_clause_by_clause() -> None:
    wanted, split = set(stage.known_beforehand()), 0
    for one in examples.load()[:200]:
        spans = [one.text[start:end] for start, end in language.clauses(one.text)] or [one.text]
        assert wanted.issuperset(spans)
        assert len(spans) == 1 or one.text not in wanted
        split += len(spans) > 1
    assert split > 20
    assert wanted.issuperset(theme.means for theme in codebook.load())


def test_same_text_is_one_text() -> None:
    found = once.distinct([["b", "a", "b"], iter(["a", "c"])])
    assert sorted(found.values()) == ["a", "b", "c"]
    assert list(found) == sorted(vectors.key_of(text) for text in "abc")


def test_key_in_the_store_tells_encoders_apart(tmp_path: Path) -> None:
    key = vectors.key_of("a text")
    assert once.kept_key("model:int8", key) != once.kept_key("model:float32", key)
    shelf = store.Store(tmp_path / "store.sqlite")
    row = np.array([1, 0], dtype=np.float16)
    shelf.put({once.kept_key("model:int8", key): row.tobytes()})
    (found,) = once.rows([key], "model:int8", shelf)
    assert found.tolist() == [[1, 0]]
    with pytest.raises(KeyError):
        list(once.rows([key], "model:float32", shelf))
