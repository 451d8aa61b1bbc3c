"""Vectors on disk: found by text, whole, the same bytes each time."""

from pathlib import Path

import numpy as np
import pytest

from pipeline import vectors
from pipeline.errors import PipelineError

TEXTS = ["first", "second", "third"]


def rows() -> dict[str, np.ndarray]:
    made = {text: np.array([place + 1, 2, 2], dtype=np.float16) for place, text in enumerate(TEXTS)}
    return dict(sorted((vectors.key_of(text), row) for text, row in made.items()))


def write(root: Path, part: int = 2) -> Path:
    made = rows()
    stacked = np.stack(list(made.values()))
    parts = [stacked[start : start + part] for start in range(0, len(stacked), part)]
    vectors.write("model:1:test", list(made), parts, root / vectors.FOLDER)
    return root / vectors.FOLDER


def test_vectors_are_found_by_text_and_are_of_unit_length(tmp_path: Path) -> None:
    write(tmp_path)
    loaded = vectors.load(tmp_path / vectors.FOLDER)
    assert loaded.encoder == "model:1:test"
    found = loaded.of(["third", "first", "third"])
    expected = np.array([[3, 2, 2], [1, 2, 2], [3, 2, 2]]) / np.sqrt([[17], [9], [17]])
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert found.dtype == np.float32
    assert isinstance(loaded.rows, np.memmap)
    assert loaded.of([]).shape == (0, 3)


@pytest.mark.parametrize("text", ["fourth", "First", ""])
def test_text_that_was_not_embedded_is_named(tmp_path: Path, text: str) -> None:
    write(tmp_path)
    with pytest.raises(PipelineError, match=f"holds no vector of '{text}'"):
        vectors.load(tmp_path / vectors.FOLDER).of(["first", text])


def test_no_vectors_yet(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="Run the stage that makes them"):
        vectors.load(tmp_path / vectors.FOLDER)


def test_same_bytes_however_they_come(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", part=1), write(tmp_path / "b", part=3)
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_rows_that_do_not_match_the_keys_leave_what_was_there(tmp_path: Path) -> None:
    folder = write(tmp_path)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(ValueError, match="4 keys, but 3 vectors"):
        vectors.write("other", ["0", *rows()], [np.stack(list(rows().values()))], tmp_path / vectors.FOLDER)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
