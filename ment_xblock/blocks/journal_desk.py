"""The facilitator's view of the journal: all pairs, who asks to be rung, and logs from paper."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ment_xblock.blocks.agreement_words import Overlay
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.journal_words import (
    JournalWords,
    PairNames,
    notice_words,
    outcome_words,
    state_words,
)
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.journal.log import FACTS
from ment_xblock.domain.people import Actor, Person, require_facilitator
from ment_xblock.platform.ports import Host, Mail
from ment_xblock.selectors.journal_desk import (
    PAGE_SIZE,
    DeskMeeting,
    OpenedPair,
    journal_desk,
)
from ment_xblock.services.logs import PaperOutcome, enter_from_paper
from ment_xblock.services.settling import settle_due

log = logging.getLogger(__name__)

HANDLERS = ("desk", "enter_log", "note_request", "settle", "take_back")


def desk_page(block: Any, host: Host, actor: Actor, *, notice: str = "", **where: Any) -> str:
    """All pairs with their meetings, without a word of what was written unless both partners share it.

    Args:
        block: the journal block.
        host: the host.
        actor: the facilitator.
        notice: code of what has just been done, to be said on top.
        where: ``offset``, ``opened`` and ``earlier``, as ``selectors.journal_desk.journal_desk`` takes them.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such pair.
    """
    require_facilitator(actor)
    here = host.block_ref(block)
    settle_due(host=host, course_key=actor.course_key, here=here)
    desk = journal_desk(host=host, actor=actor, settings=block.journal_settings, **where)
    return render(
        "journal/desk.html",
        {
            "block": block,
            "uid": block_uid(here.usage_key),
            "urls": {name: block.runtime.handler_url(block, name) for name in HANDLERS},
            "desk": desk,
            "page_size": PAGE_SIZE,
            "opened": _opened(desk.opened) if desk.opened else None,
            "notice": notice_words(notice),
        },
    )


def enter_log(block: Any, call: Call) -> str:
    """Enter a log from paper, and tell both partners by mail.

    Returns:
        The page anew.
    """
    pairing_id = call.number("pairing")
    entered = enter_from_paper(
        host=call.host,
        actor=call.actor,
        pairing_id=pairing_id,
        settings=block.journal_settings,
        here=call.here,
        typed=call.data,
    )
    _tell_partners(call, entered)
    return desk_page(block, call.host, call.actor, notice="entered", opened=pairing_id)


def _opened(opened: OpenedPair) -> dict[str, Any]:
    names = PairNames(
        mentor=_first(opened.line.mentor) or _("the mentor"),
        mentee=_first(opened.line.mentee) or _("the mentee"),
    )
    words = JournalWords(names, opened.tasks)
    return {
        "pair": opened,
        "meetings": [_meeting(words, opened, one) for one in opened.meetings],
        "actions": [
            (names.who(one.owner), one, outcome_words(one.outcome, "")) for one in opened.actions
        ],
        "fields": list(words.cards(opened.form, _offered(opened), Overlay(), {}).values())[
            : len(opened.form.facts)
        ]
        if opened.form
        else [],
    }


def _offered(opened: OpenedPair) -> dict[str, Value]:
    offered: dict[str, Value] = {}
    if opened.terms.minutes:
        offered["minutes"] = opened.terms.minutes
    if len(opened.terms.ways) == 1:
        offered["way"] = opened.terms.ways[0]
    return offered


def _meeting(words: JournalWords, opened: OpenedPair, one: DeskMeeting) -> dict[str, Any]:
    state, colour = state_words(one.state)
    facts = {field.id: words.value(field, one.facts.get(field.id)) for field in FACTS}
    return {
        "line": one,
        "state": state,
        "colour": colour,
        "minutes": facts["minutes"],
        "way": facts["way"],
        "task": facts["task"],
        "facts": [
            (words.short_label(name), value)
            for name, value in facts.items()
            if value and name not in {"held_on", "minutes", "way", "task"}
        ],
        "words": [
            (
                words.label(written.field),
                words.names.mentor if written.author_id == opened.mentor_id else words.names.mentee,
                written.text,
            )
            for written in one.words
        ],
    }


def _tell_partners(call: Call, entered: PaperOutcome) -> None:
    for person in call.host.people(entered.tell).values():
        try:
            _tell(call, person, entered.held_on)
        except Exception:
            # The log is stored, and both see it on their page.
            log.exception("Somebody could not be told of meeting %s", entered.session_id)


def _tell(call: Call, person: Person, held_on: date) -> None:
    language = person.language if person.language in dict(settings.LANGUAGES) else None
    with override(language or settings.LANGUAGE_CODE):
        context = {
            "name": person.first_name,
            "day": date_format(held_on, "DATE_FORMAT"),
            "address": call.host.unit_url(call.here.usage_key),
        }
        call.host.send_mail(
            user_id=person.user_id,
            course_key=call.actor.course_key,
            mail=Mail(
                kind="log_from_paper",
                subject=_("Your meeting of %(day)s is in the journal") % {"day": context["day"]},
                text=render("journal/paper_mail.txt", context),
                html=render("journal/paper_mail.html", context),
            ),
        )


def _first(name: str) -> str:
    return (name.split() or [""])[0]
