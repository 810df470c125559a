"""What a page of the journal would send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ment_xblock.domain.journal.states import AHEAD_STATES, State
from ment_xblock.models import Action, HelpRequest, Pairing, Session
from ment_xblock.services import ring_me
from tests.blocks import cast
from tests.meetings import FACTS, TRIED, Meetings
from tests.plans import Plans

SLUG = "journal"
OPENED = timedelta(days=20)
# Days since the meeting whose log waits, and since the one that is contested.
LOGGED, CONTESTED = 3, 4


def furnish(pair: int) -> None:
    """Give the pair a log that waits, a contested one, a promise, a request for a call, and plans."""
    Pairing.objects.filter(pk=pair).update(opened_at=cast.NOW - OPENED)
    meetings = Meetings(cast.world())
    if meetings.world.row(pair).state == "declined":
        return
    meetings.log("giulia", pair, ago=LOGGED, action1_words="Send a quote", action1_owner="mentee")
    contested = meetings.log("giulia", pair, ago=CONTESTED).session_id
    meetings.act("contest", "mario", contested, reason="It was another day.")
    world = meetings.world
    ring_me.ask(host=world.host, actor=world.actor("mario"), pairing_id=pair, text="Evenings")
    plan(pair)


def plan(pair: int) -> None:
    """Let Giulia propose a meeting for tomorrow, and let one be planned for the day before yesterday."""
    plans = Plans(cast.world())
    if plans.world.row(pair).open_key is not None:
        plans.propose("giulia", pair, days=1)
    Session.objects.create(
        pairing_id=pair,
        state=State.PLANNED,
        writer=Pairing.objects.get(pk=pair).mentor,
        starts_at=plans.moment(-2),
        minutes=60,
        created_at=plans.moment(-9),
    )


def request(handler: str, pair: int, variant: str) -> dict[str, Any]:
    """What a page would send to a handler."""
    if handler in PLANNING:
        return _planning(handler, pair, variant)
    today = Meetings(cast.world()).today()
    ago = CONTESTED if handler == "settle" or variant else LOGGED
    meeting = Session.objects.filter(pairing=pair, held_on=today - timedelta(days=ago)).first()
    about = {"pairing": pair, "session": 0, "revision": 0}
    if meeting is not None:
        about |= {"session": meeting.pk, "revision": meeting.revision}
    call = HelpRequest.objects.filter(kind="ring_me", pairing=pair).first()
    promise = Action.objects.filter(pairing=pair).first()
    log = {**FACTS, "held_on": (today - timedelta(days=1)).isoformat(), "tried": TRIED}
    change = {"fields": "device learned", "device": "both", "learned": "To wait"}
    requests: dict[str, dict[str, Any]] = {
        "page": {"pairing": pair, "offset": "0"},
        "log_form": about if variant else {"pairing": pair},
        "send_log": {**about, **change}
        if variant
        else {"pairing": pair, "revision": "0", "client_id": "a1", **log},
        "confirm": about,
        "contest": {**about, "reason": "It was shorter"},
        "settle": about,
        "take_back": about,
        "share": {**about, "wanted": "true"},
        "mark_action": {
            "pairing": pair,
            "action": promise.pk if promise else 0,
            "state": "done",
        },
        "reflect": {**about, "reflection": "I was nervous"},
        "ring_me": {"pairing": pair, "text": "Please"},
        "stop_ringing": {"pairing": pair},
        "desk": {"offset": "0", "pairing": pair, "earlier": "0"},
        "enter_log": {"pairing": pair, **log},
        "note_request": {
            "request": call.pk if call else 0,
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


PLANNING = {
    "propose_meeting",
    "accept_meeting",
    "move_meeting",
    "cancel_meeting",
    "miss_meeting",
    "meeting_file",
    "calendar_address",
}


def _planning(handler: str, pair: int, variant: str) -> dict[str, Any]:
    plans = Session.objects.filter(pairing=pair, state__in=AHEAD_STATES).order_by("starts_at")
    about = [{"pairing": pair, "session": row.pk, "revision": row.revision} for row in plans] or [
        {"pairing": pair, "session": 0, "revision": 0}
    ]
    missed, moved = about[0], about[-1]
    known = " ".join(str(row.pk) for row in plans)
    sheet = {**Plans(cast.world()).sheet(days=9).typed, "client_id": "a1b2"}
    requests: dict[str, dict[str, Any]] = {
        "propose_meeting": {"pairing": pair, "known": known, **sheet},
        "accept_meeting": moved,
        "move_meeting": {**moved, **sheet},
        "cancel_meeting": moved,
        "miss_meeting": {**missed, "missed_by": "both"},
        "meeting_file": {"pairing": pair, "session": moved["session"]},
        "calendar_address": {"wanted": variant or "on"},
    }
    return requests[handler]
