import pytest
import yaml

from pipeline.errors import PipelineError
from pipeline.split import rules
from pipeline.split.judge import PRESUME, STRICT, fault, judges

RULES = rules.load()
ALL = [(table, rule) for table in rules.TABLES for rule in getattr(RULES, table)]


@pytest.mark.parametrize(("table", "rule"), ALL, ids=[f"{table}: {rule.name}" for table, rule in ALL])
def test_every_example_matches_its_rule(table, rule):
    match = rule.pattern.fullmatch if table in rules.WHOLE else rule.pattern.search
    assert match(rules.plain(rule.example)) is not None


@pytest.mark.parametrize("rule", RULES.not_findings, ids=lambda rule: rule.name)
def test_the_example_of_what_is_no_finding_is_dropped(rule):
    assert fault(rule.example, RULES, PRESUME, 1) is not None


def test_names_are_unique_in_each_table():
    for table in rules.TABLES:
        names = [rule.name for rule in getattr(RULES, table)]
        assert len(names) == len(set(names)), table


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        ("Northmoor PDU has received an overall rating of ‘Good’.", PRESUME, "rating"),
        ("Casework was poor, which led to an overall rating of ‘Inadequate’.", PRESUME, None),
        ("We inspected 40 cases and met 12 partners.", PRESUME, "method"),
        ("In the 40 cases we inspected, plans were thin and reviews late.", PRESUME, None),
        ("The caseload was 1,204 at the end of May.", PRESUME, "population"),
        ("The caseload was too high for safe practice.", PRESUME, None),
        ("The hub is run by a charity and is open to all.", PRESUME, "service_description"),
        ("The hub, run by a charity, worked well for women.", PRESUME, None),
        ("Does planning focus sufficiently on safety?", PRESUME, "standard"),
        ("Martin Ode CBE", PRESUME, "fragment"),
        ("A lift was put in last year.", STRICT, "no judgement"),
        ("A lift was put in, which staff told us had made a difference.", STRICT, None),
        ("Not enough.", PRESUME, "fragment"),
    ],
)
def test_fault(text, mode, expected):
    assert fault(text, RULES, mode, 4) == expected


def test_straight_and_curly_apostrophes_are_read_alike():
    curly = "People’s names in the practice examples have been changed."
    assert fault(curly, RULES, PRESUME, 4) == fault(curly.replace("’", "'"), RULES, PRESUME, 4) == "note"
    assert judges("The PDU didn't act.", RULES)
    assert judges("The PDU didn’t act.", RULES)


def write(tmp_path, change):
    data = yaml.safe_load(rules.PATH.read_text(encoding="utf-8"))
    change(data)
    path = tmp_path / "rules.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["parts"][0].update(pattern="(unclosed"), "no regular expression"),
        (lambda data: data["parts"][0].update(role="elsewhere"), "none of the known ones"),
        (lambda data: data["parts"][0].update(colour="red"), "has the keys"),
        (lambda data: data["parts"][0].pop("pattern"), "either pattern or words"),
        (lambda data: data.pop("parts"), "tables expected"),
    ],
)
def test_a_faulty_rule_is_named(tmp_path, change, message):
    with pytest.raises(PipelineError, match=message):
        rules.load(write(tmp_path, change))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PipelineError, match="does not exist"):
        rules.load(tmp_path / "none.yaml")
