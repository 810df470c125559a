"""The pair fills its agreement, signs it, and changes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

import attrs
from django.db import transaction

from ment_xblock.domain.agreement.merge import Conflict, Touch, merge
from ment_xblock.domain.agreement.terms import AuthorSettings, Value
from ment_xblock.domain.agreement.values import check_again, check_together, read_values
from ment_xblock.domain.errors import (
    FieldProblem,
    Invalid,
    Malformed,
    NotAllowed,
    Stale,
    WrongState,
)
from ment_xblock.domain.events import AgreementActivated, AgreementChanged
from ment_xblock.domain.minors import consent_missing
from ment_xblock.domain.pairing import Act, State, next_state
from ment_xblock.domain.people import Actor
from ment_xblock.models import Agreement, Pairing, Participant, Signature
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.versions import (
    Version,
    lacks_minor_clause,
    reopened,
    version_at_hand,
)
from ment_xblock.services.announcing import announce
from ment_xblock.services.credit import credit_pair
from ment_xblock.services.pairings import Acting, PairingOutcome, move, take_hold
from ment_xblock.services.unit_of_work import unit_of_work
from ment_xblock.services.versions import (
    bring_into_force,
    close_working,
    put_signature,
    store,
)


@attrs.frozen
class SaveOutcome:
    """What became of a save.

    Attributes:
        state: where the pair stands now.
        revision: revision of the agreement after the save.
        saved: fields that were stored.
        conflicts: fields that the partner changed meanwhile; theirs stay until the person has chosen.
    """

    state: State
    revision: int
    saved: tuple[str, ...]
    conflicts: tuple[Conflict, ...]


@attrs.frozen
class SignOutcome:
    """What became of a signature.

    Attributes:
        state: where the pair stands now.
        clause_added: nothing was signed; the mentor is known to be under 18 by now, and a version with the clause on
            minors had to be opened.
    """

    state: State
    clause_added: bool = False


@unit_of_work
def save(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    settings: AuthorSettings,
    typed: Mapping[str, Any],
    base_revision: int,
    new_version: bool,
) -> SaveOutcome:
    """Save what a partner typed, merged field by field with what the other saved meanwhile.

    Args:
        host: the host.
        actor: one of the two partners.
        pairing_id: the pair.
        settings: what the course author decided.
        typed: field id to what was typed.
        base_revision: revision of the page it was typed on.
        new_version: whether the person was told that this change makes a new version that both must sign.

    Returns:
        What was stored and what is in conflict.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Malformed, Invalid: what was typed cannot be read or accepted; nothing is stored.
        Stale: the version was signed meanwhile, and the person does not know that yet.
    """
    acting = take_hold(actor, pairing_id)
    state = next_state(acting.state, Act.EDIT, acting.party)
    pairing, partner = acting.pairing, _partner(acting)
    if base_revision > pairing.revision:
        raise Malformed("not_readable")
    version = version_at_hand(pairing, settings)
    if version.is_signed and not new_version:
        raise Stale("signed_meanwhile")
    draft = reopened(version, pairing, settings)
    read = read_values(draft.terms, typed, host.now())
    merged = merge(draft.values, draft.touches, read, base_revision)
    _check_order(draft.values, merged.changed)
    if merged.changed:
        pairing.revision += 1
        store(_changed(draft, merged.changed, pairing, partner), pairing, partner, host.now())
        pairing.state = state.value
        pairing.save(update_fields=["revision", "state"])
    return SaveOutcome(
        State(pairing.state), pairing.revision, tuple(merged.changed), merged.conflicts
    )


@unit_of_work
def sign(
    *,
    host: Host,
    actor: Actor,
    pairing_id: int,
    settings: AuthorSettings,
    here: BlockRef,
    seen: str,
    language: str,
) -> SignOutcome:
    """Sign the version at hand. When both have signed it, it is in force.

    Args:
        host: the host.
        actor: one of the two partners.
        pairing_id: the pair.
        settings: what the course author decided.
        here: the block in which the person signs.
        seen: fingerprint of what the person read.
        language: language in which they read it.

    Returns:
        Where the pair stands now. Signing the same version twice is no error and changes nothing.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
        Invalid: something that the agreement needs is still empty, or the author asks for more by now.
        Stale: the agreement is no longer what the person read.
    """
    acting = take_hold(actor, pairing_id)
    pairing, partner = acting.pairing, _partner(acting)
    if _signed_already(pairing, partner, seen):
        return SignOutcome(acting.state)
    state = next_state(acting.state, Act.SIGN, acting.party)
    if consent_missing(partner):
        raise WrongState("guardian_consent_missing")
    version = version_at_hand(pairing, settings)
    if lacks_minor_clause(version, pairing):
        return _open_with_minor_clause(host, acting, version, settings)
    now = host.now()
    _check_ready(version, pairing, seen, now)
    row = version.row or store(version, pairing, partner, now)
    put_signature(row, version, partner, language, now)
    if state is State.ACTIVE:
        bring_into_force(row, version, now)
        is_first = acting.state is State.HALF_SIGNED
        kind = AgreementActivated if is_first else AgreementChanged
        announce(host, kind(actor.course_key, pairing_id, version.number))
    move(pairing, state)
    transaction.on_commit(partial(credit_pair, host=host, pairing_id=pairing_id, here=here))
    return SignOutcome(state)


@unit_of_work
def withdraw_change(*, host: Host, actor: Actor, pairing_id: int) -> PairingOutcome:
    """Take back a proposed change; the signed version stays in force as it always was.

    Raises:
        NotSignedIn, NotAllowed, NotFound, WrongState: as the table and the pair have it.
    """
    acting = take_hold(actor, pairing_id)
    state = next_state(acting.state, Act.WITHDRAW_CHANGE, acting.party)
    close_working(acting.pairing, Agreement.Status.WITHDRAWN, host.now())
    acting.pairing.revision += 1
    acting.pairing.save(update_fields=["revision"])
    return move(acting.pairing, state)


def _partner(acting: Acting) -> Participant:
    if acting.participant is None:
        raise NotAllowed("partners_only")
    return acting.participant


def _check_order(stored: Mapping[str, Value], changed: Mapping[str, Value]) -> None:
    if {"start", "end"} & set(changed):
        problems = check_together({**stored, **changed})
        if problems:
            raise Invalid(problems)


def _changed(
    draft: Version, changed: Mapping[str, Value], pairing: Pairing, author: Participant
) -> Version:
    touch = Touch(pairing.revision, author.pk)
    return attrs.evolve(
        draft,
        values={**draft.values, **changed},
        touches={**draft.touches, **dict.fromkeys(changed, touch)},
    )


def _signed_already(pairing: Pairing, partner: Participant, seen: str) -> bool:
    return Signature.objects.filter(
        agreement__pairing=pairing,
        agreement__status__in=(Agreement.Status.WORKING, Agreement.Status.IN_FORCE),
        participant=partner,
        digest=seen,
    ).exists()


def _check_ready(version: Version, pairing: Pairing, seen: str, now: datetime) -> None:
    if seen != version.fingerprint(pairing.pk):
        raise Stale("changed_meanwhile")
    missing = version.terms.missing(version.values)
    if missing:
        raise Invalid([FieldProblem(field, "required") for field in missing])
    if not version.is_signed:
        check_again(version.terms, version.values, now)


def _open_with_minor_clause(
    host: Host, acting: Acting, version: Version, settings: AuthorSettings
) -> SignOutcome:
    state = next_state(acting.state, Act.EDIT, acting.party)
    pairing = acting.pairing
    store(reopened(version, pairing, settings), pairing, _partner(acting), host.now())
    pairing.revision += 1
    pairing.save(update_fields=["revision"])
    move(pairing, state)
    return SignOutcome(state, clause_added=True)
