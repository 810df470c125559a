"""The facilitator's desk as handlers: people, roles, and pairs made by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from webob import Response

from ment_xblock.blocks.agreement_pages import link, notice_words
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed
from ment_xblock.domain.people import Actor, Role
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.desk import PAGE_SIZE
from ment_xblock.selectors.desk import desk as read_desk
from ment_xblock.services import pairings, participants

LONGEST_SEARCH = 100


class DeskHandlers:
    """Handlers that every block with a facilitator's desk has."""

    def desk_page(
        self, host: Host, actor: Actor, *, notice: str = "", saved_user: int = 0, **where: Any
    ) -> str:
        """The desk as HTML.

        Args:
            host: the host.
            actor: the facilitator.
            notice: what has just been done, to be said on top.
            saved_user: whose role has just been saved, to be said beside their name.
            where: search and offsets, as ``selectors.desk.desk`` takes them.
        """
        block: Any = self
        page = read_desk(host=host, actor=actor, **where)
        handlers = ("desk", "save_person", "pair", "act", "close_request")
        return render(
            "desk/page.html",
            {
                "block": block,
                "uid": block_uid(host.block_ref(block).usage_key),
                "urls": {name: block.runtime.handler_url(block, name) for name in handlers},
                "desk": page,
                "page_size": PAGE_SIZE,
                "roles": [role.value for role in Role],
                "pairs": [
                    (row, link(block, "print_page", pairing=row.pairing_id)) for row in page.pairs
                ],
                "notice": notice_words(notice),
                "saved_user": saved_user,
            },
        )

    @entry_point(method="POST", who=Who.FACILITATOR)
    def desk(self, call: Call) -> Response:
        """The desk anew. A POST, since a search holds a name, which belongs in no address."""
        return html_response(self.desk_page(call.host, call.actor, **_where(call)))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def save_person(self, call: Call) -> Response:
        """Give a learner a role, or change it."""
        user_id, where = call.number("user"), _where(call)
        participants.save_participant(
            host=call.host,
            actor=call.actor,
            user_id=user_id,
            settings=_person_settings(call),
        )
        return html_response(self.desk_page(call.host, call.actor, saved_user=user_id, **where))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def pair(self, call: Call) -> Response:
        """Pair two people by hand."""
        pairings.pair(
            host=call.host,
            actor=call.actor,
            mentor_id=_chosen(call, "mentor"),
            mentee_id=_chosen(call, "mentee"),
        )
        return html_response(self.desk_page(call.host, call.actor, notice="paired"))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def close_request(self, call: Call) -> Response:
        """Note that a request was dealt with."""
        pairings.close_request(host=call.host, actor=call.actor, request_id=call.number("request"))
        return html_response(self.desk_page(call.host, call.actor, notice="request_closed"))


def _where(call: Call) -> dict[str, Any]:
    return {
        "search": call.text("search").strip()[:LONGEST_SEARCH],
        "cohort": call.text("cohort").strip(),
        "people_offset": call.optional_number("people_offset") or 0,
        "pairs_offset": call.optional_number("pairs_offset") or 0,
    }


def _person_settings(call: Call) -> participants.ParticipantSettings:
    role = call.text("role")
    if role and role not in set(Role):
        raise Malformed("not_readable")
    capacity = call.optional_number("capacity")
    return participants.ParticipantSettings(
        role=Role(role) if role else None,
        capacity=1 if capacity is None else capacity,
        under_18=call.flag("under_18"),
        guardian_consent=_day(call, "guardian_consent"),
    )


def _day(call: Call, name: str) -> date | None:
    typed = call.text(name).strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid([FieldProblem(name, "not_a_date")]) from None


def _chosen(call: Call, name: str) -> int:
    chosen = call.optional_number(name)
    if chosen is None:
        raise Invalid([FieldProblem(name, "required")])
    return chosen
