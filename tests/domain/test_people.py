"""Who may act, and who may be paired with whom."""

from datetime import UTC, datetime

import attrs
import pytest

from ment_xblock.domain.errors import Invalid, NotAllowed, NotSignedIn
from ment_xblock.domain.people import (
    MOST_PARTNERS,
    Actor,
    Candidate,
    Person,
    Role,
    check_capacity,
    check_pair,
    require_facilitator,
    require_member,
    require_writer,
)

COURSE = "course-v1:A+B+C"
GIULIA = Person(user_id=1, username="giulia", full_name="Giulia Morbelli")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

NOBODY = Actor(COURSE)
STRANGER = Actor(COURSE, GIULIA)
LEARNER = Actor(COURSE, GIULIA, is_enrolled=True)
STAFF = Actor(COURSE, GIULIA, is_staff=True)
VIEWER = Actor(COURSE, GIULIA, is_enrolled=True, is_masquerading=True)
STAFF_VIEWER = attrs.evolve(VIEWER, is_staff=True)

MENTOR = Candidate(1, Role.MENTOR, capacity=1, open_pairings=0, is_staff=False)
MENTEE = Candidate(2, Role.MENTEE, capacity=1, open_pairings=0, is_staff=False)


@pytest.mark.parametrize(
    ("actor", "member", "writer", "facilitator"),
    [
        (NOBODY, "not_signed_in", "not_signed_in", "not_signed_in"),
        (STRANGER, "not_enrolled", "not_enrolled", "not_enrolled"),
        (LEARNER, None, None, "facilitator_only"),
        (STAFF, None, None, None),
        (VIEWER, None, "viewing_as_learner", "viewing_as_learner"),
        (STAFF_VIEWER, None, "viewing_as_learner", "viewing_as_learner"),
    ],
)
def test_who_is_let_through(actor, member, writer, facilitator):
    gates = (require_member, member), (require_writer, writer), (require_facilitator, facilitator)
    for gate, code in gates:
        assert refusal(gate, actor) == code


def refusal(gate, actor):
    try:
        gate(actor)
    except NotSignedIn as error:
        assert actor.person is None
        return error.code
    except NotAllowed as error:
        assert actor.person is not None
        return error.code


def test_nobody_has_no_user_id():
    with pytest.raises(NotSignedIn):
        _ = NOBODY.user_id
    assert LEARNER.user_id == 1


@pytest.mark.parametrize(
    ("full_name", "first"),
    [("Giulia Morbelli", "Giulia"), ("Giulia", "Giulia"), ("", "giulia"), ("  ", "giulia")],
)
def test_first_name(full_name, first):
    assert attrs.evolve(GIULIA, full_name=full_name).first_name == first


def test_the_partner_has_the_other_role():
    assert {role: role.other for role in Role} == {
        Role.MENTOR: Role.MENTEE,
        Role.MENTEE: Role.MENTOR,
    }


def problems_of(mentor, mentee, already_paired=False):
    try:
        check_pair(mentor, mentee, already_paired)
    except Invalid as invalid:
        return [(problem.field, problem.code) for problem in invalid.problems]
    return []


@pytest.mark.parametrize(
    ("mentor", "mentee", "problems"),
    [
        ({}, {}, []),
        ({"capacity": 2, "open_pairings": 1}, {}, []),
        ({"open_pairings": 1}, {}, [("mentor", "no_capacity")]),
        ({}, {"open_pairings": 1}, [("mentee", "no_capacity")]),
        ({"capacity": 0}, {}, [("mentor", "no_capacity")]),
        ({"open_pairings": 2}, {}, [("mentor", "no_capacity")]),
        ({"is_staff": True}, {}, [("mentor", "staff_cannot_be_paired")]),
        ({"role": None}, {}, [("mentor", "wrong_role")]),
        ({"role": Role.MENTEE}, {}, [("mentor", "wrong_role")]),
        (
            {"role": Role.MENTEE},
            {"role": Role.MENTOR},
            [("mentor", "wrong_role"), ("mentee", "wrong_role")],
        ),
        (
            {"is_staff": True},
            {"open_pairings": 1},
            [("mentor", "staff_cannot_be_paired"), ("mentee", "no_capacity")],
        ),
    ],
)
def test_who_may_be_paired(mentor, mentee, problems):
    assert problems_of(attrs.evolve(MENTOR, **mentor), attrs.evolve(MENTEE, **mentee)) == problems


def test_two_people_have_one_open_pair_at_most():
    roomy = {"capacity": 3, "open_pairings": 1}
    pair = attrs.evolve(MENTOR, **roomy), attrs.evolve(MENTEE, **roomy)
    assert problems_of(*pair, already_paired=True) == [("mentee", "already_paired")]


def test_nobody_is_their_own_partner():
    assert ("mentee", "pair_with_oneself") in problems_of(
        MENTOR, attrs.evolve(MENTEE, participant_id=MENTOR.participant_id)
    )


@pytest.mark.parametrize(
    ("capacity", "in_use", "code"),
    [
        (0, 0, None),
        (MOST_PARTNERS, MOST_PARTNERS, None),
        (1, 2, "below_open_pairings"),
        (0, 1, "below_open_pairings"),
        (-1, 0, "out_of_range"),
        (MOST_PARTNERS + 1, 0, "out_of_range"),
    ],
)
def test_capacity(capacity, in_use, code):
    assert code_of(check_capacity, capacity, in_use) == code


def code_of(check, *args):
    try:
        check(*args)
    except Invalid as invalid:
        return invalid.problems[0].code
