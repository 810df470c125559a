"""A course run of edx-platform, made with its own factories."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from common.djangoapps.student.models import CourseEnrollment, anonymous_id_for_user
from common.djangoapps.student.roles import CourseStaffRole
from common.djangoapps.student.tests.factories import UserFactory
from completion.models import BlockCompletion
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sites.models import Site
from django.core import mail
from django.test import RequestFactory
from edx_django_utils.cache import RequestCache
from lms.djangoapps.courseware.models import StudentModule
from opaque_keys.edx.keys import UsageKey
from openedx.core.djangoapps.content.course_overviews.models import CourseOverview
from openedx.core.djangoapps.user_api.accounts.utils import (
    create_retirement_request_and_deactivate_account,
)
from openedx.core.djangoapps.user_api.models import RetirementState, UserPreference
from xmodule.modulestore.django import modulestore
from xmodule.modulestore.tests.factories import BlockFactory, CourseFactory

from ment_xblock.platform.lms import LmsHost
from tests.contract.world import AGREEMENT, SentMail


class PlatformWorld:
    """See ``tests.contract.world.World``. Made inside a test case that isolates the modulestore."""

    def __init__(self) -> None:
        self.host = LmsHost()
        self.course = CourseFactory.create()
        self.key = self.course.id
        self.course_key = str(self.key)
        # Studio puts every course run that is published into this table.
        CourseOverview.get_from_id(self.key)
        chapter = BlockFactory.create(parent=self.course, category="chapter")
        self.subsection = BlockFactory.create(
            parent=chapter, category="sequential", graded=True, format="Homework"
        )
        self.unit = BlockFactory.create(parent=self.subsection, category="vertical")

    def user(self, user_id: int) -> Any:
        """The account, freshly read."""
        return get_user_model().objects.get(pk=user_id)

    def add_person(
        self,
        username: str,
        *,
        full_name: str = "",
        email: str = "",
        language: str = "",
        time_zone: str = "",
    ) -> int:
        user = UserFactory.create(username=username)
        # Past the model's checks: accounts without an address come from imports.
        get_user_model().objects.filter(pk=user.pk).update(email=email)
        user.profile.name = full_name
        user.profile.save()
        for key, value in (("pref-lang", language), ("time_zone", time_zone)):
            if value:
                UserPreference.objects.create(user=user, key=key, value=value)
        return int(user.pk)

    def enrol(self, user_id: int) -> None:
        CourseEnrollment.enroll(self.user(user_id), self.key)

    def put_in_cohort(self, user_id: int, name: str) -> None:
        # openedx/core/djangoapps/course_groups/cohorts.py, set_course_cohorted, is_cohort_exists, add_cohort,
        # get_cohort_by_name and add_user_to_cohort
        from openedx.core.djangoapps.course_groups import cohorts
        from openedx.core.djangoapps.course_groups.models import CourseCohort

        cohorts.set_course_cohorted(self.key, True)
        if not cohorts.is_cohort_exists(self.key, name):
            cohorts.add_cohort(self.key, name, CourseCohort.MANUAL)
        cohort = cohorts.get_cohort_by_name(self.key, name)
        cohorts.add_user_to_cohort(cohort, self.user(user_id).username)

    def leave(self, user_id: int) -> None:
        CourseEnrollment.unenroll(self.user(user_id), self.key)

    def make_staff(self, user_id: int) -> None:
        CourseStaffRole(self.key).add_users(self.user(user_id))

    def retire(self, user_id: int) -> None:
        RetirementState.objects.get_or_create(state_name="PENDING", state_execution_order=1)
        create_retirement_request_and_deactivate_account(self.user(user_id))

    def anonymous_id(self, user_id: int) -> str:
        return str(anonymous_id_for_user(self.user(user_id), self.key))

    def block(self, *, weight: float | None = 1.0) -> str:
        return self.add_block(AGREEMENT, metadata={"weight": weight})

    def add_block(self, block_type: str, **fields: Any) -> str:
        """Put one more published block into the unit; answers its usage key."""
        return str(BlockFactory.create(parent=self.unit, category=block_type, **fields).location)

    def completion(self, user_id: int, usage_key: str) -> float:
        found = BlockCompletion.objects.filter(
            user_id=user_id, block_key=UsageKey.from_string(usage_key)
        )
        return next((row.completion for row in found), 0.0)

    def states(self, usage_key: str) -> dict[int, Any]:
        """The learners' states of a block, read as "reset attempts" reads them."""
        rows = StudentModule.get_state_by_params(self.key, [UsageKey.from_string(usage_key)])
        return {row.student_id: json.loads(row.state) for row in rows}

    def marked(self, usage_key: str) -> set[int]:
        return {user_id for user_id, state in self.states(usage_key).items() if state}

    def mails(self) -> list[SentMail]:
        return [
            SentMail(sent.to[0], sent.subject, sent.body, sent.alternatives[0][0])
            for sent in mail.outbox
        ]


