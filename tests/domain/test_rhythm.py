"""The agreed rhythm as dates."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.rhythm import meeting_dates

START = date(2026, 3, 2)


def test_every_second_week():
    assert meeting_dates(START, None, 2, 3) == [START, date(2026, 3, 16), date(2026, 3, 30)]


def test_no_meeting_after_the_end():
    assert meeting_dates(START, date(2026, 3, 16), 2, 3) == [START, date(2026, 3, 16)]
    assert meeting_dates(START, date(2026, 3, 15), 2, 3) == [START]
    assert meeting_dates(START, START - timedelta(days=1), 1, 3) == []


def test_over_the_turn_of_the_year_and_a_leap_day():
    assert meeting_dates(date(2027, 12, 27), None, 1, 2)[1] == date(2028, 1, 3)
    assert meeting_dates(date(2028, 2, 22), None, 1, 2)[1] == date(2028, 2, 29)


@given(
    st.dates(date(2020, 1, 1), date(2100, 1, 1)),
    st.none() | st.integers(-30, 400),
    st.integers(1, 4),
    st.integers(1, 40),
)
def test_dates_keep_the_weekday_the_limit_and_the_number(start, days, every_weeks, number):
    end = None if days is None else start + timedelta(days=days)
    dates = meeting_dates(start, end, every_weeks, number)
    assert len(dates) <= number
    assert all(day.weekday() == start.weekday() for day in dates)
    assert dates == sorted(set(dates))
    assert end is None or all(day <= end for day in dates)
    if end is None or end >= start + timedelta(weeks=every_weeks * (number - 1)):
        assert len(dates) == number
