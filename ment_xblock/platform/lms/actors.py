"""Who is acting, and what they may do here."""

from __future__ import annotations

from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKeyV2
from xblock.exceptions import NoSuchServiceError

from ment_xblock.domain.people import Actor
from ment_xblock.platform.lms import keys
from ment_xblock.platform.lms.accounts import is_enrolled, persons, staff_ids


def actor(block: Any) -> Actor:
    """Who is using this block now.

    In Studio and in content libraries this is a person without rights: an author takes no part, and nobody can.

    Under masquerade the person is the one whose page is shown, and ``is_staff`` says what that person is in truth. The
    role that the staff user plays, which the platform's own ``has_access`` follows, is told by ``is_masquerading``.
    """
    course = keys.course_of(block.scope_ids.usage_id)
    course_key = "" if course is None else str(course)
    user = _present_user(block)
    if user is None:
        return Actor(course_key=course_key)
    if course is None or keys.in_studio():
        (person,) = persons([user])
        return Actor(course_key=course_key, person=person)
    return _actor_in(course, user)


def visitor(request: Any, course_key: str) -> Actor:
    """Who makes a request for a page of ours outside of a unit, with the masquerade that staff chose in this course."""
    course = keys.parse_course(course_key)
    if course is None or not request.user.is_authenticated:
        return Actor(course_key=course_key)
    return _actor_in(course, reader(request, course))


def reader(request: Any, course: CourseKey) -> Any:
    """The account for which a page is made: the one that asks for it, or the learner whom staff view as.

    Args:
        request: a request of somebody who is signed in.
        course: the course run.
    """
    # lms/djangoapps/courseware/masquerade.py, setup_masquerade: reads the session. It leaves the masquerade on the user, so
    # that the platform's own question about the role says no from then on; we ask for the role that they have in truth.
    from lms.djangoapps.courseware.masquerade import setup_masquerade

    may_masquerade = bool(staff_ids(str(course), [request.user.pk]))
    _masquerade, user = setup_masquerade(request, course, may_masquerade)
    return user


def _actor_in(course: CourseKey, user: Any) -> Actor:
    course_key = str(course)
    (person,) = persons([user])
    return Actor(
        course_key=course_key,
        person=person,
        is_enrolled=is_enrolled(course_key, user.pk),
        is_staff=bool(staff_ids(course_key, [user.pk])),
        is_masquerading=_is_masquerading(user, course),
    )


def may_author(block: Any) -> bool:
    """Whether the present user may change this block's settings, here and now (only in Studio).

    Studio calls a block's handlers for every signed-in user, whatever the course
    (cms/djangoapps/contentstore/views/preview.py, preview_handler), so a handler that writes settings must ask.
    """
    user = _present_user(block)
    if user is None or not user.is_active or not keys.in_studio():
        return False
    usage_key = block.scope_ids.usage_id
    if isinstance(usage_key, UsageKeyV2):
        return _may_edit_in_library(user, usage_key)
    # common/djangoapps/student/auth.py, has_studio_write_access: courses and libraries of the first kind
    from common.djangoapps.student.auth import has_studio_write_access

    return bool(has_studio_write_access(user, usage_key.context_key))


def _may_edit_in_library(user: Any, usage_key: UsageKeyV2) -> bool:
    # openedx/core/djangoapps/content_libraries/library_context.py, LibraryContextImpl.can_edit_block
    from openedx.core.djangoapps.xblock.learning_context.manager import get_learning_context_impl

    return bool(get_learning_context_impl(usage_key).can_edit_block(user, usage_key))


def _present_user(block: Any) -> Any | None:
    try:
        # xmodule/x_module.py, and for content libraries openedx/core/djangoapps/xblock/runtime/runtime.py,
        # XBlockRuntime.service: RuntimeError where no user is bound, AttributeError outside of a view or handler
        service = block.runtime.service(block, "user")
    except (NoSuchServiceError, RuntimeError, AttributeError):
        return None
    # common/djangoapps/xblock_django/user_service.py, DjangoXBlockUserService: only the user behind the service
    # carries what masquerade.py leaves on it; what the service says of itself looks like the learner's
    user = getattr(service, "_django_user", None)
    return user if user is not None and user.is_authenticated else None


def _is_masquerading(user: Any, course: CourseKey) -> bool:
    # lms/djangoapps/courseware/masquerade.py, setup_masquerade: a specific learner carries the staff user
    if getattr(user, "real_user", None) is not None:
        return True
    # lms/djangoapps/courseware/masquerade.py, get_course_masquerade: a generic learner is the staff user, with the
    # session's choice on it; choosing "staff" again leaves a masquerade with that role
    from lms.djangoapps.courseware.masquerade import get_course_masquerade

    masquerade = get_course_masquerade(user, course)
    return masquerade is not None and (masquerade.role != "staff" or bool(masquerade.user_name))
