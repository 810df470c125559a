"""Alerts follow what happens, and what does not happen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import TestCase

from ment_xblock.domain.errors import Malformed, NotAllowed, NotFound
from ment_xblock.models import AlertState, HelpRequest, Participant, Watch
from ment_xblock.services import alerts
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def open_alerts(pair: int) -> dict[str, int]:
    rows = AlertState.objects.filter(pairing_id=pair, over_at=None)
    return dict(rows.values_list("rule", "level"))


def made(world: World) -> int:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return world.pair()


def look(world: World) -> int:
    return alerts.refresh_stale(host=world.host, course_key=world.course_key)


def test_time_alone_raises_alerts_and_acts_take_them_back(world: World) -> None:
    pair = made(world)
    assert open_alerts(pair) == {}
    world.wait(days=4)
    assert look(world) == 1
    assert open_alerts(pair) == {"match_unanswered": 1}
    world.wait(days=18)
    look(world)
    assert open_alerts(pair) == {
        "match_unanswered": 2,
        "first_session_missing": 2,
        "agreement_unsigned": 2,
    }
    world.fill(pair)
    alerts.refresh(host=world.host, pairing_ids=[pair])
    assert open_alerts(pair) == {"first_session_missing": 2, "agreement_unsigned": 2}
    over = AlertState.objects.get(rule="match_unanswered")
    assert over.open_key is None
    assert over.over_at - over.raised_at > timedelta(days=17)


def test_a_wish_to_be_rung_is_there_at_once(world: World) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        pair = world.signed_pair()
        mario = Participant.objects.get(user__username="mario")
        HelpRequest.objects.create(
            pairing_id=pair, participant=mario, kind="ring_me", created_at=world.host.now()
        )
    row = AlertState.objects.get(pairing_id=pair)
    assert (row.rule, row.level, row.participant) == ("ring_me", 2, mario)


def asked(world: World, kind: str) -> HelpRequest:
    with TestCase.captureOnCommitCallbacks(execute=True):
        pair = world.signed_pair()
        mario = Participant.objects.get(user__username="mario")
        return HelpRequest.objects.create(
            pairing_id=pair,
            participant=mario,
            kind=kind,
            open_key=f"{kind}-{pair}-{mario.pk}",
            created_at=world.host.now(),
        )


@pytest.mark.parametrize(
    ("kind", "how", "state", "is_over"),
    [
        ("ring_me", "called", "called", True),
        ("ring_me", "closed", "closed", True),
        ("ring_me", "later", "open", False),
        ("rematch", "called", "open", False),
        ("rematch", "closed", "closed", True),
        ("rematch", "later", "open", False),
    ],
)
def test_who_deals_with_the_alert_has_dealt_with_the_request(
    world: World, kind: str, how: str, state: str, is_over: bool
) -> None:
    request = asked(world, kind)
    alert = AlertState.objects.get(pairing_id=request.pairing_id)
    with TestCase.captureOnCommitCallbacks(execute=True):
        alerts.handle(host=world.host, actor=world.actor(CHIARA), alert_ids=[alert.pk], how=how)
    request.refresh_from_db()
    alert.refresh_from_db()
    assert request.state == state
    assert (request.open_key is None) == (state == "closed")
    assert (alert.over_at is not None) == is_over


def test_what_is_fresh_is_not_looked_at_again(world: World) -> None:
    made(world)
    assert look(world) == 1
    assert look(world) == 0
    world.wait(days=1)
    assert look(world) == 1
    assert look(world) == 0


def test_an_act_that_is_undone_leaves_the_pair_to_be_looked_at(world: World) -> None:
    with TestCase.captureOnCommitCallbacks() as wishes:
        alerts.something_happened(1)
        alerts.something_happened(1)
        alerts.something_happened(2)
    assert [wish.pairing_id for wish in wishes] == [1, 2]


def test_a_pair_that_nobody_has_looked_at_is_found(world: World) -> None:
    world.pair()
    assert not Watch.objects.exists()
    assert look(world) == 1
    assert Watch.objects.count() == 1


def test_many_pairs_need_no_more_queries_than_two(
    world: World, django_assert_max_num_queries
) -> None:
    world.pair()
    world.pair("piotr", "anna")
    world.pair("lena", "paolo")
    world.pair("amir", "tomas")
    world.wait(days=30)
    with django_assert_max_num_queries(25):
        assert look(world) == 4
    assert AlertState.objects.count() == 12


def test_the_pair_notes_what_was_done(world: World) -> None:
    made(world)
    world.wait(days=4)
    look(world)
    alert = AlertState.objects.get()
    act = {"host": world.host, "alert_ids": [alert.pk]}
    with pytest.raises(NotAllowed):
        alerts.handle(**act, actor=world.actor("giulia"), how="closed")
    with pytest.raises(Malformed):
        alerts.handle(**act, actor=world.actor(CHIARA), how="forgotten")
    with pytest.raises(NotFound):
        alerts.handle(host=world.host, actor=world.actor(CHIARA), alert_ids=[0], how="closed")
    with pytest.raises(NotFound):
        alerts.handle(**act, actor=world.elsewhere().actor(CHIARA), how="closed")
    alerts.handle(**act, actor=world.actor(CHIARA), how="later")
    alert.refresh_from_db()
    assert (alert.handled, alert.handled_level) == ("later", 1)
    assert alert.later_until - alert.handled_at == timedelta(days=3)
