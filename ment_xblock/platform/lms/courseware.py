"""Blocks of a course run: what they are, where they are, and the link to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import Http404
from opaque_keys.edx.keys import CourseKey, UsageKey

from ment_xblock.platform.lms import keys
from ment_xblock.platform.lms.actors import reader
from ment_xblock.platform.ports import BlockRef


def block_ref(block: Any) -> BlockRef:
    """The address of a loaded block; its class names in ``credit_settings`` what credit depends on."""
    usage_key = block.scope_ids.usage_id
    course = keys.course_of(usage_key)
    if course is not None:
        usage_key = usage_key.map_into_course(course)
    weight = getattr(block, "weight", None)
    return BlockRef(
        usage_key=str(usage_key),
        course_key="" if course is None else str(course),
        block_type=block.scope_ids.block_type,
        weight=1.0 if weight is None else float(weight),
        settings={name: getattr(block, name) for name in getattr(block, "credit_settings", ())},
        name=getattr(block, "display_name", None) or "",
    )


def blocks(course_key: str, *block_types: str) -> tuple[BlockRef, ...]:
    """All published blocks of these types in the course run, read once in a request."""
    course = keys.parse_course(course_key)
    if course is None:
        return ()
    return tuple(ref for block_type in block_types for ref in _remembered(course, block_type))


def _remembered(course: CourseKey, block_type: str) -> tuple[BlockRef, ...]:
    # edx_django_utils/cache/utils.py, RequestCache: emptied between requests and between Celery tasks
    from edx_django_utils.cache import RequestCache

    cache = RequestCache("ment_xblock.blocks")
    remembered = cache.get_cached_response((str(course), block_type))
    if remembered.is_found:
        return tuple(remembered.value)
    found = _published(course, block_type)
    cache.set((str(course), block_type), found)
    return found


def open_block(request: Any, usage_key: str) -> Any | None:
    """Load a block for whom ``visitor`` names; None where it is not open to them, or there is none."""
    block = keys.parse_block(usage_key)
    course = keys.course_of(block)
    if block is None or course is None:
        return None
    # lms/djangoapps/courseware/block_render.py, get_block_by_usage_id: binds the block to the reader, and raises Http404 for
    # a block that does not exist or is not open to them. Like views/views.py, render_xblock, we hand over the learner whom
    # staff view as: it would not find the masquerade a second time in one request.
    from lms.djangoapps.courseware.block_render import get_block_by_usage_id

    if not request.user.is_authenticated:
        return None
    asking = request.user
    request.user = reader(request, course)
    try:
        if not _is_released(request.user, block, course):
            return None
        found, _tracking_context = get_block_by_usage_id(request, str(course), usage_key)
    except Http404:
        return None
    finally:
        request.user = asking
    return found


def _is_released(user: Any, block: UsageKey, course: CourseKey) -> bool:
    # lms/djangoapps/courseware/access.py, has_access, asked of the block as it is stored: once it is bound to a learner, it
    # does not know any more what it inherits from its unit, such as "hidden from learners" (edx_when/field_data.py,
    # DateLookupFieldData.default), since learners come to it through the unit. They come to our pages without one.
    from lms.djangoapps.courseware.access import has_access
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    try:
        stored = modulestore().get_item(block)
    except ItemNotFoundError:
        return False
    return bool(has_access(user, "load", stored, course))


def course_end(course_key: str) -> datetime | None:
    """When the course run ends; None where no end is set, or there is no such course run."""
    course = keys.parse_course(course_key)
    if course is None:
        return None
    # openedx/core/djangoapps/content/course_overviews/models.py, CourseOverview.end: asked of the table, which Studio
    # keeps up to date on every publication; a course run that is not in it is not read from the course store for this
    from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

    end: datetime | None = (
        CourseOverview.objects.filter(pk=course).values_list("end", flat=True).first()
    )
    return end


def course_names(course_keys: Iterable[str]) -> dict[str, str]:
    """What the given course runs are called, by key, in one query; those without a name are left out."""
    courses = {text: key for text in course_keys if (key := keys.parse_course(text)) is not None}
    # openedx/core/djangoapps/content/course_overviews/models.py, CourseOverview.display_name: asked of the table, as above
    from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

    rows = CourseOverview.objects.filter(pk__in=courses.values())
    names = {str(key): (name or "").strip() for key, name in rows.values_list("pk", "display_name")}
    return {text: names[str(key)] for text, key in courses.items() if names.get(str(key))}


def advanced_modules(course_key: str) -> tuple[str, ...]:
    """The kinds of blocks that the course's author has switched on; empty where there is no such course run."""
    course = keys.parse_course(course_key)
    if course is None:
        return ()
    # xmodule/modulestore/mixed.py, get_course, which answers None for a course run that is not there; and
    # xmodule/course_block.py, CourseFields.advanced_modules. A course overview does not have them.
    from xmodule.modulestore.django import modulestore

    found = modulestore().get_course(course)
    return tuple(getattr(found, "advanced_modules", None) or ())


def unit_url(usage_key: str) -> str:
    """A link that brings a person to the block in the course; empty where there is none."""
    block = keys.parse_block(usage_key)
    course = keys.course_of(block)
    if block is None or course is None:
        return ""
    # lms/urls.py, jump_to; cms/djangoapps/contentstore/utils.py, get_lms_link_for_item, builds it the same way
    root = _root_url(course)
    return f"{root}/courses/{course}/jump_to/{block.map_into_course(course)}" if root else ""


def site_url(course_key: str, path: str) -> str:
    """The full address of a path of the LMS."""
    course = keys.parse_course(course_key)
    return f"{_root_url(course)}{path}" if course is not None else path


def _root_url(course: CourseKey) -> str:
    # openedx/core/djangoapps/site_configuration/helpers.py, get_value_for_org: asked by organisation, so that a job
    # without a request finds the right site too.
    from openedx.core.djangoapps.site_configuration.helpers import get_value_for_org

    default = keys.platform_settings.LMS_ROOT_URL
    return str(get_value_for_org(course.org, "LMS_ROOT_URL", default) or "")


def _published(course: CourseKey, block_type: str) -> tuple[BlockRef, ...]:
    # xmodule/modulestore/mixed.py, branch_setting and get_items; xmodule/modulestore/split_mongo/split.py, get_items.
    # Studio and the preview site would read drafts otherwise. A course run that was deleted raises ItemNotFoundError.
    from xmodule.modulestore import ModuleStoreEnum
    from xmodule.modulestore.django import modulestore
    from xmodule.modulestore.exceptions import ItemNotFoundError

    store = modulestore()
    with store.branch_setting(ModuleStoreEnum.Branch.published_only, course):
        try:
            found = store.get_items(
                course, qualifiers={"category": block_type}, include_orphans=False
            )
        except ItemNotFoundError:
            return ()
        return tuple(sorted((block_ref(block) for block in found), key=lambda ref: ref.usage_key))
