"""A day that has a log already: a second meeting, or a correction; nothing that stands is changed unasked."""

import pytest

from ment_xblock.domain.errors import (
    Invalid,
    WhichMeeting,
)
from ment_xblock.domain.journal.states import Act, State
from ment_xblock.models import Action, Session
from tests.meetings import problems, words

pytestmark = pytest.mark.django_db


STANDING = ["confirm", "contest", "mine", "paper"]


def standing(meetings, pair, how):
    """A log of today that waits for no answer of Giulia's."""
    if how == "paper":
        return meetings.enter(pair)
    session = meetings.log("giulia", pair).session_id
    if how != "mine":
        reason = {"reason": "It was shorter."} if how == "contest" else {}
        meetings.act(how, "mario", session, **reason)
    return session


@pytest.mark.parametrize("how", STANDING)
@pytest.mark.parametrize("typed", [{}, {"minutes": "30", "tried": "Another one"}])
def test_a_log_that_stands_is_touched_by_no_new_one(meetings, pair, how, typed):
    session = standing(meetings, pair, how)
    before = Session.objects.values().get(), words(session), Action.objects.count()
    promise = {"action1_words": "Try", "action1_owner": "both"}
    with pytest.raises(WhichMeeting) as asked:
        meetings.log("giulia", pair, **promise, **typed)
    assert asked.value.session_ids == (session,)
    assert (Session.objects.values().get(), words(session), Action.objects.count()) == before


@pytest.mark.parametrize("how", STANDING)
def test_who_met_a_second_time_that_day_writes_a_log_of_its_own(meetings, pair, how):
    session = standing(meetings, pair, how)
    before = Session.objects.values().get(pk=session)
    second = meetings.log("giulia", pair, minutes="20", besides=session)
    assert second.session_id != session
    assert (second.state, second.act) == (State.LOGGED, Act.LOG)
    assert Session.objects.values().get(pk=session) == before
    meetings.act("confirm", "mario", second.session_id)
    assert meetings.earned("mario") == pytest.approx(1 / 6)


def test_a_correction_is_chosen_and_shows_both_answers(meetings, pair):
    session = meetings.confirmed(pair)
    asked = meetings.log("giulia", pair, session, minutes="30")
    assert [one.field for one in asked.conflicts] == ["minutes"]
    assert meetings.row(session).state == State.CONFIRMED
    assert meetings.change("giulia", session, minutes="30").act is Act.RETIME


def test_the_partner_who_logs_the_second_meeting_too_finds_it(meetings, pair):
    first = meetings.confirmed(pair)
    second = meetings.log("giulia", pair, minutes="20", besides=first).session_id
    his = meetings.log("mario", pair, minutes="20")
    assert (his.session_id, his.act) == (second, Act.CONFIRM)


def test_two_that_wait_for_an_answer_are_told_apart_by_the_person(meetings, pair):
    first = meetings.log("giulia", pair).session_id
    second = meetings.log("giulia", pair, minutes="20", besides=first).session_id
    with pytest.raises(WhichMeeting) as asked:
        meetings.log("mario", pair, minutes="20")
    assert asked.value.session_ids == (first, second)
    assert meetings.log("mario", pair, second, minutes="20").act is Act.CONFIRM
    assert meetings.row(first).state == State.LOGGED


def test_a_day_takes_no_third_log(meetings, pair):
    first = meetings.confirmed(pair)
    second = meetings.log("giulia", pair, besides=first).session_id
    meetings.act("confirm", "mario", second)
    for besides in (None, first, second):
        with pytest.raises(WhichMeeting):
            meetings.log("mario", pair, besides=besides)
    assert Session.objects.count() == 2


def test_the_place_of_a_log_that_was_taken_back_is_free_again(meetings, pair):
    first = meetings.log("giulia", pair).session_id
    second = meetings.log("giulia", pair, besides=first).session_id
    meetings.act("take_back", "giulia", first)
    third = meetings.log("giulia", pair, besides=second).session_id
    keys = set(Session.objects.filter(pk__in=(second, third)).values_list("held_key", flat=True))
    assert len(keys) == 2
    assert None not in keys


def test_a_planned_meeting_is_the_second_one_of_its_day(meetings, pair, world):
    meetings.log("giulia", pair, next_on=meetings.in_days(7), next_at="17:30")
    planned = Session.objects.get(state=State.PROPOSED).pk
    world.wait(days=7)
    first = meetings.log("giulia", pair, planned).session_id
    meetings.act("confirm", "mario", first)
    assert first == planned
    meetings.log("giulia", pair, ago=1, next_on=meetings.in_days(0), next_at="23:59")
    evening = Session.objects.get(state=State.PROPOSED).pk
    with pytest.raises(WhichMeeting):
        meetings.log("mario", pair, evening)
    assert meetings.log("mario", pair, evening, besides=first).session_id == evening
    assert meetings.log("giulia", pair).act is Act.CONFIRM


def test_a_page_that_knew_one_meeting_overwrites_no_other(meetings, pair):
    """Mario compares with one log of Giulia's, then sends it for the day of another one."""
    seen = meetings.log("giulia", pair, ago=1).session_id
    for minutes in ("50", "55"):
        meetings.change("giulia", seen, minutes=minutes)
    other = meetings.log("giulia", pair, ago=2).session_id
    base = meetings.row(seen).revision
    his = meetings.log("mario", pair, ago=2, minutes="90", base=base, seen=seen)
    assert [one.field for one in his.conflicts] == ["minutes"]
    assert meetings.row(other).minutes == 45
    assert meetings.log("mario", pair, ago=3, minutes="90", base=base, seen=seen).act is Act.LOG


def test_mistakes_are_told_before_the_question(meetings, pair):
    meetings.confirmed(pair)
    with pytest.raises(Invalid) as invalid:
        meetings.log("giulia", pair, device="", tried="")
    assert problems(invalid) == {"device": "required", "tried": "required"}
