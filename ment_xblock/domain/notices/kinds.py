"""The kinds of mail that the programme sends by itself, as data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

import attrs


class Kind(StrEnum):
    """What a mail is about. Each can be switched off on its own."""

    MATCH_PUBLISHED = "match_published"
    YOUR_TURN = "your_turn"
    PARTNER_SIGNED = "partner_signed"
    SESSION_TOMORROW = "session_tomorrow"
    LOG_TO_CONFIRM = "log_to_confirm"
    PULSE_WAITING = "pulse_waiting"
    ACTION_DUE = "action_due"
    FORM_WAITING = "form_waiting"
    WEEKLY_DIGEST = "weekly_digest"


@attrs.frozen
class KindRule:
    """What holds for all mails of a kind.

    Attributes:
        blocks: types of the block that the link leads to; the first that the course has.
        lasts: how long after its occasion a mail is still worth sending, at most.
        for_facilitator: goes to the course team, and to no learner.
    """

    blocks: tuple[str, ...]
    lasts: timedelta
    for_facilitator: bool = False


RULES: Mapping[Kind, KindRule] = {
    Kind.MATCH_PUBLISHED: KindRule(("ment_matching", "ment_agreement"), timedelta(days=7)),
    Kind.YOUR_TURN: KindRule(("ment_agreement",), timedelta(days=14)),
    Kind.PARTNER_SIGNED: KindRule(("ment_agreement",), timedelta(days=7)),
    Kind.SESSION_TOMORROW: KindRule(("ment_journal",), timedelta(days=2)),
    Kind.LOG_TO_CONFIRM: KindRule(("ment_journal",), timedelta(days=7)),
    Kind.PULSE_WAITING: KindRule(("ment_survey",), timedelta(days=7)),
    Kind.ACTION_DUE: KindRule(("ment_journal",), timedelta(days=2)),
    Kind.FORM_WAITING: KindRule(("ment_survey",), timedelta(days=14)),
    Kind.WEEKLY_DIGEST: KindRule(
        ("ment_dashboard", "ment_agreement"), timedelta(days=2), for_facilitator=True
    ),
}

LONGEST_LASTING = max(rule.lasts for rule in RULES.values()) + timedelta(days=2)


def kinds_for(*, facilitator: bool) -> tuple[Kind, ...]:
    """The kinds that a facilitator, or a learner, can get."""
    return tuple(kind for kind, rule in RULES.items() if rule.for_facilitator == facilitator)
