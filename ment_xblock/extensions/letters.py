"""Mails about what happened outside of our pages, each in the language of who gets it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from ment_xblock.platform.ports import Host, Mail
from ment_xblock.selectors.left_behind import LeftBehind

AGREEMENT = "ment_agreement"


def tell_that_partner_left(host: Host, course_key: str, left: LeftBehind) -> None:
    """Tell a learner, kindly, that their partner is not in the course any more.

    Args:
        host: the host.
        course_key: the course run.
        left: who is told, and of whom.
    """
    with translation.override(left.person.language or settings.LANGUAGE_CODE):
        context = {
            "partner": left.partner.first_name if left.partner else _("Your partner"),
            "first_name": left.person.first_name,
            "address": _address(host, course_key),
            "language": translation.get_language(),
        }
        mail = Mail(
            kind="partner_left",
            subject=_("%(partner)s is not in the course at present") % context,
            text=_render("partner_left.txt", context),
            html=_render("partner_left.html", context),
        )
    host.send_mail(user_id=left.person.user_id, course_key=course_key, mail=mail)


def _address(host: Host, course_key: str) -> str:
    for block in host.blocks(course_key, AGREEMENT)[:1]:
        return host.unit_url(block.usage_key)
    return ""


def _render(template: str, context: dict[str, Any]) -> str:
    return render_to_string(f"ment_xblock/letters/{template}", context).strip()
