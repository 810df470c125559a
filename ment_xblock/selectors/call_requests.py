"""Who asks to be rung: for the facilitator alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import attrs

from ment_xblock.domain.people import Actor
from ment_xblock.models import HelpRequest
from ment_xblock.selectors.help_requests import waiting_for

MOST_REQUESTS = 50


@attrs.frozen
class CallRequest:
    """Somebody who asks to be rung.

    Attributes:
        request_id: the request.
        name: who; empty when they have left.
        partner: their partner, who does not know.
        text: in their words.
        state: open or called.
        note: what a facilitator noted.
        asked_at: when.
        called_at: when they were called; None before.
    """

    request_id: int
    name: str
    partner: str
    text: str
    state: str
    note: str
    asked_at: datetime
    called_at: datetime | None


def open_requests(actor: Actor) -> list[HelpRequest]:
    """Requests for a call that nobody has closed, the oldest first. The caller has made sure that it is the facilitator."""
    rows = (
        waiting_for(actor, HelpRequest.Kind.RING_ME)
        .select_related("pairing__mentor", "pairing__mentee")
        .order_by("created_at", "pk")
    )
    return list(rows[:MOST_REQUESTS])


def call_request(row: HelpRequest, names: Mapping[int, str]) -> CallRequest:
    """A request as the facilitator sees it.

    Args:
        row: with its pair.
        names: participant id to name.
    """
    pair = row.pairing
    partner_id = pair.mentee_id if pair.mentor_id == row.participant_id else pair.mentor_id
    return CallRequest(
        request_id=row.pk,
        name=names.get(row.participant_id, ""),
        partner=names.get(partner_id, ""),
        text=row.text,
        state=row.state,
        note=row.note,
        asked_at=row.created_at,
        called_at=row.called_at,
    )
