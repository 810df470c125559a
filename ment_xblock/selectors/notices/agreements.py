"""Matches and signatures that are worth a mail."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q

from ment_xblock.domain.minors import consent_missing
from ment_xblock.domain.notices.facts import MatchFact, SigningFact
from ment_xblock.domain.notices.kinds import RULES, Kind
from ment_xblock.domain.pairing import State
from ment_xblock.models import Agreement, Pairing, Programme, Signature
from ment_xblock.selectors.notices.pairs import awake, pair_fact


def match_facts(programme: Programme, now: datetime) -> tuple[MatchFact, ...]:
    """Pairs that opened lately and have signed nothing yet, in one query."""
    # A first version that was signed and then changed is no news of a match.
    signed = Signature.objects.filter(agreement__pairing=OuterRef("pk"))
    opened = Pairing.objects.filter(
        awake(programme.pk),
        ~Exists(signed),
        state=State.DRAFT,
        opened_at__gt=now - RULES[Kind.MATCH_PUBLISHED].lasts,
    )
    return tuple(
        MatchFact(pair_fact(row), row.opened_at)
        for row in opened.select_related("mentor", "mentee")
    )


def signing_facts(programme: Programme, now: datetime) -> tuple[SigningFact, ...]:
    """Versions that one of a pair has signed, or both have lately, in two queries."""
    waiting = Q(
        working_for__isnull=False,
        signatures__signed_at__gt=now - RULES[Kind.YOUR_TURN].lasts,
    )
    done = Q(
        in_force_for__isnull=False,
        in_force_since__gt=now - RULES[Kind.PARTNER_SIGNED].lasts,
    )
    versions = (
        Agreement.objects.filter(waiting | done)
        .filter(awake(programme.pk, "pairing__"))
        .select_related("pairing__mentor", "pairing__mentee")
        .prefetch_related(Prefetch("signatures", Signature.objects.select_related("participant")))
        .defer("values", "touches", "revisions")
        .distinct()
    )
    return tuple(_signing_fact(version) for version in versions)


def _signing_fact(version: Agreement) -> SigningFact:
    mentor = version.pairing.mentor
    return SigningFact(
        pair=pair_fact(version.pairing),
        agreement_id=version.pk,
        signed_at={
            signature.participant.user_id: signature.signed_at
            for signature in version.signatures.all()
            if signature.participant.user_id is not None
        },
        cannot_sign=mentor.user_id if consent_missing(mentor) else None,
    )
