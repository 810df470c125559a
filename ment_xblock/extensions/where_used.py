"""Which courses of a site use the blocks, asked cheaply: the platform's pages ask it of every course."""

from __future__ import annotations

from typing import Any

from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.programmes import has_programme

OUR_BLOCKS = "ment_"


def uses_ment(course: Any) -> bool:
    """Whether a course run has a programme, or its author has switched our blocks on.

    Args:
        course: the platform's course block or CourseOverview; the latter does not know the advanced modules.
    """
    modules = getattr(course, "advanced_modules", None) or ()
    return any(name.startswith(OUR_BLOCKS) for name in modules) or has_programme(str(course.id))


def shows_tab(course: Any, user: Any) -> bool:
    """Whether somebody finds the programme among the tabs of a course.

    Args:
        course: as above.
        user: the account; None where nobody is asked about.
    """
    if user is None or not user.is_authenticated or not uses_ment(course):
        return False
    host, key = current_host(), str(course.id)
    return host.is_enrolled(key, user.pk) or bool(host.staff_ids(key, [user.pk]))
