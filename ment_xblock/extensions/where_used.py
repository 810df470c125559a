"""Who finds the programme where the platform offers a place for a link: one rule for its tab and both dashboards.

The course has to use our blocks, and the person has to have something to do there: learners and staff find the tab,
staff find the link in the instructor dashboard.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.programmes import has_programme

OUR_BLOCKS = "ment_"


def uses_ment(course_key: str, modules: Iterable[str]) -> bool:
    """Whether a course run has a programme, or its author has switched our blocks on.

    Asked cheaply, since the platform asks it of every course: one query at most.

    Args:
        course_key: the course run.
        modules: the kinds of blocks that are switched on, as far as they are known here.
    """
    return any(name.startswith(OUR_BLOCKS) for name in modules) or has_programme(course_key)


def modules_of(course: Any) -> tuple[str, ...]:
    """The kinds of blocks that a course's author has switched on.

    Args:
        course: the platform's course block; a CourseOverview, which does not know them, has none.
    """
    return tuple(getattr(course, "advanced_modules", None) or ())


def shows_tab(course: Any, user: Any) -> bool:
    """Whether somebody finds the programme among the tabs of a course.

    The platform may ask with a CourseOverview, once for every course page: then a programme has to exist, since to read
    the course itself would cost each page of every course something.

    Args:
        course: as above.
        user: the account; None where nobody is asked about.
    """
    key = str(course.id)
    if not _is_known(user) or not uses_ment(key, modules_of(course)):
        return False
    return current_host().is_enrolled(key, user.pk) or _teaches(key, user)


def shows_in_dashboard(course_key: str, modules: Iterable[str], user: Any) -> bool:
    """Whether somebody finds the programme in the instructor dashboard, the old one or the new one.

    The platform opens its dashboard to more people than those who may facilitate, such as data researchers
    (lms/djangoapps/instructor/permissions.py, VIEW_DASHBOARD); they would be refused at the end of the link.

    Args:
        course_key: the course run.
        modules: the kinds of blocks that are switched on.
        user: the account; None where nobody is asked about.
    """
    return _is_known(user) and uses_ment(course_key, modules) and _teaches(course_key, user)


def _is_known(user: Any) -> bool:
    return user is not None and bool(user.is_authenticated)


def _teaches(course_key: str, user: Any) -> bool:
    return bool(current_host().staff_ids(course_key, [user.pk]))
