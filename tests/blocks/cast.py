"""The cast of the tests in the tables, and their pair in every state; built on the world that all tests share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.versions import version_at_hand
from ment_xblock.services import pairings
from tests.world import CHIARA, OTHER_COURSE, World, enter
from workbench_site.cohort import COHORT
from workbench_site.course import COURSE_KEY
from workbench_site.models import CourseStaff
from workbench_site.runtime import SiteRuntime

Dump = dict[str, list[tuple[Any, ...]]]

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
    """Put the cast of the demo into the course, and beside it Otto, who teaches another one."""
    enter(COHORT)
    otto = get_user_model().objects.create(username="otto", email="otto@example.org")
    CourseStaff.objects.create(course_key=OTHER_COURSE, user=otto)


def world() -> World:
    """The course of the demo as the services see it."""
    runtime = SiteRuntime()
    units = runtime.course.usage_keys
    # A test may publish a course of its own, without an agreement.
    here = units.get("agreement") or next(iter(units.values()))
    return World(LocalHost().block_ref(runtime.get_block(here)))


def user_id(username: str) -> int:
    """Id of one of the cast, whatever units the course has."""
    return get_user_model().objects.get(username=username).pk


def participant(username: str) -> int:
    """Id of somebody's part in the demo's programme."""
    return Participant.objects.get(user__username=username, programme__course_key=COURSE_KEY).pk


def give_role(username: str, role: Role) -> None:
    world().join(username, role=role)


def make_pair(mentor: str, mentee: str, *, of: World | None = None, **about_mentor: Any) -> int:
    """Give both their roles, with room for more partners, and pair them.

    Returns:
        Id of the pair.
    """
    course = of or world()
    ids = {
        "mentor_id": course.join(mentor, capacity=3, **about_mentor),
        "mentee_id": course.join(mentee, capacity=3),
    }
    outcome = pairings.pair(host=course.host, actor=course.actor(CHIARA), **ids)
    return outcome.pairing_id


def fill(pair: int, username: str, **values: Any) -> None:
    """Let a partner fill in everything, or only the given fields."""
    world().save(username, pair, new_version=True, **(values or FULL))


def sign(pair: int, *usernames: str) -> None:
    for username in usernames:
        world().sign(username, pair)


def act(name: str, pair: int, username: str, **more: Any) -> None:
    """Let somebody do something to a pair, such as ``"pause"``."""
    world().act(name, username, pair, **more)


def fingerprint(pair: int) -> str:
    """What a signature under the version at hand covers."""
    return version_at_hand(Pairing.objects.get(pk=pair), AuthorSettings()).fingerprint(pair)


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
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
    return cursor.fetchall()


Step = Callable[[int, str, str], None]


def _fill(pair: int, mentor: str, mentee: str) -> None:
    fill(pair, mentor)


def _sign_one(pair: int, mentor: str, mentee: str) -> None:
    sign(pair, mentor)


def _change(pair: int, mentor: str, mentee: str) -> None:
    fill(pair, mentee, place="The office")


def _pause(pair: int, mentor: str, mentee: str) -> None:
    act("pause", pair, mentor, reason="Holidays")


def _end(pair: int, mentor: str, mentee: str) -> None:
    act("end", pair, mentor, reason="We are done")


def _decline(pair: int, mentor: str, mentee: str) -> None:
    act("decline", pair, mentee, reason="No time")


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
