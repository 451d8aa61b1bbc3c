import pytest

from pipeline import codebook
from pipeline.errors import PipelineError

ENTRY = "  - {{id: {0}, name: {0}, means: All about {0}.{1}}}\n"


def book(tmp_path, *entries):
    path = tmp_path / "codebook.yaml"
    path.write_text("themes:\n" + "".join(ENTRY.format(name, more) for name, more in entries))
    return path


def test_the_project_s_codebook_has_keywords_for_every_theme():
    themes = codebook.load()
    assert len(themes) == 34
    assert [theme.id for theme in themes if len(theme.keywords) < 5] == []


def test_themes_that_are_gone_are_not_loaded_and_their_coding_follows_them(tmp_path):
    path = book(
        tmp_path,
        ("a", ", merged_into: b"),
        ("b", ", split_into: [c, d]"),
        ("c", ""),
        ("d", ""),
        ("e", ", retired: true"),
    )
    assert [theme.id for theme in codebook.load(path)] == ["c", "d"]
    assert codebook.successors(codebook.entries(path)) == {
        "a": ("c", "d"),
        "b": ("c", "d"),
        "c": ("c",),
        "d": ("d",),
        "e": (),
    }


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([("a", ", merged_into: z")], "points to z"),
        ([("a", ", merged_into: b"), ("b", ", merged_into: a")], "becomes itself again"),
        ([("a", ""), ("a", "")], "stands there twice"),
        ([("a", ", retired: true, merged_into: b"), ("b", "")], "gone in two ways"),
        ([("a", ", keyword: [x]")], "keyword"),
    ],
)
def test_a_broken_rule_names_the_theme(tmp_path, entries, words):
    with pytest.raises(PipelineError, match=f"theme a.*{words}"):
        codebook.entries(book(tmp_path, *entries))


@pytest.mark.parametrize("content", ["", "themes:\n", "themes: []\n"])
def test_an_empty_codebook_has_no_themes(tmp_path, content):
    (tmp_path / "codebook.yaml").write_text(content)
    assert codebook.load(tmp_path / "codebook.yaml") == []


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    (tmp_path / "codebook.yaml").write_text("themes: [")
    with pytest.raises(PipelineError, match=r"codebook\.yaml: is no valid YAML"):
        codebook.load(tmp_path / "codebook.yaml")
