"""The commands for site operators: clear words, and nothing is done by a dry run."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from ment_xblock.domain.survey.schedule import Schedule
from ment_xblock.models import AlertState, Signature, Watch
from ment_xblock.services import periodic
from tests.meetings import Meetings
from tests.services.test_erasing import everything_stored
from tests.survey_world import Survey, defined
from workbench_site.models import Profile


def command(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_copy_is_json(world):
    world.signed_pair()
    copy = json.loads(command("ment_person", "export", "mario"))
    assert copy["person"]["names"] == ["Mario Tessarin", "mario"]
    assert [part["kind"] for part in copy["stored"]] == [
        "Participant", "Pairing", "Agreement", "Signature", "Task",
    ]  # fmt: skip


def test_a_copy_to_read_is_in_the_language_and_time_zone_of_the_person(world):
    world.signed_pair()
    Profile.objects.filter(user__username="mario").update(language="it", time_zone="Asia/Tokyo")
    page = command("ment_person", "export", "mario", "--readable")
    assert '<html lang="it"' in page
    signed = timezone.localtime(Signature.objects.first().signed_at, ZoneInfo("Asia/Tokyo"))
    assert f"{signed.year} {signed:%H:%M}" in page
    # Nobody is there any more whose language could be asked.
    get_user_model().objects.filter(username="mario").update(is_active=False)
    assert '<html lang="en"' in command("ment_person", "export", "mario", "--readable")


def test_somebody_is_erased_by_number_after_a_dry_run(world):
    pair = world.signed_pair()
    number = str(world.user_id("giulia"))
    before = everything_stored()
    told = command("ment_person", "erase", number, "--dry-run")
    assert everything_stored() == before
    assert "giulia: would be taken out of 1 programme(s)." in told
    assert "Agreement: 1 row(s) would be erased" in told
    done = command("ment_person", "erase", number)
    assert "Pairs that have ended: 1" in done
    assert world.page("mario", pair).partner is None
    assert command("ment_person", "erase", "giulia") == "Nothing is stored about giulia.\n"


@pytest.mark.django_db
def test_an_unknown_person_is_said_so():
    with pytest.raises(CommandError, match="no user with the name or number 'nobody'"):
        call_command("ment_person", "erase", "nobody")


def test_retention_has_nothing_to_do(world):
    world.signed_pair()
    assert command("ment_retention") == "No programme ended long enough ago.\n"


def test_retention_tells_what_it_did(world, monkeypatch):
    world.signed_pair()
    world.wait(days=600)
    monkeypatch.setattr(
        "ment_xblock.management.commands.ment_retention.current_host", lambda: world.host
    )
    before = everything_stored()
    assert "rows would be erased: Agreement 1, Task 2" in command("ment_retention", "--dry-run")
    assert everything_stored() == before
    assert "rows erased: Agreement 1, Task 2; open pairs ended: 1" in command("ment_retention")


def test_settling_does_all_that_time_brings_about(world, monkeypatch):
    pair, meetings = world.signed_pair(), Meetings(world)
    session = meetings.log("giulia", pair).session_id
    monkeypatch.setattr(
        "ment_xblock.management.commands.ment_settle.current_host", lambda: world.host
    )
    due = Schedule(closes_at=world.host.now() + timedelta(days=2))
    survey = Survey(world, defined("mid"), due, usage_key="mid")
    survey.answer("mario", {"trust": 4})
    monkeypatch.setattr(world.host, "blocks", blocks_with(world.host.blocks, survey.here))
    world.wait(days=40)
    assert command("ment_settle") == (
        "1 logs count now that did not before, 1 surveys closed, 1 pairs looked at\n"
    )
    assert meetings.row(session).state == "uncontested"
    assert survey.run.closed_at is not None
    assert AlertState.objects.filter(pairing_id=pair).exists()
    assert command("ment_settle") == (
        "0 logs count now that did not before, 0 surveys closed, 0 pairs looked at\n"
    )


def test_a_course_that_fails_holds_up_no_other_and_is_said(world, monkeypatch, caplog):
    there = world.elsewhere()
    world.signed_pair()
    pair = there.signed_pair()
    real = periodic.refresh_stale

    def fails(*, host, course_key):
        if course_key == world.course_key:
            raise ZeroDivisionError
        return real(host=host, course_key=course_key)

    monkeypatch.setattr(periodic, "refresh_stale", fails)
    with pytest.raises(
        CommandError, match=rf"1 pairs looked at; failed: .*{world.course_key[-4:]}"
    ):
        command("ment_settle")
    assert Watch.objects.filter(pairing_id=pair).exists()
    assert "ZeroDivisionError" in caplog.text


def blocks_with(real, here):
    """The blocks of the course, and one survey more."""
    return lambda course_key, kind: (
        [*real(course_key, kind), here] if kind == "ment_survey" else real(course_key, kind)
    )
