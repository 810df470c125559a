"""Planning a meeting: what can be typed, and the date that the agreed rhythm proposes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.agreement.rhythm import Rhythm, rhythm_of
from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.journal.planning import (
    Moment,
    Plan,
    moment_in,
    moment_of,
    next_start,
    read_missed_by,
    read_plan,
)

ROME, WARSAW = ZoneInfo("Europe/Rome"), ZoneInfo("Europe/Warsaw")
NOW = datetime(2026, 10, 13, 8, 0, tzinfo=UTC)  # a Tuesday; clocks go back on 25 October
RIGHT = {
    "day": "2026-10-20",
    "time": "17:30",
    "minutes": "60",
    "way": "in_person",
    "place": " In the   workshop ",
    "task": "7",
}


def rhythm(**changes):
    values = {"start": date(2026, 9, 8), "end": None, "every_weeks": 2, "at": time(17, 30)}
    return Rhythm(**(values | changes))


def read(zone=ROME, now=NOW, **typed):
    return read_plan(RIGHT | typed, now=now, zone=zone, task_ids=[7, 8])


def problems(**typed):
    with pytest.raises(Invalid) as caught:
        read(**typed)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_a_plan_is_stored_as_a_moment():
    starts_at = datetime(2026, 10, 20, 15, 30, tzinfo=UTC)
    assert read() == Plan(starts_at, 60, "in_person", "In the workshop", 7)
    assert read().starts_at.utcoffset() == timedelta()
    assert read(zone=ZoneInfo("Europe/Bucharest")).starts_at == starts_at - timedelta(hours=1)


def test_place_and_task_may_be_empty():
    plan = read(place="", task="")
    assert (plan.place, plan.task_id) == ("", None)


@pytest.mark.parametrize("zone", [ROME, WARSAW])
def test_half_past_five_stays_half_past_five_in_october(zone):
    before, after = (read(zone, day=day).starts_at for day in ("2026-10-24", "2026-10-25"))
    assert after - before == timedelta(hours=25)
    assert [one.astimezone(zone).strftime("%H:%M") for one in (before, after)] == ["17:30"] * 2


def test_a_time_that_the_clocks_skip_does_not_exist():
    assert problems(day="2027-03-28", time="02:30") == [("time", "time_is_skipped")]


def test_of_a_time_that_comes_twice_the_first_is_meant():
    assert read(day="2026-10-25", time="02:30").starts_at == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"day": ""}, [("day", "required")]),
        ({"day": "soon"}, [("day", "not_a_date")]),
        ({"day": "2026-02-30"}, [("day", "not_a_date")]),
        ({"day": "2026-10-12"}, [("day", "meeting_in_past")]),
        ({"day": "1926-10-20"}, [("day", "meeting_in_past")]),
        ({"day": "2300-01-01"}, [("day", "too_far_ahead")]),
        ({"day": "9999-12-31", "time": "23:59"}, [("day", "too_far_ahead")]),
        ({"day": "0001-01-01", "time": "00:00"}, [("day", "meeting_in_past")]),
        ({"time": ""}, [("time", "required")]),
        ({"time": "25:00"}, [("time", "not_a_time")]),
        ({"time": "17:30+05:00"}, [("time", "not_a_time")]),
        ({"time": "\u0661\u0667:\u0663\u0660"}, [("time", "not_a_time")]),
        ({"day": "2026-10-13", "time": "10:00"}, [("time", "meeting_in_past")]),
        ({"minutes": ""}, [("minutes", "required")]),
        ({"minutes": "-5"}, [("minutes", "not_a_number")]),
        ({"minutes": "½"}, [("minutes", "not_a_number")]),
        ({"minutes": "14"}, [("minutes", "out_of_range")]),
        ({"minutes": "181"}, [("minutes", "out_of_range")]),
        ({"minutes": 10**30}, [("minutes", "not_readable")]),
        ({"way": "pigeon"}, [("way", "not_an_option")]),
        ({"way": ""}, [("way", "not_an_option")]),
        ({"place": "x" * 201}, [("place", "too_long")]),
        ({"place": ["x"]}, [("place", "not_readable")]),
        ({"task": "9"}, [("task", "not_an_option")]),
        (
            {"day": "", "minutes": "0", "way": None},
            [("day", "required"), ("minutes", "out_of_range"), ("way", "not_readable")],
        ),
    ],
)
def test_what_cannot_be(typed, expected):
    assert problems(**typed) == expected


def test_limits_are_possible():
    assert read(minutes=15).minutes == 15
    assert read(minutes="180").minutes == 180
    assert read(day="2026-10-13", time="10:01").starts_at > NOW
    last = NOW.date() + timedelta(days=3 * 366)
    assert read(day=last.isoformat()).starts_at.date() == last
    assert problems(day=(last + timedelta(days=1)).isoformat()) == [("day", "too_far_ahead")]


def test_today_is_the_day_of_the_pair():
    late = datetime(2026, 10, 13, 22, 30, tzinfo=UTC)  # half past midnight in Rome
    assert read(now=late, day="2026-10-14").starts_at.day == 14
    with pytest.raises(Invalid):
        read(now=late, day="2026-10-13", time="23:59")


def test_who_could_not_come():
    assert [read_missed_by(who) for who in ("mentor", "mentee", "both")] == [
        "mentor",
        "mentee",
        "both",
    ]
    for wrong, code in (("", "required"), ("giulia", "not_an_option"), ([], "not_readable")):
        with pytest.raises(Invalid) as caught:
            read_missed_by(wrong)
        assert caught.value.problems[0].code == code


# ---- the next date


def proposed(last_day=None, now=NOW, zone=ROME, **changes):
    moment = next_start(rhythm(**changes), last_day=last_day, now=now, zone=zone)
    return moment and moment.astimezone(zone).replace(tzinfo=None)


@pytest.mark.parametrize("zone", [ROME, WARSAW])
def test_the_clock_time_stays_and_the_moment_moves(zone):
    found = []
    last_day, now = None, datetime(2026, 10, 1, tzinfo=UTC)
    for _ in range(3):
        moment = next_start(rhythm(), last_day=last_day, now=now, zone=zone)
        found.append(moment)
        last_day, now = moment.astimezone(zone).date(), moment
    assert [one.astimezone(zone).strftime("%d.%m. %H:%M") for one in found] == [
        "06.10. 17:30",
        "20.10. 17:30",
        "03.11. 17:30",
    ]
    assert [one.hour for one in found] == [15, 15, 16]


def test_before_the_first_meeting():
    assert proposed(start=date(2026, 11, 3)) == datetime(2026, 11, 3, 17, 30)


def test_an_agreed_day_counts_until_its_hour():
    assert proposed(start=date(2026, 10, 13)) == datetime(2026, 10, 13, 17, 30)
    assert proposed(start=date(2026, 10, 13), at=time(9)) == datetime(2026, 10, 27, 9)


def test_a_meeting_that_was_moved_shifts_no_other():
    assert proposed(last_day=date(2026, 10, 8)) == datetime(2026, 10, 20, 17, 30)
    assert proposed(last_day=date(2026, 10, 13)) == datetime(2026, 10, 20, 17, 30)
    assert proposed(last_day=date(2026, 10, 14)) == datetime(2026, 11, 3, 17, 30)


def test_nothing_is_proposed_after_the_end_or_without_a_rhythm():
    assert proposed(end=date(2026, 10, 19)) is None
    assert proposed(end=date(2026, 10, 20)) is not None
    assert next_start(None, last_day=None, now=NOW, zone=ROME) is None


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 4),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    st.none() | st.integers(0, 40),
)
def test_a_proposal_is_on_an_agreed_day_and_to_come(start, every_weeks, now, days_ago):
    now = now.replace(tzinfo=UTC)
    last_day = None if days_ago is None else now.date() - timedelta(days=days_ago)
    given_rhythm = rhythm(start=start, every_weeks=every_weeks)
    moment = next_start(given_rhythm, last_day=last_day, now=now, zone=WARSAW)
    local = moment.astimezone(WARSAW)
    assert moment > now
    assert (local.date() - start).days % (7 * every_weeks) == 0
    assert local.date() >= start
    assert local.time() == time(17, 30)
    assert last_day is None or (local.date() - last_day).days * 2 >= every_weeks * 7


def test_the_rhythm_of_an_agreement():
    values = {"start": "2026-03-02", "time": "17:30", "every_weeks": "3", "end": "2026-06-30"}
    assert rhythm_of(values) == Rhythm(date(2026, 3, 2), date(2026, 6, 30), 3, time(17, 30))
    assert rhythm_of({"start": "2026-03-02", "time": "17:30"}) == Rhythm(
        date(2026, 3, 2), None, 2, time(17, 30)
    )
    assert rhythm_of({"start": "2026-03-02", "time": ""}) is None
    assert rhythm_of({}) is None


# ---- help


@pytest.mark.parametrize(
    ("minutes", "moment"),
    [
        (-16, Moment.BEFORE),
        (-15, Moment.DURING),
        (0, Moment.DURING),
        (59, Moment.DURING),
        (60, Moment.AFTER),
    ],
)
def test_which_help_fits_when(minutes, moment):
    assert moment_in(NOW, 60, NOW + timedelta(minutes=minutes)) is moment


def test_a_skipped_time_in_the_rhythm_is_not_lost():
    assert moment_of(date(2027, 3, 28), time(2, 30), ROME) == datetime(
        2027, 3, 28, 1, 30, tzinfo=UTC
    )
