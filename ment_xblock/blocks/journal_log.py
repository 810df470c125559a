"""The form of a log: what it sends, what comes back, and what it looks like."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

import attrs
from django.utils import timezone
from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement_words import Option, Overlay
from ment_xblock.blocks.entry_points import STATUS, Call
from ment_xblock.blocks.journal_pages import (
    ActionCard,
    action_card,
    common,
    learner_page,
    words_for,
)
from ment_xblock.blocks.journal_words import JournalWords, reason_options
from ment_xblock.blocks.rendering import render
from ment_xblock.domain.errors import Malformed, Stale
from ment_xblock.domain.journal.promises import OUTCOMES, OWNERS, SLOTS
from ment_xblock.domain.journal.states import State
from ment_xblock.selectors.journal_log import LogSheet, log_sheet
from ment_xblock.services import logs

MOST_FIELDS = 40
_ENVELOPE = frozenset({"pairing", "session", "revision", "client_id", "fields"})


@attrs.frozen
class LogRequest:
    """What the page sends about one log.

    Attributes:
        pairing_id: the pair.
        session_id: the meeting; None for one that was not planned.
        revision: revision of the page it was typed on.
        sent: name that the page gave this sending.
        typed: field to what was typed.
        is_change: only what the person changed was sent.
    """

    pairing_id: int
    session_id: int | None
    revision: int
    sent: str
    typed: Mapping[str, Any]
    is_change: bool

    @classmethod
    def read(cls, call: Call) -> LogRequest:
        """Read it from a call.

        Raises:
            Malformed: something that is not of this form.
        """
        typed = {name: value for name, value in call.data.items() if name not in _ENVELOPE}
        is_change = "fields" in call.data
        if is_change:
            fields = call.text("fields").split()
            if len(fields) > MOST_FIELDS:
                raise Malformed("not_readable")
            typed = {field: call.data.get(field, "") for field in fields}
        return cls(
            pairing_id=call.number("pairing"),
            session_id=call.optional_number("session"),
            revision=call.optional_number("revision") or 0,
            sent=call.text("client_id"),
            typed=typed,
            is_change=is_change,
        )


@attrs.frozen
class PromiseCard:
    """One place for a new action."""

    slot: int
    words: str
    evidence: str
    due: str
    owners: tuple[Option, ...]
    waits_for: str


@attrs.frozen
class ReviewCard:
    """One open action to look back at."""

    action: ActionCard
    outcomes: tuple[Option, ...]
    reasons: tuple[Option, ...]
    reason_with: str


def show_form(block: Any, call: Call, pairing_id: int, session_id: int | None) -> str:
    """The form of a log."""
    return _form(block, call, _sheet(block, call, pairing_id, session_id), Overlay())


def send(block: Any, call: Call, sent: LogRequest) -> tuple[str, int]:
    """Store a log and show the page; or the form again where the partner wrote something else meanwhile.

    Returns:
        HTML and HTTP status.
    """
    outcome = logs.log(
        host=call.host,
        actor=call.actor,
        pairing_id=sent.pairing_id,
        session_id=sent.session_id,
        settings=block.journal_settings,
        here=call.here,
        sheet=logs.Sheet(
            typed=sent.typed,
            base_revision=sent.revision,
            sent=sent.sent,
            zone=timezone.get_current_timezone(),
        ),
    )
    if outcome.conflicts:
        sheet = _sheet(block, call, sent.pairing_id, outcome.session_id)
        overlay = Overlay(typed=sent.typed, conflicts=outcome.conflicts)
        return _form(block, call, sheet, overlay, is_change=sent.is_change), STATUS[Stale]
    html = learner_page(block, call.host, call.actor, sent.pairing_id, notice=_notice(outcome))
    return html, HTTPStatus.OK


def _notice(outcome: logs.LogOutcome) -> str:
    if outcome.act is None:
        return "log_same"
    if outcome.state is State.CONTESTED:
        return "log_contested"
    return "log" if outcome.act == "log" else f"log_{outcome.act}"


def _sheet(block: Any, call: Call, pairing_id: int, session_id: int | None) -> LogSheet:
    return log_sheet(
        host=call.host,
        actor=call.actor,
        settings=block.journal_settings,
        here=call.here,
        pairing_id=pairing_id,
        session_id=session_id,
    )


def _form(
    block: Any, call: Call, sheet: LogSheet, overlay: Overlay, is_change: bool | None = None
) -> str:
    words = words_for(sheet.page)
    is_change = sheet.is_held if is_change is None else is_change
    partner = sheet.page.partner
    typed = overlay.typed
    return render(
        "journal/log_form.html",
        {
            **common(block, call.host),
            "page": sheet.page,
            "partner": partner.first_name if partner else _("your partner"),
            "sheet": sheet,
            "is_change": is_change,
            "client_id": token_urlsafe(16),
            "has_conflicts": bool(overlay.conflicts),
            "fields": words.cards(sheet.form, sheet.values, overlay, sheet.words),
            "names": [field.id for field in sheet.form.facts] + list(sheet.form.words),
            "reviews": [] if is_change else _reviews(words, sheet, typed),
            "promises": [] if is_change else [_promise(words, slot, typed) for slot in SLOTS],
            "next_on": typed.get("next_on", ""),
            "next_at": typed.get("next_at", ""),
            "shares": typed.get("share") == "true" if typed else block.share_first,
            "least_minutes": block.journal_settings.least_minutes,
        },
    )


def _reviews(words: JournalWords, sheet: LogSheet, typed: Mapping[str, Any]) -> list[ReviewCard]:
    said = {"done": _("Done"), "partly": _("Partly"), "no": _("Not yet")}
    cards = []
    for line in sheet.page.open_actions:
        outcome = typed.get(f"review_{line.action_id}", "")
        reason = typed.get(f"reason_{line.action_id}", "")
        cards.append(
            ReviewCard(
                action=action_card(words, line),
                outcomes=tuple(Option(one, said[one], one == outcome) for one in OUTCOMES),
                reasons=tuple(Option(one, label, one == reason) for one, label in reason_options()),
                reason_with=f"review_{line.action_id}=partly|no",
            )
        )
    return cards


def _promise(words: JournalWords, slot: int, typed: Mapping[str, Any]) -> PromiseCard:
    owner = typed.get(f"action{slot}_owner", "")
    return PromiseCard(
        slot=slot,
        words=str(typed.get(f"action{slot}_words", "")),
        evidence=str(typed.get(f"action{slot}_evidence", "")),
        due=str(typed.get(f"action{slot}_due", "")),
        owners=tuple(Option(one, words.names.who(one), one == owner) for one in OWNERS),
        waits_for=f"action{slot - 1}_words=" if slot > 1 else "",
    )
