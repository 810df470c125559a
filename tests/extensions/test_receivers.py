"""What we do when the platform announces that somebody left or is retired."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

pytest.importorskip("openedx_events", reason="needs the platform's events")

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase
from opaque_keys.edx.keys import CourseKey
from openedx_events.learning.data import (
    CourseData,
    CourseEnrollmentData,
    UserData,
    UserPersonalData,
)

from ment_xblock.extensions.signals import erase_retired_person, tell_partners_of_leaving
from tests.services.test_erasing import everything_stored
from workbench_site.models import Enrolment, Profile


def leave(world, username):
    """Unenrol somebody, as the platform does it and says it."""
    user = get_user_model().objects.get(username=username)
    Enrolment.objects.filter(user=user, course_key=world.course_key).update(is_active=False)
    enrollment = CourseEnrollmentData(
        user=UserData(
            pii=UserPersonalData(username=username, email=user.email, name=user.get_full_name()),
            id=user.pk,
            is_active=True,
        ),
        course=CourseData(course_key=CourseKey.from_string(world.course_key)),
        mode="audit",
        is_active=False,
        creation_date=datetime.now(UTC),
    )
    with TestCase.captureOnCommitCallbacks(execute=True):
        tell_partners_of_leaving(sender=None, enrollment=enrollment, signal=None, metadata=None)


def come_back(world, username):
    Enrolment.objects.filter(user__username=username, course_key=world.course_key).update(
        is_active=True
    )


def sent_to():
    return [one.to[0] for one in mail.outbox]


def test_the_partner_is_told_kindly_by_mail_and_on_the_page(world):
    pair = world.signed_pair()
    before = everything_stored()
    leave(world, "mario")
    assert everything_stored() == before
    (letter,) = mail.outbox
    assert letter.to == ["giulia@example.org"]
    assert letter.extra_headers["X-Ment-Kind"] == "partner_left"
    for text in (letter.body, letter.alternatives[0][0]):
        assert "Mario" in text
        assert "not your fault" in text
        assert "/unit/" in text
        assert "Tessarin" not in text
    page = world.page("giulia", pair)
    assert page.has_left
    assert page.credit.earned == 1


def test_the_facilitator_sees_it_on_the_desk_until_they_come_back(world):
    pair = world.signed_pair()
    assert world.desk_row(pair).not_enrolled == ()
    leave(world, "mario")
    assert world.desk_row(pair).not_enrolled == ("Mario Tessarin",)
    come_back(world, "mario")
    assert world.desk_row(pair).not_enrolled == ()
    assert not world.page("giulia", pair).has_left
    assert world.page("mario", pair).credit.earned == 1


def test_a_trio_is_told_once_each(world):
    world.pair("giulia", "mario", capacity=2)
    world.pair("giulia", "anna", capacity=2)
    leave(world, "giulia")
    assert sorted(sent_to()) == ["anna@example.org", "mario@example.org"]


def test_nobody_is_told_of_a_pair_that_is_over(world):
    pair = world.signed_pair()
    world.act("end", "giulia", pair, reason="")
    leave(world, "mario")
    assert sent_to() == []
    assert not world.page("giulia", pair).has_left
    assert world.desk_row(pair).not_enrolled == ()


def test_who_has_left_too_is_not_told(world):
    world.signed_pair()
    leave(world, "mario")
    mail.outbox.clear()
    leave(world, "giulia")
    assert sent_to() == []


def test_who_came_back_at_once_causes_no_mail(world, monkeypatch):
    world.signed_pair()
    monkeypatch.setattr("ment_xblock.platform.local.LocalHost.is_enrolled", lambda *_args: True)
    leave(world, "mario")
    assert sent_to() == []


def test_learners_without_a_pair_leave_quietly(world):
    leave(world, "anna")
    world.join("sofia")
    leave(world, "sofia")
    assert sent_to() == []


def test_another_course_run_hears_nothing(world):
    world.elsewhere().signed_pair()
    world.join("mario")
    leave(world, "mario")
    assert sent_to() == []


def test_an_account_that_is_gone_already_has_no_name(world):
    world.signed_pair()
    get_user_model().objects.filter(username="mario").update(is_active=False)
    leave(world, "mario")
    (letter,) = mail.outbox
    assert letter.subject == "Your partner is not in the course at present"
    assert "Mario" not in letter.body


def test_the_mail_is_in_the_language_of_who_gets_it(world, settings):
    world.signed_pair()
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    Profile.objects.filter(user__username="giulia").update(language="ar")
    leave(world, "mario")
    assert 'lang="ar"' in mail.outbox[0].alternatives[0][0]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_retirement_leaves_no_trace_of_the_name_however_often_it_is_sent(world, times):
    pair = world.signed_pair()
    user = get_user_model().objects.get(username="mario")
    for _ in range(times):
        erase_retired_person(sender=object, user=user, signal=None, whatever="else")
    assert not [one for one in ("Mario", "Tessarin", "mario") if one in everything_stored()]
    page = world.page("giulia", pair)
    assert (page.partner, page.credit.earned) == (None, 1)
