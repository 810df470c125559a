"""Seeding, mail, and settings."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command

from workbench_site.cohort import COHORT, Part
from workbench_site.models import CourseStaff, Enrolment, OutboxMail, Profile


def test_the_cast(cast):
    assert set(cast) == {member.username for member in COHORT} | {"admin"}
    parts = [member.part for member in COHORT]
    assert [parts.count(part) for part in Part] == [1, 6, 6, 1]
    assert [row.user.username for row in CourseStaff.objects.all()] == ["chiara"]
    enrolled = set(Enrolment.objects.values_list("user__username", flat=True))
    assert enrolled == set(cast) - {"nora", "admin"}
    assert {"en", "it", "pl", "ro"} <= set(Profile.objects.values_list("language", flat=True))
    assert not any(user.has_usable_password() for name, user in cast.items() if name != "admin")


def test_a_second_run_keeps_what_was_changed(cast):
    mario = cast["mario"]
    mario.first_name = "Marione"
    mario.save()
    Enrolment.objects.filter(user=mario).update(is_active=False)
    call_command("seed_demo", verbosity=0)
    assert get_user_model().objects.count() == 15
    mario.refresh_from_db()
    assert mario.first_name == "Marione"
    assert not Enrolment.objects.get(user=mario).is_active


def test_the_password_is_told_and_new_each_time(db):
    passwords = []
    for _ in range(2):
        out = StringIO()
        call_command("seed_demo", stdout=out)
        passwords.append(re.search(r"password: (\S+)", out.getvalue())[1])
    assert passwords[0] != passwords[1]
    assert get_user_model().objects.get(username="admin").check_password(passwords[1])


@pytest.mark.django_db
def test_mail_goes_into_the_outbox(settings):
    settings.EMAIL_BACKEND = "workbench_site.outbox.OutboxBackend"
    message = EmailMultiAlternatives(
        "Subject", "Text", to=["a@example.org", "b@example.org"], headers={"X-Ment-Kind": "copy"}
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    assert message.send() == 1
    rows = OutboxMail.objects.values_list("kind", "recipient", "subject", "text", "html")
    assert set(rows) == {
        ("copy", "a@example.org", "Subject", "Text", "<p>Text</p>"),
        ("copy", "b@example.org", "Subject", "Text", "<p>Text</p>"),
    }
