"""What a learner's taking part is worth, computed from stored facts alone.

Credit is for taking part, never for ratings, opinions or skill (product design, "Credit in the gradebook"). Being a
pure function of facts, it can be computed again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import attrs


@attrs.frozen
class Credit:
    """What a block reports for one learner.

    Attributes:
        earned: 0 to 1.
        possible: 1, or 0 when the block is not for this learner and the host shall leave it out.
        completion: 0 to 1.
    """

    earned: float
    possible: float
    completion: float


NOTHING_YET = Credit(earned=0.0, possible=1.0, completion=0.0)
# For a block that is not for this person's role: the host leaves it out of the grade.
NOT_FOR_ME = Credit(earned=0.0, possible=0.0, completion=1.0)


@attrs.frozen
class SignatureFact:
    """One signature of the learner.

    Attributes:
        signed_at: when the learner signed.
        partner_signed: whether the partner signed the same version too.
    """

    signed_at: datetime
    partner_signed: bool


def agreement_credit(
    signatures: Iterable[SignatureFact], credit_from: datetime | None = None
) -> Credit:
    """Credit for the pairing agreement: half for signing any version, all once both signed the same one.

    It is the best over all pairs and versions, and so never falls when a pair pauses, ends or changes its agreement.

    Args:
        signatures: every signature the learner ever gave in this programme.
        credit_from: facts before this moment do not count, because the instructor deleted the learner's state.

    Returns:
        The credit; ``possible`` is always 1, since both roles sign.
    """
    counting = [fact for fact in signatures if credit_from is None or fact.signed_at > credit_from]
    earned = max((1.0 if fact.partner_signed else 0.5 for fact in counting), default=0.0)
    return Credit(earned=earned, possible=1.0, completion=earned)


@attrs.frozen
class TrainingFact:
    """The best result of a learner in one training module.

    Attributes:
        share: best share of the credit so far, 0 to 1.
        passed: whether the pass rule was ever met.
        done: activities done.
        total: activities of the module.
        updated_at: when the learner last answered.
    """

    share: float
    passed: bool
    done: int
    total: int
    updated_at: datetime

    @property
    def is_through(self) -> bool:
        """Whether every activity was done, however well."""
        return 0 < self.total <= self.done

    @property
    def is_finished(self) -> bool:
        """Whether the module is behind the learner: gone through to its end, and passed."""
        return self.is_through and self.passed


def training_credit(
    fact: TrainingFact | None, *, full_at_pass: bool, credit_from: datetime | None = None
) -> Credit:
    """Credit for a training module: the best share, or all of it once the module is passed, as the author chose.

    Args:
        fact: None for somebody who has not begun.
        full_at_pass: the author's setting.
        credit_from: a result of before this moment does not count, because the instructor deleted the learner's state.

    Returns:
        The credit for a learner whose role has this module.
    """
    if fact is None or (credit_from is not None and fact.updated_at <= credit_from):
        return NOTHING_YET
    earned = 1.0 if full_at_pass and fact.passed else fact.share
    completion = min(fact.done / fact.total, 1.0) if fact.total else 0.0
    return Credit(earned=earned, possible=1.0, completion=completion)


@attrs.frozen
class ProfileFact:
    """A learner's profile.

    Attributes:
        is_complete: whether all that matching needs is answered.
        updated_at: when the learner last saved it.
    """

    is_complete: bool
    updated_at: datetime


def profile_credit(fact: ProfileFact | None, credit_from: datetime | None = None) -> Credit:
    """Credit for the profile: all or nothing, for answering, never for what the answers are.

    Args:
        fact: None for somebody who has not begun.
        credit_from: a profile saved before this moment does not count, because the instructor deleted the learner's
            state.

    Returns:
        The credit; ``possible`` is always 1, since both roles have a profile.
    """
    if fact is None or (credit_from is not None and fact.updated_at <= credit_from):
        return NOTHING_YET
    earned = 1.0 if fact.is_complete else 0.0
    return Credit(earned=earned, possible=1.0, completion=earned)
