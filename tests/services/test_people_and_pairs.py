"""The facilitator says who takes part, and pairs people by hand."""

from datetime import timedelta

import attrs
import pytest

from ment_xblock.domain.errors import NotAllowed, NotFound, NotSignedIn
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor, Role
from ment_xblock.models import Pairing, Participant, Programme
from ment_xblock.services import pairings
from ment_xblock.services.participants import ParticipantSettings, save_participant
from tests.refusals import invalid, refused
from tests.world import CHIARA
from workbench_site.models import CourseStaff, Enrolment


def pair(world, mentor_id, mentee_id, by=CHIARA):
    return pairings.pair(
        host=world.host, actor=world.actor(by), mentor_id=mentor_id, mentee_id=mentee_id
    )


def leave_the_course(world, username):
    Enrolment.objects.filter(user__username=username).update(is_active=False)


# People


def test_the_programme_exists_as_soon_as_somebody_has_a_role(world):
    giulia = world.join("giulia")
    assert Programme.objects.get().course_key == world.course_key
    row = Participant.objects.get()
    assert (row.pk, row.user.username, row.role) == (giulia, "giulia", Role.MENTOR)
    assert (row.capacity, row.under_18, row.guardian_consent) == (1, False, None)


def test_one_person_has_one_part_that_can_be_changed(world):
    first = world.join("giulia")
    assert world.join("giulia", role=Role.MENTEE, capacity=3) == first
    row = Participant.objects.get()
    assert (row.role, row.capacity) == (Role.MENTEE, 3)


def test_a_course_run_has_a_programme_of_its_own(world):
    other = world.elsewhere()
    assert world.join("giulia") != other.join("giulia", role=Role.MENTEE)
    assert Programme.objects.count() == 2
    assert {row.role for row in Participant.objects.all()} == {Role.MENTOR, Role.MENTEE}


@pytest.mark.parametrize(
    ("known", "error", "code"),
    [
        ({"person": None}, NotSignedIn, "not_signed_in"),
        ({"is_enrolled": False}, NotAllowed, "not_enrolled"),
        ({}, NotAllowed, "facilitator_only"),
        ({"is_staff": True, "is_masquerading": True}, NotAllowed, "viewing_as_learner"),
    ],
)
def test_only_the_facilitator_gives_roles_and_pairs(world, known, error, code):
    ids = {"mentor_id": world.join("giulia"), "mentee_id": world.join("mario")}
    actor = world.actor("giulia", **known)
    settings = ParticipantSettings(Role.MENTOR, capacity=3)
    with refused(error, code):
        save_participant(
            host=world.host, actor=actor, user_id=world.user_id("giulia"), settings=settings
        )
    with refused(error, code):
        pairings.pair(host=world.host, actor=actor, **ids)
    with refused(error, code):
        pairings.close_request(host=world.host, actor=actor, request_id=1)


def test_a_stranger_cannot_take_part(world):
    with refused(NotFound, "no_such_person"):
        world.join("nora", role=Role.MENTOR)


def test_an_unknown_user_cannot_take_part(world):
    with refused(NotFound, "no_such_person"):
        save_participant(
            host=world.host,
            actor=world.actor(CHIARA),
            user_id=999_999,
            settings=ParticipantSettings(Role.MENTOR),
        )


def test_course_staff_cannot_take_part(world):
    with invalid(role="staff_cannot_be_paired"):
        world.join(CHIARA, role=Role.MENTOR)


@pytest.mark.parametrize(("capacity", "code"), [(-1, "out_of_range"), (4, "out_of_range")])
def test_how_many_partners_somebody_can_take(world, capacity, code):
    with invalid(capacity=code):
        world.join("giulia", capacity=capacity)
    world.join("giulia", capacity=0)


@pytest.mark.parametrize(("days", "code"), [(1, "in_future"), (-800, "too_long_ago")])
def test_a_consent_has_a_possible_date(world, days, code):
    day = world.host.now().date() + timedelta(days=days)
    with invalid(guardian_consent=code):
        world.join("giulia", under_18=True, guardian_consent=day)


def test_a_consent_names_who_noted_it(world):
    day = world.host.now().date()
    world.join("giulia", under_18=True, guardian_consent=day)
    row = Participant.objects.get()
    assert (row.guardian_consent, row.guardian_consent_noted_by.username) == (day, CHIARA)


def test_a_role_in_use_stays(world):
    world.pair()
    with invalid(role="role_in_use"):
        world.join("mario", role=Role.MENTOR)
    with invalid(role="has_been_paired"):
        world.join("mario", role=None)


def test_a_role_can_change_once_the_pair_has_ended(world):
    ended = world.pair()
    world.act("end", CHIARA, ended, reason="")
    world.join("mario", role=Role.MENTOR)
    with invalid(role="has_been_paired"):
        world.join("mario", role=None)


def test_who_was_never_paired_can_be_taken_out(world):
    world.join("giulia")
    assert world.join("giulia", role=None) is None
    assert world.join("giulia", role=None) is None
    assert not Participant.objects.exists()


def test_capacity_does_not_fall_below_the_open_pairs(world):
    world.pair("giulia", "mario", capacity=2)
    world.pair("giulia", "anna", capacity=2)
    with invalid(capacity="below_open_pairings"):
        world.join("giulia", capacity=1)


# Pairs


def test_a_pair_opens_at_once(world):
    pairing = world.row(world.pair())
    assert (pairing.mentor.user.username, pairing.mentee.user.username) == ("giulia", "mario")
    assert (pairing.state, pairing.revision, pairing.closed_at) == (State.DRAFT, 0, None)
    assert pairing.opened_by.username == CHIARA


