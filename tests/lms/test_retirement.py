"""Accounts are retired by the platform's own views, and no trace of the person is left."""

from __future__ import annotations

import json

from common.djangoapps.student.tests.factories import SuperuserFactory
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import serializers
from django.test import Client
from django.urls import reverse
from openedx.core.djangoapps.oauth_dispatch.jwt import create_jwt_for_user
from openedx.core.djangoapps.user_api.models import RetirementState, UserRetirementStatus

from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, HelpRequest, Pairing, Participant, PrivateNote
from tests.lms.programme import AGREEMENT, DASHBOARD, FIRM, JOURNAL, THINKS, ProgrammeInTheLms
from tests.lms.test_instructor_tools import PairInTheLms

NAME = "Mario Tessarin"
SECRET = "The river has a secret"


class Retiring:
    """openedx/core/djangoapps/user_api/accounts/views.py: LMSAccountRetirementView, then AccountRetirementView."""

    def request_retirement(self, user):
        states = [
            RetirementState.objects.get_or_create(
                state_name=name, state_execution_order=order, is_dead_end_state=False
            )[0]
            for order, name in enumerate(("PENDING", "RETIRING_LMS"), start=1)
        ]
        status = UserRetirementStatus.create_retirement(user)
        status.current_state = status.last_state = states[-1]
        status.save()

    def post(self, view):
        answer = Client().post(
            reverse(view),
            json.dumps({"username": "mario"}),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"JWT {create_jwt_for_user(SuperuserFactory.create())}",
        )
        assert answer.status_code == 204, answer.content


class TestRetirement(Retiring, PairInTheLms):
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
        self.request_retirement(user)

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
        self.post("accounts_retire_misc")
        self._check()
        self.post("accounts_retire_misc")
        self.post("accounts_retire")
        self._check()

    def test_the_last_step_alone_does_it_too(self):
        """The profile is empty by then; the names come from the request."""
        self.post("accounts_retire")
        self._check()
        assert not get_user_model().objects.filter(username="mario").exists()


class TestRetirementAfterEverything(Retiring, ProgrammeInTheLms):
    """Mario has used every block, and Giulia and Chiara have written about him by name."""

    def setUp(self):
        super().setUp()
        self.whole_story()
        about = {"pairing": self.pairing.pk}
        self.meet(ago=1, tried=f"Mario tried it, and {NAME} was glad.")
        meeting = self.meet(ago=2)
        self.do("mario", JOURNAL, "reflect", reflection=SECRET, session=meeting, **about)
        self.do("mario", JOURNAL, "ring_me", text=SECRET, **about)
        self.do(
            "chiara", DASHBOARD, "add_note", note=f"Rang {NAME}: all well.", back="today", **about
        )
        change = {"section": "tasks", "fields": "task1_evidence", "task1_evidence": SECRET}
        self.pairing.refresh_from_db()
        revision = str(self.pairing.revision)
        self.do(
            "mario",
            AGREEMENT,
            "save_section",
            revision=revision,
            new_version="true",
            **about,
            **change,
        )
        self.request_retirement(self.world.user(self.ids["mario"]))

    def stored(self):
        tables = apps.get_app_config("ment_xblock").get_models()
        rows = [row for table in tables for row in table.objects.order_by("pk")]
        return serializers.serialize("json", rows)

    def test_no_trace_is_left_and_the_partner_keeps_what_is_hers(self):
        assert {SECRET, "Mario", FIRM, THINKS} <= {
            word for word in (SECRET, "Mario", FIRM, THINKS) if word in self.stored()
        }
        before = {one: self.grade("giulia", one) for one in self.blocks if one != DASHBOARD}
        for view in ("accounts_retire_misc", "accounts_retire"):
            self.post(view)
            stored = self.stored()
            for word in (SECRET, "Mario", "mario", NAME):
                assert word not in stored, (view, word)
        assert THINKS in stored
        assert {one: self.grade("giulia", one) for one in before} == before
        for block_type in self.blocks:
            for name in ("giulia", "chiara"):
                answer = self.page(name, block_type)
                assert answer.status_code == 200
                assert b"Mario" not in answer.content, (name, block_type)
