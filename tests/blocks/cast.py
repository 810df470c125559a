"""The cast of the tests in the tables, and pairs in every state, made by the services as the blocks call them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TestCase

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor, Role
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.versions import version_at_hand
from ment_xblock.services import agreements, pairings, participants
from workbench_site.cohort import COHORT, Part
from workbench_site.course import COURSE_KEY
from workbench_site.models import CourseStaff, Enrolment, Profile
from workbench_site.runtime import SiteRuntime

Dump = dict[str, list[tuple[Any, ...]]]

OTHER_COURSE = "course-v1:MENT+RM102+elsewhere"
OTHER_STAFF = "otto"

FULL: Mapping[str, Any] = {
    "goals": ["digital_skills", "young_talent"],
    "task1_job": "quote-as-pdf",
    "task1_evidence": "I sent a quote to a customer without help",
    "task2_job": "own",
    "task2_words": "Order screws from the phone",
    "task2_evidence": "The screws came",
    "mentor_goal": "Explain one thing without touching the phone",
    "senior_gives": "How to talk to a difficult customer",
    "start": "2026-03-02",
    "end": "2026-06-30",
    "every_weeks": "2",
    "time": "17:30",
    "number": "6",
    "minutes": "60",
    "ways": ["in_person"],
    "place": "The workshop",
    "paid_time": "yes",
    "proposes": "mentor",
    "prepares": "both",
    "notice_hours": "24",
    "reply_hours": "48",
    "stop_word": "Screwdriver",
}
# Every setting of Studio, none of them as it comes.
STUDIO: Mapping[str, Any] = {
    "display_name": "Our pact",
    "weight": "2.5",
    "welcome": "Good that you are here.",
    "facilitator_name": "Chiara Valdesi",
    "contact": "Room 3",
    "required_sessions": "8",
    "session_minutes": "50",
    "time_zone": "Europe/Warsaw",
    "default_every_weeks": "3",
    "default_ways": ["phone", "video"],
    "default_proposes": "mentee",
    "default_prepares": "both",
    "default_notice_hours": "36",
    "default_reply_hours": "72",
    "default_channels": ["email"],
    "default_quiet_from": "19:15",
    "default_quiet_to": "08:30",
    "clauses_on": ["parties", "goals", "tasks", "growth", "gives_back", "meetings", "dates"],
}
NOW = datetime(2026, 2, 16, 9, 0, tzinfo=UTC)


def seed() -> None:
    """Put the cast of the demo into the course, and the staff of another course beside it."""
    users = get_user_model().objects
    users.bulk_create(
        users.model(
            username=one.username,
            first_name=one.first_name,
            last_name=one.last_name,
            email=one.email,
        )
        for one in COHORT
    )
    users.create(username=OTHER_STAFF, first_name="Otto", email="otto@example.org")
    ids = dict(users.values_list("username", "pk"))
    Profile.objects.bulk_create(
        Profile(user_id=ids[one.username], language=one.language, time_zone=one.time_zone)
        for one in COHORT
    )
    Enrolment.objects.bulk_create(
        Enrolment(course_key=COURSE_KEY, user_id=ids[one.username])
        for one in COHORT
        if one.part is not Part.STRANGER
    )
    Enrolment.objects.bulk_create(
        Enrolment(course_key=OTHER_COURSE, user_id=ids[name]) for name in ("sofia", "paolo")
    )
    CourseStaff.objects.create(course_key=COURSE_KEY, user_id=ids["chiara"])
    CourseStaff.objects.create(course_key=OTHER_COURSE, user_id=ids[OTHER_STAFF])


def user_id(username: str) -> int:
    return int(get_user_model().objects.values_list("pk", flat=True).get(username=username))


def actor(username: str, course_key: str = COURSE_KEY) -> Actor:
    """The person as the host vouches for them; staff of the other course act there."""
    host, pk = LocalHost(), user_id(username)
    return Actor(
        course_key=course_key,
        person=host.people([pk])[pk],
        is_enrolled=host.is_enrolled(course_key, pk),
        is_staff=pk in host.staff_ids(course_key, [pk]),
    )


def participant(username: str) -> int:
    """Id of somebody's part in the demo's programme."""
    return Participant.objects.get(user__username=username, programme__course_key=COURSE_KEY).pk


def block_ref() -> BlockRef:
    runtime = SiteRuntime()
    return LocalHost().block_ref(runtime.get_block(runtime.course.usage_keys["agreement"]))


def give_role(username: str, role: Role, course_key: str = COURSE_KEY, **more: Any) -> int:
    """Let the facilitator give somebody a role.

    Returns:
        Id of the participant.
    """
    teacher = "chiara" if course_key == COURSE_KEY else OTHER_STAFF
    participant_id = participants.save_participant(
        host=LocalHost(),
        actor=actor(teacher, course_key),
        user_id=user_id(username),
        settings=participants.ParticipantSettings(role, **more),
    )
    assert participant_id is not None
    return participant_id


def make_pair(mentor: str, mentee: str, course_key: str = COURSE_KEY, **about_mentor: Any) -> int:
    """Give both their roles, and pair them.

    Returns:
        Id of the pair.
    """
    teacher = "chiara" if course_key == COURSE_KEY else OTHER_STAFF
    return pairings.pair(
        host=LocalHost(),
        actor=actor(teacher, course_key),
        mentor_id=give_role(mentor, Role.MENTOR, course_key, capacity=3, **about_mentor),
        mentee_id=give_role(mentee, Role.MENTEE, course_key, capacity=3),
    ).pairing_id


def fill(pair: int, username: str, *, settings: AuthorSettings | None = None, **values: Any) -> int:
    """Let a partner fill in everything, or only the given fields.

    Returns:
        The revision afterwards.
    """
    return agreements.save(
        host=LocalHost(),
        actor=actor(username),
        pairing_id=pair,
        settings=settings or AuthorSettings(),
        typed=values or FULL,
        base_revision=Pairing.objects.get(pk=pair).revision,
        new_version=True,
    ).revision


def fingerprint(pair: int) -> str:
    """What a signature under the version at hand covers."""
    return version_at_hand(Pairing.objects.get(pk=pair), AuthorSettings()).fingerprint(pair)


def sign(pair: int, *usernames: str, language: str = "en") -> None:
    for username in usernames:
        with TestCase.captureOnCommitCallbacks(execute=True):
            agreements.sign(
                host=LocalHost(),
                actor=actor(username),
                pairing_id=pair,
                settings=AuthorSettings(),
                here=block_ref(),
                seen=fingerprint(pair),
                language=language,
            )


def act(
    service: Callable[..., Any],
    pair: int,
    username: str,
    course_key: str = COURSE_KEY,
    **more: Any,
) -> None:
    """Let somebody do something to a pair."""
    service(host=LocalHost(), actor=actor(username, course_key), pairing_id=pair, **more)


def bring_to(state: State, pair: int, mentor: str, mentee: str) -> None:
    """Lead an empty pair into a state, the way that people get there.

    Args:
        state: where to.
        pair: a pair that was just made.
        mentor: its mentor, who acts first.
        mentee: its mentee.
    """
    for step in _WAYS[state]:
        step(pair, mentor, mentee)


def dump() -> Dump:
    """Every row of every table."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names()}


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return sorted(cursor.fetchall(), key=repr)


