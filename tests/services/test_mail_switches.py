"""Everybody chooses for themselves which mails they get."""

from __future__ import annotations

import pytest

from ment_xblock.domain.errors import Malformed, NotAllowed, NotSignedIn
from ment_xblock.domain.notices.kinds import Kind, kinds_for
from ment_xblock.domain.people import Actor
from ment_xblock.models import MailSwitch
from ment_xblock.selectors.mail_switches import switches_of
from ment_xblock.services.mail_switches import choose_mails

LEARNERS = kinds_for(facilitator=False)


def choose(world, username, *wanted, **known):
    choose_mails(host=world.host, actor=world.actor(username, **known), wanted=wanted)


def on(world, username):
    return [one.kind for one in switches_of(world.actor(username)) if one.is_on]


def test_all_mails_come_until_somebody_says_no(world):
    assert on(world, "giulia") == list(LEARNERS)
    assert on(world, "chiara") == [Kind.WEEKLY_DIGEST]


def test_what_is_chosen_stays_until_it_is_chosen_otherwise(world):
    choose(world, "giulia", Kind.YOUR_TURN, Kind.SESSION_TOMORROW)
    assert on(world, "giulia") == [Kind.YOUR_TURN, Kind.SESSION_TOMORROW]
    assert on(world, "mario") == list(LEARNERS)
    choose(world, "giulia", *LEARNERS[1:])
    assert on(world, "giulia") == list(LEARNERS[1:])
    choose(world, "giulia", *LEARNERS)
    assert not MailSwitch.objects.exists()


def test_the_same_choice_twice_is_one(world):
    for _ in range(2):
        choose(world, "giulia")
    assert MailSwitch.objects.count() == len(LEARNERS)


def test_each_programme_has_its_own_switches(world):
    choose(world, "giulia")
    assert on(world.elsewhere(), "giulia") == list(LEARNERS)


def test_a_facilitator_can_do_without_the_week(world):
    choose(world, "chiara")
    assert on(world, "chiara") == []


@pytest.mark.parametrize("wanted", ["weekly_digest", "nonsense", ""])
def test_a_kind_that_is_not_for_the_person_is_refused_and_changes_nothing(world, wanted):
    choose(world, "giulia", *LEARNERS[1:])
    with pytest.raises(Malformed):
        choose(world, "giulia", wanted)
    assert on(world, "giulia") == list(LEARNERS[1:])


def test_strangers_and_onlookers_choose_nothing(world):
    with pytest.raises(NotAllowed):
        choose(world, "nora")
    with pytest.raises(NotAllowed):
        choose(world, "giulia", is_masquerading=True)
    with pytest.raises(NotSignedIn):
        choose_mails(host=world.host, actor=Actor(world.course_key), wanted=())
    with pytest.raises(NotAllowed):
        switches_of(world.actor("nora"))
    assert not MailSwitch.objects.exists()
