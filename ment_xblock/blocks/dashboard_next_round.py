"""Who goes on: the list of the next round, and the file that the next matching desk reads."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.rendering import block_uid, file_response, html_response, render
from ment_xblock.domain.next_run import NEXT_ROLES
from ment_xblock.domain.people import Actor
from ment_xblock.domain.people_file import NEXT_ROLE, WHO
from ment_xblock.domain.spreadsheet import csv_lines
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.next_round import PAGE_SIZE, next_round

TITLES: Mapping[str, Any] = {
    "mentor": gettext_lazy("Want to be a mentor"),
    "mentee": gettext_lazy("Want to be a mentee"),
    "help": gettext_lazy("Want to help other pairs"),
}


class NextRoundHandlers:
    """The door through which the people of the next round leave."""

    @entry_point(method="GET", who=Who.FACILITATOR)
    def people_of_next_round(self, call: Call) -> Response:
        """One page of who wants to go on."""
        offset = call.optional_number("offset") or 0
        return html_response(next_round_page(self, call.host, call.actor, offset))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def download_next_round(self, call: Call) -> Response:
        """Who wants what next time, as the matching desk reads it (docs/people-file.md)."""
        people = next_round(host=call.host, actor=call.actor).people
        rows = ((one.username, one.email, one.next_role) for one in people)
        # The heads are names that the import knows, in every language.
        lines = csv_lines(chain([(*WHO, NEXT_ROLE)], rows))
        return file_response(lines, "text/csv", "mentoring-next-round.csv")


def next_round_page(block: Any, host: Host, actor: Actor, offset: int = 0) -> str:
    """Who wants to go on, by what they want to do, a page at a time.

    Args:
        block: the block.
        host: the host.
        actor: the facilitator.
        offset: index of the first person shown; beyond the last one, the first page is.
    """
    page = next_round(host=host, actor=actor)
    total = len(page.people)
    start = offset if offset < total else 0
    shown = page.people[start : start + PAGE_SIZE]
    handlers = ("download_next_round", "people_of_next_round")
    return render(
        "dashboard/next_round.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "urls": {name: block.runtime.handler_url(block, name) for name in handlers},
            "groups": [
                (TITLES[role], page.counts[role], [one for one in shown if one.next_role == role])
                for role in NEXT_ROLES.values()
            ],
            "had_partners": page.had_partners,
            "total": total,
            "offset": start,
            "next": start + PAGE_SIZE if start + PAGE_SIZE < total else 0,
            "page_size": PAGE_SIZE,
        },
    )
