"""What a page of the journal would send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Action, HelpRequest, Pairing, Session
from ment_xblock.services import ring_me
from tests.blocks import cast
from tests.meetings import FACTS, TRIED, Meetings
from tests.plans import Plans

SLUG = "journal"
OPENED = timedelta(days=20)


def furnish(pair: int) -> None:
    """Give the pair a log that waits, a contested one, a promise, a request for a call, and two plans."""
    Pairing.objects.filter(pk=pair).update(opened_at=cast.NOW - OPENED)
    meetings = Meetings(cast.world())
    if meetings.world.row(pair).state == "declined":
        return
    meetings.log("giulia", pair, ago=3, action1_words="Send a quote", action1_owner="mentee")
    contested = meetings.log("giulia", pair, ago=4).session_id
    meetings.act("contest", "mario", contested, reason="It was another day.")
    world = meetings.world
    ring_me.ask(host=world.host, actor=world.actor("mario"), pairing_id=pair, text="Evenings")
    _plan(pair)


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    makers = {**_PLAN, **_LOG, **_OTHER}
    return makers[handler](handler, pair, variant)


def _plan(pair: int) -> None:
    """Giulia proposes a meeting for tomorrow, and one was planned for the day before yesterday."""
    plans = Plans(cast.world())
    if plans.world.row(pair).state != "paused":
        plans.propose("giulia", pair, days=1)
    Session.objects.create(
        pairing_id=pair,
        state=State.PLANNED,
        writer=Pairing.objects.get(pk=pair).mentor,
        starts_at=plans.moment(-2),
        minutes=60,
        created_at=plans.moment(-9),
    )


def _planned(handler: str, pair: int, variant: str) -> dict[str, Any]:
    meetings = Session.objects.filter(pairing=pair, state__in=(State.PROPOSED, State.PLANNED))
    over, ahead = meetings.order_by("starts_at")[:2]
    about_ahead = {"pairing": pair, "session": ahead.pk, "revision": ahead.revision}
    sheet = {**Plans(cast.world()).sheet(days=9).typed, "client_id": "a1b2"}
    known = " ".join(map(str, Session.objects.filter(pairing=pair).values_list("pk", flat=True)))
    requests: dict[str, dict[str, Any]] = {
        "propose_meeting": {"pairing": pair, "known": known, **sheet},
        "accept_meeting": about_ahead,
        "move_meeting": {**about_ahead, **sheet},
        "cancel_meeting": about_ahead,
        "miss_meeting": {
            "pairing": pair,
            "session": over.pk,
            "revision": over.revision,
            "missed_by": "both",
        },
        "meeting_file": {"pairing": pair, "session": ahead.pk},
        "calendar_address": {"wanted": variant or "on"},
    }
    return requests[handler]


def _logged(handler: str, pair: int, variant: str) -> dict[str, Any]:
    state = State.CONTESTED if handler == "settle" or variant else State.LOGGED
    logged = Session.objects.filter(pairing=pair, state=state).earliest("pk")
    about = {"pairing": pair, "session": logged.pk, "revision": logged.revision}
    today = Meetings(cast.world()).today()
    log = {**FACTS, "held_on": (today - timedelta(days=1)).isoformat(), "tried": TRIED}
    change = {"fields": "device learned", "device": "both", "learned": "To wait"}
    if handler == "enter_log":
        return {"pairing": pair, **log}
    if handler == "send_log" and not variant:
        return {"pairing": pair, "revision": "0", "client_id": "a1", **log}
    requests: dict[str, dict[str, Any]] = {
        "log_form": about if variant else {"pairing": pair},
        "send_log": {**about, **change},
        "contest": {**about, "reason": "It was shorter"},
        "share": {**about, "wanted": "true"},
        "reflect": {**about, "reflection": "I was nervous"},
    }
    return requests.get(handler, about)


def _other(handler: str, pair: int, _variant: str) -> dict[str, Any]:
    requests: dict[str, dict[str, Any]] = {
        "page": {"pairing": pair, "offset": "0"},
        "mark_action": {
            "pairing": pair,
            "action": Action.objects.get(pairing=pair).pk,
            "state": "done",
        },
        "ring_me": {"pairing": pair, "text": "Please"},
        "stop_ringing": {"pairing": pair},
        "desk": {"offset": "0", "pairing": pair, "earlier": "0"},
        "note_request": {
            "request": HelpRequest.objects.get(
                kind="ring_me", open_key__startswith="ring_me", participant__user__username="mario"
            ).pk,
            "state": "called",
            "note": "Rang at noon",
        },
        "save_settings": {
            "display_name": "Our talks",
            "weight": "2",
            "welcome": "Good that you are here.",
            "required_sessions": "8",
            "session_minutes": "20",
            "time_zone": "Europe/Warsaw",
            "asked": ["device", "learned"],
            "switched_on": ["share_first"],
        },
    }
    return requests[handler]


_PLAN = dict.fromkeys(
    (
        "propose_meeting",
        "accept_meeting",
        "move_meeting",
        "cancel_meeting",
        "miss_meeting",
        "meeting_file",
        "calendar_address",
    ),
    _planned,
)
_LOG = dict.fromkeys(
    (
        "log_form",
        "send_log",
        "confirm",
        "contest",
        "settle",
        "take_back",
        "share",
        "reflect",
        "enter_log",
    ),
    _logged,
)
_OTHER = dict.fromkeys(
    ("page", "mark_action", "ring_me", "stop_ringing", "desk", "note_request", "save_settings"),
    _other,
)