Step = Callable[[int, str, str], None]


def _fill(pair: int, mentor: str, mentee: str) -> None:
    fill(pair, mentor)


def _sign_one(pair: int, mentor: str, mentee: str) -> None:
    sign(pair, mentor)


def _change(pair: int, mentor: str, mentee: str) -> None:
    fill(pair, mentee, place="The office")


def _pause(pair: int, mentor: str, mentee: str) -> None:
    act(pairings.pause, pair, mentor, reason="Holidays")


def _end(pair: int, mentor: str, mentee: str) -> None:
    act(pairings.end, pair, mentor, reason="We are done")


def _decline(pair: int, mentor: str, mentee: str) -> None:
    act(pairings.decline, pair, mentee, reason="No time")


_WAYS: Mapping[State, tuple[Step, ...]] = {
    State.DRAFT: (_fill,),
    State.HALF_SIGNED: (_fill, _sign_one),
    State.ACTIVE: (_fill, sign),
    State.CHANGE_PROPOSED: (_fill, sign, _change),
    State.CHANGE_HALF_SIGNED: (_fill, sign, _change, _sign_one),
    State.PAUSED: (_fill, sign, _pause),
    State.ENDED: (_fill, sign, _end),
    State.DECLINED: (_fill, _decline),
}


def under_18(consent: date | None = date(2026, 1, 10)) -> dict[str, Any]:
    """What makes a mentor a minor."""
    return {"under_18": True, "guardian_consent": consent}
