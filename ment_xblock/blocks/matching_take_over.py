"""Taking people over from an earlier run: the door at the matching desk, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.messages import message
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.domain.next_run import Fate
from ment_xblock.domain.people import Role
from ment_xblock.selectors.earlier_runs import EarlierPerson, earlier_people, earlier_runs
from ment_xblock.services.matching_people import Import
from ment_xblock.services.taking_over import take_over

PAGE_SIZE = 50


class TakeOverHandlers:
    """Handlers with which people of an earlier run come into this one."""

    desk_page: Any

    @entry_point(method="GET", who=Who.FACILITATOR)
    def earlier_runs(self, call: Call) -> Response:
        """The earlier runs to choose from."""
        runs = earlier_runs(host=call.host, actor=call.actor)
        return html_response(
            render("matching/desk_earlier_runs.html", {**_common(self, call), "runs": runs})
        )

    @entry_point(method="POST", who=Who.FACILITATOR)
    def take_over(self, call: Call) -> Response:
        """Take people over: first to look at, then to save."""
        source, save = call.text("run"), call.flag("save")
        people = earlier_people(host=call.host, actor=call.actor, source=source)
        outcome = take_over(host=call.host, actor=call.actor, source=source, save=save)
        if outcome.is_done:
            return html_response(self.desk_page(call.host, call.actor, notice="imported"))
        context = {
            **_common(self, call),
            "run": source,
            "name": call.host.course_names([source]).get(source, ""),
            **_page_of(_lines(people, outcome), call.optional_number("offset") or 0),
            "coming": sum(one.is_taken_over for one in people),
            "wrong": outcome.wrong,
        }
        return html_response(render("matching/desk_take_over.html", context))


def _common(block: Any, call: Call) -> dict[str, Any]:
    urls = {name: block.runtime.handler_url(block, name) for name in ("earlier_runs", "take_over")}
    return {"uid": block_uid(call.host.block_ref(block).usage_key), "urls": urls}


def _page_of(lines: list[dict[str, Any]], offset: int) -> dict[str, Any]:
    """Some of the lines; what stands in the way comes first, so that nobody has to look for it."""
    ordered = sorted(lines, key=lambda line: not line["problems"])
    start = offset if offset < len(lines) else 0
    return {
        "lines": ordered[start : start + PAGE_SIZE],
        "total": len(lines),
        "offset": start,
        "next": start + PAGE_SIZE if start + PAGE_SIZE < len(lines) else 0,
        "page_size": PAGE_SIZE,
    }


def _lines(people: tuple[EarlierPerson, ...], outcome: Import) -> list[dict[str, Any]]:
    """Both are in the same order; whoever joined the earlier run in between is in the next preview."""
    roles = {Role.MENTOR: _("Mentor (junior)"), Role.MENTEE: _("Mentee (senior)")}
    return [
        {
            "name": person.name,
            "then": roles[person.role],
            "wish": _wish(person),
            "fate": _fate_words(person, roles),
            "comes": person.is_taken_over,
            "problems": [message(one.code, one.params) for one in line.problems],
        }
        for person, line in zip(people, outcome.lines, strict=False)
    ]


def _wish(person: EarlierPerson) -> str:
    if person.is_your_partner:
        return _("not shown to you")
    return _wish_words().get(person.wish, _("said nothing"))


def _wish_words() -> Mapping[str, str]:
    return {
        "mentor": _("wants to be a mentor"),
        "be-mentored": _("wants to be a mentee"),
        "help-pairs": _("wants to help other pairs"),
        "not-now": _("not this time"),
    }


def _fate_words(person: EarlierPerson, roles: Mapping[Role, str]) -> str:
    if person.is_taken_over and person.next_role is not None:
        return _("comes as: %(role)s") % {"role": roles[person.next_role]}
    return {
        Fate.HAS_ROLE: _("has a role here already; it stays"),
        Fate.YOUR_PARTNER: _("was your partner: ask them, and give them their role by hand"),
        Fate.NOT_ENROLLED: _("not in this course: left out"),
        Fate.TEACHES: _("is course staff here: left out"),
        Fate.HELPS: _("gets no role; ask how they want to help"),
        Fate.NOT_NOW: _("gets no role"),
    }.get(person.fate, "")
