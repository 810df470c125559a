"""Whom the programme writes to, and when: at the edges, in several time zones, and when the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.journal.clock import Rest
from ment_xblock.domain.notices.clock import NIGHT, Quiet, is_quiet, moment_of, quiet_between
from ment_xblock.domain.notices.facts import (
    ActionFact,
    FormFact,
    LogFact,
    MatchFact,
    MeetingFact,
    PairFact,
    ProgrammeFacts,
    PulseFact,
    SigningFact,
    WeekFact,
)
from ment_xblock.domain.notices.kinds import RULES, Kind, kinds_for
from ment_xblock.domain.notices.rules import occasions_of

ROME, WARSAW, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Rome", "Europe/Warsaw", "America/New_York")
)
GIULIA, MARIO, CHIARA = 1, 2, 3
PAIR = PairFact(7, mentor=GIULIA, mentee=MARIO)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def told(now: datetime, zones: dict[int, ZoneInfo] | None = None, **facts: object) -> list[str]:
    """Keys of what is worth a mail now."""
    found = occasions_of(
        ProgrammeFacts(5, **{name: (one,) for name, one in facts.items()}),
        now.astimezone(UTC),
        lambda user_id: (zones or {}).get(user_id, ROME),
    )
    return sorted(one.key for one in found)


# Quiet hours


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [("07:59:59", True), ("08:00", False), ("19:59:59", False), ("20:00", True), ("00:00", True)],
)
def test_the_night_is_quiet_where_the_person_lives(hour, quiet):
    now = rome(f"2026-03-10T{hour}")
    assert is_quiet(now.astimezone(UTC), ROME) is quiet


def test_the_same_moment_is_night_for_one_and_day_for_another():
    now = datetime(2026, 3, 10, 18, 30, tzinfo=UTC)
    assert is_quiet(now, ZoneInfo("Europe/Bucharest"))
    assert not is_quiet(now, ROME)
    assert not is_quiet(now, NEW_YORK)


@pytest.mark.parametrize(
    "day", ["2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25"]
)
def test_the_night_ends_at_eight_also_when_the_clocks_change(day):
    eight = moment_of(date.fromisoformat(day), time(8), ROME)
    assert is_quiet(eight - MINUTE, ROME)
    assert not is_quiet(eight, ROME)
    assert eight.astimezone(ROME).time() == time(8)


def test_stricter_hours_of_the_agreement_count_on_top():
    strict, lax = Quiet(time(18), time(9)), Quiet(time(22), time(6))
    at_1830, at_0830, at_2030 = (rome(f"2026-03-10T{hour}") for hour in ("18:30", "08:30", "20:30"))
    assert [is_quiet(now, ROME, [strict]) for now in (at_1830, at_0830, at_2030)] == [True] * 3
    assert [is_quiet(now, ROME, [lax]) for now in (at_1830, at_0830, at_2030)] == [
        False,
        False,
        True,
    ]


def test_a_rest_at_noon_is_kept():
    siesta = Quiet(time(13), time(15))
    found = [is_quiet(rome(f"2026-03-10T{hour}:00"), ROME, [siesta]) for hour in (12, 13, 14, 15)]
    assert found == [False, True, True, False]


def test_hours_that_leave_nothing_of_the_day_do_not_keep_mail_for_ever():
    all_day = Quiet(time(8), time(20))
    assert not is_quiet(rome("2026-03-10T12:00"), ROME, [all_day])
    assert is_quiet(rome("2026-03-10T21:00"), ROME, [all_day])


@given(st.times(), st.times(), st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))
def test_whatever_a_pair_agrees_on_there_is_an_hour_for_mail_and_the_night_is_quiet(
    start, end, day
):
    agreed = [Quiet(start, end)] if start != end else []
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    ends = [
        midnight
        + timedelta(
            hours=one.hour, minutes=one.minute, seconds=one.second, microseconds=one.microsecond
        )
        for one in (NIGHT.end, end)
    ]
    assert not all(is_quiet(moment, ZoneInfo("UTC"), agreed) for moment in ends)
    assert is_quiet(midnight + 23 * HOUR, ZoneInfo("UTC"), agreed)


@pytest.mark.parametrize(
    ("start", "end"), [("", "07:00"), ("20:00", ""), ("8 p.m.", "07:00"), ("20:00", "20:00")]
)
def test_quiet_hours_that_say_nothing_are_none(start, end):
    assert quiet_between(start, end) is None


def test_quiet_hours_of_an_agreement_are_read():
    assert quiet_between("20:00", "07:00") == Quiet(time(20), time(7))


# A match


def test_both_are_told_of_their_match_for_a_week():
    opened = rome("2026-03-10T21:00")
    match = MatchFact(PAIR, opened)
    both = ["match-published:7:1", "match-published:7:2"]
    assert told(opened - MINUTE, matches=match) == []
    assert told(opened, matches=match) == both
    assert told(opened + 7 * DAY - MINUTE, matches=match) == both
    assert told(opened + 7 * DAY, matches=match) == []


# Signatures


def test_who_has_not_signed_is_told_and_nobody_else():
    signed = rome("2026-03-10T10:00")
    version = SigningFact(PAIR, 40, {GIULIA: signed})
    assert told(signed, signings=version) == ["your-turn:40:2"]
    assert told(signed + 14 * DAY, signings=version) == []


def test_who_may_not_sign_yet_is_not_told_to():
    version = SigningFact(PAIR, 40, {MARIO: rome("2026-03-10T10:00")}, cannot_sign=GIULIA)
    assert told(rome("2026-03-10T11:00"), signings=version) == []


def test_who_signed_first_is_told_of_the_second_signature():
    first, last = rome("2026-03-10T10:00"), rome("2026-03-12T10:00")
    version = SigningFact(PAIR, 40, {MARIO: first, GIULIA: last})
    assert told(last, signings=version) == ["partner-signed:40:2"]
    assert told(last - MINUTE, signings=version) == []
    assert told(last + 7 * DAY, signings=version) == []


# A session


def meeting(starts_at: datetime, revision: int = 1) -> MeetingFact:
    return MeetingFact(PAIR, 9, revision, starts_at)


def test_a_meeting_is_told_from_the_morning_before_until_an_hour_before():
    starts = rome("2026-03-12T17:30")
    both = ["session-tomorrow:9:1:1", "session-tomorrow:9:1:2"]
    assert told(rome("2026-03-11T07:59"), meetings=meeting(starts)) == []
    assert told(rome("2026-03-11T08:00"), meetings=meeting(starts)) == both
    assert told(starts - HOUR - MINUTE, meetings=meeting(starts)) == both
    assert told(starts - HOUR, meetings=meeting(starts)) == []


def test_the_day_before_is_that_of_each_person():
    starts = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)  # the 12th in Rome, still the 11th in New York
    zones = {GIULIA: ROME, MARIO: NEW_YORK}
    now = datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    assert told(now, zones, meetings=meeting(starts)) == ["session-tomorrow:9:1:2"]


@pytest.mark.parametrize(
    "day", [date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25), date(2026, 10, 26)]
)
def test_the_morning_before_is_at_eight_when_the_clocks_change(day):
    starts = datetime.combine(day, time(17, 30), ROME).astimezone(UTC)
    eight = moment_of(day - DAY, time(8), ROME)
    assert told(eight - MINUTE, meetings=meeting(starts)) == []
    assert len(told(eight, meetings=meeting(starts))) == 2


def test_another_date_is_told_anew():
    starts = rome("2026-03-12T17:30")
    assert told(starts - DAY, meetings=meeting(starts, 1)) != told(
        starts - DAY, meetings=meeting(starts, 2)
    )


# A log


def log(logged_at: datetime, *rests: Rest) -> LogFact:
    return LogFact(PAIR, 9, logged_at.date(), logged_at, MARIO, rests)


def test_a_log_is_told_at_once_reminded_after_four_days_and_left_alone_after_seven():
    logged = rome("2026-03-10T18:00")
    first, again = (
        ["log-to-confirm:9:20260310180000:2"],
        ["log-to-confirm:9:20260310180000:again:2"],
    )
    assert told(logged, logs=log(logged)) == first
    assert told(logged + 4 * DAY - MINUTE, logs=log(logged)) == first
    assert told(logged + 4 * DAY, logs=log(logged)) == again
    assert told(logged + 7 * DAY - MINUTE, logs=log(logged)) == again
    assert told(logged + 7 * DAY, logs=log(logged)) == []


def test_days_on_a_pause_do_not_bring_the_reminder_nearer():
    logged = rome("2026-03-10T18:00")
    rest = Rest(logged + DAY, logged + 3 * DAY)
    assert told(logged + 6 * DAY - MINUTE, logs=log(logged, rest)) == [
        "log-to-confirm:9:20260310180000:2"
    ]
    assert told(logged + 6 * DAY, logs=log(logged, rest)) == [
        "log-to-confirm:9:20260310180000:again:2"
    ]
    assert told(logged + 9 * DAY, logs=log(logged, rest)) == []


# Pulses, promises, forms


def test_a_pulse_is_asked_for_on_the_morning_after_for_a_week_and_of_one_person_alone():
    logged = rome("2026-03-10T18:00")
    pulse = PulseFact(PAIR, 9, GIULIA, logged.date(), logged, "pulse-block")
    morning = rome("2026-03-11T08:00")
    assert told(morning - MINUTE, pulses=pulse) == []
    assert told(morning, pulses=pulse) == ["pulse-waiting:9:1"]
    assert told(morning + 7 * DAY - MINUTE, pulses=pulse) == ["pulse-waiting:9:1"]
    assert told(morning + 7 * DAY, pulses=pulse) == []


def action(promised: str, due: str, *by: int) -> ActionFact:
    return ActionFact(PAIR, 3, by or (MARIO,), rome(promised), date.fromisoformat(due))


def test_a_promise_is_told_on_the_day_before_and_on_its_day():
    promise = action("2026-03-10T18:00", "2026-03-20")
    key = ["action-due:3:20260320:2"]
    assert told(rome("2026-03-19T07:59"), actions=promise) == []
    assert told(rome("2026-03-19T08:00"), actions=promise) == key
    assert told(rome("2026-03-20T23:59"), actions=promise) == key
    assert told(rome("2026-03-21T00:00"), actions=promise) == []


def test_who_promised_together_is_told_both():
    promise = action("2026-03-10T18:00", "2026-03-20", GIULIA, MARIO)
    assert len(told(rome("2026-03-19T09:00"), actions=promise)) == 2


def test_nobody_is_reminded_of_what_they_have_just_promised():
    for due in ("2026-03-10", "2026-03-11"):
        promise = action("2026-03-10T07:00", due)
        assert told(rome("2026-03-10T09:00"), actions=promise) == []
    assert told(rome("2026-03-11T09:00"), actions=action("2026-03-10T07:00", "2026-03-12"))


def test_a_form_is_told_from_the_next_morning_for_two_weeks_or_until_it_closes():
    form = FormFact("ab-mid", MARIO, rome("2026-03-10T10:00"), "form-block")
    morning = rome("2026-03-11T08:00")
    assert told(morning - MINUTE, forms=form) == []
    assert told(morning, forms=form) == ["form-waiting:5:ab-mid:2"]
    assert told(morning + 14 * DAY - MINUTE, forms=form)
    assert told(morning + 14 * DAY, forms=form) == []
    closing = FormFact("ab-mid", MARIO, form.opened_at, "form-block", closes_at=morning + DAY)
    assert told(morning + DAY - MINUTE, forms=closing)
    assert told(morning + DAY, forms=closing) == []


# The week of the facilitator


WEEK = WeekFact(CHIARA, to_ring=3, urgent=1, open_pairs=8, met=5)


@pytest.mark.parametrize(
    ("now", "key"),
    [
        ("2026-03-09T07:59", []),  # a Monday
        ("2026-03-09T08:00", ["weekly-digest:5:2026-11:3"]),
        ("2026-03-11T07:59", ["weekly-digest:5:2026-11:3"]),
        ("2026-03-11T08:00", []),
        ("2026-03-15T12:00", []),
        ("2027-01-04T09:00", ["weekly-digest:5:2027-01:3"]),
        ("2026-12-28T09:00", ["weekly-digest:5:2026-53:3"]),
    ],
)
def test_the_week_is_told_once_from_monday_morning_to_wednesday_morning(now, key):
    assert told(rome(now), weeks=WEEK) == key


# What holds for all


ALL = {
    "matches": MatchFact(PAIR, rome("2026-03-09T09:00")),
    "signings": SigningFact(PAIR, 40, {GIULIA: rome("2026-03-09T09:00")}),
    "meetings": meeting(rome("2026-03-10T17:30")),
    "logs": log(rome("2026-03-08T09:00")),
    "pulses": PulseFact(PAIR, 9, GIULIA, date(2026, 3, 8), rome("2026-03-08T09:00"), "pulse"),
    "actions": action("2026-03-01T09:00", "2026-03-10"),
    "forms": FormFact("ab-mid", MARIO, rome("2026-03-08T09:00"), "form"),
    "weeks": WEEK,
}


def test_keys_are_told_apart_and_fit_their_column():
    keys = told(rome("2026-03-09T12:00"), **ALL)
    assert len(keys) == len(set(keys)) == 10
    assert max(map(len, keys)) < 100


def test_all_readers_are_named_beforehand():
    now = rome("2026-03-09T12:00").astimezone(UTC)
    facts = ProgrammeFacts(5, **{name: (one,) for name, one in ALL.items()})
    found = occasions_of(facts, now, lambda user_id: ROME)
    assert {one.user_id for one in found} == facts.readers == {GIULIA, MARIO, CHIARA}


def test_a_pulse_names_no_partner():
    now = rome("2026-03-09T12:00").astimezone(UTC)
    (one,) = occasions_of(ProgrammeFacts(5, pulses=(ALL["pulses"],)), now, lambda user_id: ROME)
    assert (one.user_id, one.partner) == (GIULIA, None)


def test_every_kind_goes_to_learners_or_to_the_facilitator():
    learner, facilitator = kinds_for(facilitator=False), kinds_for(facilitator=True)
    assert set(learner) | set(facilitator) == set(Kind) == set(RULES)
    assert set(facilitator) == {Kind.WEEKLY_DIGEST}
