"""The contract suite for the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import RequestFactory, TestCase

from ment_xblock.platform.local import LocalHost, anonymous_id_of
from tests.contract.course_promises import ActorPromises, BlockPromises, PeoplePromises
from tests.contract.page_promises import PagePromises
from tests.contract.record_promises import RecordPromises
from tests.contract.studio_promises import StudioPromises
from tests.contract.world import AGREEMENT, SentMail
from workbench_site.course import COURSE_KEY
from workbench_site.models import Completion, CourseStaff, Enrolment, Grade, Marker, Profile
from workbench_site.runtime import SiteRuntime
from workbench_site.visit import Visit


class LocalWorld:
    """See ``tests.contract.world.World`` and ``tests.contract.studio_promises.Studio``."""

    def __init__(self) -> None:
        self.host = LocalHost()
        self.course_key = COURSE_KEY

    def add_person(
        self,
        username: str,
        *,
        full_name: str = "",
        email: str = "",
        language: str = "",
        time_zone: str = "",
    ) -> int:
        first_name, _space, last_name = full_name.partition(" ")
        user = get_user_model().objects.create(
            username=username, email=email, first_name=first_name, last_name=last_name
        )
        Profile.objects.create(user=user, language=language, time_zone=time_zone)
        return user.pk

    def enrol(self, user_id: int) -> None:
        Enrolment.objects.create(course_key=COURSE_KEY, user_id=user_id)

    def put_in_cohort(self, user_id: int, name: str) -> None:
        Enrolment.objects.filter(course_key=COURSE_KEY, user_id=user_id).update(cohort=name)

    def leave(self, user_id: int) -> None:
        Enrolment.objects.filter(user_id=user_id).update(is_active=False)

    def make_staff(self, user_id: int) -> None:
        CourseStaff.objects.create(course_key=COURSE_KEY, user_id=user_id)

    def retire(self, user_id: int) -> None:
        get_user_model().objects.filter(pk=user_id).update(is_active=False)

    def anonymous_id(self, user_id: int) -> str:
        return anonymous_id_of(user_id)

    def block(self, *, weight: float | None = 1.0) -> str:
        runtime = SiteRuntime()
        (block,) = (
            block
            for block in runtime.course.blocks(runtime)
            if block.scope_ids.block_type == AGREEMENT
        )
        block.weight = weight
        block.save()
        return block.scope_ids.usage_id

    def open(self, usage_key: str, *, by: int | None, viewing_as: int | None = None) -> Any:
        if viewing_as is None:
            runtime = SiteRuntime(self._username(by))
        else:
            runtime = SiteRuntime(self._username(viewing_as), viewed_by=self._username(by))
        return runtime.get_block(usage_key)

    def request_by(self, *, by: int | None, viewing_as: int | None = None) -> Any:
        request = RequestFactory().get("/")
        names = (self._username(by), self._username(viewing_as))
        request.visit = Visit(*names[:1]) if viewing_as is None else Visit(names[1], names[0])
        return request

    def open_in_studio(self, usage_key: str, *, by: int | None) -> Any:
        return SiteRuntime(self._username(by), is_author_mode=True).get_block(usage_key)

    def gradebook(self, user_id: int, usage_key: str) -> tuple[float, float]:
        weight = self.host.block_ref(self.open(usage_key, by=None)).weight
        grade = Grade.objects.filter(user_id=user_id, usage_key=usage_key).first()
        if grade is None:
            return 0.0, weight
        return grade.earned * weight, grade.possible * weight

    def completion(self, user_id: int, usage_key: str) -> float:
        rows = Completion.objects.filter(user_id=user_id, usage_key=usage_key)
        return next((row.completion for row in rows), 0.0)

    def marked(self, usage_key: str) -> set[int]:
        rows = Marker.objects.filter(usage_key=usage_key)
        return set(rows.values_list("user_id", flat=True))

    def mails(self) -> list[SentMail]:
        return [
            SentMail(sent.to[0], sent.subject, sent.body, sent.alternatives[0][0])
            for sent in mail.outbox
        ]

    @staticmethod
    def _username(user_id: int | None) -> str:
        return "" if user_id is None else get_user_model().objects.get(pk=user_id).username


class OnTheWorkbench(TestCase):
    """A world on the workbench."""

    def setUp(self) -> None:
        super().setUp()
        self.world = LocalWorld()


class TestPeople(PeoplePromises, OnTheWorkbench):
    """People of the workbench."""


class TestActors(ActorPromises, OnTheWorkbench):
    """The acting person on the workbench."""


class TestBlocks(BlockPromises, OnTheWorkbench):
    """Blocks of the workbench's course."""


class TestPages(PagePromises, OnTheWorkbench):
    """Pages outside a unit on the workbench."""


class TestRecords(RecordPromises, OnTheWorkbench):
    """What the workbench keeps for a learner."""


class TestStudio(StudioPromises, OnTheWorkbench):
    """The workbench's page for authors."""
