"""Two partners find a date."""

from datetime import timedelta
from functools import partial

import pytest

from ment_xblock.domain.errors import (
    Invalid,
    MentError,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Stale,
    WrongState,
)
from ment_xblock.domain.journal.states import State
from ment_xblock.domain.people import Actor
from ment_xblock.models import Sending, Session, Task
from ment_xblock.services import planning
from tests.plans import Plans
from tests.services.at_once import at_once
from tests.world import CHIARA

NEVER = 10**9


@pytest.fixture
def plans(world):
    return Plans(world)


@pytest.fixture
def pair(world):
    return world.signed_pair()


def refused(kind, code, call, *args, **details):
    """A call is refused, and changes nothing."""
    before = list(Session.objects.order_by("pk").values())
    with pytest.raises(kind) as caught:
        call(*args, **details)
    error = caught.value
    found = error.problems[0].code if isinstance(error, Invalid) else error.code
    assert found == code
    assert list(Session.objects.order_by("pk").values()) == before


def test_proposed_and_accepted(plans, pair, world):
    session = plans.propose("giulia", pair)
    row = plans.row(session)
    assert (row.state, row.starts_at) == (State.PROPOSED, plans.moment(7))
    assert (row.minutes, row.way, row.place) == (60, "in_person", "In the workshop")
    assert row.writer == row.place_author == world.row(pair).mentor
    assert row.planned_at is not None
    assert plans.act("accept", "mario", session).state is State.PLANNED
    row.refresh_from_db()
    assert row.accepted_at is not None
    assert row.writer == world.row(pair).mentor


def test_a_counter_proposal_and_its_answer(plans, pair, world):
    session = plans.propose("giulia", pair)
    outcome = plans.act("move", "mario", session, sheet=plans.sheet(days=9, time="08:00"))
    row = plans.row(session)
    assert (outcome.state, row.writer) == (State.PROPOSED, world.row(pair).mentee)
    assert row.place_author == world.row(pair).mentor
    refused(NotAllowed, "meeting_not_yours_to_accept", plans.act, "accept", "mario", session)
    assert plans.act("accept", "giulia", session).state is State.PLANNED


def test_moving_a_settled_date_asks_the_partner_again(plans, pair, world):
    session = plans.planned(pair)
    plans.act("move", "giulia", session, sheet=plans.sheet(days=8, place="The café"))
    row = plans.row(session)
    assert (row.state, row.accepted_at, row.place) == (State.PROPOSED, None, "The café")
    assert plans.act("accept", "mario", session).state is State.PLANNED


def test_called_off(plans, pair, world):
    session = plans.planned(pair)
    assert plans.act("cancel", "mario", session).state is State.CANCELLED
    row = plans.row(session)
    assert row.closed_at is not None
    assert row.writer == world.row(pair).mentee, "who called it off, for the mail"
    for act, details in (("accept", {}), ("cancel", {}), ("move", {"sheet": plans.sheet()})):
        refused(WrongState, f"meeting_cannot_{act}", plans.act, act, "giulia", session, **details)


@pytest.mark.parametrize("who", ["mentor", "mentee", "both"])
def test_missed(plans, pair, world, who):
    session = plans.planned(pair)
    refused(WrongState, "not_begun_yet", plans.act, "miss", "mario", session, missed_by=who)
    world.wait(days=8)
    assert plans.act("miss", "mario", session, missed_by=who).state is State.MISSED
    assert plans.row(session).missed_by == who


def test_somebody_has_to_be_named(plans, pair, world):
    session = plans.planned(pair)
    world.wait(days=8)
    refused(Invalid, "required", plans.act, "miss", "mario", session, missed_by="")
    refused(Invalid, "not_an_option", plans.act, "miss", "mario", session, missed_by="mario")
    refused(Invalid, "not_readable", plans.act, "miss", "mario", session, missed_by=["both"])


def test_after_a_missed_one_a_new_one_is_planned(plans, pair, world):
    session = plans.planned(pair)
    world.wait(days=8)
    plans.act("miss", "mario", session, missed_by="both")
    assert plans.propose("mario", pair, days=7) != session


def test_a_date_that_has_passed_is_not_accepted(plans, pair, world):
    session = plans.propose("giulia", pair, days=1)
    world.wait(days=2)
    refused(WrongState, "date_has_passed", plans.act, "accept", "mario", session)
    plans.act("move", "mario", session, sheet=plans.sheet(days=3))
    assert plans.act("accept", "giulia", session).state is State.PLANNED


def test_it_is_about_one_of_the_pairs_tasks(plans, pair, world):
    mine = Task.objects.filter(pairing=pair).first()
    other = world.signed_pair("piotr", "anna")
    theirs = Task.objects.filter(pairing=other).first()
    assert plans.row(plans.propose("giulia", pair, task=str(mine.pk))).task == mine
    refused(Invalid, "not_an_option", plans.propose, "giulia", pair, days=9, task=str(theirs.pk))


