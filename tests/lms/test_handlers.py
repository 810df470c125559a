"""Every handler through the addresses of the LMS, by people whom it must not serve, and what the LMS logs of it."""

from __future__ import annotations

import json

from django.test import Client
from django.urls import reverse
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.courseware.tests.helpers import MasqueradeMixin
from openedx.core.lib.url_utils import quote_slashes

from ment_xblock.blocks.agreement import AgreementXBlock
from ment_xblock.blocks.entry_points import entry_points
from ment_xblock.models import Agreement, Pairing, Participant, Programme, Signature
from tests.lms.test_instructor_tools import PairInTheLms

ADDRESSES = ("xblock_handler", "xblock_handler_noauth")
PASSWORD = "Password1234"


class HandlersInTheLms(MasqueradeMixin, PairInTheLms):
    """Calls handlers over HTTP."""

    def setUp(self):
        super().setUp()
        self.course = self.world.course
        self.client = Client()
        self.nora = self.world.add_person("nora", email="nora@example.org")

    def sign_in(self, user_id):
        user = self.world.user(user_id)
        user.set_password(PASSWORD)
        user.save()
        assert self.client.login(username=user.username, password=PASSWORD)

    def call(self, name, method, *, address="xblock_handler", data=None, **extra):
        path = reverse(
            address,
            kwargs={
                "course_id": self.world.course_key,
                "usage_id": quote_slashes(self.usage_key),
                "handler": name,
            },
        )
        if method == "GET":
            return self.client.get(path)
        body = json.dumps(data or {"pairing": self.pairing.pk})
        return self.client.post(path, body, content_type="application/json", **extra)

    def everything(self):
        """All that could have been changed."""
        tables = (Programme, Participant, Pairing, Agreement, Signature)
        rows = [list(table.objects.order_by("pk").values()) for table in tables]
        states = StudentModule.objects.filter(module_state_key=self.location)
        return rows, list(states.order_by("pk").values("student", "state", "grade"))

    def refused(self, statuses):
        before = self.everything()
        for point in entry_points(AgreementXBlock):
            for address in ADDRESSES:
                answer = self.call(point.name, point.method, address=address)
                assert answer.status_code in statuses, (point.name, address, answer.status_code)
                assert b"Mario" not in answer.content
        assert self.everything() == before


class TestStrangers(HandlersInTheLms):
    """Who has no business in the course gets nothing."""

    def test_nobody(self):
        self.refused({401, 403})

    def test_somebody_who_is_not_enrolled(self):
        self.sign_in(self.nora)
        self.refused({403})

    def test_somebody_who_left(self):
        self.world.leave(self.mario)
        self.sign_in(self.mario)
        self.refused({403})


class TestViewingAsLearner(HandlersInTheLms):
    """Staff who view as a learner change nothing."""

    def _posts(self):
        points = [point for point in entry_points(AgreementXBlock) if point.method == "POST"]
        assert points
        return points

    def _writes_nothing(self):
        before = self.everything()
        for point in self._posts():
            for address in ADDRESSES:
                answer = self.call(point.name, "POST", address=address)
                assert answer.status_code == 403, (point.name, address)
        assert self.everything() == before

    def test_as_mario(self):
        self.sign_in(self.chiara)
        self.update_masquerade(username="mario")
        self._writes_nothing()

    def test_as_any_learner(self):
        self.sign_in(self.chiara)
        self.update_masquerade(role="student")
        self._writes_nothing()


class TestTrackingLog(HandlersInTheLms):
    """What people type is not in the log of the platform."""

    def _typed(self, content_type):
        self.sign_in(self.giulia)
        path_data = {"pairing": self.pairing.pk, "section": "tasks", "task1_words": "haselnuss"}
        with self.assertLogs("tracking", "INFO") as logged:
            if content_type == "application/json":
                self.call("save_section", "POST", data=path_data)
            else:
                self.client.post(
                    reverse(
                        "xblock_handler",
                        kwargs={
                            "course_id": self.world.course_key,
                            "usage_id": quote_slashes(self.usage_key),
                            "handler": "save_section",
                        },
                    ),
                    path_data,
                )
        return "\n".join(logged.output)

    def test_a_json_body_stays_out(self):
        log = self._typed("application/json")
        assert "save_section" in log
        assert "haselnuss" not in log

    def test_a_form_would_be_in_it(self):
        """Shows that the test above looks at the right place."""
        assert "haselnuss" in self._typed("application/x-www-form-urlencoded")
