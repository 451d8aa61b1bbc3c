from pathlib import Path
from typing import get_args

import pytest

from pipeline import language
from pipeline.errors import PipelineError
from pipeline.polarity import rules

EVERY = [(kind, rule) for kind, of_kind in rules.load().items() for rule in of_kind]


def found(text: str) -> list[tuple[str, str]]:
    book, doc = rules.book(), language.nlp().make_doc(text)
    return [(book.names[hit.rule], doc[hit.start : hit.end].text) for hit in book.hits(doc)]


@pytest.mark.parametrize(("kind", "rule"), EVERY, ids=[f"{kind}-{rule.name}" for kind, rule in EVERY])
def test_every_rule_is_found_in_its_example(kind: str, rule: rules.Rule) -> None:
    assert f"{kind}: {rule.name}" in [name for name, _ in found(rule.example)]


@pytest.mark.parametrize(("kind", "rule"), EVERY, ids=[f"{kind}-{rule.name}" for kind, rule in EVERY])
def test_no_pattern_stands_twice_in_a_rule(kind: str, rule: rules.Rule) -> None:
    assert len(set(rule.patterns)) == len(rule.patterns)


def test_nothing_is_found_in_words_that_judge_nothing() -> None:
    assert found("The office opens at nine.") == []


def test_the_longer_of_two_overlapping_patterns_counts() -> None:
    assert found("There was no waiting list.") == [("praise: no trouble", "no waiting list")]
    assert "waiting list" in [text for _, text in found("There was a waiting list.")]


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_pattern_may_have_choices_gaps_and_numbers(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "praise:\n- {name: a, patterns: ['kept/keeps very? well', 'met W{0,2} N times'], example: x}\n",
    )
    book = rules.book(path)

    def spans(text: str) -> list[str]:
        doc = language.nlp().make_doc(text)
        return [doc[hit.start : hit.end].text for hit in book.hits(doc)]

    assert spans("She keeps well and kept very well.") == ["keeps well", "kept very well"]
    assert spans("They met people four times.") == ["met people four times"]
    assert spans("They met a great many people four times.") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("applause:\n- {name: a, patterns: [b], example: b}\n", "applause is no kind"),
        ("praise:\n- {name: a, patterns: [], example: b}\n", "praise.0.patterns"),
        ("praise:\n- {name: a, patterns: [b]}\n", "field required"),
        (
            "praise:\n- {name: a, patterns: [b], example: b}\n- {name: a, patterns: [c], example: c}\n",
            "praise: a stands there twice",
        ),
        ("praise: [", "no valid YAML"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PipelineError, match=says):
        rules.load(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="does not exist"):
        rules.load(tmp_path / "none.yaml")


def test_the_role_of_a_rule_does_not_hang_on_its_name(tmp_path: Path) -> None:
    roles = {role for role in rules.book().roles if role}
    assert roles == set(get_args(rules.Role))
    path = write(tmp_path, "turn:\n- {name: a, role: concede, patterns: [x], example: x}\n")
    with pytest.raises(PipelineError, match=r"turn\.0\.role"):
        rules.load(path)
