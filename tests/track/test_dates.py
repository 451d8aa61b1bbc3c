"""Dates of an action are read as they are written."""

import pytest

from pipeline.track.dates import dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The audit will be complete by 31 October 2031.", "31 October 2031"),
        ("Rooms will be ready by the end of September 2031, staff permitting.", "the end of September 2031"),
        ("A plan of activity is due by Autumn 2031.", "Autumn 2031"),
        ("Managers will, by the end of August, have observed every practitioner.", "the end of August"),
        ("Training starts in September and is repeated in 2032.", "September; 2032"),
        ("A pilot ran from Q3 2031 and reports in mid-June 2032.", "Q3 2031; mid-June 2032"),
        ("Posts will be filled within six months.", "within six months"),
        ("It will be reviewed by the end of the financial year.", "the end of the financial year"),
        ("The contract runs until early 2033 and was let in 2031/32.", "early 2033; 2031/32"),
        ("By May 2031 and again by May 2031.", "May 2031"),
    ],
)
def test_dates_as_written(text, found):
    assert dates(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Staff may march through the office.",
        "May is a good month for it.",
        "All 2031 cases were read.",
        "A review will take place in due course.",
    ],
)
def test_what_is_no_date(text):
    assert dates(text) is None
