"""The profiles of a programme: for the matching rules, for the facilitator, and whether one may still be changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
from django.db.models import Prefetch

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor, Person, Role, require_facilitator
from ment_xblock.domain.profile import Profile, Step, Way
from ment_xblock.domain.profile_answers import Answers, Part, missing
from ment_xblock.models import Pairing, Participant
from ment_xblock.models import Profile as ProfileRow
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in


@attrs.frozen
class ProfileStatus:
    """How far one participant is with their profile.

    Attributes:
        participant_id: whose profile it is.
        missing: parts that still need an answer; nothing when it is complete.
        is_settled: a partner was found on its ground, so only the facilitator opens it again.
        asked_to_change_at: when they asked for that; None when nobody waits.
        updated_at: when it was saved last; None when it was not begun.
    """

    participant_id: int
    missing: tuple[Part, ...]
    is_settled: bool
    asked_to_change_at: datetime | None
    updated_at: datetime | None

    @property
    def is_complete(self) -> bool:
        """Whether the person can be matched."""
        return not self.missing


@attrs.frozen
class ProfileOfOne:
    """All that the facilitator may see of one person.

    Attributes:
        person: None when they have left the site.
        role: their role.
        capacity: how many partners they can take.
        under_18: whether clause 15 applies to them as a mentor.
        guardian_consent: day of the consent.
        answers: everything that they answered; what is for the facilitator alone only where the reader is not and was
            not their partner.
        status: how far it is.
    """

    person: Person | None
    role: Role
    capacity: int
    under_18: bool
    guardian_consent: date | None
    answers: Answers
    status: ProfileStatus


def profiles_of(programme_id: int) -> tuple[Profile, ...]:
    """What the matching rules read: one profile for each participant, also for those who have not begun theirs.

    Args:
        programme_id: the programme.

    Returns:
        In the order of the participants' keys.
    """
    return tuple(
        answers_of(row).for_matching(row.pk, Role(row.role)) for row in _participants(programme_id)
    )


def statuses_of(programme_id: int) -> tuple[ProfileStatus, ...]:
    """How far everybody is, also those who have not begun.

    Args:
        programme_id: the programme.

    Returns:
        In the order of the participants' keys.
    """
    return tuple(_status(row) for row in _participants(programme_id))


def profile_of_one(*, host: Host, actor: Actor, participant_id: int) -> ProfileOfOne:
    """One person's profile, for the facilitator.

    Args:
        host: the host.
        actor: the facilitator.
        participant_id: whose profile.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such participant in this course run.
    """
    require_facilitator(actor)
    row = (
        _with_profile(Participant.objects.filter(programme__course_key=actor.course_key))
        .filter(pk=participant_id)
        .first()
    )
    if row is None:
        raise NotFound("no_such_person")
    answers = answers_of(row)
    if row.pk in reader_in(actor.course_key, actor.user_id).partners:
        answers = answers.without_confidences()
    return ProfileOfOne(
        person=host.people([row.user_id]).get(row.user_id) if row.user_id else None,
        role=Role(row.role),
        capacity=row.capacity,
        under_18=row.under_18,
        guardian_consent=row.guardian_consent,
        answers=answers,
        status=_status(row),
    )


def is_settled(participant: Participant) -> bool:
    """Tell whether a profile can be changed only after the facilitator opened it again.

    It is settled by a pair that opened on its ground, and free again once that pair is over.

    Args:
        participant: whose profile.
    """
    return status_of(participant).is_settled


def is_complete(participant: Participant) -> bool:
    """Tell whether somebody can be matched.

    Args:
        participant: who; best read with the profile.
    """
    return not missing(answers_of(participant), Role(participant.role))


def status_of(participant: Participant) -> ProfileStatus:
    """How far somebody is with their profile.

    Args:
        participant: whose profile.
    """
    return _status(_with_profile(Participant.objects).get(pk=participant.pk))


def answers_of(participant: Participant) -> Answers:
    """What somebody has answered, as far as they have.

    Args:
        participant: who.
    """
    row = row_of(participant)
    if row is None:
        return Answers(capacity=participant.capacity)
    steps, ways = {step.value for step in Step}, set(Way)
    return Answers(
        wanted=tuple(row.wanted),
        skills={task: Step(step) for task, step in row.skills.items() if step in steps},
        languages=tuple(row.languages),
        times=tuple(row.times),
        ways=tuple(Way(way) for way in row.ways if way in ways),
        places=tuple(row.places),
        trade=row.trade,
        wishes=tuple(row.wishes),
        firm=row.firm,
        is_boss=row.is_boss,
        same_firm_ok=row.same_firm_ok,
        style=row.style,
        capacity=participant.capacity,
        called=row.called,
        under_18=row.said_under_18,
        access_needs=row.access_needs,
        phone=row.phone,
        avoid=row.avoid,
    )


def _participants(programme_id: int) -> Any:
    taking_part = Participant.objects.filter(programme_id=programme_id, user__isnull=False)
    return _with_profile(taking_part).order_by("pk")


def _with_profile(participants: Any) -> Any:
    """Read people with their profile and their open pairs, in three queries however many they are."""
    still_open = Pairing.objects.filter(state__in=OPEN_STATES)
    return participants.select_related("profile").prefetch_related(
        Prefetch("pairings_as_mentor", queryset=still_open, to_attr="open_as_mentor"),
        Prefetch("pairings_as_mentee", queryset=still_open, to_attr="open_as_mentee"),
    )


def _status(participant: Any) -> ProfileStatus:
    row = row_of(participant)
    opened = [pair.opened_at for pair in participant.open_as_mentor + participant.open_as_mentee]
    reopened = row.reopened_at if row else None
    return ProfileStatus(
        participant_id=participant.pk,
        missing=missing(answers_of(participant), Role(participant.role)),
        is_settled=any(reopened is None or when > reopened for when in opened),
        asked_to_change_at=row.asked_to_change_at if row else None,
        updated_at=row.updated_at if row else None,
    )


def row_of(participant: Participant) -> ProfileRow | None:
    """The stored profile of somebody; None as long as there is none."""
    return getattr(participant, "profile", None)
