"""Planning as handlers: propose, accept, move, call off, "we did not meet", and the reader's own calendar."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks import journal_pages
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.journal_plan_page import calendar_card
from ment_xblock.blocks.journal_plan_words import plan_notice_words
from ment_xblock.blocks.rendering import calendar_response, html_response
from ment_xblock.domain.errors import Malformed
from ment_xblock.selectors.calendar_feed import calendar_meeting_of
from ment_xblock.services import calendar_addresses, planning

FIELDS = ("day", "time", "minutes", "way", "place", "task")
MOST_KNOWN = 50


class PlanHandlers:
    """Handlers of the journal with which two partners find a date."""

    @entry_point(method="POST", who=Who.PARTNER)
    def propose_meeting(self, call: Call) -> Response:
        """Propose a meeting."""
        planning.propose(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            sheet=_sheet(call),
            known=_known(call),
        )
        return _page(self, call, "proposed")

    @entry_point(method="POST", who=Who.PARTNER)
    def accept_meeting(self, call: Call) -> Response:
        """Say yes to the partner's date."""
        planning.accept(**_which(call))
        return _page(self, call, "accepted")

    @entry_point(method="POST", who=Who.PARTNER)
    def move_meeting(self, call: Call) -> Response:
        """Propose another date for a meeting."""
        planning.move(**_which(call), sheet=_sheet(call))
        return _page(self, call, "moved")

    @entry_point(method="POST", who=Who.PARTNER)
    def cancel_meeting(self, call: Call) -> Response:
        """Call a meeting off."""
        planning.cancel(**_which(call))
        return _page(self, call, "cancelled")

    @entry_point(method="POST", who=Who.PARTNER)
    def miss_meeting(self, call: Call) -> Response:
        """Note that a meeting did not take place."""
        planning.miss(**_which(call), missed_by=call.data.get("missed_by", ""))
        return _page(self, call, "missed")

    @entry_point(method="GET", who=Who.PARTNER)
    def meeting_file(self, call: Call) -> Response:
        """One meeting for the reader's calendar, by the clock of the pair."""
        block: Any = self
        meeting = calendar_meeting_of(
            host=call.host,
            actor=call.actor,
            pairing_id=call.number("pairing"),
            session_id=call.number("session"),
        )
        name = meeting.partner or _("your partner")
        title = _("Mentoring with %(name)s") % {"name": name}
        return calendar_response([meeting.titled(title, ZoneInfo(block.time_zone_name))])

    @entry_point(method="POST", who=Who.PARTNER)
    def calendar_address(self, call: Call) -> Response:
        """Make, renew or switch off the private address of the reader's calendar."""
        wanted = call.text("wanted")
        if wanted not in ("on", "off"):
            raise Malformed("not_readable")
        token = ""
        if wanted == "on":
            token = calendar_addresses.renew_calendar_address(host=call.host, actor=call.actor)
        else:
            calendar_addresses.drop_calendar_address(actor=call.actor)
        notice = plan_notice_words(f"address_{wanted}")
        return html_response(calendar_card(self, call.host, call.actor, token, notice))


def _page(block: Any, call: Call, notice: str) -> Response:
    pairing_id = call.number("pairing")
    html = journal_pages.learner_page(block, call.host, call.actor, pairing_id, notice=notice)
    return html_response(html)


def _which(call: Call) -> dict[str, Any]:
    return {
        "host": call.host,
        "actor": call.actor,
        "pairing_id": call.number("pairing"),
        "session_id": call.number("session"),
        "revision": call.number("revision"),
    }


def _sheet(call: Call) -> planning.PlanSheet:
    return planning.PlanSheet(
        typed={field: call.data.get(field, "") for field in FIELDS},
        zone=timezone.get_current_timezone(),
        sent=call.text("client_id"),
    )


def _known(call: Call) -> list[int]:
    known = call.text("known").split()
    if len(known) > MOST_KNOWN or not all(one.isascii() and one.isdigit() for one in known):
        raise Malformed("not_readable")
    return [int(one) for one in known]
