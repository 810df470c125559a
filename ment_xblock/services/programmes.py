"""The programme of a course run comes into being when it is first needed."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.models import Programme


def programme_for(course_key: str, now: datetime) -> Programme:
    """Get the programme of a course run, making it if there is none.

    Args:
        course_key: the course run.
        now: the present moment.
    """
    programme, _ = Programme.objects.get_or_create(
        course_key=course_key, defaults={"created_at": now}
    )
    return programme
