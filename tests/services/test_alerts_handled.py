"""What a facilitator has dealt with stays away, over pauses too, until it truly happens again."""

from __future__ import annotations

import pytest
from django.test import TestCase

from ment_xblock.models import AlertState, HelpRequest, Participant, Session
from ment_xblock.selectors.overview import Asked, overview
from ment_xblock.selectors.pair_view import What, pair_view
from ment_xblock.selectors.today import pairs_to_ring, today_page
from ment_xblock.services import alerts, pairings
from ment_xblock.services.surveys import Occasion
from tests.survey_world import Survey, defined, held_session
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def look(world: World, pair: int) -> None:
    alerts.refresh(host=world.host, pairing_ids=[pair])


def shown(world: World) -> list[str]:
    """The kinds of trouble that wait for the facilitator, the worst first."""
    page = today_page(host=world.host, actor=world.actor(CHIARA))
    return [reason.rule.value for line in page.lines for reason in line.reasons]


def deal_with_all(world: World, how: str) -> None:
    for line in today_page(host=world.host, actor=world.actor(CHIARA)).lines:
        ids = [reason.alert_id for reason in line.reasons]
        alerts.handle(host=world.host, actor=world.actor(CHIARA), alert_ids=ids, how=how)


def pause(world: World, pair: int) -> None:
    pairings.pause(host=world.host, actor=world.actor(CHIARA), pairing_id=pair, reason="Exams")
    look(world, pair)


def go_on(world: World, pair: int) -> None:
    pairings.resume(host=world.host, actor=world.actor(CHIARA), pairing_id=pair)
    look(world, pair)


@pytest.fixture
def idle(world: World) -> int:
    """A signed pair that has not met for 30 days."""
    pair = world.signed_pair()
    world.wait(days=30)
    look(world, pair)
    return pair


# Pauses


@pytest.mark.parametrize("how", ["called", "closed"])
def test_what_was_dealt_with_does_not_come_back_with_the_end_of_a_pause(
    world: World, idle: int, how: str
) -> None:
    assert shown(world) == ["first_session_missing"]
    deal_with_all(world, how)
    for act in (pause, go_on):
        world.wait(days=1)
        act(world, idle)
        assert shown(world) == []
        world.wait(days=7)
        look(world, idle)
        assert shown(world) == []


def test_what_was_put_off_comes_back_on_its_day_and_not_in_the_middle_of_a_pause(
    world: World, idle: int
) -> None:
    deal_with_all(world, "later")
    pause(world, idle)
    world.wait(days=5)
    look(world, idle)
    assert shown(world) == []
    go_on(world, idle)
    assert shown(world) == ["first_session_missing"]


def test_on_a_pause_trouble_sleeps_on_every_page_and_is_not_told_as_over(
    world: World, idle: int
) -> None:
    pause(world, idle)
    chiara = {"host": world.host, "actor": world.actor(CHIARA)}
    assert shown(world) == []
    assert pairs_to_ring(world.course_key, world.user_id(CHIARA), world.host.now()) == (0, 0)
    assert overview(**chiara, asked=Asked(needs_call=True)).total == 0
    assert overview(**chiara, asked=Asked()).lines[0].rule is None
    view = pair_view(**chiara, pairing_id=idle)
    assert view.alerts == ()
    assert What.ALERT_OVER not in {event.what for event in view.events}
    go_on(world, idle)
    assert len(pair_view(**chiara, pairing_id=idle).alerts) == 1


def test_what_somebody_asks_for_is_said_on_a_pause_too(world: World, idle: int) -> None:
    pause(world, idle)
    world.act("ask_rematch", "giulia", idle, reason="")
    look(world, idle)
    assert shown(world) == ["another_partner"]


def test_trouble_that_ends_in_a_pause_and_comes_again_later_is_new(world: World, idle: int) -> None:
    deal_with_all(world, "closed")
    pause(world, idle)
    held_session(idle, 0)
    look(world, idle)
    assert not AlertState.objects.filter(rule="first_session_missing", over_at=None).exists()
    go_on(world, idle)
    Session.objects.all().delete()
    look(world, idle)
    assert "first_session_missing" in shown(world)


# Occasions