class LmsWorld(PlatformWorld):
    """The LMS's side: pages of the course, and the gradebook."""

    def open(self, usage_key: str, *, by: int | None, viewing_as: int | None = None) -> Any:
        username = self.user(viewing_as).username if viewing_as is not None else None
        return self.open_as(usage_key, by=by, role="student" if username else None, name=username)

    def open_as(
        self, usage_key: str, *, by: int | None, role: str | None, name: str | None = None
    ) -> Any:
        """Load the block as a handler's request does, with a masquerade in the session.

        Args:
            usage_key: the block.
            by: who makes the request; None for nobody.
            role: the role that staff chose to view as; None for no masquerade.
            name: username of a specific learner.
        """
        from lms.djangoapps.courseware.block_render import get_block_by_usage_id

        request = self.request_as(by, role=role, name=name)
        block, _context = get_block_by_usage_id(request, self.course_key, usage_key)
        return block

    def request_by(self, *, by: int | None, viewing_as: int | None = None) -> Any:
        username = self.user(viewing_as).username if viewing_as is not None else None
        return self.request_as(by, role="student" if username else None, name=username)

    def request_as(self, by: int | None, *, role: str | None, name: str | None = None) -> Any:
        """A request with a masquerade in its session; the arguments are those of ``open_as``."""
        from lms.djangoapps.courseware.masquerade import MASQUERADE_SETTINGS_KEY, CourseMasquerade

        request = self.request(by)
        if role is not None:
            chosen = CourseMasquerade(self.key, role=role, user_name=name)
            request.session[MASQUERADE_SETTINGS_KEY] = {self.key: chosen}
        RequestCache.clear_all_namespaces()
        return request

    def request(self, user_id: int | None) -> Any:
        """A request as the middleware leaves it."""
        request = RequestFactory().get("/")
        request.user = AnonymousUser() if user_id is None else self.user(user_id)
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        request.site = Site.objects.get_current()
        return request

    def gradebook(self, user_id: int, usage_key: str) -> tuple[float, float]:
        from lms.djangoapps.grades.api import CourseGradeFactory

        RequestCache.clear_all_namespaces()
        grade = CourseGradeFactory().read(self.user(user_id), course_key=self.key)
        earned, possible = grade.score_for_block(UsageKey.from_string(usage_key))
        return earned, possible


class StudioWorld(PlatformWorld):
    """Studio's side: previews of blocks."""

    def open(self, usage_key: str, *, by: int | None, viewing_as: int | None = None) -> Any:
        raise NotImplementedError("Studio has no pages of a course")

    def open_in_studio(self, usage_key: str, *, by: int | None) -> Any:
        from cms.djangoapps.contentstore.views.preview import _load_preview_block

        request = RequestFactory().get("/")
        request.user = AnonymousUser() if by is None else self.user(by)
        request.session = {}
        RequestCache.clear_all_namespaces()
        return _load_preview_block(request, modulestore().get_item(UsageKey.from_string(usage_key)))

    def gradebook(self, user_id: int, usage_key: str) -> tuple[float, float]:
        raise NotImplementedError("Studio has no gradebook")
