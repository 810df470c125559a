"""The reminder of the matching desk, as a job: each in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ment_xblock.blocks.rendering import render
from ment_xblock.platform.ports import Host, Mail

MATCHING = "ment_matching"


def remind_profiles(*, host: Host, course_key: str, user_ids: Iterable[int]) -> None:
    """Remind people that their profile is not complete.

    Args:
        host: the host.
        course_key: the course run.
        user_ids: who.
    """
    link = _link(host, course_key, MATCHING)
    for person in host.people(set(user_ids)).values():
        with translation.override(person.language or settings.LANGUAGE_CODE):
            mail = _mail(
                "profile_reminder",
                _("Three minutes, and we can find you a partner"),
                {"name": person.first_name, "link": link},
            )
        host.send_mail(user_id=person.user_id, course_key=course_key, mail=mail)


def _mail(kind: str, subject: str, context: dict[str, Any]) -> Mail:
    return Mail(
        kind=kind,
        subject=subject,
        text=render(f"matching/mail_{kind}.txt", context),
        html=render(f"matching/mail_{kind}.html", context),
    )


def _link(host: Host, course_key: str, block_type: str) -> str:
    """Where the first block of a type stands; empty where the course has none."""
    return next((host.unit_url(ref.usage_key) for ref in host.blocks(course_key, block_type)), "")
