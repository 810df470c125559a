"""Keys of courses and blocks, between the platform's objects and our strings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey, UsageKey

# Settings of the platform, of which the types of this project's own settings know nothing.
platform_settings: Any = settings


def in_studio() -> bool:
    """Whether this process is Studio.

    Studio has the LMS's tables, and its signal handlers too: without this question, an author who tries a block there
    would be given grades.
    """
    # cms/envs/common.py and lms/envs/common.py, SERVICE_VARIANT;
    # asked the same way in openedx/core/djangoapps/content_libraries/permissions.py, is_studio_request
    return bool(platform_settings.SERVICE_VARIANT == "cms")


def course_key(block: Any) -> str:
    """The course run that a block belongs to; empty in a content library."""
    found = course_of(block.scope_ids.usage_id)
    return "" if found is None else str(found)


def course_of(usage_key: Any) -> CourseKey | None:
    """Find the course run in a block's address.

    Args:
        usage_key: a parsed address; anything else for a block that has none, as in an import.

    Returns:
        The course run, without a branch; None in content libraries of either kind.
    """
    context = getattr(usage_key, "context_key", None)
    if context is None or not context.is_course:
        return None
    course: CourseKey = context.for_branch(None).version_agnostic()
    return course


def parse_course(text: str) -> CourseKey | None:
    """Read the key of a course run; None for anything else, such as a library or an empty string."""
    try:
        key = CourseKey.from_string(text)
    except InvalidKeyError:
        return None
    return key if key.is_course else None


def parse_block(text: str) -> UsageKey | None:
    """Read the address of a block in a course run; None for anything else."""
    try:
        key = UsageKey.from_string(text)
    except InvalidKeyError:
        return None
    return key if course_of(key) is not None else None
