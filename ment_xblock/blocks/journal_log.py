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
from ment_xblock.blocks.journal_words import (
    JournalWords,
    day_words,
    minutes_words,
    reason_options,
    state_words,
)
from ment_xblock.blocks.rendering import render
from ment_xblock.domain.errors import Malformed, Stale, WhichMeeting
from ment_xblock.domain.journal.days import MOST_A_DAY
from ment_xblock.domain.journal.promises import OUTCOMES, OWNERS, SLOTS
from ment_xblock.domain.journal.states import State
from ment_xblock.selectors.journal_log import DayLog, LogSheet, log_sheet, logs_of_day
from ment_xblock.services import logs

MOST_FIELDS = 40
_ENVELOPE = frozenset(
    {"pairing", "session", "revision", "client_id", "fields", "seen", "besides", "correct"}
)


@attrs.frozen
class LogRequest:
    """What the page sends about one log.

    Attributes:
        pairing_id: the pair.
        session_id: the meeting that the person opened, or chose to correct; None for one that was not planned.
        revision: revision of the page it was typed on, or of ``seen``.
        seen: a meeting of that day that the page showed beside what was typed.
        besides: the meeting of that day that it is not: they met a second time.
        sent: name that the page gave this sending.
        typed: field to what was typed.
        is_change: only what the person changed was sent.
    """

    pairing_id: int
    session_id: int | None
    revision: int
    seen: int | None
    besides: int | None
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
        seen, chosen = call.optional_number("seen"), call.optional_number("correct")
        revision = call.optional_number("revision") or 0
        return cls(
            pairing_id=call.number("pairing"),
            session_id=chosen or call.optional_number("session"),
            revision=0 if chosen and chosen != seen else revision,
            seen=seen,
            besides=call.optional_number("besides"),
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


@attrs.frozen
class DayCard:
    """A log of the day of which somebody writes, ready to be shown."""

    session_id: int
    words: str
    state: str


def show_form(block: Any, call: Call, pairing_id: int, session_id: int | None) -> str:
    """The form of a log."""
    sheet = _sheet(block, call, pairing_id, session_id)
    return _form(block, call, sheet, _Page(session_id=session_id))


def send(block: Any, call: Call, sent: LogRequest) -> tuple[str, int]:
    """Store a log and show the page; or the form again where only the person can tell how to go on.

    That is so where the partner wrote something else meanwhile, and where the day has a log already.

    Returns:
        HTML and HTTP status.
    """
    try:
        outcome = _log(block, call, sent)
    except WhichMeeting as asked:
        sheet = _sheet(block, call, sent.pairing_id, sent.session_id)
        return _form(block, call, sheet, _asking(sent, asked.session_ids)), STATUS[Stale]
    if outcome.conflicts:
        sheet = _sheet(block, call, sent.pairing_id, outcome.session_id)
        return _form(block, call, sheet, _comparing(sent, outcome, sheet)), STATUS[Stale]
    html = learner_page(block, call.host, call.actor, sent.pairing_id, notice=_notice(outcome))
    return html, HTTPStatus.OK


def _log(block: Any, call: Call, sent: LogRequest) -> logs.LogOutcome:
    return logs.log(
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
            seen=sent.seen,
            besides=sent.besides,
        ),
    )


@attrs.frozen
class _Page:
    """A form, fresh or come back, and what it asks.

    Attributes:
        overlay: what was typed, and what the partner wrote meanwhile.
        is_change: only what the person changes is sent; None as long as nothing was sent.
        session_id: the meeting that the person has named.
        seen: the meeting that was found by its day.
        asks: the meetings of the day, where the person has to say which one they mean.
    """

    overlay: Overlay = attrs.field(factory=Overlay)
    is_change: bool | None = None
    session_id: int | None = None
    seen: int | None = None
    asks: tuple[int, ...] = ()


def _asking(sent: LogRequest, session_ids: tuple[int, ...]) -> _Page:
    overlay = Overlay(typed=sent.typed)
    return _Page(overlay, sent.is_change, session_id=sent.session_id, asks=session_ids)


def _comparing(sent: LogRequest, outcome: logs.LogOutcome, sheet: LogSheet) -> _Page:
    """The two answers beside each other; a meeting that was only found by its day may still be another one."""
    is_named = sent.session_id == outcome.session_id
    return _Page(
        Overlay(typed=sent.typed, conflicts=outcome.conflicts),
        sent.is_change,
        session_id=sent.session_id,
        seen=None if is_named else outcome.session_id,
    )


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


def _form(block: Any, call: Call, sheet: LogSheet, back: _Page) -> str:
    words = words_for(sheet.page)
    is_change = sheet.is_held if back.is_change is None else back.is_change
    partner = sheet.page.partner
    typed = back.overlay.typed
    same_day = logs_of_day(sheet.page.pairing_id, back.asks[0] if back.asks else back.seen)
    day = sheet.values.get("held_on") if sheet.is_held else typed.get("held_on")
    return render(
        "journal/log_form.html",
        {
            **common(block, call.host),
            "page": sheet.page,
            "partner": partner.first_name if partner else _("your partner"),
            "sheet": sheet,
            "session_id": back.session_id,
            "seen": back.seen,
            "asks": [_day_card(words, one) for one in same_day] if back.asks else [],
            "may_be_second": bool(same_day) and len(same_day) < MOST_A_DAY,
            "day": day_words(str(day).strip()) if back.overlay.typed and day else "",
            "is_change": is_change,
            "client_id": token_urlsafe(16),
            "has_conflicts": bool(back.overlay.conflicts),
            "fields": words.cards(sheet.form, sheet.values, back.overlay, sheet.words),
            "names": [field.id for field in sheet.form.facts] + list(sheet.form.words),
            "reviews": [] if is_change else _reviews(words, sheet, typed),
            "promises": [] if is_change else [_promise(words, slot, typed) for slot in SLOTS],
            "next_on": typed.get("next_on", ""),
            "next_at": typed.get("next_at", ""),
            "shares": typed.get("share") == "true" if typed else block.share_first,
            "least_minutes": block.journal_settings.least_minutes,
        },
    )


def _day_card(words: JournalWords, line: DayLog) -> DayCard:
    facts = " · ".join(
        filter(None, (minutes_words(line.minutes or 0), words.option("way", line.way)))
    )
    return DayCard(line.session_id, facts, state_words(line.state)[0])


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
