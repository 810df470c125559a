"""An earlier run of the course, from which people can be taken over. It has no pages: the next run only reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model

from ment_xblock.domain.people import Actor, Role
from ment_xblock.platform.local import LocalHost
from ment_xblock.services.participants import ParticipantSettings, save_participant
from workbench_site.models import CourseStaff, Enrolment

EARLIER_KEY = "course-v1:MENT+RM101+before"
BEGAN_DAYS_AGO = 200
# Greta waits for a role here, Karel and Tomás have one, and Nora is not enrolled.
PEOPLE = {
    "greta": Role.MENTEE,
    "karel": Role.MENTEE,
    "tomas": Role.MENTEE,
    "nora": Role.MENTOR,
}


def seed_earlier_run(host_of: Callable[[int], LocalHost], facilitator: str) -> None:
    """Let some people have taken part before, in a run that the facilitator teaches too.

    Args:
        host_of: the host as it was some days ago.
        facilitator: username.
    """
    host = host_of(BEGAN_DAYS_AGO)
    users = get_user_model().objects.in_bulk([facilitator, *PEOPLE], field_name="username")
    CourseStaff.objects.create(course_key=EARLIER_KEY, user=users[facilitator])
    for username, role in PEOPLE.items():
        Enrolment.objects.create(course_key=EARLIER_KEY, user=users[username])
        save_participant(
            host=host,
            actor=_facilitator(host, users[facilitator]),
            user_id=users[username].pk,
            settings=ParticipantSettings(role),
        )


def _facilitator(host: LocalHost, user: Any) -> Actor:
    person = host.people([user.pk])[user.pk]
    return Actor(EARLIER_KEY, person, is_enrolled=False, is_staff=True)
