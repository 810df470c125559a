"""Learners leave, accounts are retired, and other plugins hear of it: through the platform's own code."""

from __future__ import annotations

import json

from common.djangoapps.student.models import CourseEnrollment
from common.djangoapps.student.tests.factories import SuperuserFactory
from django.contrib.auth import get_user_model
from django.core import serializers
from django.test import Client
from django.urls import reverse
from openedx.core.djangoapps.content.course_overviews.models import CourseOverview
from openedx.core.djangoapps.oauth_dispatch.jwt import create_jwt_for_user
from openedx.core.djangoapps.user_api.models import RetirementState, UserRetirementStatus

from ment_xblock.domain.events import AgreementActivated
from ment_xblock.domain.pairing import State
from ment_xblock.extensions.events import AGREEMENT_ACTIVATED
from ment_xblock.models import Agreement, HelpRequest, Pairing, Participant, PrivateNote
from tests.lms.test_instructor_tools import PairInTheLms

NAME = "Mario Tessarin"
SECRET = "The river has a secret"


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


class TestRetirement(PairInTheLms):
    """openedx/core/djangoapps/user_api/accounts/views.py: LMSAccountRetirementView, then AccountRetirementView."""

    def setUp(self):
        super().setUp()
        user = self.world.user(self.mario)
        user.profile.name = NAME
        user.profile.save()
        mentor, mentee = self.pairing.mentor, self.pairing.mentee
        Agreement.objects.update(
            values={"senior_gives": SECRET, "mentor_goal": f"Explain it to {NAME} and Mario"},
            touches={"senior_gives": [1, mentee.pk], "mentor_goal": [1, mentor.pk]},
        )
        HelpRequest.objects.create(
            pairing=self.pairing,
            participant=mentee,
            kind=HelpRequest.Kind.REMATCH,
            text=SECRET,
            created_at=self.world.host.now(),
        )
        PrivateNote.objects.create(
            programme=self.pairing.programme,
            user=user,
            usage_key=self.usage_key,
            activity="a",
            field="text",
            text=SECRET,
            updated_at=self.world.host.now(),
        )
        self._request_retirement(user)

    def _request_retirement(self, user):
        states = [
            RetirementState.objects.get_or_create(
                state_name=name, state_execution_order=order, is_dead_end_state=False
            )[0]
            for order, name in enumerate(("PENDING", "RETIRING_LMS"), start=1)
        ]
        status = UserRetirementStatus.create_retirement(user)
        status.current_state = status.last_state = states[-1]
        status.save()

    def _post(self, view):
        answer = Client().post(
            reverse(view),
            json.dumps({"username": "mario"}),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"JWT {create_jwt_for_user(SuperuserFactory.create())}",
        )
        assert answer.status_code == 204, answer.content

    def _stored(self):
        tables = (Participant, Pairing, Agreement, HelpRequest, PrivateNote)
        return serializers.serialize("json", [row for one in tables for row in one.objects.all()])

    def _check(self):
        stored = self._stored()
        for word in (SECRET, "Mario", "mario", "Tessarin"):
            assert word not in stored
        assert "Explain it to" in stored
        self.pairing.refresh_from_db()
        assert self.pairing.state == State.ENDED
        assert self.pairing.mentee.user is None
        assert self._grades()[0] == (2.0, 2.0)

    def test_both_steps_leave_no_trace_of_the_name(self):
        assert SECRET in self._stored()
        self._post("accounts_retire_misc")
        self._check()
        self._post("accounts_retire_misc")
        self._post("accounts_retire")
        self._check()

    def test_the_last_step_alone_does_it_too(self):
        """The profile is empty by then; the names come from the request."""
        self._post("accounts_retire")
        self._check()
        assert not get_user_model().objects.filter(username="mario").exists()


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
