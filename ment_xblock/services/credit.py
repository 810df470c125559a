"""Credit goes to the host's gradebook: computed from stored facts, for both partners, at once."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from ment_xblock.domain.credit import Credit
from ment_xblock.models import CreditStart, Pairing, Participant, Signature
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credit_of, graded_block_types
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.profiles import row_of
from ment_xblock.services.unit_of_work import lock, unit_of_work

log = logging.getLogger(__name__)

TRAINING = "ment_training"
SURVEY = "ment_survey"
MATCHING = "ment_matching"
JOURNAL = "ment_journal"


def credit_pair(*, host: Host, pairing_id: int, here: BlockRef) -> None:
    """Report the credit of the partners, after one of them signed.

    Every block of the same type in the course reports, each by its own settings.

    Args:
        host: the host.
        pairing_id: the pair.
        here: the block in which it happened; it is credited even where the course is not published yet.
    """
    pairing = Pairing.objects.select_related("programme").get(pk=pairing_id)
    blocks = [here]
    with _failure_logged("Other blocks for pair %s could not be found", pairing_id):
        others = host.blocks(pairing.programme.course_key, here.block_type)
        blocks += [block for block in others if block.usage_key != here.usage_key]
    # Who has not signed anything has earned nothing yet, and shall not find a zero in the gradebook.
    signers = Signature.objects.filter(agreement__pairing=pairing)
    for participant_id in sorted(set(signers.values_list("participant_id", flat=True))):
        report_credit(host=host, participant_id=participant_id, blocks=blocks)


def credit_meetings_later(host: Host, pairing_id: int, here: BlockRef | None) -> None:
    """Report the credit of both partners in all journals of the course, as soon as the transaction is through.

    Args:
        host: the host.
        pairing_id: the pair of which a meeting counts now, or counts no more.
        here: the block in which it happened, if any.
    """
    transaction.on_commit(partial(credit_meetings, host=host, pairing_id=pairing_id, here=here))


def credit_meetings(*, host: Host, pairing_id: int, here: BlockRef | None) -> None:
    """Report the credit of both partners in all journals of the course.

    Args:
        host: the host.
        pairing_id: the pair.
        here: a block that is credited even where the course is not published yet.
    """
    pairing = Pairing.objects.select_related("programme").get(pk=pairing_id)
    blocks = [here] if here is not None and here.block_type == JOURNAL else []
    with _failure_logged("Other blocks for pair %s could not be found", pairing_id):
        known = {block.usage_key for block in blocks}
        others = host.blocks(pairing.programme.course_key, JOURNAL)
        blocks += [block for block in others if block.usage_key not in known]
    for participant_id in sorted((pairing.mentor_id, pairing.mentee_id)):
        report_credit(host=host, participant_id=participant_id, blocks=blocks)


def credit_role(*, host: Host, participant_id: int) -> None:
    """Report what a person's role decides.

    Training and surveys that are for the other role do not count for them, and a profile that was filled in for the
    other role is no longer complete.

    Args:
        host: the host.
        participant_id: the person, whose role has just become known or has changed.
    """
    participant = Participant.objects.select_related("programme").get(pk=participant_id)
    types = [TRAINING, MATCHING] if row_of(participant) else [TRAINING]
    with _failure_logged("Blocks for participant %s could not be found", participant_id):
        course_key = participant.programme.course_key
        blocks = [block for one in types for block in host.blocks(course_key, one)]
        # A survey that is for them shall not bring a zero into the gradebook before it is open.
        blocks += [
            block
            for block in host.blocks(course_key, SURVEY)
            if not credit_of(participant, block).possible
        ]
        report_credit(host=host, participant_id=participant_id, blocks=blocks)


def credit_profile(*, host: Host, participant_id: int, here: BlockRef) -> None:
    """Report the credit of a profile, after it was completed, or is complete no more.

    Args:
        host: the host.
        participant_id: whose profile.
        here: the block in which it happened; it is credited even where the course is not published yet.
    """
    participant = Participant.objects.select_related("programme").get(pk=participant_id)
    blocks = [here]
    with _failure_logged("Other profiles of participant %s could not be found", participant_id):
        others = host.blocks(participant.programme.course_key, MATCHING)
        blocks += [block for block in others if block.usage_key != here.usage_key]
    report_credit(host=host, participant_id=participant_id, blocks=blocks)


def report_credit(*, host: Host, participant_id: int, blocks: Iterable[BlockRef]) -> None:
    """Report what one participant has earned in some blocks.

    Called after the facts are stored. A gradebook that fails does not undo what people did: the failure is logged, and
    the next act, or a rescore, reports it again.

    Args:
        host: the host.
        participant_id: the participant.
        blocks: the blocks.
    """
    with _failure_logged("Credit of participant %s could not be reported", participant_id):
        _report_all(host=host, participant_id=participant_id, blocks=blocks)


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
    blocks = [
        block
        for block_type in graded_block_types()
        for block in host.blocks(course_key, block_type)
        if block.usage_key == usage_key
    ]
    _restart(
        host=host,
        user_id=user_id,
        participant_id=participant.pk,
        usage_key=usage_key,
        blocks=blocks,
    )


@unit_of_work
def _restart(
    *, host: Host, user_id: int, participant_id: int, usage_key: str, blocks: Iterable[BlockRef]
) -> None:
    participant = lock(Participant, pk=participant_id)
    CreditStart.objects.update_or_create(
        participant=participant, usage_key=usage_key, defaults={"credit_from": host.now()}
    )
    for block in blocks:
        credit = credit_of(participant, block)
        _report(host, user_id, block, credit)
        if not credit.possible:
            # 0 out of 0 has to be reported as a score, so that the block is left out. In the LMS that makes the deleted
            # row anew, without a state, on which "reset attempts" for everybody would fail.
            host.save_marker(user_id=user_id, block=block)


@unit_of_work
def _report_all(*, host: Host, participant_id: int, blocks: Iterable[BlockRef]) -> None:
    # Facts are read under the participant's lock, so that of two reports the later one knows at least as much.
    participant = lock(Participant, pk=participant_id)
    if participant.user_id is None:
        return
    for block in blocks:
        _report(host, participant.user_id, block, credit_of(participant, block))
        host.save_marker(user_id=participant.user_id, block=block)


def _report(host: Host, user_id: int, block: BlockRef, credit: Credit) -> None:
    host.publish_grade(user_id=user_id, block=block, earned=credit.earned, possible=credit.possible)
    host.publish_completion(user_id=user_id, block=block, completion=credit.completion)


@contextmanager
def _failure_logged(message: str, pk: int) -> Iterator[None]:
    try:
        yield
    except Exception:
        log.exception(message, pk)
