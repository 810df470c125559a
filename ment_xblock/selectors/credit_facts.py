"""Credit, computed from the stored facts alone: one rule per type of block."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings as site
from django.db.models import Count, Q

from ment_xblock.domain.credit import (
    NOT_FOR_ME,
    NOTHING_YET,
    Credit,
    ProfileFact,
    SignatureFact,
    agreement_credit,
    profile_credit,
    training_credit,
)
from ment_xblock.domain.journal.credit import MeetingFact, journal_credit
from ment_xblock.domain.journal.states import COUNTING_STATES
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.credit import survey_credit
from ment_xblock.domain.survey.items import Definition
from ment_xblock.domain.training.settings import TRACK_OF
from ment_xblock.models import (
    CreditStart,
    Participant,
    Session,
    Signature,
    SurveyParticipation,
    TrainingResult,
)
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.profiles import is_complete, row_of
from ment_xblock.selectors.survey_people import is_asked
from ment_xblock.selectors.training_results import fact_of


def credit_of(participant: Participant | None, block: BlockRef) -> Credit:
    """Compute what somebody has earned in one block.

    Args:
        participant: None for somebody without a role, who has earned nothing.
        block: the block.
    """
    return NOTHING_YET if participant is None else credits_of(participant, [block])[0]


def credits_of(participant: Participant, blocks: Collection[BlockRef]) -> list[Credit]:
    """Compute what somebody has earned in some blocks, one after the other.

    Args:
        participant: who.
        blocks: the blocks.
    """
    starts = dict(
        CreditStart.objects.filter(
            participant=participant, usage_key__in=[block.usage_key for block in blocks]
        ).values_list("usage_key", "credit_from")
    )
    return [
        _RULES[block.block_type](participant, block, starts.get(block.usage_key))
        for block in blocks
    ]


def graded_block_types() -> tuple[str, ...]:
    """The types of blocks that report credit."""
    return tuple(_RULES)


def _agreement(participant: Participant, _block: BlockRef, credit_from: datetime | None) -> Credit:
    rows = Signature.objects.filter(participant=participant).annotate(
        signers=Count("agreement__signatures")
    )
    return agreement_credit(
        [SignatureFact(row.signed_at, row.signers > 1) for row in rows], credit_from
    )


def _training(participant: Participant, block: BlockRef, credit_from: datetime | None) -> Credit:
    track = block.settings.get("track")
    if not track:
        return NOTHING_YET  # an own module that nobody can read, as an import may bring it
    if track != TRACK_OF[Role(participant.role)]:
        return NOT_FOR_ME
    row = TrainingResult.objects.filter(participant=participant, usage_key=block.usage_key).first()
    return training_credit(
        fact_of(row) if row else None,
        full_at_pass=bool(block.settings.get("full_at_pass")),
        credit_from=credit_from,
    )


def _journal(participant: Participant, block: BlockRef, credit_from: datetime | None) -> Credit:
    return journal_credit(
        meeting_facts(participant, str(block.settings.get("time_zone", ""))),
        required=int(block.settings.get("required_sessions", 6)),
        least_minutes=int(block.settings.get("session_minutes", 15)),
        credit_from=credit_from,
    )


def meeting_facts(participant: Participant, time_zone: str) -> list[MeetingFact]:
    """The meetings of all pairs of a learner whose logs stand, whether they are countable or not.

    Args:
        participant: the learner.
        time_zone: the programme's; the site's where it is no time zone.
    """
    zone = _zone(time_zone)
    rows = Session.objects.filter(
        Q(pairing__mentor=participant) | Q(pairing__mentee=participant), state__in=COUNTING_STATES
    ).values_list("held_on", "minutes", "pairing__opened_at", "timed_at", "logged_at")
    return [
        MeetingFact(
            held_on=held_on,
            minutes=minutes,
            opened_on=opened_at.astimezone(zone).date(),
            timed_on=timed_at.astimezone(zone).date(),
            logged_at=logged_at,
        )
        for held_on, minutes, opened_at, timed_at, logged_at in rows
        if held_on and minutes and timed_at and logged_at
    ]


def _zone(name: str) -> ZoneInfo:
    # An author's setting that was written by hand may name no time zone.
    try:
        return ZoneInfo(name or site.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo(site.TIME_ZONE)


def _matching(participant: Participant, _block: BlockRef, credit_from: datetime | None) -> Credit:
    row = row_of(participant)
    if row is None:
        return NOTHING_YET
    return profile_credit(ProfileFact(is_complete(participant), row.updated_at), credit_from)


def _survey(participant: Participant, block: BlockRef, credit_from: datetime | None) -> Credit:
    definition = block.settings.get("survey")
    if not isinstance(definition, Definition):
        return NOTHING_YET  # written by hand into the course, and not readable
    own = SurveyParticipation.objects.filter(
        run__usage_key=block.usage_key, participant=participant
    ).values_list("answered_at", flat=True)
    answered = list(own)
    if not answered and not is_asked(participant, definition):
        return NOT_FOR_ME
    return survey_credit(
        answered,
        when=definition.when,
        required=int(block.settings.get("required_sessions", 6)),
        credit_from=credit_from,
    )


_RULES: Mapping[str, Callable[[Participant, BlockRef, datetime | None], Credit]] = {
    "ment_agreement": _agreement,
    "ment_matching": _matching,
    "ment_training": _training,
    "ment_journal": _journal,
    "ment_survey": _survey,
}
