"""Logging, confirming, contesting and correcting meetings."""

from datetime import timedelta

import pytest

from ment_xblock.domain.errors import (
    Invalid,
    MentError,
    NotAllowed,
    NotFound,
    Stale,
    WrongState,
)
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import Act, State
from ment_xblock.models import Action, Session, SessionText
from ment_xblock.services import actions
from tests.meetings import ROME, TRIED, problems, words
from tests.world import CHIARA

pytestmark = pytest.mark.django_db


# Logging and confirming


def test_a_meeting_that_was_never_planned_is_logged_and_confirmed_with_one_tap(meetings, pair):
    outcome = meetings.log("giulia", pair, ago=2)
    assert (outcome.state, outcome.act) == (State.LOGGED, Act.LOG)
    assert meetings.earned("giulia") is None
    assert meetings.act("confirm", "mario", outcome.session_id) is State.CONFIRMED
    row = meetings.row(outcome.session_id)
    assert row.held_on == meetings.today() - timedelta(days=2)
    assert (row.minutes, row.way, row.task, row.step) == (45, "in_person", None, "with-help")
    assert (row.kinds, row.direction, row.device) == (["digital"], "to_senior", "mentee")
    assert words(row) == {("giulia", "tried"): TRIED}
    assert meetings.earned("giulia") == meetings.earned("mario") == pytest.approx(1 / 6)


def test_who_logged_cannot_confirm_and_a_stranger_finds_nothing(meetings, pair, world):
    other = world.pair("piotr", "anna")
    session = meetings.log("giulia", pair).session_id
    with pytest.raises(NotAllowed, match="meeting_not_yours_to_confirm"):
        meetings.act("confirm", "giulia", session)
    with pytest.raises(NotFound):
        meetings.act("confirm", "piotr", session)
    with pytest.raises(NotFound, match="no_such_meeting"):
        meetings.log("piotr", other, session)
    assert meetings.row(session).state == State.LOGGED


def test_the_partner_who_logs_the_same_meeting_confirms_it_and_adds_their_own_words(meetings, pair):
    first = meetings.log("giulia", pair, ago=1)
    second = meetings.log("mario", pair, ago=1, tried="I sent it. She only watched.")
    assert second.session_id == first.session_id
    assert (second.act, second.state) == (Act.CONFIRM, State.CONFIRMED)
    assert Session.objects.count() == 1
    assert words(first.session_id) == {
        ("giulia", "tried"): TRIED,
        ("mario", "tried"): "I sent it. She only watched.",
    }


def test_what_the_partner_saw_differently_is_asked_field_by_field(meetings, pair):
    session = meetings.log("giulia", pair).session_id
    second = meetings.log("mario", pair, minutes="60", device="mentor", tried="Mine", came="two")
    assert {(one.field, one.mine, one.theirs) for one in second.conflicts} == {
        ("minutes", 60, 45),
        ("device", "mentor", "mentee"),
    }
    assert (second.session_id, second.state) == (session, State.LOGGED)
    # It may be another meeting, so his words are on his page alone.
    assert words(session) == {("giulia", "tried"): TRIED}
    assert meetings.row(session).minutes == 45
    settled = meetings.change("mario", session, minutes="60", device="mentee")
    assert (settled.act, settled.state) == (Act.LOG, State.LOGGED)
    assert meetings.act("confirm", "giulia", session) is State.CONFIRMED
    assert meetings.row(session).minutes == 60


def test_sent_twice_counts_once(meetings, pair):
    again = {"sent": "one", "action1_words": "Try it alone", "action1_owner": "mentee"}
    first = meetings.log("giulia", pair, **again)
    second = meetings.log("giulia", pair, **again)
    assert (second.session_id, second.act) == (first.session_id, None)
    assert (Session.objects.count(), Action.objects.count()) == (1, 1)
    assert meetings.row(first.session_id).revision == 1


def test_a_name_of_a_sending_belongs_to_its_sender(meetings, pair):
    meetings.log("giulia", pair, sent="one")
    assert meetings.log("mario", pair, sent="one").act is Act.CONFIRM


def test_a_log_that_changed_meanwhile_is_not_confirmed_unread(meetings, pair):
    session = meetings.log("giulia", pair).session_id
    seen = meetings.row(session).revision
    meetings.change("giulia", session, minutes="90")
    with pytest.raises(Stale, match="meeting_changed"):
        meetings.act("confirm", "mario", session, revision=seen)


def test_a_planned_meeting_is_the_one_that_is_logged_on_its_day(meetings, pair, world):
    meetings.log("giulia", pair, next_on=meetings.in_days(7), next_at="17:30")
    planned = Session.objects.get(state=State.PROPOSED)
    assert planned.starts_at.astimezone(ROME).strftime("%H:%M") == "17:30"
    world.wait(days=7)
    assert meetings.log("mario", pair).session_id == planned.pk
    assert Session.objects.count() == 2


