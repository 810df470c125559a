"""Learners leave, and other plugins hear of it: through the platform's own code."""

from __future__ import annotations

from common.djangoapps.student.models import CourseEnrollment
from django.core import serializers
from openedx.core.djangoapps.content.course_overviews.models import CourseOverview

from ment_xblock.domain.events import AgreementActivated
from ment_xblock.extensions.events import AGREEMENT_ACTIVATED
from ment_xblock.models import Agreement, Pairing
from tests.lms.test_instructor_tools import PairInTheLms


class TestLeaving(PairInTheLms):
    """Unenrolment: common/djangoapps/student/models/course_enrollment.py, CourseEnrollment.unenroll."""

    def test_the_partner_gets_a_mail_and_nothing_is_deleted(self):
        before = serializers.serialize("json", [*Pairing.objects.all(), *Agreement.objects.all()])
        with self.captureOnCommitCallbacks(execute=True):
            CourseEnrollment.unenroll(self.world.user(self.mario), self.world.key)
        (mail,) = self.world.mails()
        assert mail.to == "giulia@example.org"
        assert "mario" in mail.subject
        assert f"/courses/{self.world.course_key}/jump_to/" in mail.text
        after = serializers.serialize("json", [*Pairing.objects.all(), *Agreement.objects.all()])
        assert after == before
        assert self._grades() == [(2.0, 2.0), (2.0, 2.0)]

    def test_a_change_of_mode_is_no_leaving(self):
        with self.captureOnCommitCallbacks(execute=True):
            enrolment = CourseEnrollment.get_enrollment(self.world.user(self.mario), self.world.key)
            enrolment.change_mode("honor")
        assert self.world.mails() == []


class TestEvents(PairInTheLms):
    """What happened is told to other plugins and to the tracking log, as ids."""

    def test_a_signal_and_a_line_in_the_log(self):
        heard = []

        def listener(agreement, **_said):
            heard.append(agreement)

        event = AgreementActivated(self.world.course_key, self.pairing.pk, 1)
        AGREEMENT_ACTIVATED.connect(listener)
        try:
            with self.assertLogs("tracking", "INFO") as logged:
                self.world.host.announce(event)
        finally:
            AGREEMENT_ACTIVATED.disconnect(listener)
        assert heard == [event]
        (line,) = [one for one in logged.output if "ment.agreement.activated" in one]
        assert f'"pairing_id": {self.pairing.pk}' in line


class TestCourseEnd(PairInTheLms):
    """CourseOverview.end, openedx/core/djangoapps/content/course_overviews/models.py."""

    def test_the_end_is_the_one_of_the_course(self):
        assert self.world.host.course_end(self.world.course_key) is None
        CourseOverview.get_from_id(self.world.key)
        end = self.world.host.now().replace(microsecond=0)
        assert CourseOverview.objects.filter(pk=self.world.key).update(end=end) == 1
        assert self.world.host.course_end(self.world.course_key) == end
