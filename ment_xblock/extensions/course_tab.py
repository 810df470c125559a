"""The programme's home as a tab of the course. Only the platform imports this, by the entry point ``openedx.course_tab``."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

# xmodule/tabs.py, CourseTab: a tab has to be one
from xmodule.tabs import CourseTab

from ment_xblock.extensions.where_used import shows_tab


class MentTab(CourseTab):
    """Is there by itself wherever the course has a programme: no author has to add it.

    lms/djangoapps/courseware/tabs.py, _get_dynamic_tabs, asks every tab with ``is_dynamic``.
    """

    type = "ment_xblock"
    title = gettext_noop("My mentoring")
    view_name = "ment_xblock:home"
    priority = 25
    is_dynamic = True
    is_default = False

    @classmethod
    def is_enabled(cls, course: Any, user: Any = None) -> bool:
        """Whether somebody finds the tab in a course.

        Args:
            course: the course block or CourseOverview.
            user: the account; None where nobody is asked about.
        """
        return shows_tab(course, user)
