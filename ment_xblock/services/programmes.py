"""The programme of a course run comes into being when it is first needed."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.errors import NotFound
from ment_xblock.models import Programme
from ment_xblock.services.unit_of_work import lock


def hold_programme(course_key: str, now: datetime) -> Programme:
    """Take hold of the programme of a course run, making it if there is none.

    Args:
        course_key: the course run.
        now: the present moment.
    """
    try:
        return lock(Programme, course_key=course_key)
    except NotFound:
        Programme.objects.get_or_create(course_key=course_key, defaults={"created_at": now})
        return lock(Programme, course_key=course_key)
