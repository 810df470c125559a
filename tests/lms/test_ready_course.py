"""The grade of the ready course, worked out by the platform's own grader for each role."""

from __future__ import annotations

import io
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import UserFactory
from lms.djangoapps.grades.api import CourseGradeFactory
from xmodule.contentstore.django import contentstore
from xmodule.modulestore.tests.django_utils import ModuleStoreTestCase
from xmodule.modulestore.xml_importer import import_course_from_xml

from ment_xblock.domain.people import Role
from ment_xblock.models import Participant, Profile, Programme
from ment_xblock.platform.lms import LmsHost
from ment_xblock.selectors.credit_facts import credit_of, graded_block_types
from ment_xblock.services.credit import credit_role
from tools.course import pack
from tools.course_olx import course_files


class TestGradeOfTheReadyCourse(ModuleStoreTestCase):
    """A mentor, a mentee and an owner; nobody has opened a page yet."""

    def setUp(self):
        super().setUp()
        self.host = LmsHost()
        with TemporaryDirectory() as folder:
            with tarfile.open(fileobj=io.BytesIO(pack(course_files("en")))) as packed:
                packed.extractall(Path(folder), filter="data")
            (course,) = import_course_from_xml(
                self.store,
                self.user.id,
                folder,
                ["course"],
                target_id=self.store.create_course("School", "M1", "autumn", self.user.id).id,
                static_content_store=contentstore(),
                raise_on_failure=True,
            )
        course.start = datetime(2026, 1, 1, tzinfo=UTC)
        self.store.update_item(course, self.user.id)
        self.course = self.store.get_course(course.id)
        self.key = str(course.id)
        self.programme = Programme.objects.create(course_key=self.key, created_at=self.host.now())

    def join(self, username: str, role: Role, *, owns_firm: bool = False) -> Participant:
        user = UserFactory.create(username=username)
        CourseEnrollment.enroll(user, self.course.id)
        now = self.host.now()
        participant = Participant.objects.create(
            programme=self.programme, user=user, role=role, created_at=now
        )
        if owns_firm:
            Profile.objects.create(participant=participant, is_boss=True, updated_at=now)
        with self.captureOnCommitCallbacks(execute=True):
            credit_role(host=self.host, participant_id=participant.pk)
        return participant

    def earn(self, participant: Participant, *types: str) -> None:
        """Full credit in all blocks of some types that are for this person."""
        for block_type in types:
            for block in self.host.blocks(self.key, block_type):
                if credit_of(participant, block).possible:
                    self.host.publish_grade(
                        user_id=participant.user_id, block=block, earned=1.0, possible=1.0
                    )

    def grade(self, participant: Participant) -> float:
        return CourseGradeFactory().update(participant.user, self.course).percent

    def test_each_role_reaches_everything_and_no_more(self):
        for participant in (
            self.join("giulia", Role.MENTOR),
            self.join("mario", Role.MENTEE),
            self.join("ada", Role.MENTEE, owns_firm=True),
        ):
            assert self.grade(participant) == 0
            self.earn(participant, "ment_training")
            assert self.grade(participant) == 0.3, participant.user.username
            self.earn(participant, "ment_agreement")
            assert self.grade(participant) == 0.5
            self.earn(participant, "ment_journal")
            assert self.grade(participant) == 0.8
            self.earn(participant, *graded_block_types())
            grade = CourseGradeFactory().update(participant.user, self.course)
            assert grade.percent == 1
            assert grade.passed
