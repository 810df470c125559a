"""The part of the journal's page on which two partners find a date: what its templates need."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ment_xblock.blocks.journal_plan_words import PlanWords
from ment_xblock.domain.people import Actor, Person
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.journal_page import JournalPage
from ment_xblock.selectors.plan import plan_page

PLAN_HANDLERS = (
    "propose_meeting",
    "accept_meeting",
    "move_meeting",
    "cancel_meeting",
    "miss_meeting",
    "calendar_address",
)


def plan_context(block: Any, host: Host, actor: Actor, page: JournalPage) -> dict[str, Any]:
    """What the templates of the plan need.

    Args:
        block: the journal block.
        host: the host.
        actor: the reader.
        page: the journal of one of the reader's pairs.
    """
    plan = plan_page(
        host=host,
        actor=actor,
        settings=block.journal_settings,
        pairing_id=page.pairing_id,
        me=page.me,
    )
    words = PlanWords(plan, block.time_zone_name)
    form = words.new_form()
    proposed = plan.usual.starts_at
    cards = words.cards()
    link = _feed_link(host, actor, plan.calendar_token)
    return {
        "plan": plan,
        "cards": [
            (card, _file_link(block, page.pairing_id, card.meeting.session_id)) for card in cards
        ],
        "has_meeting_to_come": any(not card.has_begun for card in cards),
        "plan_form": form,
        "plan_details": words.form_details(form),
        "plan_proposal": (words.day(proposed), words.time(proposed)) if proposed else None,
        "ways": words.ways(),
        "task_words": words.tasks,
        "partner": partner_name(page.partner),
        "pair_names": (partner_name(page.mentor), partner_name(page.mentee)),
        "today": timezone.localtime(host.now()).date().isoformat(),
        "prompts": words.prompts(page.role) if block.journal_settings.prompts else None,
        "calendar_link": link,
        "calendar_webcal": re.sub("^https?:", "webcal:", link),
    }


def partner_name(person: Person | None) -> str:
    """What a partner is called."""
    return person.first_name if person else _("your partner")


def _file_link(block: Any, pairing_id: int, session_id: int) -> str:
    query = urlencode({"pairing": pairing_id, "session": session_id})
    return str(block.runtime.handler_url(block, "meeting_file", query=query))


def _feed_link(host: Host, actor: Actor, token: str) -> str:
    if not token:
        return ""
    return host.site_url(actor.course_key, reverse("ment_xblock:calendar", args=[token]))