def test_the_next_date_is_proposed_once_though_both_write_it_down(meetings, pair):
    next_date = {"next_on": meetings.in_days(7), "next_at": "17:30"}
    meetings.log("giulia", pair, **next_date)
    meetings.log("mario", pair, **next_date)
    assert Session.objects.filter(state=State.PROPOSED).count() == 1


def test_a_pair_that_ended_can_still_log_what_was_before(meetings, pair, world):
    world.act("end", CHIARA, pair, reason="")
    world.wait(days=2)
    with pytest.raises(Invalid) as invalid:
        meetings.log("giulia", pair)
    assert problems(invalid) == {"held_on": "meeting_after_end"}
    assert meetings.log("giulia", pair, ago=2).state is State.LOGGED


# What cannot be accepted


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"held_on": "2300-01-01"}, {"held_on": "meeting_in_future"}),
        ({"held_on": "1999-01-01"}, {"held_on": "meeting_before_pair"}),
        ({"held_on": "yesterday"}, {"held_on": "not_a_date"}),
        ({"held_on": 5}, {"held_on": "not_a_date"}),
        ({"minutes": "-20"}, {"minutes": "out_of_range"}),
        ({"minutes": "0"}, {"minutes": "out_of_range"}),
        ({"minutes": "9" * 30}, {"minutes": "not_a_number"}),
        ({"minutes": ["45"]}, {"minutes": "not_readable"}),
        ({"way": "by_horse"}, {"way": "not_an_option"}),
        ({"task": "999999"}, {"task": "not_an_option"}),
        ({"kinds": ["digital", "magic"]}, {"kinds": "not_an_option"}),
        ({"device": ""}, {"device": "required"}),
        ({"tried": ""}, {"tried": "required"}),
        ({"tried": "x" * 1_000_000}, {"tried": "too_long"}),
        ({"tried": {"a": 1}}, {"tried": "not_readable"}),
        ({"action1_words": "Ring", "action1_owner": "piotr"}, {"action1_owner": "not_an_option"}),
        ({"action1_words": "Ring"}, {"action1_owner": "action_owner"}),
        (
            {"action2_words": "Ring", "action2_owner": "both", "action2_due": "2300-01-01"},
            {"action2_due": "action_too_far"},
        ),
        ({"next_on": "2300-01-01", "next_at": "10:00"}, {"next_on": "next_too_far"}),
        ({"next_on": "2020-01-01", "next_at": "10:00"}, {"next_on": "next_in_past"}),
    ],
)
def test_bad_input_is_named_with_its_field_and_stores_nothing(meetings, pair, typed, found):
    with pytest.raises(Invalid) as invalid:
        meetings.log("giulia", pair, **typed)
    assert problems(invalid) == found
    assert not Session.objects.exists()
    assert not SessionText.objects.exists()


def test_all_that_is_wrong_is_said_at_once(meetings, pair):
    with pytest.raises(Invalid) as invalid:
        meetings.log("giulia", pair, minutes="0", way="x", tried="x" * 3000, next_on="soon")
    assert set(problems(invalid)) == {"minutes", "way", "tried", "next_on"}


def test_a_field_that_the_author_switched_off_is_not_needed(meetings, pair):
    meetings.settings = JournalSettings(
        zone=ROME, fields_off=frozenset({"device", "step", "minutes"})
    )
    assert meetings.log("giulia", pair, device="", step="").state is State.LOGGED
    with pytest.raises(Invalid) as invalid:
        meetings.log("giulia", pair, ago=1, minutes="")
    assert problems(invalid) == {"minutes": "required"}


# Contests and corrections


def test_a_contest_takes_the_reason_and_is_settled_by_the_one_who_did_not_write_last(
    meetings, pair
):
    session = meetings.log("giulia", pair).session_id
    with pytest.raises(Invalid):
        meetings.act("contest", "mario", session, reason="  ")
    meetings.act("contest", "mario", session, reason="It was half an hour.")
    assert words(session)["mario", "contest"] == "It was half an hour."
    meetings.change("mario", session, minutes="30")
    assert meetings.row(session).state == State.CONTESTED
    with pytest.raises(NotAllowed):
        meetings.act("settle", "mario", session)
    assert meetings.act("settle", "giulia", session) is State.SETTLED
    assert meetings.earned("mario") == pytest.approx(1 / 6)


def test_the_facilitator_settles_a_contest_either_way(meetings, pair):
    right, wrong = (meetings.log("giulia", pair, ago=day).session_id for day in (1, 2))
    for session in (right, wrong):
        meetings.act("contest", "mario", session, reason="No")
    assert meetings.act("settle", CHIARA, right) is State.SETTLED
    assert meetings.act("take_back", CHIARA, wrong) is State.WITHDRAWN
    assert meetings.earned("giulia") == pytest.approx(1 / 6)


def test_a_log_that_was_taken_back_leaves_the_day_free(meetings, pair):
    first = meetings.log("giulia", pair).session_id
    assert meetings.act("take_back", "giulia", first) is State.WITHDRAWN
    assert meetings.log("mario", pair).session_id != first


