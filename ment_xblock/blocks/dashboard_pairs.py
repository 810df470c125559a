"""All pairs in a table, and one pair with its alerts, notes and timeline, for the facilitator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ment_xblock.blocks.alert_words import alert_card, rule_name
from ment_xblock.blocks.desk_handlers import LONGEST_SEARCH
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.journal_words import state_words
from ment_xblock.blocks.rendering import render
from ment_xblock.domain.alerts.facts import Level
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.overview import PAGE_SIZE, Asked, Sort, overview
from ment_xblock.selectors.pair_view import Event, OpenAlert, PairView, What, pair_view
from ment_xblock.selectors.today import CallLine
from ment_xblock.services.pair_notes import LONGEST_NOTE

TODAY = "today"


@attrs.frozen
class WayBack:
    """Where somebody came from who looks at one pair.

    Attributes:
        asked: which pairs they were looking at.
        back: ``"today"`` for the list of whom to ring; empty for all pairs.
    """

    asked: Asked
    back: str


def way_back(call: Call) -> WayBack:
    """Read the way back. A handler that changes something reads it first, so that what is odd changes nothing.

    Raises:
        Malformed: as ``asked_for`` has it.
    """
    return WayBack(asked_for(call), TODAY if call.text("back") == TODAY else "")


def asked_for(call: Call) -> Asked:
    """Read which pairs somebody wants to see.

    Raises:
        Malformed: an order or a state that does not exist.
    """
    state, sort = call.text("state"), call.text("sort")
    if (state and state not in set(State)) or (sort and sort not in set(Sort)):
        raise Malformed("not_readable")
    return Asked(
        search=call.text("search").strip()[:LONGEST_SEARCH],
        state=State(state) if state else None,
        cohort=call.text("cohort").strip(),
        needs_call=call.flag("needs_call"),
        sort=Sort(sort) if sort else Sort.ALERT,
        offset=call.optional_number("offset") or 0,
    )


def pairs_page(host: Host, actor: Actor, common: Mapping[str, Any], asked: Asked) -> str:
    """One page of the table of all pairs.

    Args:
        host: the host.
        actor: the facilitator.
        common: what all parts of the home need.
        asked: filter, order and page.
    """
    page = overview(host=host, actor=actor, asked=asked)
    lines = [
        (line, rule_name(line.rule) if line.rule else "", line.level is Level.RED)
        for line in page.lines
    ]
    return render(
        "dashboard/pairs.html",
        {
            **common,
            "page": page,
            "asked": page.asked,
            "lines": lines,
            "page_size": PAGE_SIZE,
            "states": [(state.value, words) for state, words in pair_state_words().items()],
            "sorts": [(sort.value, words()) for sort, words in _SORTS.items()],
        },
    )


def pair_page(call: Call, common: Mapping[str, Any], way: WayBack, notice: str) -> str:
    """One pair.

    Args:
        call: with the pair.
        common: what all parts of the home need.
        way: where the reader goes back to.
        notice: what has just been done.
    """
    view = pair_view(host=call.host, actor=call.actor, pairing_id=call.number("pairing"))
    return render(
        "dashboard/pair.html",
        {
            **common,
            "view": view,
            "asked": way.asked,
            "back": way.back,
            "notice": notice,
            "cards": [(alert_card(view.call, one.reason), _handled(one)) for one in view.alerts],
            "to_act": {
                "pairing_id": view.line.pairing_id,
                "mentor": view.line.mentor,
                "mentee": view.line.mentee,
                "acts": view.acts,
            },
            "phones": phone_links(view.call),
            "hows": how_words(),
            "notes": [(note, rule_name(note.rule) if note.rule else "") for note in view.notes],
            "events": [(event.day, *_event_words(event, view)) for event in view.events],
            "longest_note": LONGEST_NOTE,
        },
    )


def phone_links(line: CallLine) -> list[tuple[str, str, str]]:
    """Name, number as it was typed, and the same for a telephone; empty where it has no digit.

    Beside one number stands who gave none: a call that is for one of them must not reach the other.
    """
    links = [(name, typed, _dialled(typed)) for name, typed in line.phones]
    if len(links) != 1:
        return links
    without = [(name, "", "") for name in (line.mentor, line.mentee) if name != links[0][0]]
    return links + without


def how_words() -> list[tuple[str, str]]:
    """What can be done about an alert."""
    return [("called", _("I called")), ("later", _("Later")), ("closed", _("Closed"))]


def pair_state_words() -> dict[State, str]:
    """Where a pair stands, in the reader's language."""
    return {
        State.DRAFT: _("Not signed yet"),
        State.HALF_SIGNED: _("Signed by one"),
        State.ACTIVE: _("Signed by both"),
        State.CHANGE_PROPOSED: _("A change is proposed"),
        State.CHANGE_HALF_SIGNED: _("A change is signed by one"),
        State.PAUSED: _("On a pause"),
        State.ENDED: _("Ended"),
        State.DECLINED: _("Declined"),
    }


def _dialled(typed: str) -> str:
    digits = "".join(one for one in typed if one.isascii() and one.isdigit())
    plus = "+" if typed.strip().startswith("+") else ""
    return f"{plus}{digits}" if digits else ""


def _handled(alert: OpenAlert) -> str:
    if not alert.handled or alert.handled_at is None:
        return ""
    later = alert.later_until
    words = {
        "called": _("Called on %(day)s."),
        "later": _("Put off until %(later)s."),
        "closed": _("Closed on %(day)s."),
    }
    return words[alert.handled] % {
        "day": date_format(localtime(alert.handled_at), "DATE_FORMAT"),
        "later": date_format(localtime(later), "DATE_FORMAT") if later else "",
    }


def _event_words(event: Event, view: PairView) -> tuple[str, str]:
    """What happened, and the colour of its dot."""
    if event.what is What.MEETING:
        state, colour = state_words(event.state)
        return _("Meeting: %(state)s") % {"state": state}, colour
    if event.what is What.CLOSED:
        return pair_state_words()[view.line.state], ""
    values = {
        "name": event.name or _("somebody who left"),
        "number": event.number,
        "alert": rule_name(event.rule) if event.rule else "",
    }
    words, colour = _EVENTS[event.what]
    if event.rule and event.name:
        values["alert"] = _("%(alert)s (%(name)s)") % values
    return words() % values, colour


_EVENTS: Mapping[What, tuple[Callable[[], str], str]] = {
    What.PAIRED: (lambda: _("They became a pair"), "good"),
    What.VERSION: (lambda: _("Version %(number)s of the agreement begun by %(name)s"), ""),
    What.SIGNED: (lambda: _("Version %(number)s signed by %(name)s"), ""),
    What.IN_FORCE: (lambda: _("Version %(number)s signed by both"), "good"),
    What.REST: (lambda: _("A pause began"), ""),
    What.ON_AGAIN: (lambda: _("The pause ended"), ""),
    What.ALERT: (lambda: _("Trouble: %(alert)s"), "warn"),
    What.ALERT_OVER: (lambda: _("Over: %(alert)s"), "good"),
}

_SORTS: Mapping[Sort, Callable[[], str]] = {
    Sort.ALERT: lambda: _("Who needs a call first"),
    Sort.NAME: lambda: _("Name of the mentor"),
    Sort.STATE: lambda: _("State"),
    Sort.LAST: lambda: _("Longest time since they met"),
}
