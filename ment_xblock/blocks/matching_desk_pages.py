"""The matching desk as HTML: what a selector read, in the facilitator's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from webob import Response

from ment_xblock.blocks.agreement_pages import notice_words
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.matching_desk_words import (
    balance_lines,
    decision_words,
    fit_word,
    level_words,
    notice_said,
    progress_words,
    raised_lines,
    swap_verdict,
)
from ment_xblock.blocks.matching_words import Speaker, criterion_words
from ment_xblock.blocks.messages import message
from ment_xblock.blocks.profile_words import part_title
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.task_cards import task_cards
from ment_xblock.domain.errors import MentError, WrongState
from ment_xblock.domain.matching import Fact, Level
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import MOST_PARTNERS, Actor, Role
from ment_xblock.domain.spreadsheet import csv_lines
from ment_xblock.platform.ports import Host
from ment_xblock.selectors import desk as people_desk
from ment_xblock.selectors import matching_desk as selector
from ment_xblock.selectors import matching_desk_values as values
from ment_xblock.selectors.matching_levels import LevelsNow
from ment_xblock.selectors.people_file import people_rows
from ment_xblock.services.matching_changes import SwapCost
from ment_xblock.services.matching_people import Import

OFFSETS = ("proposals_offset", "left_offset", "profiles_offset")
HANDLERS = (
    "desk",
    "save_person",
    "pair",
    "close_request",
    "propose_pairs",
    "discard_proposal",
    "publish_pairs",
    "lock_pair",
    "unpair",
    "propose_by_hand",
    "swap_cost",
    "swap_pairs",
    "forbid_pair",
    "allow_pair",
    "set_capacity",
    "remind_profiles",
    "reopen_profile",
    "import_people",
    "export_people",
    "earlier_runs",
    "matching_progress",
    "matching_page",
)


@attrs.define
class DeskPage:
    """One showing of the desk.

    Attributes:
        block: the block.
        host: the host.
        actor: the facilitator.
        notice: code of what has just been done.
        refusal: why what was asked for could not be done.
        saved_user: whose role has just been saved.
        where: search and offsets of the list of people.
        offsets: of the lists of the matching.
        changes: what others decided meanwhile.
        broken: proposal to codes of what stands against it by now.
        fresh: whether the page was turned.
    """

    block: Any
    host: Host
    actor: Actor
    notice: str = ""
    refusal: MentError | None = None
    saved_user: int = 0
    where: Mapping[str, Any] = attrs.field(factory=dict)
    offsets: Mapping[str, int] = attrs.field(factory=dict)
    changes: tuple[values.DecisionLine, ...] = ()
    broken: Mapping[int, tuple[str, ...]] = attrs.field(factory=dict)
    fresh: bool = False

    def render(self) -> str:
        """The whole desk."""
        matching = selector.matching_desk(host=self.host, actor=self.actor, **self.offsets)
        people = people_desk.desk(host=self.host, actor=self.actor, **self.where)
        speaker = Speaker(task_cards(self.block), _first_names(matching.names))
        run = matching.run
        return render(
            "matching/desk.html",
            {
                **self._common(),
                "matching": matching,
                "run": run,
                "desk": people,
                # A no is news: it comes first.
                "open_rows": sorted(people.pairs, key=lambda row: row.state is not State.DECLINED),
                "page_size": people_desk.PAGE_SIZE,
                "rows_size": selector.PAGE_SIZE,
                "notice": notice_said(self.notice) or notice_words(self.notice),
                "refusal": message(self.refusal.code, self.refusal.params) if self.refusal else "",
                "refusal_code": self.refusal.code if self.refusal else "",
                "changes": [(line, decision_words(line)) for line in self.changes],
                "saved_user": self.saved_user,
                "where": self.where,
                "searched": bool(self.where.get("search") or self.saved_user),
                "progress": progress_words(run.progress) if run else "",
                "cards": [self._card(row, speaker) for row in run.proposals] if run else [],
                "left": [self._left(row, speaker) for row in run.left] if run else [],
                "balance": balance_lines(run.balance) if run else [],
                "criteria": _criteria(matching.counts),
                "raised": raised_lines(matching.counts),
                "counts_changed": run is not None and run.levels != matching.counts.stored,
                "swap_names": [("first", _("One pair")), ("second", _("Another pair"))],
                "profiles_offset": self.offsets.get("profiles_offset", 0),
                "left_offset": self.offsets.get("left_offset", 0),
                "profiles": [(row, _missing_words(row)) for row in matching.unfinished],
                "decisions": [(line, decision_words(line)) for line in matching.decisions],
                "capacities": range(MOST_PARTNERS + 1),
                "summary": _summary(run) if run else "",
            },
        )

    def progress(self) -> str:
        """How far the computer is; the page fetches the desk itself when it is done."""
        run = selector.matching_desk(host=self.host, actor=self.actor).run
        if run is None:
            raise WrongState("no_open_matching")
        context = {**self._common(), "run": run, "progress": progress_words(run.progress)}
        return render("matching/desk_progress.html", context)

    def swap(self, cost: SwapCost, first: int, second: int) -> str:
        """What a swap would cost, with the button that does it."""
        names = selector.matching_desk(host=self.host, actor=self.actor).names
        speaker = Speaker(task_cards(self.block), _first_names(names))
        after = [self._swap_pair(speaker, *pair) for pair in cost.after]
        before = [self._swap_pair(speaker, *pair) for pair in cost.before]
        return render(
            "matching/desk_swap.html",
            {
                **self._common(),
                "sides": [(_("Now"), before), (_("After the swap"), after)],
                "verdict": swap_verdict(cost.change),
                "first": first,
                "second": second,
            },
        )

    def import_preview(self, outcome: Import, text: str) -> str:
        """What a file would do, line by line."""
        return render(
            "matching/desk_import.html",
            {
                **self._common(),
                "outcome": outcome,
                "text": text,
                "lines": [
                    (
                        line,
                        [f"{one.field}: {message(one.code, one.params)}" for one in line.problems],
                    )
                    for line in outcome.lines
                ],
                "problems": message("file_has_problems") if outcome.wrong else "",
            },
        )

    def _common(self) -> dict[str, Any]:
        block = self.block
        return {
            "block": block,
            "uid": block_uid(self.host.block_ref(block).usage_key),
            "urls": {name: block.runtime.handler_url(block, name).rstrip("?") for name in HANDLERS},
            "fresh": self.fresh,
            "roles": [role.value for role in Role],
        }

    def _card(self, row: values.ProposalRow, speaker: Speaker) -> dict[str, Any]:
        here = _for_pair(speaker, row.mentor.name, row.mentee.name)
        return {
            "row": row,
            "reasons": here.say_all(row.reasons),
            "missing": here.say(row.missing) if row.missing else "",
            "next_best": here.say(row.next_best) if row.next_best else "",
            "fit": fit_word(row.fit),
            "broken": [message(code) for code in self.broken.get(row.proposal_id, ())],
        }

    @staticmethod
    def _left(row: values.LeftRow, speaker: Speaker) -> dict[str, Any]:
        first = _first(row.person.name)
        here = attrs.evolve(speaker, mentor=first, mentee=first)
        reason, *helps = [*here.say_all(row.facts), ""]
        return {"person": row.person, "reason": reason, "helps": [one for one in helps if one]}

    @staticmethod
    def _swap_pair(
        speaker: Speaker, mentor_id: int, mentee_id: int, facts: Mapping[str, Any]
    ) -> dict[str, Any]:
        mentor, mentee = speaker.names.get(mentor_id, ""), speaker.names.get(mentee_id, "")
        here = attrs.evolve(speaker, mentor=mentor, mentee=mentee)
        missing = selector.as_fact(facts["missing"])
        return {
            "mentor": mentor,
            "mentee": mentee,
            "reasons": here.say_all(Fact(code, params) for code, params in facts["reasons"]),
            "missing": here.say(missing) if missing else "",
            "fit": fit_word(facts["fit"]),
        }


def people_file(call: Call) -> Response:
    """People and roles as a file to download."""
    columns, rows = people_rows(host=call.host, actor=call.actor)
    return Response(
        body="".join(csv_lines([columns, *rows])).encode("utf-8"),
        content_type="text/csv",
        charset="utf-8",
        headerlist=[
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", 'attachment; filename="people.csv"'),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def _first_names(names: Mapping[int, str]) -> dict[int, str]:
    """First names; of two who share one, the full name."""
    firsts = [_first(name) for name in names.values()]
    twice = {first for first in firsts if firsts.count(first) > 1}
    return {pk: name if _first(name) in twice else _first(name) for pk, name in names.items()}


def _first(name: str) -> str:
    return next(iter(name.split()), "")


def _for_pair(speaker: Speaker, mentor: str, mentee: str) -> Speaker:
    return attrs.evolve(speaker, mentor=_first(mentor), mentee=_first(mentee))


def _criteria(counts: LevelsNow) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    words, levels = criterion_words(), level_words()
    now = counts.stored
    return [
        (
            name,
            said,
            [(level.value, levels[level.value], now.get(name, "off") == level) for level in Level],
        )
        for name, said in words.items()
    ]


def _missing_words(row: values.ProfileRow) -> str:
    if row.role is None:
        return _("has no role yet")
    if not row.missing:
        return ""
    titles = ", ".join(part_title(part, row.role) for part in row.missing)
    return _("still missing: %(parts)s") % {"parts": titles}


def _summary(run: values.OpenRun) -> str:
    mails = 2 * run.total
    pairs = ngettext("%(count)s pair opens", "%(count)s pairs open", run.total) % {
        "count": run.total
    }
    sent = ngettext("%(count)s mail goes out", "%(count)s mails go out", mails) % {"count": mails}
    return _("%(pairs)s, and %(sent)s.") % {"pairs": pairs, "sent": sent}
