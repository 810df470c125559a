"""The stored facts that credit is computed from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count

from ment_xblock.domain.credit import Credit, SignatureFact, agreement_credit
from ment_xblock.models import CreditStart, Signature
from ment_xblock.platform.ports import BlockRef


def signature_facts(participant_id: int) -> list[SignatureFact]:
    """Every signature a participant gave, in one query."""
    rows = Signature.objects.filter(participant_id=participant_id).annotate(
        signers=Count("agreement__signatures")
    )
    return [SignatureFact(row.signed_at, row.signers > 1) for row in rows]


def credit_starts(participant_id: int, usage_keys: Collection[str]) -> dict[str, datetime]:
    """From when on facts count, per block where an instructor deleted the learner's state."""
    rows = CreditStart.objects.filter(participant_id=participant_id, usage_key__in=usage_keys)
    return {row.usage_key: row.credit_from for row in rows}


def agreement_credit_of(participant_id: int | None, block: BlockRef) -> Credit:
    """Compute what a participant has earned in one agreement block, from facts alone.

    Args:
        participant_id: None for somebody without a role, who has earned nothing.
        block: the block.
    """
    if participant_id is None:
        return agreement_credit([])
    start = credit_starts(participant_id, [block.usage_key]).get(block.usage_key)
    return agreement_credit(signature_facts(participant_id), start)
