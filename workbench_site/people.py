"""The people of the course: who a visit stands for, and the list in the bar."""

from __future__ import annotations

import attrs
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils.translation import gettext as _

from workbench_site.cohort import COHORT, FORERUNNERS, Part
from workbench_site.course import COURSE_KEY
from workbench_site.models import CourseStaff
from workbench_site.visit import Visit


@attrs.frozen
class Group:
    """Some people of the bar under one heading."""

    label: str
    people: tuple[AbstractUser, ...]


def user_of(visit: Visit) -> AbstractUser | AnonymousUser:
    """Find the user whom a visit stands for.

    Args:
        visit: from the address.

    Returns:
        The user; where course staff view as somebody, that user with the staff member as ``real_user``, as the LMS has
        it. An anonymous user for an unknown name, and for a viewer who is not course staff.
    """
    user = _active_user(visit.student)
    if user is None:
        return AnonymousUser()
    if visit.viewed_by:
        viewer = _active_user(visit.viewed_by)
        if viewer is None or not is_course_staff(viewer):
            return AnonymousUser()
        user.real_user = viewer
    return user


def is_course_staff(user: AbstractUser | AnonymousUser) -> bool:
    """Tell whether a user teaches the demo course."""
    return (
        user.is_authenticated
        and CourseStaff.objects.filter(course_key=COURSE_KEY, user_id=user.pk).exists()
    )


def groups() -> list[Group]:
    """List everybody one can act as: the seeded cast by their part, then other people who have an account."""
    users = {
        user.username: user
        for user in get_user_model().objects.filter(is_active=True).order_by("first_name")
    }
    labels = {
        Part.FACILITATOR: _("Facilitator"),
        Part.JUNIOR: _("Juniors, who mentor"),
        Part.SENIOR: _("Seniors, who are mentored"),
        Part.STRANGER: _("Signed in, not in the course"),
    }
    found = [
        Group(
            label,
            tuple(
                users.pop(member.username)
                for member in (*COHORT, *FORERUNNERS)
                if member.part is part and member.username in users
            ),
        )
        for part, label in labels.items()
    ]
    others = tuple(user for user in users.values() if not user.is_superuser)
    return [group for group in (*found, Group(_("Others"), others)) if group.people]


def _active_user(username: str) -> AbstractUser | None:
    people = get_user_model().objects.select_related("profile")
    return people.filter(username=username, is_active=True).first() if username else None
