import pytest

from pipeline.errors import PipelineError
from pipeline.figures import load, rows

RULES = load()


@pytest.mark.parametrize("rule", RULES.patterns, ids=lambda rule: rule.name)
def test_every_phrase_is_found(rule):
    found = [(row["quote"], row["written"]) for row in rows(rule.example)]
    assert found == [(rule.quote, pytest.approx(rule.share, abs=1e-6))]


@pytest.mark.parametrize("rule", RULES.not_shares, ids=lambda rule: rule.name)
def test_what_is_no_share_is_left_out(rule):
    assert rows(rule.example) == []


@pytest.mark.parametrize("rule", RULES.senses, ids=lambda rule: rule.name)
def test_every_sense(rule):
    found = rows(rule.example)
    assert found
    assert {row["sense"] for row in found} == {rule.sense}


def test_a_faulty_rule_is_named(tmp_path):
    path = tmp_path / "figures.yaml"
    text = "approximators: {}\npatterns: []\ncounted: []\nsenses: []\n"
    text += "not_shares:\n- {name: bad, pattern: '(', example: x}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PipelineError, match="bad"):
        load(path)
