"""The command that cron runs, and the task for sites that have a clock of Celery's."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from ment_xblock.platform.jobs import run_job
from tests.services.clock import go_to_thursday
from tests.services.test_notices import Broken


@pytest.fixture
def morning(world, without_surveys, monkeypatch):
    go_to_thursday(world, hour=10)
    monkeypatch.setattr(
        "ment_xblock.management.commands.ment_send_due.current_host", lambda: world.host
    )
    return world


def run(**options) -> str:
    out = StringIO()
    call_command("ment_send_due", stdout=out, **options)
    return out.getvalue()


def test_it_says_in_one_line_what_became_of_the_mails(morning):
    assert run() == "0 sent, 0 failed, 0 not wanted, 0 wait for the end of quiet hours\n"
    morning.pair()
    assert run().startswith("2 sent, 0 failed")
    assert run().startswith("0 sent, 0 failed")
    assert len(mail.outbox) == 2


def test_it_can_be_for_one_course_run(morning):
    morning.pair()
    assert run(course="course-v1:Else+where+1").startswith("0 sent")
    assert run(course=morning.course_key).startswith("2 sent")


def test_it_ends_with_an_error_when_a_mail_failed(morning, monkeypatch):
    morning.pair()
    host = Broken(morning, "giulia")
    monkeypatch.setattr("ment_xblock.management.commands.ment_send_due.current_host", lambda: host)
    with pytest.raises(CommandError, match="1 sent, 1 failed") as refused:
        run()
    assert refused.value.returncode == 1


def test_the_task_does_the_same_without_a_broker(morning, monkeypatch):
    pytest.importorskip("celery", reason="the LMS brings Celery; it is not installed here")
    from ment_xblock import tasks

    monkeypatch.setattr("ment_xblock.tasks.current_host", lambda: morning.host)
    morning.pair()
    tasks.send_due.apply(throw=True)
    assert len(mail.outbox) == 2
    tasks.send_due()
    assert len(mail.outbox) == 2


def test_publishing_a_matching_tells_the_new_pairs_by_the_same_mail(morning, monkeypatch):
    monkeypatch.setattr("ment_xblock.platform.jobs.current_host", lambda: morning.host)
    pair = morning.pair()
    run_job("tell_matched", {"course_key": morning.course_key, "pairing_ids": [pair]})
    assert [one.extra_headers["X-Ment-Kind"] for one in mail.outbox] == [
        "notice_match_published"
    ] * 2
    assert run().startswith("0 sent")
