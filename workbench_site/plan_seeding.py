"""Lets the invented pairs look for their next dates, by the services, as themselves. Days are counted from today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
from django.utils import timezone
from xblock.core import XBlock

from ment_xblock.models import Pairing
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import planning
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.runtime import SiteRuntime

UNIT = "journal"
HostOf = Callable[[int], LocalHost]


@attrs.frozen
class Date:
    """A date that one partner proposed.

    Attributes:
        mentor: of the pair.
        mentee: of the pair.
        by: who proposed it.
        days_ago: when they did.
        in_days: when the meeting is; below zero for one that nobody wrote about yet.
        at: clock time.
        way: how to meet.
        place: where; may be empty.
        accepted: whether the partner said yes, on the next day.
    """

    mentor: str
    mentee: str
    by: str
    days_ago: int
    in_days: int
    at: str
    way: str = "in_person"
    place: str = ""
    accepted: bool = True


DATES = (
    Date("piotr", "anna", "anna", 3, 6, "17:30", place="At the big table in the workshop"),
    Date("amir", "paolo", "paolo", 1, 4, "18:00", place="The shop, side door", accepted=False),
    Date("lena", "anna", "lena", 5, -1, "16:30", way="video"),
)


def seed_dates(host_of: HostOf) -> None:
    """Let all dates be proposed and answered.

    Args:
        host_of: the host as it was some days ago.
    """
    if UNIT not in published_course().units:
        return
    for date in DATES:
        _propose(date, host_of)


def _propose(date: Date, host_of: HostOf) -> None:
    pairing = Pairing.objects.get(
        programme__course_key=COURSE_KEY,
        mentor__user__username=date.mentor,
        mentee__user__username=date.mentee,
    )
    day = timezone.localdate() + timedelta(days=date.in_days)
    typed = {
        "day": day.isoformat(),
        "time": date.at,
        "minutes": "60",
        "way": date.way,
        "place": date.place,
        "task": "",
    }
    outcome = planning.propose(
        **_acting(date.by, host_of(date.days_ago)),
        pairing_id=pairing.pk,
        sheet=planning.PlanSheet(typed, timezone.get_current_timezone()),
        known=(),
    )
    if date.accepted:
        partner = date.mentee if date.by == date.mentor else date.mentor
        planning.accept(
            **_acting(partner, host_of(date.days_ago - 1)),
            pairing_id=pairing.pk,
            session_id=outcome.session_id,
            revision=1,
        )


def _acting(username: str, host: LocalHost) -> dict[str, Any]:
    return {"host": host, "actor": host.actor(_block_of(username))}


def _block_of(username: str) -> XBlock:
    """The block of the journal, as it stands before one person."""
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys[UNIT])
