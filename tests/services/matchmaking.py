"""A cohort at the matching desk: roles, complete profiles, and what the facilitator does there."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from ment_xblock.models import MatchRun, Participant, Profile, Proposal
from ment_xblock.selectors.matching_desk import matching_desk
from ment_xblock.selectors.matching_desk_values import MatchingDesk
from ment_xblock.services import matching_changes, matching_run
from tests.world import CHIARA, World

JUNIORS = ("giulia", "piotr", "lena")
SENIORS = ("mario", "anna", "tomas")
COMPLETE: dict[str, Any] = {
    "revision": 1,
    "languages": ["it"],
    "times": ["mon-evening", "tue-evening", "wed-evening"],
    "ways": ["video"],
    "trade": "wood",
    "said_under_18": False,
}
TASK = {"giulia": "quote-as-pdf", "piotr": "video-call", "lena": "photo-of-piece"}
WANTED = {"mario": "quote-as-pdf", "anna": "video-call", "tomas": "photo-of-piece"}


def take_part(world: World, username: str, *, capacity: int = 1, **answers: Any) -> int:
    """Give somebody their role and a complete profile.

    Returns:
        Id of the participant.
    """
    pk = world.join(username, capacity=capacity)
    tasks = (
        {"skills": {TASK.get(username, "map"): 4}}
        if Participant.objects.get(pk=pk).role == "mentor"
        else {"wanted": [WANTED.get(username, "map")]}
    )
    Profile.objects.update_or_create(
        participant_id=pk,
        defaults={**COMPLETE, **tasks, "updated_at": world.host.now(), **answers},
    )
    return pk


def everybody(world: World) -> dict[str, int]:
    """Three juniors and three seniors, each with one who fits best."""
    return {name: take_part(world, name) for name in (*JUNIORS, *SENIORS)}


def desk_of(world: World, **asked: Any) -> MatchingDesk:
    """What the facilitator sees."""
    return matching_desk(host=world.host, actor=world.actor(CHIARA), **asked)


def propose(world: World, **more: Any) -> int:
    """Let the facilitator propose, and the job be done.

    Returns:
        Id of the run.
    """
    with TestCase.captureOnCommitCallbacks(execute=True):
        return matching_run.propose_matching(host=world.host, actor=world.actor(CHIARA), **more)


def change(world: World, act: str, by: str = CHIARA, **what: Any) -> Any:
    """Let somebody change something at the desk, such as ``"forbid"``."""
    return getattr(matching_changes, act)(host=world.host, actor=world.actor(by), **what)


def publish(world: World, by: str = CHIARA, **seen: Any) -> matching_run.Published:
    """Publish what is on the desk, or what somebody saw earlier; mails go out."""
    run = open_run()
    known = {"run_id": run.pk, "version": run.version, **seen}
    with TestCase.captureOnCommitCallbacks(execute=True):
        return matching_run.publish(host=world.host, actor=world.actor(by), **known)


def open_run() -> MatchRun:
    """The run on the desk."""
    return MatchRun.objects.get(open_for__isnull=False)


def proposed(run_id: int | None = None) -> set[tuple[str, str]]:
    """The pairs of a run, by username."""
    rows = Proposal.objects.filter(run_id=run_id or open_run().pk)
    return set(rows.values_list("mentor__user__username", "mentee__user__username"))


def proposal(mentor: str, mentee: str) -> Proposal:
    """A pair on the desk."""
    return open_run().proposals.get(mentor__user__username=mentor, mentee__user__username=mentee)