def test_a_trio_is_two_pairs_that_share_a_person(world):
    first = world.pair("giulia", "mario", capacity=2)
    second = world.pair("giulia", "anna", capacity=2)
    assert {line.pairing_id for line in world.page("giulia").pairs} == {first, second}
    assert [line.pairing_id for line in world.page("anna").pairs] == [second]


def test_a_full_mentor_and_a_full_mentee_take_nobody_more(world):
    world.pair("giulia", "mario")
    anna, piotr = world.join("anna"), world.join("piotr")
    giulia, mario = world.join("giulia"), world.join("mario")
    with invalid(mentor="no_capacity"):
        pair(world, giulia, anna)
    with invalid(mentee="no_capacity"):
        pair(world, piotr, mario)


def test_an_ended_pair_makes_room(world):
    world.act("end", CHIARA, world.pair("giulia", "mario"), reason="")
    world.pair("giulia", "anna")


def test_a_paused_pair_makes_no_room(world):
    world.act("pause", "mario", world.pair("giulia", "mario"), reason="")
    giulia, anna = world.join("giulia"), world.join("anna")
    with invalid(mentor="no_capacity"):
        pair(world, giulia, anna)


def test_the_same_two_people_have_one_open_pair_at_most(world):
    first = world.pair(capacity=2)
    giulia, mario = world.join("giulia", capacity=2), world.join("mario", capacity=2)
    with invalid(mentee="already_paired"):
        pair(world, giulia, mario)
    world.act("decline", "mario", first, reason="")
    assert pair(world, giulia, mario).pairing_id != first


def test_nobody_is_paired_with_themselves(world):
    giulia = world.join("giulia", capacity=2)
    with invalid(mentee="pair_with_oneself"):
        pair(world, giulia, giulia)


def test_roles_are_not_swapped(world):
    giulia, mario = world.join("giulia"), world.join("mario")
    with invalid(mentor="wrong_role", mentee="wrong_role"):
        pair(world, mario, giulia)


def test_who_became_course_staff_is_not_paired(world):
    giulia, mario = world.join("giulia"), world.join("mario")
    CourseStaff.objects.create(course_key=world.course_key, user_id=world.user_id("giulia"))
    with invalid(mentor="staff_cannot_be_paired"):
        pair(world, giulia, mario)


def test_who_has_left_the_course_is_not_paired(world):
    giulia, mario = world.join("giulia"), world.join("mario")
    leave_the_course(world, "mario")
    with invalid(mentee="not_enrolled_any_more"):
        pair(world, giulia, mario)


def test_who_has_left_the_site_is_not_paired(world):
    giulia, mario = world.join("giulia"), world.join("mario")
    Participant.objects.filter(pk=mario).update(user=None)
    with invalid(mentee="not_enrolled_any_more"):
        pair(world, giulia, mario)


def test_people_of_another_course_run_do_not_exist_here(world):
    giulia, mario = world.join("giulia"), world.elsewhere().join("mario")
    with refused(NotFound, "no_such_person"):
        pair(world, giulia, mario)
    with refused(NotFound, "no_such_person"):
        pair(world, 999_999, giulia)


# Whose pair it is


@pytest.mark.parametrize("act", ["decline", "pause", "end", "ask_rematch"])
@pytest.mark.parametrize("username", ["anna", "piotr"])
def test_other_people_do_not_learn_that_the_pair_exists(world, act, username):
    pairing = world.pair()
    world.pair("piotr", "tomas")
    with refused(NotFound, "no_such_pair"):
        world.act(act, username, pairing, reason="")
    with refused(NotFound, "no_such_pair"):
        world.save(username, pairing, place="here")


def test_a_pair_of_another_course_run_does_not_exist_here(world):
    there = world.elsewhere().filled_pair()
    world.pair()
    seen = world.page("giulia").fingerprint
    for username in ("giulia", CHIARA):
        with refused(NotFound, "no_such_pair"):
            world.act("end", username, there, reason="")
    with refused(NotFound, "no_such_pair"):
        world.save("giulia", there, place="here")
    with refused(NotFound, "no_such_pair"):
        world.sign("giulia", there, seen=seen)


@pytest.mark.parametrize(
    ("known", "error", "code"),
    [
        ({"person": None}, NotSignedIn, "not_signed_in"),
        ({"is_enrolled": False}, NotAllowed, "not_enrolled"),
        ({"is_masquerading": True}, NotAllowed, "viewing_as_learner"),
    ],
)
def test_partners_act_as_themselves_only(world, known, error, code):
    pairing = world.pair()
    actor = world.actor("giulia", **known)
    for act in (pairings.decline, pairings.end, pairings.pause, pairings.ask_rematch):
        with refused(error, code):
            act(host=world.host, actor=actor, pairing_id=pairing, reason="")


def test_a_pair_that_does_not_exist(world):
    world.pair()
    nobody = Actor(world.course_key)
    with refused(NotFound, "no_such_thing"):
        world.act("end", "giulia", 999_999, reason="")
    with refused(NotSignedIn, "not_signed_in"):
        pairings.end(host=world.host, actor=nobody, pairing_id=999_999, reason="")


def test_somebody_without_a_role_has_no_pair(world):
    pairing = world.pair()
    with refused(NotFound, "no_such_pair"):
        world.act("pause", "sofia", pairing, reason="")
    assert Pairing.objects.get().state == State.DRAFT
    assert attrs.asdict(world.page("sofia"))["role"] is None
