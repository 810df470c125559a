"""The facilitator's matching desk as handlers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from webob import Response

from ment_xblock.blocks import matching_desk_pages as pages
from ment_xblock.blocks.desk_handlers import DeskHandlers
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.matching_take_over import TakeOverHandlers
from ment_xblock.blocks.rendering import html_response
from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed, MentError, Stale
from ment_xblock.domain.matching import Criterion, Level, Levels
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.matching_desk import changes_since
from ment_xblock.services import matching_changes, matching_people, matching_run
from ment_xblock.services.matching_run import PairsBroken


class MatchingDesk(TakeOverHandlers, DeskHandlers):
    """Handlers of the matching desk, beside those for people and roles."""

    own_tasks: Any

    def desk_page(
        self, host: Host, actor: Actor, *, notice: str = "", saved_user: int = 0, **where: Any
    ) -> str:
        """The matching desk as HTML.

        Args:
            host: the host.
            actor: the facilitator.
            notice: code of what has just been done, to be said on top.
            saved_user: whose role has just been saved, to be said beside their name.
            where: search and offsets of the list of people.
        """
        page = pages.DeskPage(self, host, actor, notice=notice, saved_user=saved_user, where=where)
        return page.render()

    @entry_point(method="POST", who=Who.FACILITATOR)
    def propose_pairs(self, call: Call) -> Response:
        """Propose a matching for everybody, with what was changed of what counts, or with what the goals say.

        The page sends what its reader changed and nothing else: what another facilitator chose meanwhile stays.
        """
        matching_run.propose_matching(
            host=call.host,
            actor=call.actor,
            levels=_levels(call),
            by_goals=call.flag("by_goals"),
            # A box that is not ticked is not sent.
            within_cohorts=call.flag("within_cohorts")
            if "within_cohorts" in call.text("fields").split()
            else None,
        )
        return _anew(self, call, "proposed")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def discard_proposal(self, call: Call) -> Response:
        """Throw the proposal away."""
        matching_run.discard(host=call.host, actor=call.actor)
        return _anew(self, call, "discarded")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def publish_pairs(self, call: Call) -> Response:
        """Open all pairs and tell everybody; or say what changed meanwhile."""
        run_id, version = call.number("run"), call.number("version")
        try:
            matching_run.publish(
                host=call.host,
                actor=call.actor,
                run_id=run_id,
                version=version,
                own_tasks=self.own_tasks,
            )
        except Stale as stale:
            changes = changes_since(host=call.host, actor=call.actor, version=version)
            return _refused(self, call, stale, changes=changes)
        except PairsBroken as error:
            return _refused(self, call, error, broken=error.broken)
        return _anew(self, call, "published")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def lock_pair(self, call: Call) -> Response:
        """Keep a pair when a new matching is proposed, or let it go again."""
        locked = call.flag("locked")
        matching_changes.set_lock(
            host=call.host, actor=call.actor, proposal_id=call.number("proposal"), locked=locked
        )
        return _anew(self, call, "locked" if locked else "unlocked")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def unpair(self, call: Call) -> Response:
        """Take a proposed pair apart."""
        matching_changes.unpair(
            host=call.host, actor=call.actor, proposal_id=call.number("proposal")
        )
        return _anew(self, call, "unpaired")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def propose_by_hand(self, call: Call) -> Response:
        """Put two people together in the proposal."""
        matching_changes.pair_by_hand(
            host=call.host,
            actor=call.actor,
            mentor_id=_chosen(call, "mentor"),
            mentee_id=_chosen(call, "mentee"),
        )
        return _anew(self, call, "by_hand")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def swap_cost(self, call: Call) -> Response:
        """What it would cost if two pairs changed partners."""
        first, second = _chosen(call, "first"), _chosen(call, "second")
        cost = matching_changes.swap_cost(
            host=call.host, actor=call.actor, first_id=first, second_id=second
        )
        page = pages.DeskPage(self, call.host, call.actor)
        return html_response(page.swap(cost, first, second))

    @entry_point(method="POST", who=Who.FACILITATOR)
    def swap_pairs(self, call: Call) -> Response:
        """Let two pairs change partners."""
        matching_changes.swap(
            host=call.host,
            actor=call.actor,
            first_id=_chosen(call, "first"),
            second_id=_chosen(call, "second"),
        )
        return _anew(self, call, "swapped")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def forbid_pair(self, call: Call) -> Response:
        """Rule out that two people are proposed to each other."""
        matching_changes.forbid(
            host=call.host,
            actor=call.actor,
            first_id=_chosen(call, "first"),
            second_id=_chosen(call, "second"),
            reason=call.text("reason"),
            wished=call.flag("wished"),
        )
        return _anew(self, call, "forbidden")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def allow_pair(self, call: Call) -> Response:
        """Take back that two people are not proposed to each other."""
        matching_changes.allow(
            host=call.host, actor=call.actor, forbidden_id=call.number("forbidden")
        )
        return _anew(self, call, "allowed")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def set_capacity(self, call: Call) -> Response:
        """Say how many partners somebody takes."""
        matching_changes.set_capacity(
            host=call.host,
            actor=call.actor,
            participant_id=_chosen(call, "participant"),
            capacity=_chosen(call, "capacity"),
        )
        return _anew(self, call, "capacity_set")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def remind_profiles(self, call: Call) -> Response:
        """Remind everybody whose profile is not complete."""
        matching_people.remind(host=call.host, actor=call.actor)
        return _anew(self, call, "reminded")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def reopen_profile(self, call: Call) -> Response:
        """Let somebody change their settled profile."""
        matching_people.reopen(
            host=call.host, actor=call.actor, participant_id=call.number("participant")
        )
        return _anew(self, call, "reopened")

    @entry_point(method="POST", who=Who.FACILITATOR)
    def import_people(self, call: Call) -> Response:
        """Read a file of people and roles: first to look at, then to save."""
        text, save = call.text("file"), call.flag("save")
        outcome = matching_people.import_people(
            host=call.host, actor=call.actor, text=text, save=save
        )
        if outcome.is_done:
            return _anew(self, call, "imported")
        page = pages.DeskPage(self, call.host, call.actor)
        return html_response(page.import_preview(outcome, text))

    @entry_point(method="GET", who=Who.FACILITATOR)
    def export_people(self, call: Call) -> Response:
        """All people and roles as a file."""
        return pages.people_file(call)

    @entry_point(method="GET", who=Who.FACILITATOR)
    def matching_progress(self, call: Call) -> Response:
        """How far the computer is; the whole desk when it is done."""
        return html_response(pages.DeskPage(self, call.host, call.actor).progress())

    @entry_point(method="POST", who=Who.FACILITATOR)
    def matching_page(self, call: Call) -> Response:
        """Another page of pairs, people without a partner, or profiles."""
        offsets = {name: call.optional_number(name) or 0 for name in pages.OFFSETS}
        return html_response(
            pages.DeskPage(self, call.host, call.actor, offsets=offsets, fresh=True).render()
        )


def _anew(block: MatchingDesk, call: Call, notice: str) -> Response:
    return html_response(block.desk_page(call.host, call.actor, notice=notice))


def _refused(block: MatchingDesk, call: Call, error: MentError, **why: Any) -> Response:
    page = pages.DeskPage(block, call.host, call.actor, refusal=error, **why)
    return html_response(page.render(), HTTPStatus.CONFLICT)


def _levels(call: Call) -> Levels | None:
    sent = {one: call.text(one.value) for one in Criterion if one.value in call.data}
    if not sent:
        return None
    if not set(sent.values()) <= set(Level):
        raise Malformed("not_readable")
    return {one: Level(level) for one, level in sent.items()}


def _chosen(call: Call, name: str) -> int:
    chosen = call.optional_number(name)
    if chosen is None:
        raise Invalid([FieldProblem(name, "required")])
    return chosen
