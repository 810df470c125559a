"""Steps of the platform's filters: the programme in the instructor dashboard, the old one and the new one.

``settings/common.py`` registers them. A step that fails must never take the host's page down, whatever the site has set.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from crum import get_current_user
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import gettext as _
from openedx_filters import PipelineStep
from web_fragments.fragment import Fragment

from ment_xblock.extensions.where_used import modules_of, shows_in_dashboard
from ment_xblock.platform.hosting import current_host

log = logging.getLogger(__name__)

NAME = "ment_xblock"


class AddInstructorSection(PipelineStep):
    """Adds a section to the old instructor dashboard, which leads to the programme's home.

    Filter ``org.openedx.learning.instructor.dashboard.render.started.v1``, run by
    lms/djangoapps/instructor/views/instructor_dashboard.py, instructor_dashboard_2. It hands over the course, and not who
    looks at it: that is known from the request (``crum``, whose middleware the platform has in lms/envs/common.py).
    """

    def run_filter(self, context: dict[str, Any], **others: Any) -> Mapping[str, Any]:
        """Add the section to ``context["sections"]`` for whom ``shows_in_dashboard`` names.

        Args:
            context: what the dashboard is rendered from; ``course`` is the course block.
            others: what the filter passes besides.

        Returns:
            The context with one more section, or as it was.
        """
        try:
            sections = [*context["sections"], *_sections(context["course"], get_current_user())]
        except Exception:
            log.exception("No section for the instructor dashboard")
            return {"context": context, **others}
        return {"context": {**context, "sections": sections}, **others}


class AddInstructorTab(PipelineStep):
    """Adds a tab to the new instructor dashboard: a plain link to the programme's home.

    Filter ``org.openedx.learning.instructor.dashboard.tabs.requested.v1`` (openedx-filters 3.4), run by
    lms/djangoapps/instructor/views/serializers_v2.py. It hands over who looks at the dashboard, and of the course the key
    alone. A tab with an absolute address needs nothing in its front end.
    """

    def run_filter(self, tabs: list[dict[str, Any]], **others: Any) -> Mapping[str, Any]:
        """Add the tab for whom ``shows_in_dashboard`` names.

        Args:
            tabs: the tabs so far, each with ``tab_id``, ``title``, ``url`` and ``sort_order``.
            others: what the filter passes besides; ``course_key`` and ``user`` among it.

        Returns:
            The tabs with one more, or as they were.
        """
        try:
            return {**others, "tabs": [*tabs, *_tabs(tabs, others["user"], others["course_key"])]}
        except Exception:
            log.exception("No tab for the instructor dashboard")
            return {**others, "tabs": tabs}


def _sections(course: Any, user: Any) -> list[dict[str, Any]]:
    if not shows_in_dashboard(str(course.id), modules_of(course), user):
        return []
    html = get_template("ment_xblock/web/instructor_section.html").render(
        {"address": _address(str(course.id))}
    )
    section = {
        "section_key": NAME,
        "section_display_name": _("Reverse mentoring"),
        "course_id": str(course.id),
        "fragment": Fragment(html),
        # lms/templates/instructor/instructor_dashboard_2/instructor_dashboard_2.html includes the Mako file
        # <template_path_prefix><section_key>.html, which lies in extensions/mako.
        "template_path_prefix": f"/{NAME}/instructor/",
    }
    return [section]


def _tabs(tabs: list[dict[str, Any]], user: Any, course_key: Any) -> list[dict[str, Any]]:
    key = str(course_key)
    if not shows_in_dashboard(key, current_host().advanced_modules(key), user):
        return []
    last = max((int(tab.get("sort_order") or 0) for tab in tabs), default=0)
    return [
        {
            "tab_id": NAME,
            "title": _("Reverse mentoring"),
            "url": _address(key),
            "sort_order": last + 10,
        }
    ]


def _address(course_key: str) -> str:
    path = reverse("ment_xblock:home", args=[course_key])
    return current_host().site_url(course_key, path)
