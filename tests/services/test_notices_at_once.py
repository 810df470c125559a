"""Two runs at the very same moment, in real transactions, send each mail once."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from ment_xblock.mails import send_due_mails
from ment_xblock.models import Notice
from ment_xblock.services import notice_rows
from tests.services.at_once import at_once, crowd
from tests.services.clock import go_to_thursday

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def few_units(without_surveys):
    """Mails about questions would only be more of the same."""


JUNIORS, SENIORS = ("giulia", "piotr", "lena"), ("mario", "anna", "tomas")


class SlowPost:
    """A host whose post takes a moment, so that runs overlap."""

    def __init__(self, world):
        self.world = world
        self.sent = []

    def __getattr__(self, name):
        return getattr(self.world.host, name)

    def send_mail(self, *, user_id, course_key, mail):
        time.sleep(0.002)
        self.sent.append((user_id, mail.kind))


def test_three_runs_at_once_send_each_mail_once_twenty_times(world):
    go_to_thursday(world, hour=10)
    for mentor, mentee in zip(JUNIORS, SENIORS, strict=True):
        world.pair(mentor, mentee)
    host = SlowPost(world)
    with crowd(3) as threads:
        for _ in range(20):
            Notice.objects.all().delete()
            host.sent.clear()
            results = at_once(*[partial(send_due_mails, host=host)] * 3, people=threads)
            assert [one for one in results if isinstance(one, Exception)] == []
            assert sum(one.sent for one in results) == 6
            assert set(Counter(host.sent).values()) == {1}
            assert sum(one.failed for one in results) == 0
            assert set(Notice.objects.values_list("state", "attempts")) == {("sent", 1)}


def test_of_two_who_take_over_a_failed_mail_one_gets_it(world):
    go_to_thursday(world, hour=10)
    world.pair()
    send_due_mails(host=SlowPost(world))
    now = world.host.now()
    (first, *_rest) = Notice.objects.values_list("key", flat=True)
    with crowd(2) as threads:
        for _ in range(50):
            Notice.objects.update(state="failed", attempts=1, held_until=now - timedelta(minutes=1))
            claims = at_once(*[partial(notice_rows.claim, first, now)] * 2, people=threads)
            assert sorted(claims) == [False, True]
