"""Lets the invented pairs log their meetings, by the services, as themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from xblock.core import XBlock

from ment_xblock.models import Action, Pairing, Session, Task
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import journal, logs, ring_me
from ment_xblock.services.reflections import reflect
from ment_xblock.services.settling import settle_due
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.forerunner_stories import FORERUNNER_MEETINGS
from workbench_site.journal_stories import CALLS, MEETINGS, Call, Later, Meeting
from workbench_site.runtime import SiteRuntime

UNIT = "journal"
HostOf = Callable[[int], LocalHost]


def seed_meetings(host_of: HostOf) -> None:
    """Let all meetings be logged, and let those count whose seven days are over.

    Args:
        host_of: the host as it was some days ago.
    """
    if UNIT not in published_course().units:
        return
    for meeting in (*MEETINGS, *FORERUNNER_MEETINGS):
        _live(meeting, host_of)
    for call in CALLS:
        _ask(call, host_of)
    settle_due(host=LocalHost(), course_key=COURSE_KEY)


def _live(meeting: Meeting, host_of: HostOf) -> None:
    pair = _pair(meeting.mentor, meeting.mentee)
    host, block = host_of(meeting.days_ago - meeting.logged_after), _block_of(meeting.by)
    outcome = logs.log(
        host=host,
        actor=host.actor(block),
        pairing_id=pair,
        session_id=None,
        settings=block.journal_settings,
        here=host.block_ref(block),
        sheet=logs.Sheet(
            typed=_typed(meeting, pair),
            base_revision=0,
            sent="",
            zone=timezone.get_current_timezone(),
        ),
    )
    for later in meeting.later:
        _do(later, pair, outcome.session_id, host_of)


def _do(later: Later, pair: int, session_id: int, host_of: HostOf) -> None:
    host, block = host_of(later.days_ago), _block_of(later.by)
    about: dict[str, Any] = {
        "actor": host.actor(block),
        "pairing_id": pair,
        "session_id": session_id,
    }
    here = host.block_ref(block)
    revision = Session.objects.values_list("revision", flat=True).get(pk=session_id)
    match later.act:
        case "confirm":
            journal.confirm(host=host, here=here, revision=revision, **about)
        case "contest":
            journal.contest(host=host, here=here, revision=revision, reason=later.words, **about)
        case "share":
            journal.share(wanted=True, **about)
        case "reflect":
            reflect(host=host, here=here, text=later.words, **about)


def _ask(call: Call, host_of: HostOf) -> None:
    host = host_of(call.days_ago)
    ring_me.ask(
        host=host,
        actor=host.actor(_block_of(call.by)),
        pairing_id=_pair(call.mentor, call.mentee),
        text=call.words,
    )


def _typed(meeting: Meeting, pair: int) -> dict[str, Any]:
    """What was typed, with today's ids and days in it."""
    today = timezone.localdate()
    held_on = today - timedelta(days=meeting.days_ago)
    typed = {**meeting.typed, "held_on": held_on.isoformat(), "task": _task(meeting, pair)}
    for name in [name for name in typed if name.endswith("_due")]:
        typed[name] = (today + timedelta(days=typed[name])).isoformat()
    for words, (outcome, reason) in meeting.reviews.items():
        action = Action.objects.get(pairing=pair, words=words)
        typed |= {f"review_{action.pk}": outcome, f"reason_{action.pk}": reason}
    return typed


def _task(meeting: Meeting, pair: int) -> str:
    wanted = meeting.typed["task"]
    tasks = Task.objects.filter(pairing=pair)
    return next(str(one.pk) for one in tasks if wanted in (one.job, one.words))


def _pair(mentor: str, mentee: str) -> int:
    people = {"mentor__user__username": mentor, "mentee__user__username": mentee}
    return Pairing.objects.get(programme__course_key=COURSE_KEY, **people).pk


def _block_of(username: str) -> XBlock:
    """The block of the journal, as it stands before one person."""
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[UNIT])
