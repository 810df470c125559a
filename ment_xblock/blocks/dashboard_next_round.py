"""Who goes on: the list of the next round, and the file that the next matching desk reads."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.rendering import block_uid, file_response, render
from ment_xblock.domain.next_run import NEXT_ROLES
from ment_xblock.domain.people import Actor
from ment_xblock.domain.people_file import NEXT_ROLE, WHO
from ment_xblock.domain.spreadsheet import csv_lines
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.next_round import willing_people

TITLES: Mapping[str, Any] = {
    "mentor": gettext_lazy("Want to be a mentor"),
    "mentee": gettext_lazy("Want to be a mentee"),
    "help": gettext_lazy("Want to help other pairs"),
}


class NextRoundHandlers:
    """The door through which the people of the next round leave."""

    @entry_point(method="GET", who=Who.FACILITATOR)
    def download_next_round(self, call: Call) -> Response:
        """Who wants what next time, as the matching desk reads it (docs/people-file.md)."""
        people = willing_people(host=call.host, actor=call.actor)
        rows = ((one.username, one.email, one.next_role) for one in people)
        # The heads are names that the import knows, in every language.
        lines = csv_lines(chain([(*WHO, NEXT_ROLE)], rows))
        return file_response(lines, "text/csv", "mentoring-next-round.csv")


def next_round_page(block: Any, host: Host, actor: Actor) -> str:
    """Who wants to go on, by what they want to do."""
    people = willing_people(host=host, actor=actor)
    return render(
        "dashboard/next_round.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "url": block.runtime.handler_url(block, "download_next_round"),
            "groups": [
                (TITLES[role], [one for one in people if one.next_role == role])
                for role in NEXT_ROLES.values()
            ],
            "total": len(people),
        },
    )
