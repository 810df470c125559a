"""Somebody is erased at the very moment in which they, or their partner, write."""

from __future__ import annotations

from functools import partial

import pytest

from ment_xblock.domain.errors import MentError
from ment_xblock.domain.pairing import State
from ment_xblock.services import agreements
from ment_xblock.services.personal_data import Erased, erase_person
from ment_xblock.services.retention import erase_old_words
from tests.services.at_once import at_once
from tests.services.test_erasing import everything_stored

pytestmark = pytest.mark.django_db(transaction=True)


def saving(world, pair, username, **typed):
    return partial(
        agreements.save,
        host=world.host,
        actor=world.actor(username),
        pairing_id=pair,
        settings=world.settings,
        typed=typed,
        base_revision=world.row(pair).revision,
        new_version=False,
    )


def test_no_word_slips_through(world):
    pair = world.filled_pair()
    erasing = partial(erase_person, host=world.host, user_id=world.user_id("mario"))
    save = saving(world, pair, "mario", place="Walnut by the river")
    saved, erased = at_once(save, erasing)
    assert isinstance(saved, agreements.SaveOutcome | MentError)
    assert isinstance(erased, Erased)
    assert "Walnut" not in everything_stored()
    assert world.row(pair).state == State.ENDED


def test_the_partner_loses_no_word_that_was_saved(world):
    pair = world.filled_pair()
    erasing = partial(erase_person, host=world.host, user_id=world.user_id("mario"))
    saved, erased = at_once(saving(world, pair, "giulia", place="Oak by the road"), erasing)
    assert isinstance(erased, Erased)
    was_saved = isinstance(saved, agreements.SaveOutcome)
    assert was_saved or isinstance(saved, MentError)
    assert ("Oak by the road" in everything_stored()) is was_saved


def test_two_jobs_at_the_same_moment_do_it_once(world):
    world.signed_pair()
    world.wait(days=600)
    job = partial(erase_old_words, host=world.host)
    first, second = at_once(job, job)
    found = [dict(cleared.rows) for outcome in (first, second) for cleared in outcome]
    assert {"Agreement": 1, "Task": 2} in found
    assert all(rows in ({}, {"Agreement": 1, "Task": 2}) for rows in found)
    assert len([rows for rows in found if rows]) == 1


def test_two_steps_of_a_retirement_at_the_same_moment(world):
    pair = world.signed_pair()
    erasing = partial(erase_person, host=world.host, user_id=world.user_id("mario"))
    outcomes = at_once(erasing, erasing)
    assert all(isinstance(outcome, Erased) for outcome in outcomes)
    assert sum(outcome.pairs_ended for outcome in outcomes) == 1
    assert world.page("giulia", pair).credit.earned == 1
