"""A learner's home changes with what they and their partner do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.home import Stage
from ment_xblock.models import Action, Pairing, Participant, Session, TrainingResult
from ment_xblock.selectors.home import HomePage, home_page
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def home(world: World, username: str) -> HomePage:
    return home_page(host=world.host, actor=world.actor(username))


def meeting(pair: int, world: World, state: str, **columns: object) -> Session:
    return Session.objects.create(
        pairing_id=pair, state=state, created_at=world.host.now(), **columns
    )


def test_somebody_without_a_role_is_asked_for_it(world: World) -> None:
    page = home(world, "greta")
    assert (page.role, page.step.what) == (None, "choose_role")
    assert page.unit


def test_a_stranger_has_no_home(world: World) -> None:
    with pytest.raises(NotAllowed):
        home(world, "nora")


def test_the_step_follows_the_agreement(world: World) -> None:
    pair = world.pair()
    assert home(world, "giulia").step.what == "fill_agreement"
    world.fill(pair)
    world.fill(pair, "mario")
    assert home(world, "giulia").step.what == "sign_first"
    world.sign("giulia", pair)
    assert home(world, "giulia").step.what != "sign"
    mario = home(world, "mario")
    assert (mario.step.what, mario.step.pairing_id) == ("sign", pair)
    assert "/agreement/" in mario.unit
    world.sign("mario", pair)
    page = home(world, "mario")
    assert Stage.AGREEMENT in page.done
    assert page.credit["ment_agreement"].earned == 1.0


def test_nobody_waits_for_a_signature_on_a_change_that_nobody_signed(world: World) -> None:
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, task1_evidence="Ten quotes are sent")
    for username in ("giulia", "mario"):
        assert home(world, username).step.what == "sign_change"


def test_who_may_not_sign_yet_is_told_why(world: World) -> None:
    pair = world.pair()
    world.fill(pair)
    Participant.objects.filter(user__username="giulia").update(under_18=True)
    world.save("mario", pair, named_adult="Ms Vidal")
    assert home(world, "giulia").step.what == "wait_for_consent"
    assert home(world, "mario").step.what == "sign_first"


def test_half_way_asks_nobody_who_never_met(world: World) -> None:
    world.join("giulia")
    world.join("mario")
    before = home(world, "mario")
    assert (before.facts.surveys_waiting, before.step.what) == (0, "begin_training")
    pair = world.pair()
    assert home(world, "mario").facts.surveys_waiting == 0
    meeting(pair, world, "confirmed")
    page = home(world, "mario")
    assert page.facts.surveys_waiting > 0
    assert page.form


def test_the_step_follows_the_meetings(world: World) -> None:
    pair = world.signed_pair()
    giulia = Participant.objects.get(user__username="giulia")
    now = world.host.now()
    ahead = meeting(
        pair, world, "proposed", writer=giulia, starts_at=now + timedelta(days=2), place="Workshop"
    )
    assert home(world, "mario").step.what == "accept_date"
    (waiting,) = home(world, "giulia").facts.pairs
    assert (waiting.dates_proposed, waiting.dates_to_accept) == (1, 0)
    ahead.state = "planned"
    ahead.save()
    (pair_card,) = home(world, "giulia").pairs
    assert pair_card.standing.next_session_at == ahead.starts_at
    assert (pair_card.next_place, pair_card.partner.first_name) == ("Workshop", "Mario")
    ahead.state = "logged"
    ahead.save()
    assert home(world, "mario").step.what == "confirm_log"
    assert home(world, "giulia").step.what != "confirm_log"
    ahead.state = "contested"
    ahead.save()
    assert home(world, "giulia").step.what == "settle_log"


def test_promises_are_mine_or_ours_and_the_earliest_comes_first(world: World) -> None:
    pair = world.signed_pair()
    today = world.host.now().date()
    for days, owner, words in ((3, "both", "Later"), (1, "mentor", "Soon"), (2, "mentee", "His")):
        Action.objects.create(
            pairing_id=pair,
            owner=owner,
            due=today + timedelta(days=days),
            words=words,
            created_at=world.host.now(),
        )
    assert [one.words for one in home(world, "giulia").promises] == ["Soon", "Later"]
    assert [one.words for one in home(world, "mario").promises] == ["His", "Later"]


def test_another_pair_stays_out_of_it(world: World) -> None:
    world.signed_pair()
    other = world.pair("piotr", "anna")
    meeting(other, world, "logged")
    assert [one.standing.pairing_id for one in home(world, "giulia").pairs] == [
        Pairing.objects.exclude(pk=other).get().pk
    ]


def test_queries_do_not_grow(world: World, django_assert_max_num_queries) -> None:
    pair = world.signed_pair()
    for number in range(30):
        meeting(pair, world, "confirmed", held_on=world.host.now().date() - timedelta(days=number))
    actor = world.actor("giulia")
    with django_assert_max_num_queries(20):
        home_page(host=world.host, actor=actor)
    assert world.actor(CHIARA).is_staff


def test_the_step_with_each_other_partner_has_its_unit(world: World) -> None:
    pair = world.signed_pair()
    second = world.pair("piotr", "anna")
    Pairing.objects.filter(pk=second).update(
        mentor=Participant.objects.get(user__username="giulia")
    )
    page = home(world, "giulia")
    assert (page.step.what, page.step.pairing_id) == ("fill_agreement", second)
    (other,) = page.others
    assert (other.what, other.pairing_id) == ("plan_session", pair)
    assert "/journal/" in page.unit_of(other)
    assert home(world, "mario").others == ()


def test_the_agreement_opens_with_the_pair_that_waits_for_a_signature(world: World) -> None:
    waits = world.pair()
    later = world.pair("piotr", "anna")
    Pairing.objects.filter(pk=later).update(mentee=Participant.objects.get(user__username="mario"))
    assert world.page("mario").pairing_id == later
    world.fill(waits)
    world.sign("giulia", waits)
    assert world.page("mario").pairing_id == waits
    assert home(world, "mario").step.pairing_id == waits
    world.sign("mario", waits)
    assert world.page("mario").pairing_id == later


def test_a_module_that_is_not_passed_comes_back_after_the_new_ones(world: World) -> None:
    world.pair()
    mentor = Participant.objects.get(user__username="giulia")
    modules = [
        block
        for block in world.host.blocks(world.course_key, "ment_training")
        if block.settings["track"] == "junior"
    ]
    for block in modules:
        TrainingResult.objects.create(
            participant=mentor,
            usage_key=block.usage_key,
            module=block.usage_key,
            share=1.0 if block is not modules[0] else 0.2,
            passed=block is not modules[0],
            done=5,
            total=5,
            updated_at=world.host.now(),
        )
    facts = home(world, "giulia").facts
    assert (facts.modules_done, facts.modules_to_repeat) == (len(modules) - 1, 1)
    assert home(world, "giulia").units["ment_training"].endswith("/unit/j1/")
    TrainingResult.objects.filter(usage_key=modules[1].usage_key).update(done=2, passed=False)
    assert home(world, "giulia").units["ment_training"].endswith("/unit/j2/")
