"""A learner saves a part of their profile; a settled one is opened again by the facilitator."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import attrs
from django.db import transaction

from ment_xblock.domain.errors import FieldProblem, Invalid, NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.minors import under_18_after
from ment_xblock.domain.people import Actor, Role, require_facilitator, require_writer
from ment_xblock.domain.profile_answers import Answers, Part, missing
from ment_xblock.domain.profile_form import Offered, read_part
from ment_xblock.models import Participant, Profile
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.profiles import answers_of, is_settled
from ment_xblock.services.credit import credit_profile
from ment_xblock.services.participants import open_pairings_of
from ment_xblock.services.unit_of_work import lock, unit_of_work

# Stored on the participant, or under another name.
_ELSEWHERE = {"capacity", "under_18"}


@unit_of_work
def save_part(
    *,
    host: Host,
    actor: Actor,
    participant_id: int | None,
    here: BlockRef,
    part: Part,
    typed: Mapping[str, Any],
    base_revision: int,
    offered: Offered,
) -> None:
    """Save what a learner answered in one part.

    Args:
        host: the host.
        actor: the learner.
        participant_id: their part in the programme; None for somebody without a role.
        here: the block; it is credited even where the course is not published yet.
        part: which part.
        typed: input to what was typed or ticked.
        base_revision: revision of the profile that the page showed.
        offered: what can be chosen.

    Raises:
        NotSignedIn, NotAllowed: a stranger, course staff, or staff who view as a learner.
        WrongState: no role yet, or settled.
        Invalid: every input in which something is wrong. Nothing is saved then.
        Stale: they saved something else in this part from another window meanwhile.
    """
    participant, profile = _hold_own(host, actor, participant_id)
    if is_settled(participant):
        raise WrongState("profile_settled")
    role, before = Role(participant.role), answers_of(participant)
    after = read_part(part, role, typed, before, offered)
    if after != before and profile.part_revisions.get(part, 0) > base_revision:
        raise Stale("saved_elsewhere")
    _check_capacity(participant, after)
    was_complete = bool(profile.revision) and not missing(before, role)
    _store(profile, participant, after, part, host.now())
    if was_complete or not missing(after, role):
        transaction.on_commit(
            partial(credit_profile, host=host, participant_id=participant.pk, here=here)
        )


@unit_of_work
def ask_to_change(*, host: Host, actor: Actor, participant_id: int | None) -> None:
    """Ask the facilitator to open a settled profile again.

    Args:
        host: the host.
        actor: the learner.
        participant_id: their part in the programme; None for somebody without a role.

    Raises:
        NotSignedIn, NotAllowed: a stranger, course staff, or staff who view as a learner.
        WrongState: no role yet, or it can be changed already.
    """
    participant, profile = _hold_own(host, actor, participant_id)
    if not is_settled(participant):
        raise WrongState("profile_open")
    profile.asked_to_change_at = profile.asked_to_change_at or host.now()
    profile.save()


@unit_of_work
def reopen_profile(*, host: Host, actor: Actor, participant_id: int) -> None:
    """Let somebody change their settled profile, until the next pair of theirs opens.

    Args:
        host: the host.
        actor: the facilitator.
        participant_id: whose profile.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participant in this course run.
    """
    require_facilitator(actor)
    participant = lock(Participant, pk=participant_id)
    if participant.programme.course_key != actor.course_key:
        raise NotFound("no_such_person")
    profile = _profile_of(participant, host.now())
    profile.reopened_at, profile.asked_to_change_at = host.now(), None
    profile.save()


def _hold_own(host: Host, actor: Actor, participant_id: int | None) -> tuple[Participant, Profile]:
    require_writer(actor)
    if actor.is_staff:
        raise NotAllowed("staff_have_no_role")
    if participant_id is None:
        raise WrongState("role_first")
    participant = lock(Participant, pk=participant_id)
    if participant.user_id != actor.user_id or participant.programme.course_key != actor.course_key:
        raise NotFound("no_such_person")
    return participant, _profile_of(participant, host.now())


def _profile_of(participant: Participant, now: datetime) -> Profile:
    profile, _ = Profile.objects.get_or_create(
        participant=participant, defaults={"updated_at": now}
    )
    return profile


def _check_capacity(participant: Participant, after: Answers) -> None:
    # The services of pairs let nobody below the number of their partners either.
    in_use = open_pairings_of(participant)
    if after.capacity != participant.capacity and after.capacity < in_use:
        raise Invalid([FieldProblem("capacity", "below_open_pairings", {"open": in_use})])


def _store(
    profile: Profile, participant: Participant, after: Answers, part: Part, now: datetime
) -> None:
    if part is Part.ABOUT:
        participant.under_18 = under_18_after(
            participant, said_before=profile.said_under_18, says_now=after.under_18
        )
    # Nothing else of the participant's: the facilitator may be changing it.
    Participant.objects.filter(pk=participant.pk).update(
        capacity=after.capacity, under_18=participant.under_18
    )
    for name, value in attrs.asdict(after, recurse=False).items():
        if name not in _ELSEWHERE:
            setattr(profile, name, value)
    profile.said_under_18 = after.under_18
    profile.complete_for = "" if missing(after, Role(participant.role)) else participant.role
    profile.revision += 1
    profile.part_revisions = {**profile.part_revisions, part.value: profile.revision}
    profile.updated_at = now
    profile.save()
