"""The rules of the journal: states, the clock, credit, progress."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.domain.errors import NotAllowed, WhichMeeting, WrongState
from ment_xblock.domain.journal.clock import (
    REMINDS,
    WAITS,
    Rest,
    has_lapsed,
    is_reminder_due,
    time_left,
    time_waited,
)
from ment_xblock.domain.journal.credit import MeetingFact, journal_credit, why_not
from ment_xblock.domain.journal.days import MOST_A_DAY, LogThatDay, meeting_meant
from ment_xblock.domain.journal.progress import Held, progress
from ment_xblock.domain.journal.states import (
    COUNTING_STATES,
    HELD_STATES,
    TRANSITIONS,
    Act,
    Party,
    State,
    next_state,
    possible_acts,
)

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPENED = date(2026, 1, 10)


def held(day, minutes=45, timed=None, opened=OPENED, logged=NOW):
    return MeetingFact(day, minutes, opened, timed or day, logged)


# States


def test_every_act_that_is_not_in_the_table_is_refused_with_words():
    for state in (None, *State):
        for act in Act:
            for party in Party:
                row = TRANSITIONS.get((state, act))
                if row is None:
                    with pytest.raises(WrongState) as refused:
                        next_state(state, act, party)
                elif party not in row.by:
                    with pytest.raises(NotAllowed) as refused:
                        next_state(state, act, party)
                else:
                    assert next_state(state, act, party) is row.to
                    assert act in possible_acts(state, party)
                    continue
                assert refused.value.code in MESSAGES
                assert act not in possible_acts(state, party)


def test_nobody_alone_makes_a_meeting_count():
    """Who wrote a log last cannot bring it to count, in any number of steps of their own."""
    reached, seen = {None}, set()
    while reached:
        state = reached.pop()
        seen.add(state)
        reached |= {
            next_state(state, act, Party.WRITER) for act in possible_acts(state, Party.WRITER)
        } - seen
    assert not seen & COUNTING_STATES


def test_what_counts_is_contested_no_more_and_every_state_can_be_reached():
    assert {row.to for row in TRANSITIONS.values()} == set(State)
    for state in COUNTING_STATES:
        assert Act.LAPSE not in possible_acts(state, Party.CLOCK)


# Which meeting a new log is about

STATES_OF_LOGS = st.sampled_from(sorted(HELD_STATES))
MEETINGS = st.lists(st.tuples(STATES_OF_LOGS, st.booleans()), max_size=MOST_A_DAY)


@given(MEETINGS, st.sampled_from([None, 1, 2, 3]))
def test_a_new_log_joins_only_one_that_the_partner_wrote_and_that_waits(meetings, besides):
    held = [LogThatDay(pk, state, by_me) for pk, (state, by_me) in enumerate(meetings, start=1)]
    try:
        meant = meeting_meant(held, besides)
    except WhichMeeting as asked:
        assert asked.session_ids == tuple(range(1, len(held) + 1)) != ()  # noqa: PT017
        return
    if meant is None:
        assert len(held) < MOST_A_DAY
        assert all(one.session_id == besides for one in held)
    else:
        found = held[meant - 1]
        assert meant != besides
        assert (found.state, found.by_me) == (State.LOGGED, False)


def test_of_two_logs_the_one_that_waits_is_meant():
    standing, waiting = LogThatDay(1, State.CONFIRMED, True), LogThatDay(2, State.LOGGED, False)
    assert meeting_meant([standing, waiting]) == 2
    assert meeting_meant([waiting], besides=2) is None
    assert meeting_meant([]) is None


# The clock


@pytest.mark.parametrize(
    ("waited", "reminds", "lapsed"),
    [
        (timedelta(), False, False),
        (REMINDS - timedelta(seconds=1), False, False),
        (REMINDS, True, False),
        (WAITS - timedelta(seconds=1), True, False),
        (WAITS, False, True),
        (90 * DAY, False, True),
    ],
)
def test_four_and_seven_days(waited, reminds, lapsed):
    since = NOW - waited
    assert is_reminder_due(since, NOW, []) is reminds
    assert has_lapsed(since, NOW, []) is lapsed


@given(
    before=st.integers(0, 20),
    paused=st.integers(0, 60),
    after=st.integers(0, 20),
    is_over=st.booleans(),
)
def test_a_pause_is_no_waiting(before, paused, after, is_over):
    start = NOW + before * DAY
    end = start + paused * DAY
    now = end + (after * DAY if is_over else timedelta())
    rests = [Rest(start, end if is_over else None)]
    waited = before + (after if is_over else 0)
    assert time_waited(NOW, now, rests) == waited * DAY
    assert time_left(NOW, now, rests) == max(WAITS - waited * DAY, timedelta())


def test_a_pause_of_before_the_log_does_not_count():
    assert time_waited(NOW, NOW + 3 * DAY, [Rest(NOW - 9 * DAY, NOW - 2 * DAY)]) == 3 * DAY
    assert time_waited(NOW, NOW + 3 * DAY, [Rest(NOW - 9 * DAY, NOW + DAY)]) == 2 * DAY


# Credit


@pytest.mark.parametrize(
    ("fact", "why"),
    [
        (held(OPENED), ""),
        (held(OPENED - DAY), "before_pair"),
        (held(OPENED, minutes=15), ""),
        (held(OPENED, minutes=14), "too_short"),
        (held(OPENED, timed=OPENED + 30 * DAY), ""),
        (held(OPENED, timed=OPENED + 31 * DAY), "too_late"),
        (held(OPENED + DAY, timed=OPENED), "in_future"),
    ],
)
def test_which_meeting_is_countable(fact, why):
    assert why_not(fact, 15) == why
    credit = journal_credit([fact], required=1, least_minutes=15)
    assert credit.earned == (0 if why else 1)


@given(st.lists(st.integers(0, 8), max_size=20), st.integers(1, 40))
def test_credit_is_distinct_days_of_those_required(days, required):
    facts = [held(OPENED + day * DAY) for day in days]
    credit = journal_credit(facts, required=required, least_minutes=15)
    assert credit.earned == credit.completion == min(len(set(days)) / required, 1)
    assert credit.possible == 1


def test_facts_of_before_a_fresh_start_do_not_count():
    early, late = held(OPENED, logged=NOW), held(OPENED + DAY, logged=NOW + DAY)
    rule = {"required": 2, "least_minutes": 15}
    assert journal_credit([early, late], **rule, credit_from=NOW).earned == 0.5
    assert journal_credit([early, late], **rule, credit_from=NOW + DAY).earned == 0


# Progress


def test_progress_is_in_order_of_days_and_counts_what_was_noted():
    found = progress(
        [
            Held(OPENED + 14 * DAY, 3, "with-notes", "both", "mentee"),
            Held(OPENED, 3, "never", "to_senior", "mentor"),
            Held(OPENED + 7 * DAY, 3, "", "", "none"),
            Held(OPENED + 8 * DAY, None, "alone", "to_junior", "both"),
        ]
    )
    assert [(one.day, one.height) for one in found.tasks[3]] == [
        (OPENED, 0),
        (OPENED + 14 * DAY, 3),
    ]
    assert set(found.tasks) == {3}
    assert found.held == 4
    assert found.hands_on == (2, 3)
    assert found.directions == {"to_senior": 1, "to_junior": 1, "both": 1}
