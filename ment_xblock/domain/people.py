"""People as the rules see them: who acts, in which role, and who may be paired with whom."""

from __future__ import annotations

from enum import StrEnum

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, NotAllowed, NotSignedIn

MOST_PARTNERS = 3


class Role(StrEnum):
    """A role in the programme. In reverse mentoring the junior is the mentor, the senior the mentee."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> Role:
        """The role of the partner."""
        return Role.MENTEE if self is Role.MENTOR else Role.MENTOR


@attrs.frozen
class Person:
    """A user of the host, with what their own pages need.

    Attributes:
        user_id: primary key of the host's user.
        username: name that they sign in with.
        full_name: name as they gave it to the host; the username where there is none.
        email: address for mail; empty where there is none.
        language: code such as ``"it"``; empty where unknown.
        time_zone: IANA name such as ``"Europe/Rome"``; empty where unknown.
    """

    user_id: int
    username: str
    full_name: str
    email: str = ""
    language: str = ""
    time_zone: str = ""

    @property
    def first_name(self) -> str:
        """What partners call this person: the first word of the full name."""
        return (self.full_name.split() or [self.username])[0]


@attrs.frozen
class Actor:
    """Who is acting in a course run, as the host vouches for it at this moment.

    Attributes:
        course_key: the course run.
        person: None when nobody is signed in.
        is_enrolled: has an active enrolment in this course run.
        is_staff: is course staff in this course run, and so the facilitator.
        is_masquerading: staff who view the course as a learner; they may look, never write.
    """

    course_key: str
    person: Person | None = None
    is_enrolled: bool = False
    is_staff: bool = False
    is_masquerading: bool = False

    @property
    def user_id(self) -> int:
        """Primary key of the acting user.

        Raises:
            NotSignedIn: nobody is signed in.
        """
        if self.person is None:
            raise NotSignedIn("not_signed_in")
        return self.person.user_id


def require_member(actor: Actor) -> None:
    """Let through who is signed in and enrolled, or is course staff.

    Raises:
        NotSignedIn: nobody is signed in.
        NotAllowed: signed in, but a stranger to this course run.
    """
    if actor.person is None:
        raise NotSignedIn("not_signed_in")
    if not (actor.is_enrolled or actor.is_staff):
        raise NotAllowed("not_enrolled")


def require_writer(actor: Actor) -> None:
    """Let through members who act as themselves, not staff who view as somebody else.

    Raises:
        NotSignedIn: nobody is signed in.
        NotAllowed: a stranger, or viewing as a learner.
    """
    require_member(actor)
    if actor.is_masquerading:
        raise NotAllowed("viewing_as_learner")


def require_facilitator(actor: Actor) -> None:
    """Let through the course staff only.

    Raises:
        NotSignedIn: nobody is signed in.
        NotAllowed: anybody who is not course staff here.
    """
    require_writer(actor)
    if not actor.is_staff:
        raise NotAllowed("facilitator_only")


@attrs.frozen
class Candidate:
    """What the pairing rules need to know of one participant.

    Attributes:
        participant_id: key of the participant.
        role: None as long as no role was given.
        capacity: how many partners this person can take at the same time.
        open_pairings: how many they have now.
        is_staff: course staff, who cannot be paired.
    """

    participant_id: int
    role: Role | None
    capacity: int
    open_pairings: int
    is_staff: bool


def check_pair(mentor: Candidate, mentee: Candidate, already_paired: bool) -> None:
    """Check that two people may be paired by hand.

    A trio is two pairs that share a person, so a second partner needs nothing but capacity.

    Args:
        mentor: the junior.
        mentee: the senior.
        already_paired: whether these two have an open pairing with each other.

    Raises:
        Invalid: names the field ``mentor`` or ``mentee`` and the rule that stands against the pair.
    """
    problems = [
        problem
        for field, candidate in (("mentor", mentor), ("mentee", mentee))
        if (problem := _candidate_problem(field, candidate)) is not None
    ]
    if mentor.participant_id == mentee.participant_id:
        problems.append(FieldProblem("mentee", "pair_with_oneself"))
    elif already_paired:
        problems.append(FieldProblem("mentee", "already_paired"))
    if problems:
        raise Invalid(problems)


def _candidate_problem(field: str, candidate: Candidate) -> FieldProblem | None:
    if candidate.is_staff:
        return FieldProblem(field, "staff_cannot_be_paired")
    if candidate.role != field:
        return FieldProblem(field, "wrong_role")
    if candidate.open_pairings >= candidate.capacity:
        return FieldProblem(field, "no_capacity", {"capacity": candidate.capacity})
    return None


def check_capacity(capacity: int, open_pairings: int) -> None:
    """Check how many partners a person can take at the same time.

    Raises:
        Invalid: outside 0 to ``MOST_PARTNERS``, or fewer than the pairings that are open.
    """
    if not 0 <= capacity <= MOST_PARTNERS:
        raise Invalid(
            [FieldProblem("capacity", "out_of_range", {"least": 0, "most": MOST_PARTNERS})]
        )
    if capacity < open_pairings:
        raise Invalid([FieldProblem("capacity", "below_open_pairings", {"open": open_pairings})])
