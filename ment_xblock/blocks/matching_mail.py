"""Mails of the matching, as jobs: each in the language of its reader, with no third person in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ment_xblock.blocks.matching_words import own_sentences
from ment_xblock.blocks.rendering import render
from ment_xblock.blocks.task_cards import task_cards
from ment_xblock.domain.people import Person
from ment_xblock.platform.ports import Host, Mail
from ment_xblock.selectors.match_result import Told, told_of

AGREEMENT, MATCHING = "ment_agreement", "ment_matching"


@attrs.frozen
class Offering:
    """What a block offers beside the library."""

    own_tasks: Sequence[Any]


def tell_matched(
    *, host: Host, course_key: str, pairing_ids: Iterable[int], own_tasks: Sequence[Any] = ()
) -> None:
    """Tell both partners of pairs that have just opened.

    Args:
        host: the host.
        course_key: the course run.
        pairing_ids: the pairs.
        own_tasks: the author's own tasks.
    """
    link = _link(host, course_key, AGREEMENT)
    told = told_of(course_key, pairing_ids)
    people = host.people({user for one in told for user in (one.user_id, one.partner_user_id)})
    for one in told:
        reader, partner = people.get(one.user_id), people.get(one.partner_user_id)
        if reader is None or partner is None:
            continue
        with translation.override(reader.language or settings.LANGUAGE_CODE):
            mail = _matched(one, reader, partner, link, Offering(list(own_tasks)))
        host.send_mail(user_id=reader.user_id, course_key=course_key, mail=mail)


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


def _matched(one: Told, reader: Person, partner: Person, link: str, offering: Offering) -> Mail:
    name = one.partner_called or partner.first_name
    context = {
        "name": reader.first_name,
        "partner": name,
        "reasons": own_sentences(task_cards(offering), one.reasons, one.i_am, name),
        "link": link,
    }
    return _mail("matched", _("You have a partner: %(partner)s") % {"partner": name}, context)


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
