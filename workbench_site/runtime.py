"""The workbench's runtime, grown into a small LMS: real people, kept grades, one course."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.urls import reverse
from django.utils.functional import cached_property
from workbench.runtime import WorkbenchRuntime
from xblock.core import XBlock
from xblock.runtime import KvsFieldData

from ment_xblock.platform.local import LocalHost
from workbench_site.course_run import CourseRun, published_course
from workbench_site.field_store import FieldStore
from workbench_site.models import Grade
from workbench_site.people import is_course_staff, user_of
from workbench_site.visit import Visit


class SiteRuntime(WorkbenchRuntime):
    """Runs blocks for one visit.

    Args:
        student: username of the person; None to load blocks for nobody, as the platform itself does.
        viewed_by: username of the course staff who look at the course as that person.
        lang: language that the addresses of handlers carry on.
        is_author_mode: blocks are edited, as in Studio: course staff may change them, and nobody earns a grade.
        course: the course run; the site's own when left out.
    """

    def __init__(
        self,
        student: str | None = None,
        *,
        viewed_by: str = "",
        lang: str = "",
        is_author_mode: bool = False,
        course: CourseRun | None = None,
    ) -> None:
        self.visit = Visit(student or "", viewed_by, lang)
        self.is_author_mode = is_author_mode
        self._for_nobody = student is None
        super().__init__()
        self.course = course or published_course()
        self.id_reader = self.id_generator = self.course.ids
        self._services["field-data"] = KvsFieldData(self._field_store())

    @classmethod
    def of(cls, visit: Visit, *, is_author_mode: bool = False) -> SiteRuntime:
        """Make a runtime for whom an address stands for."""
        return cls(
            visit.student,
            viewed_by=visit.viewed_by,
            lang=visit.lang,
            is_author_mode=is_author_mode,
        )

    @cached_property
    def user(self) -> AbstractUser | AnonymousUser:
        """The person; see ``user_of`` for staff who view as somebody."""
        return user_of(self.visit)

    @property
    def user_id(self) -> str | None:
        """Username of the person, which is what blocks keep their state by; None for nobody."""
        return self.user.username or None

    @user_id.setter
    def user_id(self, value: object) -> None:
        """The workbench sets it; it is the visit that decides."""

    def publish(self, block: XBlock, event_type: str, event_data: dict[str, Any]) -> None:
        """Record a block's own grade or completion event, for the person alone, as the LMS does.

        Args:
            block: where it comes from.
            event_type: ``"grade"`` and ``"completion"`` count, others do not.
            event_data: what the XBlock standard says; a ``user_id`` in it is ignored.
        """
        if self.is_author_mode or not self._acts_as_oneself():
            return
        if event_type == "grade":
            self._record_grade(block, event_data)
        elif event_type == "completion":
            self._record_completion(block, event_data["completion"])

    def handler_url(
        self,
        block: XBlock,
        handler_name: str,
        suffix: str = "",
        query: str = "",
        thirdparty: bool = False,
    ) -> str:
        """The address of a handler, which carries the visit on.

        Raises:
            ValueError: the block has no such handler.
        """
        if not getattr(getattr(block, handler_name, None), "_is_xblock_handler", False):
            raise ValueError(f"{handler_name!r} is not a handler name")
        name = "studio_handler" if self.is_author_mode else "handler"
        path = reverse(
            "unauth_handler" if thirdparty else name,
            args=[str(block.scope_ids.usage_id), handler_name, suffix],
        )
        asked = "&".join(filter(None, ["" if thirdparty else self.visit.query, query]))
        return f"{path}?{asked}" if asked else path

    def applicable_aside_types(self, _block: XBlock) -> list[str]:
        """None: the course has no asides."""
        return []

    def _patch_xblock(self, block: XBlock) -> None:
        """Leave the block as it is; the workbench would hang mock objects on it for old blocks."""

    def _acts_as_oneself(self) -> bool:
        return self.user.is_authenticated and not hasattr(self.user, "real_user")

    def _field_store(self) -> FieldStore:
        is_author = self.is_author_mode and is_course_staff(self.user)
        return FieldStore(
            self.course.fields,
            self.user_id or "",
            may_author=is_author or self._for_nobody,
            keeps_state=self._acts_as_oneself() and not self.is_author_mode,
        )

    def _record_grade(self, block: XBlock, event: dict[str, Any]) -> None:
        host = LocalHost()
        ref = host.block_ref(block)
        earned, possible = float(event["value"]), float(event["max_value"])
        if event.get("only_if_higher") and self._has_better(ref.usage_key, earned, possible):
            return
        host.publish_grade(user_id=self.user.pk, block=ref, earned=earned, possible=possible)
        if not getattr(block, "has_custom_completion", False):
            self._record_completion(block, 1.0)

    def _has_better(self, usage_key: str, earned: float, possible: float) -> bool:
        kept = Grade.objects.filter(user_id=self.user.pk, usage_key=usage_key).first()
        return kept is not None and kept.earned * possible > earned * kept.possible

    def _record_completion(self, block: XBlock, completion: float) -> None:
        host = LocalHost()
        host.publish_completion(
            user_id=self.user.pk, block=host.block_ref(block), completion=completion
        )
