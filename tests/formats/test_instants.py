from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from broadsheet.formats.instants import has_time, rfc_822, rfc_3339, w3c
from tests.formats.hostile import instants

NIGHT = datetime(2017, 9, 30, 23, 30, 5, tzinfo=ZoneInfo("Asia/Beirut"))


def test_an_instant_in_another_zone_is_written_in_universal_time() -> None:
    assert rfc_822(NIGHT) == "Sat, 30 Sep 2017 20:30:05 GMT"
    assert rfc_3339(NIGHT) == "2017-09-30T20:30:05Z"


@given(instants)
def test_rfc_822_dates_are_those_of_the_standard_library(at: datetime) -> None:
    assert rfc_822(at) == format_datetime(at, usegmt=True)


@given(instants.filter(lambda at: at.year > 99))
def test_both_forms_read_back_to_the_second(at: datetime) -> None:
    whole = at.replace(microsecond=0)
    assert parsedate_to_datetime(rfc_822(at)) == whole
    assert datetime.fromisoformat(rfc_3339(at)) == whole


@pytest.mark.parametrize(
    ("precision", "shown"),
    [
        ("second", "2017-09-30T22:30:00Z"),
        ("minute", "2017-09-30T22:30:00Z"),
        ("day", "2017-10-01"),
        ("month", "2017-10"),
        ("year", "2017"),
    ],
)
def test_no_more_of_an_instant_is_written_than_is_known_and_the_day_is_the_papers_own(precision, shown) -> None:
    at = datetime(2017, 10, 1, 1, 30, tzinfo=timezone(timedelta(hours=3)))
    assert w3c(at, precision) == shown
    assert has_time(precision) == ("T" in shown)


def test_a_date_is_read_off_in_the_zone_that_the_instant_comes_in() -> None:
    assert w3c(NIGHT.replace(hour=1), "day") == "2017-09-30"
    assert w3c(NIGHT.replace(hour=1).astimezone(UTC), "day") == "2017-09-29"
