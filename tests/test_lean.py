"""Libraries without what they load only because it is installed."""

import subprocess
import sys

import pytest

from pipeline.lean import without

UNUSED = {
    "pipeline.language": "torch",
    "pipeline.report.charts": "rfc3987_syntax",
    "pipeline.themes.stage": "spacy",
}


def test_inside_a_module_is_missing_and_afterwards_it_is_there():
    sys.modules.pop("this", None)
    with without("this"), pytest.raises(ImportError):
        import this  # noqa: F401, PLC0415
    assert "this" not in sys.modules


def test_what_is_loaded_already_stays():
    loaded = sys.modules["subprocess"]
    with without("subprocess"):
        import subprocess as again  # noqa: PLC0415
    assert again is loaded is sys.modules["subprocess"]


def test_an_error_inside_leaves_nothing_behind():
    sys.modules.pop("this", None)
    with pytest.raises(ValueError, match="broken"), without("this"):
        raise ValueError("broken")
    assert "this" not in sys.modules


@pytest.mark.parametrize("module", UNUSED)
def test_a_stage_starts_without_what_it_does_not_use(module):
    asked = f"import sys, {module}; sys.exit({UNUSED[module]!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
