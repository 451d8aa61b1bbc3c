"""Tables are whole, typed, and explained."""

import pandas as pd
import pandera.errors
import pytest

from pipeline import tables
from pipeline.errors import PipelineError

ROW = {
    "theme_id": "workload", "name": "Workload", "origin": "codebook", "keywords": "caseload", "n_findings": 2,
}  # fmt: skip


def test_write_then_read_gives_the_same_table(tmp_path):
    table = tables.frame(tables.THEMES, [ROW])
    tables.write(tables.THEMES, table, tmp_path)
    pd.testing.assert_frame_equal(tables.read(tables.THEMES, tmp_path), table)


def test_writing_twice_gives_the_same_bytes(tmp_path):
    table = tables.frame(tables.THEMES, [ROW])
    paths = [tables.write(tables.THEMES, table, tmp_path / name) for name in "ab"]
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_wrong_value_is_refused_and_nothing_is_written(tmp_path):
    table = tables.frame(tables.THEMES, [ROW]).assign(origin="guessed")
    with pytest.raises(pandera.errors.SchemaError):
        tables.write(tables.THEMES, table, tmp_path)
    assert not list(tmp_path.rglob("*.parquet"))


def test_repeated_key_is_refused():
    with pytest.raises(pandera.errors.SchemaError):
        tables.frame(tables.THEMES, [ROW, ROW])


def test_missing_table_says_what_to_run(tmp_path):
    with pytest.raises(PipelineError, match="dvc repro"):
        tables.read(tables.THEMES, tmp_path)


@pytest.mark.parametrize("schema", tables.ALL, ids=lambda schema: schema.name)
def test_every_column_and_table_says_what_it_means(schema):
    assert schema.description
    assert all(column.description for column in schema.columns.values())
    assert tables.empty(schema).empty
