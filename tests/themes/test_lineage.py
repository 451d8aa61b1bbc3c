import numpy as np
import pytest

from pipeline.codebook import Theme
from pipeline.errors import PipelineError
from pipeline.themes import registry
from pipeline.themes.lineage import Event, codebook_events, match
from pipeline.themes.registry import Entry, Generation, packed


def theme(vector, key="", parent="", name="name"):
    unit = np.array(vector, dtype=np.float32)
    return Entry(key, name, parent, packed(unit / np.linalg.norm(unit)))


def test_a_theme_keeps_its_id_and_name_whatever_the_order():
    old = [theme([1, 0, 0], "x", name="old x"), theme([0, 1, 0], "y", name="old y")]
    named, events = match([theme([0, 1, 0.1]), theme([1, 0.1, 0])], old)
    assert [(one.id, one.name) for one in named] == [("y", "old y"), ("x", "old x")]
    assert events == [Event("y", "kept", "y"), Event("x", "kept", "x")]


def test_one_theme_that_becomes_two_is_kept_once_and_split_once():
    named, events = match([theme([1, 0.05, 0]), theme([1, 0.5, 0], name="new part")], [theme([1, 0, 0], "x")])
    assert named[0].id == "x"
    assert events == [Event("x", "kept", "x"), Event("found--new-part", "split", "x")]


def test_two_themes_that_become_one_are_kept_once_and_merged_once():
    named, events = match([theme([1, 0.1, 0])], [theme([1, 0, 0], "x"), theme([1, 0.5, 0], "y")])
    assert named[0].id == "x"
    assert events == [Event("x", "kept", "x"), Event("x", "merged", "y")]


def test_what_is_unlike_all_is_new_and_what_is_not_found_again_retired():
    named, events = match([theme([0, 0, 1], name="Fresh thing")], [theme([1, 0, 0], "x")])
    assert [one.id for one in named] == ["found--fresh-thing"]
    assert events == [Event("found--fresh-thing", "new"), Event("x", "retired", "x")]


def test_themes_of_different_parents_are_never_the_same():
    named, events = match([theme([1, 0], parent="a")], [theme([1, 0], "b--x", parent="b")])
    assert named[0].id == "a--name"
    assert [one.event for one in events] == ["new", "retired"]


def test_two_new_themes_of_one_name_get_ids_of_their_own():
    named, _ = match([theme([1, 0]), theme([0, 1])], [])
    assert len({one.id for one in named}) == 2


def test_events_of_the_codebook():
    gone = {"a": {"merged_into": "c"}, "b": {"split_into": ["c", "d"]}, "e": {"retired": True}}
    entries = [Theme(id=key, name=key, means=key, **gone.get(key, {})) for key in "abcde"]
    before = Generation("r", "enc", [Entry(key, key) for key in "abcez"])
    assert codebook_events(entries, before) == [
        Event("c", "merged", "a"),
        Event("c", "split", "b"),
        Event("d", "split", "b"),
        Event("c", "kept", "c"),
        Event("d", "new"),
        Event("e", "retired", "e"),
        Event("z", "retired", "z"),
    ]


def test_a_run_of_the_same_input_is_compared_with_the_one_before_again(tmp_path):
    path = tmp_path / "registry.json"
    one, two = Generation("1", "enc", [Entry("a", "A")]), Generation("2", "enc", [Entry("b", "B")])
    registry.write(one, path)
    assert registry.before("1", path) == registry.NONE
    registry.write(two, path)
    first = path.read_bytes()
    assert registry.before("2", path) == one
    registry.write(two, path)
    assert path.read_bytes() == first


def test_a_vector_survives_the_registry():
    assert theme([3, 4]).vector() == pytest.approx([0.6, 0.8], abs=1e-3)


def test_a_damaged_registry_is_named(tmp_path):
    (tmp_path / "registry.json").write_text('[{"run": 1}]')
    with pytest.raises(PipelineError, match=r"registry\.json: cannot be read"):
        registry.before("1", tmp_path / "registry.json")
