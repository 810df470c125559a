"""Fill the demo course with invented people."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from workbench_site.cohort import COHORT, Member, Part
from workbench_site.course import COURSE_KEY
from workbench_site.models import CourseStaff, Enrolment, Profile

ADMIN = "admin"


class Command(BaseCommand):
    """Safe to run again: what is there already stays as it is. Only the administrator's password is new each time."""

    help = "Fill the demo course with invented people."

    @transaction.atomic
    def handle(self, *_args: Any, verbosity: int = 1, **_options: Any) -> None:
        """Create who is missing, and tell the administrator's password."""
        for member in COHORT:
            _enter(member)
        password = _renew_admin()
        if verbosity:
            self.stdout.write(f"Administrator: {ADMIN}, password: {password}")


def _enter(member: Member) -> None:
    user, is_new = get_user_model().objects.get_or_create(
        username=member.username,
        defaults={
            "first_name": member.first_name,
            "last_name": member.last_name,
            "email": member.email,
        },
    )
    if not is_new:
        return
    user.set_unusable_password()
    user.save()
    Profile.objects.create(user=user, language=member.language, time_zone=member.time_zone)
    if member.part is Part.FACILITATOR:
        CourseStaff.objects.create(course_key=COURSE_KEY, user=user)
    if member.part is not Part.STRANGER:
        Enrolment.objects.create(course_key=COURSE_KEY, user=user)


def _renew_admin() -> str:
    password = secrets.token_urlsafe(9)
    admin, _ = get_user_model().objects.get_or_create(
        username=ADMIN, defaults={"is_staff": True, "is_superuser": True}
    )
    admin.set_password(password)
    admin.save()
    return password