def test_one_meeting_a_day(plans, pair):
    session = plans.planned(pair, days=7)
    other = plans.planned(pair, days=8)
    refused(Invalid, "day_is_planned", plans.propose, "mario", pair, days=7, time="08:00")
    refused(Invalid, "day_is_planned", plans.act, "move", "mario", other, sheet=plans.sheet(days=7))
    plans.act("move", "mario", session, sheet=plans.sheet(days=7, time="08:00"))


def test_enough_is_enough(plans, pair):
    for day in range(1, 11):
        plans.propose("giulia", pair, days=day)
    refused(WrongState, "enough_planned", plans.propose, "giulia", pair, days=20)


def test_what_was_typed_wrong_is_named(plans, pair):
    refused(Invalid, "too_far_ahead", plans.propose, "giulia", pair, day="2300-01-01")
    refused(Invalid, "not_a_number", plans.propose, "giulia", pair, minutes="-60")
    refused(Invalid, "too_long", plans.propose, "giulia", pair, place="x" * 1_000_000)


# ---- sent twice, and at once


def test_sent_twice_it_counts_once(plans, pair):
    first = plans.propose("giulia", pair, sent="abc")
    assert plans.propose("giulia", pair, known=[], sent="abc") == first
    assert Session.objects.count() == 1
    sheet = plans.sheet(days=9, sent="def")
    for _ in range(2):
        plans.act("move", "mario", first, revision=1, sheet=sheet)
    assert plans.row(first).revision == 2
    assert Sending.objects.count() == 2


def test_without_a_name_the_revision_protects(plans, pair):
    session = plans.propose("giulia", pair)
    plans.act("move", "mario", session, revision=1, sheet=plans.sheet(days=9))
    refused(
        Stale,
        "meeting_changed",
        plans.act,
        "move",
        "mario",
        session,
        revision=1,
        sheet=plans.sheet(days=9),
    )


def test_a_proposal_that_crosses_the_partners(plans, pair):
    plans.propose("giulia", pair)
    refused(Stale, "partner_proposed", plans.propose, "mario", pair, known=[], days=3)


def test_accepting_what_was_moved_meanwhile(plans, pair):
    session = plans.propose("giulia", pair)
    plans.act("move", "giulia", session, sheet=plans.sheet(days=9))
    refused(Stale, "meeting_changed", plans.act, "accept", "mario", session, revision=1)


# ---- who may


@pytest.mark.parametrize("act", ["accept", "move", "cancel", "miss"])
def test_only_the_two_partners(plans, pair, world, act):
    world.pair("piotr", "anna")
    session = plans.propose("giulia", pair, days=1)
    world.wait(days=2)
    details = {"move": {"sheet": plans.sheet()}, "miss": {"missed_by": "both"}}.get(act, {})
    refused(NotFound, "no_such_pair", plans.act, act, "piotr", session, **details)
    refused(NotAllowed, f"meeting_not_yours_to_{act}", plans.act, act, CHIARA, session, **details)
    refused(NotAllowed, "not_enrolled", plans.act, act, "nora", session, **details)


def test_nobody_else_proposes(plans, pair, world):
    world.pair("piotr", "anna")
    refused(NotFound, "no_such_pair", plans.propose, "piotr", pair)
    refused(NotAllowed, "meeting_not_yours_to_plan", plans.propose, CHIARA, pair)
    refused(NotFound, "no_such_thing", plans.propose, "giulia", NEVER)
    call = partial(planning.propose, host=world.host, pairing_id=pair, sheet=plans.sheet())
    refused(NotSignedIn, "not_signed_in", call, actor=Actor(world.course_key), known=[])
    viewed = world.actor("giulia", is_masquerading=True)
    refused(NotAllowed, "viewing_as_learner", call, actor=viewed, known=[])


def test_a_meeting_of_another_pair_or_course_is_not_there(plans, pair, world):
    other = plans.propose("piotr", world.pair("piotr", "anna"))
    call = partial(planning.accept, host=world.host, revision=1, pairing_id=pair)
    for wrong in (other, NEVER):
        refused(NotFound, "no_such_meeting", call, actor=world.actor("mario"), session_id=wrong)
    elsewhere = world.elsewhere()
    refused(
        NotFound,
        "no_such_pair",
        call,
        actor=elsewhere.actor("mario"),
        session_id=plans.propose("giulia", pair),
    )


@pytest.mark.parametrize("act", ["decline", "end"])
def test_a_pair_that_is_over_plans_no_more(plans, world, act):
    pair = world.half_signed_pair() if act == "end" else world.pair()
    session = plans.propose("giulia", pair)
    world.act(act, "giulia" if act == "end" else "mario", pair, reason="")
    refused(WrongState, "pair_is_over", plans.propose, "giulia", pair, days=9)
    refused(WrongState, "pair_is_over", plans.act, "accept", "mario", session)
    refused(
        WrongState, "pair_is_over", plans.act, "move", "mario", session, sheet=plans.sheet(days=9)
    )
    assert plans.act("cancel", "mario", session).state is State.CANCELLED


