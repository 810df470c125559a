"""Credit goes to the host's gradebook: computed from stored facts, for both partners, at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from ment_xblock.domain.credit import Credit
from ment_xblock.models import CreditStart, Pairing, Participant
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import agreement_credit_of
from ment_xblock.selectors.people import participant_of
from ment_xblock.services.unit_of_work import lock, unit_of_work

log = logging.getLogger(__name__)

AGREEMENT = "ment_agreement"


def credit_pair(*, host: Host, pairing_id: int, here: BlockRef) -> None:
    """Report the credit of both partners, after something happened in their pair.

    Called after the facts are stored. A gradebook that fails does not undo what people did: the failure is logged, and
    the next act, or a rescore, reports it again.

    Args:
        host: the host.
        pairing_id: the pair.
        here: the block in which it happened; it is credited even where the course is not published yet.
    """
    pairing = Pairing.objects.select_related("mentor", "mentee", "programme").get(pk=pairing_id)
    blocks = _blocks(host, pairing.programme.course_key, here)
    for participant in (pairing.mentor, pairing.mentee):
        _credit_safely(host, participant.pk, blocks)


@unit_of_work
def restart_credit(*, host: Host, course_key: str, usage_key: str, user_id: int) -> None:
    """Let earlier facts no longer count for a block, because the instructor deleted the learner's state there.

    Reports the new credit, since the platform leaves grade and completion as they were.

    Args:
        host: the host.
        course_key: the course run.
        usage_key: the block.
        user_id: the learner.
    """
    participant = participant_of(course_key, user_id)
    if participant is None:
        return
    lock(Participant, pk=participant.pk)
    CreditStart.objects.update_or_create(
        participant=participant, usage_key=usage_key, defaults={"credit_from": host.now()}
    )
    for block in host.blocks(course_key, AGREEMENT):
        if block.usage_key == usage_key:
            credit = agreement_credit_of(participant.pk, block)
            _report(host, user_id, block, credit)


def _blocks(host: Host, course_key: str, here: BlockRef) -> tuple[BlockRef, ...]:
    others = host.blocks(course_key, AGREEMENT)
    return (here, *(block for block in others if block.usage_key != here.usage_key))


def _credit_safely(host: Host, participant_id: int, blocks: Iterable[BlockRef]) -> None:
    try:
        _credit_participant(host=host, participant_id=participant_id, blocks=blocks)
    except Exception:
        log.exception("Credit of participant %s could not be reported", participant_id)


@unit_of_work
def _credit_participant(*, host: Host, participant_id: int, blocks: Iterable[BlockRef]) -> None:
    # Facts are read under the participant's lock, so that of two reports the later one knows at least as much.
    participant = lock(Participant, pk=participant_id)
    if participant.user_id is None:
        return
    for block in blocks:
        credit = agreement_credit_of(participant.pk, block)
        _report(host, participant.user_id, block, credit)
        host.save_marker(user_id=participant.user_id, block=block)


def _report(host: Host, user_id: int, block: BlockRef, credit: Credit) -> None:
    host.publish_grade(user_id=user_id, block=block, earned=credit.earned, possible=credit.possible)
    host.publish_completion(user_id=user_id, block=block, completion=credit.completion)
