"""The part of the journal's page on which two partners find a date: what its templates need."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from ment_xblock.blocks.journal_plan_words import PlanWords
from ment_xblock.blocks.journal_words import JournalWords
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor
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


def plan_context(
    block: Any, host: Host, actor: Actor, page: JournalPage, journal_words: JournalWords
) -> dict[str, Any]:
    """What the templates of the plan need.

    Args:
        block: the journal block.
        host: the host.
        actor: the reader.
        page: the journal of one of the reader's pairs.
        journal_words: how the journal names things.
    """
    plan = plan_page(
        host=host,
        actor=actor,
        settings=block.journal_settings,
        pairing_id=page.pairing_id,
        me=page.me,
    )
    words = PlanWords(plan, journal_words, block.time_zone_name)
    form = words.new_form()
    proposed = plan.usual.starts_at
    cards = words.cards()
    has_date = any(not card.has_begun for card in cards)
    is_due = plan.may_plan and not cards and page.state is not State.PAUSED
    return {
        "plan": plan,
        "cards": [
            (card, _file_link(block, page.pairing_id, card.meeting.session_id)) for card in cards
        ],
        "has_date": has_date,
        "plan_is_due": is_due,
        "plan_has_main": is_due or any(card.needs_answer for card in cards),
        "plan_form": form,
        "plan_details": words.form_details(form),
        "plan_proposal": (words.day(proposed), words.time(proposed)) if proposed else None,
        "ways": words.ways(),
        "task_words": words.tasks(),
        "pair_names": (journal_words.names.who("mentor"), journal_words.names.who("mentee")),
        "today": timezone.localtime(host.now()).date().isoformat(),
        "prompts": words.prompts(page.role) if block.journal_settings.prompts else None,
        **_calendar_links(host, actor, plan.calendar_token),
    }


def calendar_card(block: Any, host: Host, actor: Actor, token: str, notice: str) -> str:
    """The part of the page with the reader's own calendar address.

    Args:
        block: the journal block.
        host: the host.
        actor: the reader.
        token: secret part of the address; empty when it is off.
        notice: what has just been done.
    """
    url = block.runtime.handler_url(block, "calendar_address").rstrip("?")
    return render(
        "journal/plan_calendar.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "urls": {"calendar_address": url},
            "calendar_notice": notice,
            **_calendar_links(host, actor, token),
        },
    )


def _file_link(block: Any, pairing_id: int, session_id: int) -> str:
    query = urlencode({"pairing": pairing_id, "session": session_id})
    return str(block.runtime.handler_url(block, "meeting_file", query=query))


def _calendar_links(host: Host, actor: Actor, token: str) -> dict[str, str]:
    path = reverse("ment_xblock:calendar", args=[token]) if token else ""
    link = host.site_url(actor.course_key, path) if path else ""
    return {"calendar_link": link, "calendar_webcal": re.sub("^https?:", "webcal:", link)}