def test_a_date_that_comes_to_nothing_is_a_new_trouble(world: World) -> None:
    pair = world.signed_pair()
    held_session(pair, 0)
    Session.objects.update(state="confirmed")
    world.wait(days=25)
    look(world, pair)
    assert "no_session" in shown(world)
    deal_with_all(world, "closed")
    booked = Session.objects.create(
        pairing_id=pair,
        state="proposed",
        starts_at=world.host.now(),
        created_at=world.host.now(),
    )
    Session.objects.filter(pk=booked.pk).update(starts_at=world.host.now().replace(year=2090))
    look(world, pair)
    assert not AlertState.objects.filter(rule="no_session", over_at=None).exists()
    booked.delete()
    look(world, pair)
    assert shown(world) == ["no_session"]


def ask_to_be_rung(world: World, pair: int, username: str = "mario") -> None:
    one = Participant.objects.get(user__username=username)
    HelpRequest.objects.create(
        pairing_id=pair,
        participant=one,
        kind="ring_me",
        open_key=f"ring_me-{pair}-{one.pk}",
        created_at=world.host.now(),
    )
    look(world, pair)


def pulse(world: World, pair: int, username: str, **given: object) -> None:
    """Somebody answers the short form after one more meeting."""
    survey = Survey(world, defined("pulse"), usage_key="pulse")
    answers = {"pulse-safety": 4, "pulse-practice": 4, "pulse-relevance": 4, "pulse-alone": 7}
    answers |= {key.replace("_", "-"): value for key, value in given.items()}
    session = held_session(pair, 0)
    Session.objects.filter(pk=session).update(
        state="confirmed", held_on=world.host.now().date(), held_key=None
    )
    survey.answer(username, answers, occasion=Occasion(session_id=session))
    look(world, pair)


def test_who_asks_once_more_to_be_rung_after_a_call_is_there_again(world: World) -> None:
    """The form after the meeting keeps its "ring me"; a request in the journal is a second one."""
    pair = world.signed_pair()
    pulse(world, pair, "mario", ring_me="yes")
    assert shown(world) == ["ring_me"]
    deal_with_all(world, "called")
    world.wait(days=1)
    look(world, pair)
    assert shown(world) == []
    ask_to_be_rung(world, pair)
    assert shown(world) == ["ring_me"]
    deal_with_all(world, "called")
    look(world, pair)
    assert shown(world) == []


def test_every_low_answer_after_a_call_is_a_new_one(world: World) -> None:
    pair = world.signed_pair()
    for _ in range(3):
        pulse(world, pair, "mario", pulse_safety=2)
        assert "low_pulse" in shown(world)
        deal_with_all(world, "closed")
        assert shown(world) == []
        world.wait(days=10)
        look(world, pair)
        assert "low_pulse" not in shown(world)
        deal_with_all(world, "closed")


def test_every_contested_log_is_a_new_one(world: World) -> None:
    pair = world.signed_pair()
    for days_ago in (2, 1):
        session = held_session(pair, days_ago)
        Session.objects.filter(pk=session).update(state="contested")
        look(world, pair)
        assert shown(world) == ["log_contested"]
        deal_with_all(world, "called")
        look(world, pair)
        assert shown(world) == []


def test_a_habit_comes_back_only_when_it_gets_worse(world: World) -> None:
    pair = world.signed_pair()
    found = []
    for days_ago in (5, 4, 3, 2):
        session = held_session(pair, days_ago)
        Session.objects.filter(pk=session).update(state="confirmed", device="mentor")
        look(world, pair)
        found.append(shown(world))
        deal_with_all(world, "closed")
    assert found == [[], ["device_with_mentor"], ["device_with_mentor"], []]


# One call


def test_one_press_deals_with_all_reasons_of_one_call(world: World) -> None:
    pair = world.pair()
    world.wait(days=30)
    ask_to_be_rung(world, pair)
    (line,) = today_page(host=world.host, actor=world.actor(CHIARA)).lines
    ids = [reason.alert_id for reason in line.in_this_call]
    assert len(ids) == 4
    with TestCase.captureOnCommitCallbacks(execute=False):
        alerts.handle(
            host=world.host, actor=world.actor(CHIARA), alert_ids=ids, how="called", note="Fine"
        )
    assert shown(world) == []
    assert HelpRequest.objects.get().state == "called"
    (note,) = pair_view(host=world.host, actor=world.actor(CHIARA), pairing_id=pair).notes
    assert (note.text, note.rule) == ("Fine", None), "a note on several reasons is about the pair"
