"""People of the platform: accounts, enrolments and course teams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf, Trim
from opaque_keys.edx.keys import CourseKey

from ment_xblock.domain.people import Person
from ment_xblock.platform.lms import cohorts, keys
from ment_xblock.platform.ports import PeoplePage

# openedx/core/djangoapps/lang_pref/__init__.py, LANGUAGE_KEY, and
# common/djangoapps/xblock_django/user_service.py, USER_PREFERENCES_WHITE_LIST
LANGUAGE = "pref-lang"
TIME_ZONE = "time_zone"


def people(user_ids: Iterable[int]) -> dict[int, Person]:
    """People by user id, in two queries; ids that are unknown, retired or switched off are left out."""
    users = active_users().filter(pk__in=set(user_ids)).select_related("profile")
    return {person.user_id: person for person in persons(users)}


def learners(
    course_key: str, *, search: str = "", cohort: str = "", offset: int = 0, limit: int = 50
) -> PeoplePage:
    """Actively enrolled people who are not course staff; ``search`` looks at full name and username."""
    course = keys.parse_course(course_key)
    if course is None:
        return PeoplePage(people=(), total=0)
    found = _learners(course, search, cohort).select_related("profile")
    return PeoplePage(people=tuple(persons(found[offset : offset + limit])), total=found.count())


def learner_ids(course_key: str, *, search: str = "", cohort: str = "") -> tuple[int, ...]:
    """Ids of all of them, in the same order, in one query."""
    course = keys.parse_course(course_key)
    if course is None:
        return ()
    return tuple(_learners(course, search, cohort).values_list("pk", flat=True))


def _learners(course: CourseKey, search: str, cohort: str) -> QuerySet[Any]:
    # common/djangoapps/student/models/course_enrollment.py, CourseEnrollmentManager.users_enrolled_in
    found: QuerySet[Any] = (
        active_users()
        .filter(courseenrollment__course_id=course, courseenrollment__is_active=True)
        .exclude(_is_staff(course))
        .annotate(
            shown_name=Coalesce(NullIf(Trim("profile__name"), Value("")), F("username")),
        )
    )
    if cohort:
        found = found.filter(pk__in=cohorts.members(course, cohort))
    wanted = search.strip()
    if wanted:
        found = found.filter(Q(shown_name__icontains=wanted) | Q(username__icontains=wanted))
    return found.order_by(Lower("shown_name"), "username")


def names_of(user_id: int) -> frozenset[str]:
    """All names that the platform knows of a user, also those that a retirement is about to take away.

    The profile is emptied before the last signal of a retirement is sent
    (openedx/core/djangoapps/user_api/accounts/views.py, AccountRetirementView.post); the request still has the names.
    """
    # openedx/core/djangoapps/user_api/models.py, UserRetirementStatus: original_name and original_username
    from openedx.core.djangoapps.user_api.models import UserRetirementStatus

    names = []
    for user in get_user_model().objects.filter(pk=user_id).select_related("profile"):
        profile = getattr(user, "profile", None)
        names += [user.username, user.get_full_name(), getattr(profile, "name", "")]
    requests = UserRetirementStatus.objects.filter(user_id=user_id)
    for original in requests.values_list("original_username", "original_name"):
        names += original
    return frozenset(name.strip() for name in names if name and name.strip())


def is_enrolled(course_key: str, user_id: int) -> bool:
    """Whether the user has an active enrolment."""
    return bool(enrolled_ids(course_key, [user_id]))


def enrolled_ids(course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
    """Those of the given users who have an active enrolment, in one query."""
    course = keys.parse_course(course_key)
    if course is None:
        return frozenset()
    # common/djangoapps/student/models/course_enrollment.py, CourseEnrollment.is_enrolled, asked of the table itself,
    # since that method remembers its answer for the rest of the request or job
    from common.djangoapps.student.models import CourseEnrollment

    enrolments = CourseEnrollment.objects.filter(
        course_id=course, user_id__in=set(user_ids), is_active=True
    )
    return frozenset(enrolments.values_list("user_id", flat=True))


def team_ids(course_key: str) -> frozenset[int]:
    """Who teaches this very course run, in one query.

    Staff of the whole site or organisation may look in, but have not asked for its mail.
    """
    course = keys.parse_course(course_key)
    if course is None:
        return frozenset()
    # common/djangoapps/student/models/user.py, CourseAccessRole
    from common.djangoapps.student.models import CourseAccessRole

    team = CourseAccessRole.objects.filter(course_id=course, role__in=_staff_roles())
    return frozenset(
        active_users().filter(pk__in=team.values("user_id")).values_list("pk", flat=True)
    )


def staff_ids(course_key: str, user_ids: Iterable[int]) -> frozenset[int]:
    """Those of the given users who are course staff in this course run, in one query."""
    course = keys.parse_course(course_key)
    if course is None:
        return frozenset()
    users = get_user_model().objects.filter(_is_staff(course), pk__in=set(user_ids))
    return frozenset(users.values_list("pk", flat=True))


def taught_by(user_id: int, course_keys: Iterable[str]) -> frozenset[str]:
    """Those of the given course runs in which the user is course staff, in two queries."""
    courses = {text: key for text in course_keys if (key := keys.parse_course(text)) is not None}
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        return frozenset()
    if user.is_staff:
        return frozenset(courses)
    # common/djangoapps/student/models/user.py, CourseAccessRole: as in ``_is_staff``, roles in a course run, and those in all
    # courses of an organisation, which name no course run
    from common.djangoapps.student.models import CourseAccessRole

    held = CourseAccessRole.objects.filter(
        user_id=user_id, user__is_active=True, role__in=_staff_roles()
    )
    roles = {
        (str(course) if course else "", org) for course, org in held.values_list("course_id", "org")
    }
    return frozenset(
        text for text, key in courses.items() if {(str(key), key.org), ("", key.org)} & roles
    )


def user_id_of(anonymous_id: str) -> int | None:
    """The user behind an anonymous id, as instructor tools hand it over; None where there is none."""
    # common/djangoapps/student/models/user.py, user_by_anonymous_id
    from common.djangoapps.student.models import user_by_anonymous_id

    user = user_by_anonymous_id(anonymous_id)
    return None if user is None else int(user.pk)


def active_users() -> QuerySet[Any]:
    """Accounts that are in use: neither switched off, nor retired or about to be.

    A retired account keeps its row, with a made-up address
    (openedx/core/djangoapps/user_api/accounts/utils.py, create_retirement_request_and_deactivate_account).
    """
    before, after = keys.platform_settings.RETIRED_EMAIL_FMT.split("{}")
    retired = Q(email__startswith=before, email__endswith=after)
    users: QuerySet[Any] = get_user_model().objects.filter(is_active=True).exclude(retired)
    return users


def persons(users: Iterable[Any]) -> list[Person]:
    """Describe accounts, with one query for what they prefer.

    Args:
        users: accounts of the platform, best with their profiles.

    Returns:
        One person for each, in the same order.
    """
    users = list(users)
    preferences = _preferences([user.pk for user in users])
    return [_person(user, preferences[user.pk]) for user in users]


def _person(user: Any, preferences: dict[str, str]) -> Person:
    # common/djangoapps/student/models/user.py, UserProfile.name: accounts made by a command may have no profile
    name = getattr(getattr(user, "profile", None), "name", "") or ""
    return Person(
        user_id=user.pk,
        username=user.username,
        full_name=name.strip() or user.username,
        email=user.email,
        language=preferences.get(LANGUAGE, ""),
        time_zone=preferences.get(TIME_ZONE, ""),
    )


def _preferences(user_ids: list[int]) -> defaultdict[int, dict[str, str]]:
    # openedx/core/djangoapps/user_api/models.py, UserPreference
    from openedx.core.djangoapps.user_api.models import UserPreference

    rows = UserPreference.objects.filter(user_id__in=user_ids, key__in=(LANGUAGE, TIME_ZONE))
    found: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for user_id, key, value in rows.values_list("user_id", "key", "value"):
        found[user_id][key] = value
    return found


def _is_staff(course: CourseKey) -> Q:
    # What lms/djangoapps/courseware/access.py, administrative_accesses_to_course_for_user, grants, for many users at
    # once and whatever role somebody plays: global staff, and the course's or the organisation's staff and instructors
    # with the roles that inherit from these (common/djangoapps/student/roles.py, RoleBase.has_user and RoleCache)
    from common.djangoapps.student.models import CourseAccessRole
    from opaque_keys.edx.django.models import CourseKeyField

    holders = CourseAccessRole.objects.filter(
        Q(course_id=course) | Q(course_id=CourseKeyField.Empty),
        role__in=_staff_roles(),
        org=course.org,
    )
    return Q(is_staff=True) | Q(is_active=True, pk__in=holders.values("user_id"))


def _staff_roles() -> set[str]:
    # common/djangoapps/student/roles.py, RoleCache.get_roles: a role, and those that inherit from it
    from common.djangoapps.student.roles import CourseInstructorRole, CourseStaffRole, RoleCache

    return set(RoleCache.get_roles(CourseStaffRole.ROLE)) | set(
        RoleCache.get_roles(CourseInstructorRole.ROLE)
    )