def test_a_pair_on_a_pause_can_plan_the_time_after_it(plans, pair, world):
    world.act("pause", "giulia", pair, reason="Holidays")
    assert plans.row(plans.propose("giulia", pair)).state == State.PROPOSED


# ---- at the very same moment


def codes(results):
    for one in results:
        if isinstance(one, Exception) and not isinstance(one, MentError):
            raise AssertionError("somebody was shown an error") from one
    return sorted(one.code for one in results if isinstance(one, MentError))


def call(world, service, username, **details):
    return partial(service, host=world.host, actor=world.actor(username), **details)


@pytest.mark.django_db(transaction=True)
def test_both_propose_at_the_same_instant(world):
    plans, pair = Plans(world), world.signed_pair()
    for _ in range(10):
        results = at_once(
            *(
                call(
                    world,
                    planning.propose,
                    username,
                    pairing_id=pair,
                    sheet=plans.sheet(days=days),
                    known=[],
                )
                for username, days in (("giulia", 7), ("mario", 8))
            )
        )
        assert codes(results) == ["partner_proposed"]
        assert Session.objects.count() == 1
        Session.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_one_accepts_while_the_other_moves(world):
    plans, pair = Plans(world), world.signed_pair()
    for _ in range(10):
        session = plans.propose("giulia", pair)
        where = {"pairing_id": pair, "session_id": session, "revision": 1}
        results = at_once(
            call(world, planning.accept, "mario", **where),
            call(world, planning.move, "giulia", **where, sheet=plans.sheet(days=9)),
        )
        assert codes(results) == ["meeting_changed"]
        row = plans.row(session)
        was_moved = row.starts_at == plans.moment(9)
        assert row.state == (State.PROPOSED if was_moved else State.PLANNED)
        assert row.revision == 2
        Session.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_both_call_it_off_at_once(world):
    plans, pair = Plans(world), world.signed_pair()
    session = plans.planned(pair)
    where = {"pairing_id": pair, "session_id": session, "revision": plans.row(session).revision}
    results = at_once(*(call(world, planning.cancel, one, **where) for one in ("giulia", "mario")))
    assert codes(results) == ["meeting_cannot_cancel"]
    assert plans.row(session).state == State.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_double_click_proposes_once(world):
    plans, pair = Plans(world), world.signed_pair()
    once = call(
        world, planning.propose, "giulia", pairing_id=pair, sheet=plans.sheet(sent="x"), known=[]
    )
    results = at_once(once, once, once)
    assert codes(results) == []
    assert len({one.session_id for one in results}) == 1
    assert Session.objects.count() == 1


# ---- what the page is told


def test_the_agreement_proposes_the_next_date(plans, pair, world):
    usual = plans.page("giulia", pair).usual
    assert usual.starts_at == plans.moment(7), "the first day of the agreement"
    assert (usual.minutes, usual.way, usual.place) == (
        60,
        "in_person",
        "In the workshop, after work",
    )
    plans.planned(pair, days=7)
    assert plans.page("giulia", pair).usual.starts_at == plans.moment(21)
    world.wait(weeks=20)
    assert plans.page("giulia", pair).usual.starts_at is None, "the agreed time is over"


def test_without_an_agreement_nothing_is_proposed(plans, world):
    usual = plans.page("giulia", world.pair()).usual
    assert (usual.starts_at, usual.minutes, usual.way, usual.place) == (None, 60, "in_person", "")


def test_who_may_do_what_on_the_page(plans, pair, world):
    session = plans.propose("giulia", pair, days=1)

    def acts(username, **known):
        (meeting,) = plans.page(username, pair, **known).meetings
        return {act.value for act in meeting.acts}

    assert acts("giulia") == {"move", "cancel"}
    assert acts("mario") == {"accept", "move", "cancel"}
    assert acts("mario", is_masquerading=True) == set()
    plans.act("accept", "mario", session)
    assert acts("mario") == {"move", "cancel"}
    world.wait(days=2)
    assert acts("mario") == {"move", "miss", "log"}


def test_nobody_misses_what_was_never_agreed(plans, pair, world):
    plans.propose("giulia", pair, days=1)
    world.wait(days=2)
    (meeting,) = plans.page("mario", pair).meetings
    assert {act.value for act in meeting.acts} == {"move", "cancel", "log"}


def test_staff_who_view_as_a_learner_read_no_place_and_no_address(plans, pair):
    plans.planned(pair)
    plans.address("giulia")
    page = plans.page("giulia", pair, is_masquerading=True)
    assert (page.meetings[0].place, page.usual.place) == ("", "")
    assert (page.calendar_token, page.may_plan) == ("", False)
    assert plans.page("giulia", pair).calendar_token != ""


def test_what_is_over_stands_first(plans, pair, world):
    first = plans.planned(pair, days=1)
    world.wait(days=2)
    second = plans.planned(pair, days=7)
    assert [one.session_id for one in plans.page("mario", pair).meetings] == [first, second]
    assert plans.page("mario", pair).meetings[0].starts_at < world.host.now() - timedelta(hours=1)
