"""A small world for tests: the course of the demo site, its cast, and what they do, all by the real services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
from django.contrib.auth import get_user_model
from django.test import TestCase

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.people import Actor, Role
from ment_xblock.models import Pairing
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.agreement_page import AgreementPage, NoPair, agreement_page
from ment_xblock.selectors.desk import Desk, PairRow, desk
from ment_xblock.services import agreements, pairings
from ment_xblock.services.participants import ParticipantSettings, save_participant
from tests.typed import answers
from workbench_site.cohort import COHORT, Member, Part
from workbench_site.course import COURSE_KEY
from workbench_site.models import Completion, CourseStaff, Enrolment, Grade, Marker, Profile

BLOCK_TYPE = "ment_agreement"
OTHER_COURSE = "course-v1:MENT+RM102+other"
CHIARA = "chiara"
ROLES = {Part.JUNIOR: Role.MENTOR, Part.SENIOR: Role.MENTEE}


class MovableClock(LocalHost):
    """The local host, in which time can pass."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        """The present moment, a while ahead."""
        return super().now() + self.ahead


@attrs.frozen
class Record:
    """What the gradebook has of one learner and block: None where it has no row."""

    earned: float | None
    possible: float | None
    completion: float | None
    has_marker: bool


@attrs.define
class World:
    """The course and its people. A person is named by username, a pair by its id.

    Attributes:
        here: the agreement block of the demo course.
        settings: what its author decided.
        course_key: the course in which people act.
        host: the local host with a clock that can be moved on.
    """

    here: BlockRef
    settings: AuthorSettings = attrs.field(factory=AuthorSettings)
    course_key: str = COURSE_KEY
    host: MovableClock = attrs.field(factory=MovableClock)

    @classmethod
    def begin(cls) -> World:
        """Let the cast into the course; nobody has a role yet."""
        enter(COHORT)
        (block,) = LocalHost().blocks(COURSE_KEY, BLOCK_TYPE)
        return cls(block)

    def elsewhere(self) -> World:
        """The same people in another course run, with the same facilitator."""
        course = {"course_key": OTHER_COURSE}
        users = get_user_model().objects.filter(username__in=_enrolled(COHORT))
        Enrolment.objects.bulk_create(Enrolment(user=user, **course) for user in users)
        CourseStaff.objects.create(user_id=self.user_id(CHIARA), **course)
        here = attrs.evolve(self.here, usage_key="elsewhere", course_key=OTHER_COURSE)
        return attrs.evolve(self, here=here, course_key=OTHER_COURSE)

    def wait(self, **time: int) -> None:
        """Let time pass, such as ``days=2``."""
        self.host.ahead += timedelta(**time)

    def user_id(self, username: str) -> int:
        """Primary key of a person's user."""
        return get_user_model().objects.values_list("pk", flat=True).get(username=username)

    def actor(self, username: str, **known: Any) -> Actor:
        """Somebody acting as themselves; ``known`` overrules what the host says of them."""
        user_id = self.user_id(username)
        facts = {
            "person": self.host.people([user_id])[user_id],
            "is_enrolled": self.host.is_enrolled(self.course_key, user_id),
            "is_staff": bool(self.host.staff_ids(self.course_key, [user_id])),
        }
        return Actor(course_key=self.course_key, **(facts | known))

    def join(self, username: str, **settings: Any) -> int:
        """Let the facilitator give somebody the role of the cast list, or change what goes with it.

        Returns:
            Id of the participant.
        """
        role = next(
            (ROLES.get(member.part) for member in COHORT if member.username == username), None
        )
        return save_participant(
            host=self.host,
            actor=self.actor(CHIARA),
            user_id=self.user_id(username),
            settings=ParticipantSettings(**{"role": role, **settings}),
        )

    def pair(self, mentor: str = "giulia", mentee: str = "mario", **settings: Any) -> int:
        """Let the facilitator give two people their roles and pair them.

        Returns:
            Id of the pairing.
        """
        ids = {"mentor_id": self.join(mentor, **settings), "mentee_id": self.join(mentee)}
        return pairings.pair(host=self.host, actor=self.actor(CHIARA), **ids).pairing_id

    def save(
        self,
        username: str,
        pair: int,
        *,
        base: int | None = None,
        new_version: bool = False,
        **typed: Any,
    ) -> agreements.SaveOutcome:
        """Save some fields, from a page that is up to date unless ``base`` says otherwise."""
        return agreements.save(
            host=self.host,
            actor=self.actor(username),
            pairing_id=pair,
            settings=self.settings,
            typed=typed,
            base_revision=self.row(pair).revision if base is None else base,
            new_version=new_version,
        )

    def fill(self, pair: int, username: str = "giulia") -> agreements.SaveOutcome:
        """Fill all that an agreement needs."""
        return self.save(username, pair, **answers(self.host.now().date() + timedelta(days=7)))

    def sign(self, username: str, pair: int, seen: str | None = None) -> agreements.SignOutcome:
        """Sign what stands on the person's page, or what they saw earlier; credit follows at once."""
        actor = self.actor(username)
        if seen is None:
            seen = self.page(username, pair).fingerprint
        with TestCase.captureOnCommitCallbacks(execute=True):
            return agreements.sign(
                host=self.host,
                actor=actor,
                pairing_id=pair,
                settings=self.settings,
                here=self.here,
                seen=seen,
                language=actor.person.language,
            )

    def filled_pair(self, mentor: str = "giulia", mentee: str = "mario", **settings: Any) -> int:
        """A pair that has filled its agreement; nobody has signed."""
        pair = self.pair(mentor, mentee, **settings)
        self.fill(pair, mentor)
        return pair

    def half_signed_pair(self, mentor: str = "giulia", mentee: str = "mario") -> int:
        """A pair of which the mentor has signed."""
        pair = self.filled_pair(mentor, mentee)
        self.sign(mentor, pair)
        return pair

    def signed_pair(self, mentor: str = "giulia", mentee: str = "mario") -> int:
        """A pair whose first version is in force."""
        pair = self.half_signed_pair(mentor, mentee)
        self.sign(mentee, pair)
        return pair

    def act(self, act: str, username: str, pair: int, **details: Any) -> Any:
        """Do ``"decline"``, ``"pause"``, ``"end"``, ``"withdraw_change"``…, with ``reason`` where there is one."""
        service = getattr(pairings, act, None) or getattr(agreements, act)
        return service(host=self.host, actor=self.actor(username), pairing_id=pair, **details)

    def page(self, username: str, pair: int | None = None, **known: Any) -> AgreementPage | NoPair:
        """What a learner sees."""
        return agreement_page(
            host=self.host,
            actor=self.actor(username, **known),
            settings=self.settings,
            here=self.here,
            pairing_id=pair,
        )

    def desk(self, **asked: Any) -> Desk:
        """What the facilitator sees."""
        return desk(host=self.host, actor=self.actor(CHIARA), **asked)

    def desk_row(self, pair: int) -> PairRow:
        """What the facilitator sees of one pair."""
        return next(row for row in self.desk().pairs if row.pairing_id == pair)

    def row(self, pair: int) -> Pairing:
        """The stored pair."""
        return Pairing.objects.get(pk=pair)

    def record(self, username: str, usage_key: str | None = None) -> Record:
        """What the gradebook has of somebody in the agreement block, or in another one."""
        which = {"user__username": username, "usage_key": usage_key or self.here.usage_key}
        grade = Grade.objects.filter(**which).first()
        completion = Completion.objects.filter(**which).first()
        return Record(
            earned=grade.earned if grade else None,
            possible=grade.possible if grade else None,
            completion=completion.completion if completion else None,
            has_marker=Marker.objects.filter(**which).exists(),
        )


def enter(members: tuple[Member, ...]) -> None:
    """Create users with profile and enrolment, and who teaches as course staff."""
    user_model = get_user_model()
    user_model.objects.bulk_create(
        user_model(
            username=member.username,
            first_name=member.first_name,
            last_name=member.last_name,
            email=member.email,
            password="!",
        )
        for member in members
    )
    users = user_model.objects.in_bulk([one.username for one in members], field_name="username")
    Profile.objects.bulk_create(
        Profile(user=users[one.username], language=one.language, time_zone=one.time_zone)
        for one in members
    )
    Enrolment.objects.bulk_create(
        Enrolment(user=users[username], course_key=COURSE_KEY) for username in _enrolled(members)
    )
    CourseStaff.objects.bulk_create(
        CourseStaff(user=users[one.username], course_key=COURSE_KEY)
        for one in members
        if one.part is Part.FACILITATOR
    )


def _enrolled(members: tuple[Member, ...]) -> list[str]:
    return [member.username for member in members if member.part is not Part.STRANGER]
