"""Who takes part, in which role, and with how many partners: the facilitator says so, or a learner who is asked."""

from __future__ import annotations

from datetime import date
from functools import partial

import attrs
from django.db import transaction

from ment_xblock.domain.errors import FieldProblem, Invalid, NotAllowed, NotFound, WrongState
from ment_xblock.domain.minors import check_consent_date
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import (
    Actor,
    Role,
    check_capacity,
    require_facilitator,
    require_writer,
)
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.ports import Host
from ment_xblock.services.credit import credit_role
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import lock, unit_of_work


@attrs.frozen
class ParticipantSettings:
    """What the facilitator sets for one person.

    Attributes:
        role: None takes the person out of the programme.
        capacity: how many partners at the same time.
        under_18: whether clause 15 applies to them as a mentor.
        guardian_consent: day on which a guardian consented; None where there is no consent.
    """

    role: Role | None
    capacity: int = 1
    under_18: bool = False
    guardian_consent: date | None = None


@unit_of_work
def save_participant(
    *, host: Host, actor: Actor, user_id: int, settings: ParticipantSettings
) -> int | None:
    """Give a learner a role, or change it.

    Args:
        host: the host.
        actor: the facilitator.
        user_id: the learner.
        settings: the new role and what goes with it.

    Returns:
        Id of the participant; None when the person takes part no more.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: the person is not enrolled here.
        Invalid: course staff, a role in use, a capacity or a date that cannot be.
    """
    require_facilitator(actor)
    now = host.now()
    programme = hold_programme(actor.course_key, now)
    if host.staff_ids(actor.course_key, [user_id]):
        raise Invalid([FieldProblem("role", "staff_cannot_be_paired")])
    if not host.is_enrolled(actor.course_key, user_id):
        raise NotFound("no_such_person")
    if settings.guardian_consent is not None:
        check_consent_date(settings.guardian_consent, now)
    existing = programme.participants.filter(user_id=user_id).first()
    if settings.role is None:
        _take_out(existing)
        return None
    if existing is None:
        check_capacity(settings.capacity, 0)
        participant = Participant(programme=programme, user_id=user_id, created_at=now)
    else:
        # The person may be saving their profile just now, which changes the same row.
        participant = lock(Participant, pk=existing.pk)
        _check_change(participant, settings)
    is_new_role = participant.pk is None or participant.role != settings.role
    participant.role = settings.role.value
    participant.capacity = settings.capacity
    participant.under_18 = settings.under_18
    if participant.guardian_consent != settings.guardian_consent:
        participant.guardian_consent = settings.guardian_consent
        participant.guardian_consent_noted_by_id = actor.user_id
    participant.save()
    if is_new_role:
        _announce_role(host, participant)
    return participant.pk


@unit_of_work
def choose_role(*, host: Host, actor: Actor, role: Role) -> int:
    """A learner without a role says once which one is theirs; later only the facilitator changes it.

    Args:
        host: the host.
        actor: the learner.
        role: the role.

    Returns:
        Id of the participant.

    Raises:
        NotSignedIn, NotAllowed: a stranger, staff who view as a learner, or course staff.
        WrongState: they have a role already.
    """
    require_writer(actor)
    if actor.is_staff:
        raise NotAllowed("staff_have_no_role")
    now = host.now()
    programme = hold_programme(actor.course_key, now)
    if programme.participants.filter(user_id=actor.user_id).exists():
        raise WrongState("role_known")
    participant = programme.participants.create(
        user_id=actor.user_id, role=role.value, created_at=now
    )
    _announce_role(host, participant)
    return participant.pk


def open_pairings_of(participant: Participant) -> int:
    """Count the partners that a participant has now."""
    as_either = Pairing.objects.filter(mentor=participant) | Pairing.objects.filter(
        mentee=participant
    )
    return as_either.filter(state__in=OPEN_STATES).count()


def _announce_role(host: Host, participant: Participant) -> None:
    transaction.on_commit(partial(credit_role, host=host, participant_id=participant.pk))


def _check_change(participant: Participant, settings: ParticipantSettings) -> None:
    in_use = open_pairings_of(participant)
    if in_use and settings.role != participant.role:
        raise Invalid([FieldProblem("role", "role_in_use")])
    check_capacity(settings.capacity, in_use)


def _take_out(participant: Participant | None) -> None:
    if participant is None:
        return
    if participant.pairings_as_mentor.exists() or participant.pairings_as_mentee.exists():
        raise Invalid([FieldProblem("role", "has_been_paired")])
    # Put on the list again, they could answer an anonymous survey a second time.
    if participant.survey_participations.exists():
        raise Invalid([FieldProblem("role", "has_answered")])
    participant.delete()