def test_a_correction_keeps_the_credit_unless_day_or_length_change(meetings, pair):
    session = meetings.confirmed(pair)
    assert meetings.change("mario", session, device="both").act is Act.CORRECT
    row = meetings.row(session)
    assert (row.state, row.device) == (State.CONFIRMED, "both")
    assert row.corrected_at is not None
    assert meetings.earned("giulia") == pytest.approx(1 / 6)
    assert meetings.change("mario", session, minutes="50").act is Act.RETIME
    assert meetings.earned("giulia") == meetings.earned("mario") == 0
    assert meetings.act("confirm", "giulia", session) is State.CONFIRMED
    assert meetings.earned("giulia") == pytest.approx(1 / 6)


def test_a_log_cannot_move_to_a_day_that_has_one(meetings, pair):
    meetings.log("giulia", pair, ago=1)
    second = meetings.log("giulia", pair, ago=2).session_id
    day = (meetings.today() - timedelta(days=1)).isoformat()
    with pytest.raises(Invalid) as invalid:
        meetings.change("giulia", second, held_on=day)
    assert problems(invalid) == {"held_on": "day_taken"}


# Seven days


def test_after_seven_days_a_log_counts_and_looking_again_changes_nothing(meetings, pair, world):
    session = meetings.log("giulia", pair).session_id
    world.wait(days=6, hours=23)
    assert meetings.settle_due() == 0
    world.wait(hours=1)
    assert meetings.settle_due() == 1
    assert meetings.settle_due() == 0
    assert meetings.row(session).state == State.UNCONTESTED
    assert meetings.earned("giulia") == meetings.earned("mario") == pytest.approx(1 / 6)


def test_a_pause_stops_the_clock(meetings, pair, world):
    meetings.log("giulia", pair)
    world.wait(days=3)
    world.act("pause", "mario", pair, reason="")
    world.wait(days=20)
    assert meetings.settle_due() == 0
    world.act("resume", "mario", pair)
    world.wait(days=3, hours=23)
    assert meetings.settle_due() == 0
    world.wait(hours=1)
    assert meetings.settle_due() == 1


def test_a_contested_log_does_not_lapse(meetings, pair, world):
    session = meetings.log("giulia", pair).session_id
    meetings.act("contest", "mario", session, reason="No")
    world.wait(days=30)
    assert meetings.settle_due() == 0


# From paper


def test_the_facilitator_enters_a_log_from_paper_and_it_counts_at_once(meetings, pair):
    session = meetings.enter(pair, ago=3)
    row = meetings.row(session)
    assert (row.state, row.on_paper, row.writer) == (State.ENTERED, True, None)
    assert not SessionText.objects.exists()
    assert meetings.earned("giulia") == meetings.earned("mario") == pytest.approx(1 / 6)
    assert meetings.act("contest", "mario", session, reason="We did not meet.") is State.CONTESTED
    assert meetings.earned("giulia") == 0


def test_paper_is_for_the_facilitator_and_only_where_the_author_allows_it(meetings, pair):
    with pytest.raises(NotAllowed, match="facilitator_only"):
        meetings.enter(pair, by="giulia")
    meetings.confirmed(pair)
    with pytest.raises(Invalid) as invalid:
        meetings.enter(pair)
    assert problems(invalid) == {"held_on": "day_taken"}
    meetings.settings = JournalSettings(zone=ROME, paper_allowed=False)
    with pytest.raises(WrongState, match="paper_not_allowed"):
        meetings.enter(pair, ago=1)


# Actions


def test_actions_are_carried_until_they_are_done(meetings, pair, world):
    typed = {"action1_words": "Send two quotes alone", "action1_owner": "mentee"}
    meetings.log("giulia", pair, **typed, action1_due=meetings.in_days(5))
    action = Action.objects.get()
    world.wait(days=7)
    review = {f"review_{action.pk}": "partly", f"reason_{action.pk}": "nerves"}
    second = meetings.log("giulia", pair, **review).session_id
    action.refresh_from_db()
    assert (action.state, action.outcome, action.reason) == ("open", "partly", "nerves")
    assert action.reviewed_in_id == second
    world.wait(days=7)
    meetings.log("giulia", pair, **{f"review_{action.pk}": "done"})
    action.refresh_from_db()
    assert (action.state, action.outcome, action.reason) == ("done", "done", "")


def test_an_action_of_another_pair_cannot_be_marked(meetings, pair, world):
    other = world.pair("piotr", "anna")
    meetings.log("giulia", pair, action1_words="Try", action1_owner="both")
    action = Action.objects.get().pk
    marking = {"host": world.host, "action_id": action, "state": "done"}
    with pytest.raises(NotFound, match="no_such_action"):
        actions.mark(actor=world.actor("piotr"), pairing_id=other, **marking)
    with pytest.raises(MentError):
        actions.mark(actor=world.actor("piotr"), pairing_id=pair, **marking)
    actions.mark(actor=world.actor("mario"), pairing_id=pair, **marking)
    assert Action.objects.get().state == "done"
