"""Each alert rule at its edges: just before it speaks, when it turns amber, when it turns red."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.alerts.clock import waited
from ment_xblock.domain.alerts.facts import (
    ActionFact,
    Confirmation,
    EndFormFact,
    Level,
    PairFacts,
    PulseFact,
    Rest,
    RingFact,
    Rule,
    SessionFact,
    Wish,
    WishFact,
)
from ment_xblock.domain.alerts.limits import DEFAULTS, UNITS, Limits, limits_of
from ment_xblock.domain.alerts.rules import SAID_AT_REST, alerts_of, happened_again
from ment_xblock.domain.alerts.today import same_call, urgency
from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.people import Role

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MENTOR, MENTEE = 11, 22
SECOND = timedelta(seconds=1)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def session(number: int, days_ago: float, **more: Any) -> SessionFact:
    more = {"confirmation": Confirmation.SETTLED, "device": "mentee"} | more
    return SessionFact(number, ago(days_ago), ago(days_ago), **more)


def pulse(who: int, number: int, **scores: int) -> PulseFact:
    return PulseFact(who, number, ago(10 - number), scores)


def fine(**more: Any) -> PairFacts:
    """A pair with nothing to say about it."""
    usual: dict[str, Any] = {
        "pairing_id": 1,
        "mentor_id": MENTOR,
        "mentee_id": MENTEE,
        "opened_at": ago(60),
        "cadence": timedelta(days=14),
        "answered_at": ago(59),
        "signed_at": ago(55),
        "sessions": (session(1, 7), session(2, 1)),
        "next_session_at": NOW + timedelta(days=10),
    }
    return PairFacts(**(usual | more))


def levels(facts: PairFacts) -> dict[Rule, Level]:
    return {alert.rule: alert.level for alert in alerts_of(facts, NOW)}


def test_a_pair_that_goes_well_is_left_alone() -> None:
    assert alerts_of(fine(), NOW) == []


def no_session_since(at: datetime) -> PairFacts:
    last = SessionFact(1, at, at, Confirmation.SETTLED)
    return fine(sessions=(last,), next_session_at=None)


def end_forms_wanted(at: datetime) -> PairFacts:
    return fine(end_forms=(EndFormFact(MENTOR, at),))


DAYS = [
    (Rule.MATCH_UNANSWERED, lambda at: fine(opened_at=at, answered_at=None, signed_at=None), 3, 7),
    (Rule.FIRST_SESSION_MISSING, lambda at: fine(opened_at=at, sessions=()), 10, 21),
    (Rule.AGREEMENT_UNSIGNED, lambda at: fine(opened_at=at, signed_at=None, sessions=()), 7, 14),
    (Rule.NO_SESSION, no_session_since, 21, 28),
    (Rule.END_FORMS_MISSING, end_forms_wanted, 7, 21),
]


@pytest.mark.parametrize(("rule", "pair", "amber", "red"), DAYS, ids=[case[0] for case in DAYS])
def test_rules_that_count_days(rule: Rule, pair: Any, amber: int, red: int) -> None:
    assert rule not in levels(pair(ago(amber) + SECOND))
    assert levels(pair(ago(amber)))[rule] is Level.AMBER
    assert levels(pair(ago(red) + SECOND))[rule] is Level.AMBER
    assert levels(pair(ago(red)))[rule] is Level.RED


@pytest.mark.parametrize(("rule", "pair", "amber", "red"), DAYS, ids=[case[0] for case in DAYS])
def test_a_pause_gives_the_days_back(rule: Rule, pair: Any, amber: int, red: int) -> None:
    rest = Rest(ago(1.5), ago(0.5))
    facts = attrs.evolve(pair(ago(red)), rests=(rest,))
    assert levels(facts)[rule] is Level.AMBER
    facts = attrs.evolve(pair(ago(red + 1)), rests=(rest,))
    assert levels(facts)[rule] is Level.RED


def test_a_log_that_waits_is_never_more_than_amber() -> None:
    def pair(days: float) -> PairFacts:
        return fine(sessions=(session(1, days, confirmation=Confirmation.WAITING),))

    assert Rule.LOG_UNCONFIRMED not in levels(pair(3.99))
    assert levels(pair(4))[Rule.LOG_UNCONFIRMED] is Level.AMBER
    assert levels(pair(6.9))[Rule.LOG_UNCONFIRMED] is Level.AMBER


def test_a_contested_log_is_red_at_once() -> None:
    facts = fine(sessions=(session(1, 0.01, confirmation=Confirmation.CONTESTED),))
    assert levels(facts) == {Rule.LOG_CONTESTED: Level.RED}


def test_two_sessions_without_a_signature_are_amber_before_the_week_is_over() -> None:
    recent = {"opened_at": ago(5), "signed_at": None}
    assert Rule.AGREEMENT_UNSIGNED not in levels(fine(**recent, sessions=(session(1, 2),)))
    assert levels(fine(**recent))[Rule.AGREEMENT_UNSIGNED] is Level.AMBER


def test_a_booked_session_is_as_good_as_a_held_one() -> None:
    facts = no_session_since(ago(40))
    assert levels(facts)[Rule.NO_SESSION] is Level.RED
    assert Rule.NO_SESSION not in levels(attrs.evolve(facts, next_session_at=NOW))
    gone_by = attrs.evolve(facts, next_session_at=NOW - SECOND)
    assert levels(gone_by)[Rule.NO_SESSION] is Level.RED


def test_the_rhythm_of_the_pair_decides_when_a_session_is_missing() -> None:
    weekly = attrs.evolve(no_session_since(ago(11)), cadence=timedelta(days=7))
    assert levels(weekly)[Rule.NO_SESSION] is Level.AMBER
    monthly = attrs.evolve(no_session_since(ago(40)), cadence=timedelta(days=28))
    assert Rule.NO_SESSION not in levels(monthly)


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ([{"practice": 3, "relevance": 4}], None),  # 3.5 in the mean
        ([{"practice": 3, "relevance": 3, "safety": 4}], Level.AMBER),  # 3.33
        ([{"practice": 2, "relevance": 5, "safety": 5}], Level.AMBER),
        ([{"safety": 2, "practice": 5, "relevance": 5}], Level.RED),
        ([{"respect": 1, "mentoring": 5}], Level.RED),
        ([{"practice": 2}, {"practice": 2}], Level.RED),
        ([{"practice": 2}, {"practice": 5}], None),
        ([{"practice": 2}, {"practice": 5}, {"practice": 2}], Level.AMBER),
        ([{}], None),  # nothing on the scale was asked
    ],
)
def test_low_pulses(scores: list[dict[str, int]], level: Level | None) -> None:
    pulses = tuple(pulse(MENTEE, number, **one) for number, one in enumerate(scores, 1))
    (alert,) = alerts_of(fine(pulses=pulses), NOW) or [None]
    assert (alert.level if alert else None) == level
    assert alert is None or (alert.rule, alert.participant_id) == (Rule.LOW_PULSE, MENTEE)


def test_low_pulses_of_two_people_are_not_low_twice_running() -> None:
    pulses = (pulse(MENTEE, 1, practice=2), pulse(MENTOR, 1, mentoring=2))
    found = alerts_of(fine(pulses=pulses), NOW)
    assert [(alert.participant_id, alert.level) for alert in found] == [
        (MENTOR, Level.AMBER),
        (MENTEE, Level.AMBER),
    ]


@pytest.mark.parametrize(
    ("pairs_of_scores", "level"),
    [
        ([(5, 4)], None),
        ([(5, 3)], Level.AMBER),
        ([(3, 5)], Level.AMBER),
        ([(5, 3), (3, 5)], Level.RED),
        ([(5, 3), (4, 4)], None),
    ],
)
def test_ratings_that_are_far_apart(
    pairs_of_scores: list[tuple[int, int]], level: Level | None
) -> None:
    pulses = []
    for number, (safety, respect) in enumerate(pairs_of_scores, 1):
        pulses += [pulse(MENTEE, number, safety=safety), pulse(MENTOR, number, respect=respect)]
    assert levels(fine(pulses=tuple(pulses))).get(Rule.RATINGS_APART) == level


def test_missing_pulses_are_counted_for_each_person_and_only_where_they_are_asked() -> None:
    sessions = tuple(session(number, 8 - number) for number in (1, 2, 3))
    mine = (pulse(MENTOR, 1, mentoring=5),)
    asked = fine(sessions=sessions, pulses=mine, asks_pulses=frozenset(Role))
    found = {alert.participant_id: alert.level for alert in alerts_of(asked, NOW)}
    assert found == {MENTOR: Level.AMBER, MENTEE: Level.RED}
    assert alerts_of(attrs.evolve(asked, asks_pulses=frozenset()), NOW) == []
    of_mentors = alerts_of(attrs.evolve(asked, asks_pulses=frozenset({Role.MENTOR})), NOW)
    assert {alert.participant_id for alert in of_mentors} == {MENTOR}
    one_missing = fine(sessions=sessions[:1], asks_pulses=frozenset(Role))
    assert alerts_of(one_missing, NOW) == []


@pytest.mark.parametrize(
    ("days_late", "level"),
    [
        ([6], None),
        ([7], Level.AMBER),
        ([13], Level.AMBER),
        ([14], Level.RED),
        ([1, 1], None),
        ([1, 1, 1], Level.RED),
        ([0, 0, 0], None),
        ([-3], None),
    ],
)
def test_promises_that_are_late(days_late: list[int], level: Level | None) -> None:
    actions = tuple(
        ActionFact(number, date(2026, 3, 2) - timedelta(days=late))
        for number, late in enumerate(days_late)
    )
    assert levels(fine(open_actions=actions)).get(Rule.ACTION_OVERDUE) == level


@pytest.mark.parametrize(
    ("devices", "level"),
    [
        (["mentor"], None),
        (["mentor", "mentor"], Level.AMBER),
        (["mentee", "mentor", "mentor"], Level.AMBER),
        (["mentor", "mentor", "mentor"], Level.RED),
        (["mentor", "mentor", "both"], None),
        (["mentor", "", "mentor"], None),
    ],
)
def test_who_holds_the_device(devices: list[str], level: Level | None) -> None:
    sessions = tuple(
        session(number, 10 - number, device=device) for number, device in enumerate(devices, 1)
    )
    assert levels(fine(sessions=sessions)).get(Rule.DEVICE_WITH_MENTOR) == level


def test_somebody_who_wants_a_call_gets_one_at_once_even_on_a_pause_and_after_the_end() -> None:
    rings = (RingFact(MENTEE, NOW),)
    for facts in (
        fine(rings=rings),
        fine(rings=rings, closed_at=ago(1)),
    ):
        (alert,) = alerts_of(facts, NOW)
        assert (alert.rule, alert.level, alert.participant_id) == (
            Rule.RING_ME,
            Level.RED,
            MENTEE,
        )


def test_on_a_pause_only_what_people_ask_for_or_contest_is_said() -> None:
    assert {Rule.RING_ME, Rule.ANOTHER_PARTNER, Rule.LOG_CONTESTED} == SAID_AT_REST


@pytest.mark.parametrize(
    ("rule", "times"),
    [
        (Rule.RING_ME, "count"),
        (Rule.LOG_CONTESTED, "count"),
        (Rule.LOW_PULSE, "running"),
        (Rule.RATINGS_APART, "running"),
    ],
)
def test_each_time_counts_of_what_happens(rule: Rule, times: str) -> None:
    assert happened_again(rule, {times: 1}, {times: 2})
    assert happened_again(rule, {}, {times: 2}), "stored before times were counted"
    assert not happened_again(rule, {times: 2}, {times: 2})
    assert not happened_again(rule, {times: 2}, {times: 1})


def test_a_habit_or_a_wait_is_one_trouble_for_as_long_as_it_lasts() -> None:
    assert not happened_again(Rule.DEVICE_WITH_MENTOR, {"running": 2}, {"running": 3})
    assert not happened_again(Rule.NO_SESSION, {"days": 20}, {"days": 40})
    assert not happened_again(Rule.ACTION_OVERDUE, {"count": 1}, {"count": 2})


@pytest.mark.parametrize(
    ("worst", "rule", "about", "is_same"),
    [
        (None, Rule.NO_SESSION, None, True),
        (None, Rule.PULSES_MISSING, MENTEE, True),
        (None, Rule.LOW_PULSE, MENTEE, False),
        (None, Rule.CHANGE_WANTED, MENTEE, False),
        (MENTEE, Rule.LOG_CONTESTED, None, True),
        (MENTEE, Rule.LOW_PULSE, MENTEE, True),
        (MENTEE, Rule.RING_ME, MENTOR, False),
        (MENTEE, Rule.PULSES_MISSING, MENTOR, False),
    ],
)
def test_a_call_deals_with_what_is_about_whom_one_rings(
    worst: int | None, rule: Rule, about: int | None, is_same: bool
) -> None:
    assert same_call(worst, rule, about) is is_same


def wish(what: Wish, days_ago: float, **more: Any) -> PairFacts:
    return fine(wishes=(WishFact(MENTEE, what, ago(days_ago)),), **more)


def test_another_partner_is_red_at_once_and_a_change_is_amber() -> None:
    (alert,) = alerts_of(wish(Wish.ANOTHER_PARTNER, 0), NOW)
    assert (alert.rule, alert.level) == (Rule.ANOTHER_PARTNER, Level.RED)
    assert (alert.participant_id, alert.since) == (MENTEE, NOW)
    (alert,) = alerts_of(wish(Wish.CHANGE, 0), NOW)
    assert (alert.rule, alert.level) == (Rule.CHANGE_WANTED, Level.AMBER)


def test_both_may_ask_for_another_partner() -> None:
    wishes = (
        WishFact(MENTOR, Wish.ANOTHER_PARTNER, ago(2)),
        WishFact(MENTEE, Wish.ANOTHER_PARTNER, ago(1), pairs=2),
    )
    found = alerts_of(fine(wishes=wishes), NOW)
    assert [(one.participant_id, one.params["pairs"]) for one in found] == [
        (MENTOR, 1),
        (MENTEE, 2),
    ]


def test_no_wish_is_said_after_the_end() -> None:
    for what in Wish:
        assert levels(wish(what, 1, closed_at=NOW)) == {}


def test_after_the_end_only_the_end_forms_are_missed() -> None:
    ended = fine(closed_at=ago(30), end_forms=(EndFormFact(MENTEE, ago(30)),))
    assert [alert.rule for alert in alerts_of(ended, NOW)] == [Rule.END_FORMS_MISSING]


def test_a_facilitator_can_change_the_limits() -> None:
    facts = fine(opened_at=ago(4), answered_at=None, signed_at=None)
    limits = limits_of({"match_unanswered": (5, None)})
    assert Rule.MATCH_UNANSWERED in {alert.rule for alert in alerts_of(facts, NOW)}
    assert Rule.MATCH_UNANSWERED not in {alert.rule for alert in alerts_of(facts, NOW, limits)}
    late = attrs.evolve(facts, opened_at=ago(300))
    (alert,) = [one for one in alerts_of(late, NOW, limits) if one.rule is Rule.MATCH_UNANSWERED]
    assert alert.level is Level.AMBER


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"no_rule": (1, 2)}, "not_an_option"),
        ({"ring_me": (1, 2)}, "not_an_option"),
        ({"match_unanswered": (0, 2)}, "out_of_range"),
        ({"match_unanswered": (1, 400)}, "out_of_range"),
        ({"device_with_mentor": (1, 21)}, "out_of_range"),
        ({"no_session": (10, 200)}, "out_of_range"),
        ({"match_unanswered": (5, 4)}, "red_before_amber"),
    ],
)
def test_limits_that_cannot_be(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        limits_of(changed)
    assert [(one.field, one.code) for one in refused.value.problems] == [
        (next(iter(changed)), code)
    ]


def test_every_number_that_can_be_changed_has_a_default() -> None:
    assert set(UNITS) == set(DEFAULTS)
    assert limits_of({}) == dict(DEFAULTS)
    assert Limits(3, 7) == DEFAULTS[Rule.MATCH_UNANSWERED]


moments = st.integers(min_value=0, max_value=1000).map(lambda hours: ago(hours / 24))


@given(st.lists(st.tuples(moments, st.none() | moments)), moments)
def test_waiting_counts_each_hour_outside_all_pauses_once(
    spans: list[tuple[datetime, datetime | None]], since: datetime
) -> None:
    rests = [Rest(start, end) for start, end in spans]
    hours, at = 0, since
    while at < NOW:
        if not any(start <= at < (end or NOW) for start, end in spans):
            hours += 1
        at += timedelta(hours=1)
    assert waited(since, NOW, rests) == timedelta(hours=hours)


def test_red_comes_before_amber_and_a_wish_to_be_rung_before_all() -> None:
    everything = sorted(
        ((rule, level) for rule in Rule for level in Level), key=lambda pair: urgency(*pair)
    )
    assert everything[0] == (Rule.RING_ME, Level.RED)
    assert [level for _rule, level in everything] == [Level.RED] * len(Rule) + [Level.AMBER] * len(
        Rule
    )
    assert len({urgency(*pair) for pair in everything}) == 2 * len(Rule)
