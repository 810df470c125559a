"""What happens around a pair: a course is run again, people change names and roles, blocks are copied and moved."""

from __future__ import annotations

import attrs
import pytest
from django.contrib.auth import get_user_model

from ment_xblock.domain.errors import NotFound
from ment_xblock.models import HelpRequest, Programme
from ment_xblock.services import credit, pairings
from tests.refusals import refused
from tests.world import CHIARA, OTHER_COURSE
from workbench_site.models import CourseStaff

SECRET = "I am afraid of Giulia"


def make_staff(world, username):
    CourseStaff.objects.create(user_id=world.user_id(username), course_key=world.course_key)


def desk_of(world, username):
    from ment_xblock.selectors.desk import desk

    return desk(host=world.host, actor=world.actor(username))


def row_of(world, username, pair):
    return next(row for row in desk_of(world, username).pairs if row.pairing_id == pair)


# A course is run again


def test_a_new_run_starts_clean(world):
    pair = world.signed_pair()
    rerun = world.elsewhere()
    assert rerun.desk().pairs == ()
    assert {line.role for line in rerun.desk().people} == {None}
    assert rerun.page("giulia").role is None
    assert rerun.page("giulia").credit.earned == 0
    new_pair = rerun.signed_pair()
    assert new_pair != pair
    assert world.page("giulia").pairing_id == pair
    assert Programme.objects.filter(course_key=OTHER_COURSE).count() == 1


# A partner becomes course staff


@pytest.fixture
def pair(world):
    """Mario has asked for another partner, in confidence; then Giulia becomes course staff."""
    pair = world.signed_pair()
    world.act("ask_rematch", "mario", pair, reason=SECRET)
    make_staff(world, "giulia")
    return pair


def test_a_partner_who_becomes_staff_learns_nothing_of_the_request(world, pair):
    row = row_of(world, "giulia", pair)
    assert (row.requests, row.is_own) == ((), True)
    assert SECRET not in repr(desk_of(world, "giulia"))
    # Not even by its place on the page: pairs with requests stand first.
    world.pair("piotr", "anna")
    assert desk_of(world, "giulia").pairs[-1].pairing_id == pair
    assert world.desk().pairs[0].pairing_id == pair


def test_other_facilitators_read_it(world, pair):
    (request,) = world.desk_row(pair).requests
    assert request.text == SECRET
    assert not world.desk_row(pair).is_own


def test_a_partner_cannot_close_the_request_either(world, pair):
    request = HelpRequest.objects.get()
    with refused(NotFound, "no_such_request"):
        pairings.close_request(host=world.host, actor=world.actor("giulia"), request_id=request.pk)
    pairings.close_request(host=world.host, actor=world.actor(CHIARA), request_id=request.pk)


def test_of_all_other_pairs_they_read_everything(world, pair):
    other = world.pair("piotr", "anna")
    world.act("ask_rematch", "anna", other, reason="No time")
    (request,) = row_of(world, "giulia", other).requests
    assert request.text == "No time"


@pytest.mark.parametrize("act", ["pause", "end"])
def test_why_the_other_paused_or_ended_is_not_told(world, pair, act):
    world.act(act, "mario", pair, reason=SECRET)
    assert row_of(world, "giulia", pair).reason == ""
    assert world.desk_row(pair).reason == SECRET


def test_their_own_reason_they_may_read(world):
    pair = world.signed_pair()
    world.act("pause", "giulia", pair, reason="My exam")
    make_staff(world, "giulia")
    assert row_of(world, "giulia", pair).reason == "My exam"


# Somebody changes their username


def test_a_new_username_changes_nothing_but_the_name(world):
    pair = world.signed_pair()
    get_user_model().objects.filter(username="mario").update(
        username="mario.t", last_name="Tessarin-Blum"
    )
    assert world.page("mario.t", pair).credit.earned == 1
    assert world.page("giulia", pair).partner.full_name == "Mario Tessarin-Blum"
    assert world.desk_row(pair).mentee == "Mario Tessarin-Blum"


# A block is copied, or moved to another unit


def test_a_copy_of_the_block_counts_the_same_facts(world):
    world.signed_pair()
    copy = attrs.evolve(world.here, usage_key="copy.of.the.agreement")
    pair = world.page("mario").pairing_id
    credit.credit_pair(host=world.host, pairing_id=pair, here=copy)
    assert world.record("mario", copy.usage_key) == world.record("mario")
    assert world.record("giulia", copy.usage_key).earned == 1


def test_credit_that_was_restarted_in_a_block_stays_in_its_copy(world):
    world.signed_pair()
    copy = attrs.evolve(world.here, usage_key="copy.of.the.agreement")
    credit.restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=world.here.usage_key,
        user_id=world.user_id("mario"),
    )
    pair = world.page("mario").pairing_id
    credit.credit_pair(host=world.host, pairing_id=pair, here=copy)
    assert world.record("mario").earned == 0
    assert world.record("mario", copy.usage_key).earned == 1
