"""The platform's own cohorts of a course run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, QuerySet
from opaque_keys.edx.keys import CourseKey

from ment_xblock.platform.lms import keys


def cohort_names(course_key: str) -> tuple[str, ...]:
    """The cohorts of the course run, by name; empty where it is not divided into any, in one query."""
    course = keys.parse_course(course_key)
    if course is None:
        return ()
    # openedx/core/djangoapps/course_groups/models.py, CourseUserGroup
    from openedx.core.djangoapps.course_groups.models import CourseUserGroup

    found = CourseUserGroup.objects.filter(
        _is_divided(course), course_id=course, group_type=CourseUserGroup.COHORT
    )
    return tuple(sorted(found.values_list("name", flat=True)))


def cohorts_of(course_key: str, user_ids: Iterable[int]) -> dict[int, str]:
    """The name of the cohort of each of the given users who is in one, in one query.

    Nobody is put into a cohort by this, unlike by openedx/core/djangoapps/course_groups/cohorts.py, get_cohort.
    """
    course = keys.parse_course(course_key)
    if course is None:
        return {}
    rows = _memberships(course).filter(user_id__in=set(user_ids))
    return dict(rows.values_list("user_id", "course_user_group__name"))


def members(course: CourseKey, cohort: str) -> QuerySet[Any]:
    """The users in one cohort, for another query."""
    rows = _memberships(course).filter(course_user_group__name=cohort)
    return rows.values("user_id")


def _memberships(course: CourseKey) -> QuerySet[Any]:
    # openedx/core/djangoapps/course_groups/models.py, CohortMembership: at most one for each user and course run
    from openedx.core.djangoapps.course_groups.models import CohortMembership

    rows: QuerySet[Any] = CohortMembership.objects.filter(_is_divided(course), course_id=course)
    return rows


def _is_divided(course: CourseKey) -> Exists:
    # openedx/core/djangoapps/course_groups/cohorts.py, is_course_cohorted: memberships stay when cohorts are switched off
    from openedx.core.djangoapps.course_groups.models import CourseCohortsSettings

    return Exists(CourseCohortsSettings.objects.filter(course_id=course, is_cohorted=True))
