"""The papers are true: paths and commands in them exist, and the data dictionary is that of the schemas."""

import re
from pathlib import Path

import pytest
import yaml

from pipeline import dictionary, tables
from pipeline.__main__ import COMMANDS, STAGES
from pipeline.params import Params

ROOT = Path(__file__).parents[2]
PAPERS = [*sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(path.relative_to(ROOT / "docs")) for path in PAPERS]
MADE = (
    "data/processed",
    "data/interim",
    "data/raw/",
    "models/",
    "reports/",
    ".cache",
    "dvc.lock",
    "robots.txt",
)
FOLDERS = r"pipeline|data|tests|docs|notebooks|models|reports|\.ci|\.cache"
HAND_WRITTEN = [path for path in PAPERS if path.name != "data-dictionary.md"]


def text_of(path):
    """Text of a paper without its indented examples."""
    return "\n".join(
        line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("    ")
    )


def test_data_dictionary_is_current():
    written = (ROOT / dictionary.DICTIONARY).read_text(encoding="utf-8")
    assert written == dictionary.markdown(), "Run: python -m pipeline.dictionary"


def test_dictionary_has_every_table_and_column():
    text = dictionary.markdown()
    for schema in tables.ALL:
        section = text.split(f"### {tables.path_of(schema).name}\n")[1].split("\n### ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(schema.columns)


def test_dictionary_row_says_type_values_and_emptiness():
    columns = tables.FINDINGS.columns
    polarity = dictionary.row("polarity", columns["polarity"])
    assert polarity.startswith("| `polarity` | text | no | strength, improvement, mixed, neutral |")
    assert dictionary.row("x", columns["polarity_confidence"]).startswith("| `x` | number | no | 0 to 1 |")
    assert dictionary.row("x", columns["page"]).startswith("| `x` | whole number | no | 0 or more |")
    assert dictionary.row("x", columns["section"]).startswith("| `x` | text | yes |  |")


def test_every_column_has_a_meaning():
    unexplained = [
        (schema.name, name)
        for schema in tables.ALL
        for name, column in schema.columns.items()
        if not column.description
    ]
    assert not unexplained


@pytest.mark.parametrize("path", PAPERS, ids=NAMES)
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not leads(path.parent / link)]
    assert not broken


def leads(target):
    """Whether a path exists or is made by a run."""
    relative = str(target.resolve().relative_to(ROOT))
    return target.exists() or relative.startswith(MADE)


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_named_files_exist(path):
    named = re.findall(rf"`((?:{FOLDERS})/[\w./-]*|\w[\w-]*\.(?:yaml|toml|txt|md))`", text_of(path))
    missing = [name for name in named if not (ROOT / name).exists() and not name.startswith(MADE)]
    assert not missing


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_named_commands_exist(path):
    named = set(re.findall(r"python -m pipeline (\w+)", path.read_text(encoding="utf-8")))
    assert named <= {*STAGES, *COMMANDS}


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_named_settings_exist(path):
    settings = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    named = re.findall(rf"`({'|'.join(Params.model_fields)})\.(\w+)`", text_of(path))
    assert not [(section, key) for section, key in named if key not in settings[section]]


@pytest.mark.parametrize("path", HAND_WRITTEN, ids=lambda path: path.name)
def test_tables_that_papers_name_exist(path):
    named = re.findall(r"`data/(?:processed|interim)/(\w+\.parquet)`", text_of(path))
    assert set(named) <= {tables.path_of(schema).name for schema in tables.ALL}


def test_each_item_of_rap_has_a_verdict_and_a_reason():
    items = [line for line in text_of(ROOT / "docs/rap.md").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in items]
    rows = [row for row in rows if row[0] != "item"]
    assert len(rows) == 7 + 5 + 9 + 4
    for item, verdict, reason in rows:
        assert verdict.split(",")[0] in {"yes", "partly", "no"}, item
        assert verdict == "no" or any(sign in reason for sign in ("`", "](", "git")), item


def test_drafts_say_that_they_are_drafts():
    record = (ROOT / "docs/transparency-record-draft.md").read_text(encoding="utf-8")
    assert "This is a draft" in record.split("## Tier 1")[0]
