"""Two at the same moment, on a database that has row locks; skipped on SQLite."""

from __future__ import annotations

import json
from functools import partial
from threading import Barrier, Thread

import pytest
from common.djangoapps.student.tests.factories import UserFactory
from django.db import connection, connections
from django.test import TransactionTestCase
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.courseware.user_state_client import DjangoXBlockUserStateClient
from opaque_keys.edx.keys import UsageKey

from ment_xblock.platform.lms import LmsHost
from ment_xblock.platform.ports import BlockRef
from tests.contract.world import AGREEMENT

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no row locks")

COURSE = "course-v1:Ment+RM101+race"
ROUNDS = 40


def together(*acts):
    """Run acts in threads that begin at the same moment; answers the errors."""
    barrier, errors = Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


class TestMarks(TransactionTestCase):
    """A mark is made once, and never at the cost of a state."""

    databases = {"default", "student_module_history"}

    def setUp(self):
        super().setUp()
        self.user = UserFactory.create(username="mario")

    def _block(self, number):
        usage_key = f"block-v1:Ment+RM101+race+type@{AGREEMENT}+block@number{number}"
        return BlockRef(usage_key, COURSE, AGREEMENT), UsageKey.from_string(usage_key)

    def test_two_marks_make_one_row(self):
        for number in range(ROUNDS):
            block, key = self._block(number)
            errors = together(*[partial(self._mark, block)] * 3)
            assert errors == []
            (row,) = StudentModule.objects.filter(module_state_key=key)
            assert json.loads(row.state) == {"taking_part": True}

    def test_a_state_that_is_saved_meanwhile_stays(self):
        for number in range(ROUNDS):
            block, key = self._block(number)
            errors = together(partial(self._mark, block), partial(self._save_state, key))
            assert errors == []
            (row,) = StudentModule.objects.filter(module_state_key=key)
            assert json.loads(row.state)["override"] == 0.25

    def _mark(self, block):
        LmsHost().save_marker(user_id=self.user.pk, block=block)

    def _save_state(self, key):
        client = DjangoXBlockUserStateClient(self.user)
        client.set(self.user.username, key, {"override": 0.25})
