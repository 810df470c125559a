"""What one partner sees of the pair's agreement."""

from __future__ import annotations

from datetime import date, datetime

import attrs
from django.db.models import Q

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.credit import Credit
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.minors import consent_in_agreement, consent_missing
from ment_xblock.domain.pairing import OPEN_STATES, Act, Party, State, possible_acts
from ment_xblock.domain.people import Actor, Person, Role, require_member
from ment_xblock.models import Agreement, HelpRequest, Pairing, Participant, Pause, Signature
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credit_of
from ment_xblock.selectors.people import participant_of, persons_of
from ment_xblock.selectors.profiles import answers_of
from ment_xblock.selectors.training_page import own_choices
from ment_xblock.selectors.versions import Version, stored_version, version_at_hand

_HALF_WAY = frozenset({State.HALF_SIGNED, State.CHANGE_PROPOSED, State.CHANGE_HALF_SIGNED})


@attrs.frozen
class PairLine:
    """One of my pairs.

    Attributes:
        pairing_id: the pair.
        partner: None when they have left the site.
        state: where the pair stands.
    """

    pairing_id: int
    partner: Person | None
    state: State


@attrs.frozen
class SignatureLine:
    """One signature in the history.

    Attributes:
        participant_id: who signed.
        signed_at: when.
        language: in which language they read it.
    """

    participant_id: int
    signed_at: datetime
    language: str


@attrs.frozen
class VersionLine:
    """One version in the history.

    Attributes:
        number: from 1.
        status: what became of it.
        signatures: who signed it, first signature first.
        in_force_since: None when it never was.
    """

    number: int
    status: str
    signatures: tuple[SignatureLine, ...]
    in_force_since: datetime | None


@attrs.frozen
class NoPair:
    """A learner without a pair.

    Attributes:
        role: None as long as nobody gave them one.
        credit: what they have earned so far, from earlier pairs.
    """

    role: Role | None
    credit: Credit


@attrs.frozen
class AgreementPage:
    """One pair's agreement, for one of its partners.

    Attributes:
        pairs: all pairs of this person, open ones first.
        pairing_id: the pair that is shown.
        state: where it stands.
        revision: revision of the agreement.
        me: participant id of the reader.
        role: the reader's role.
        mentor: None when they have left the site.
        mentee: None when they have left the site.
        mentor_id: participant id.
        mentee_id: participant id.
        version: the version at hand.
        fingerprint: what a signature under it would cover.
        in_force: the signed version, while a change to it is proposed.
        acts: what the reader may do now.
        history: all stored versions, newest first.
        guardian_consent: day of the consent for a mentor under 18.
        consent_missing: the reader cannot sign before the facilitator has noted the guardian's consent.
        rematch_asked: the reader asked for another partner.
        paused_since: day on which a pause began.
        credit: what the reader has earned.
        months_kept: how long names and words are kept after the programme.
        has_left: the partner has an account but is not enrolled at present.
        goals: benefits that the reader, a mentor, chose in the training; nobody else sees them here.
        wanted: jobs that the mentee chose in the profile, as both partners may see them.
    """

    pairs: tuple[PairLine, ...]
    pairing_id: int
    state: State
    revision: int
    me: int
    role: Role
    mentor: Person | None
    mentee: Person | None
    mentor_id: int
    mentee_id: int
    version: Version
    fingerprint: str
    in_force: Version | None
    acts: frozenset[Act]
    history: tuple[VersionLine, ...]
    guardian_consent: date | None
    consent_missing: bool
    rematch_asked: bool
    paused_since: datetime | None
    credit: Credit
    months_kept: int
    has_left: bool
    goals: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()

    @property
    def partner(self) -> Person | None:
        """The other one of the pair."""
        return self.mentee if self.role is Role.MENTOR else self.mentor

    @property
    def is_closed(self) -> bool:
        """Whether the pair is over, or never came about."""
        return self.state not in OPEN_STATES

    @property
    def signed_by_me(self) -> bool:
        """Whether the reader signed the version at hand."""
        return self.me in self.version.signed_by

    @property
    def signed_by_partner(self) -> bool:
        """Whether the partner signed the version at hand."""
        return bool(self.version.signed_by - {self.me})


def agreement_page(
    *,
    host: Host,
    actor: Actor,
    settings: AuthorSettings,
    here: BlockRef,
    pairing_id: int | None = None,
) -> AgreementPage | NoPair:
    """Read the agreement for one of its partners.

    Args:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        here: the block.
        pairing_id: which pair, for somebody who has several; without it the one that waits for the reader's signature,
            else the open one that began last.

    Returns:
        The page, or the lack of a pair.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
        NotFound: a pair that is not the reader's.
    """
    require_member(actor)
    me = participant_of(actor.course_key, actor.user_id)
    if me is None:
        return NoPair(None, credit_of(None, here))
    pairings = _pairings_of(me)
    credit = credit_of(me, here)
    if pairing_id is None and not pairings:
        return NoPair(Role(me.role), credit)
    chosen = _choose(pairings, me, pairing_id)
    persons = persons_of(host, [person for row in pairings for person in (row.mentor, row.mentee)])
    version = version_at_hand(chosen, settings)
    rows = list(chosen.agreements.order_by("-number").prefetch_related("signatures"))
    return AgreementPage(
        pairs=tuple(_line(row, me, persons) for row in pairings),
        pairing_id=chosen.pk,
        state=State(chosen.state),
        revision=chosen.revision,
        me=me.pk,
        role=Role(me.role),
        mentor=persons.get(chosen.mentor_id),
        mentee=persons.get(chosen.mentee_id),
        mentor_id=chosen.mentor_id,
        mentee_id=chosen.mentee_id,
        version=version,
        fingerprint=version.fingerprint(chosen.pk),
        in_force=_in_force(rows, version, settings, chosen),
        acts=_acts(chosen, version, me, actor),
        history=tuple(_history_line(row) for row in rows),
        guardian_consent=consent_in_agreement(chosen.mentor),
        consent_missing=consent_missing(me),
        rematch_asked=not actor.is_masquerading
        and HelpRequest.objects.filter(
            pairing=chosen,
            participant=me,
            kind=HelpRequest.Kind.REMATCH,
            open_key__isnull=False,
        ).exists(),
        paused_since=_paused_since(chosen),
        credit=credit,
        months_kept=chosen.programme.months_kept,
        has_left=_has_left(host, actor, chosen, me),
        goals=_goals(actor, me),
        wanted=() if actor.is_masquerading else answers_of(chosen.mentee).wanted,
    )


def _has_left(host: Host, actor: Actor, pairing: Pairing, me: Participant) -> bool:
    partner = pairing.mentee if pairing.mentor_id == me.pk else pairing.mentor
    if partner.user_id is None or pairing.state not in OPEN_STATES:
        return False
    return not host.is_enrolled(actor.course_key, partner.user_id)


def _goals(actor: Actor, me: Participant) -> tuple[str, ...]:
    # The other partner fills in the same field, and what is chosen in the training is the mentor's alone.
    if me.role != Role.MENTOR:
        return ()
    return own_choices(actor).get("benefits", ())


def _pairings_of(me: Participant) -> list[Pairing]:
    rows = (
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
        .select_related("mentor", "mentee__profile", "programme")
        .order_by("-opened_at", "-pk")
    )
    return sorted(rows, key=lambda row: row.state not in OPEN_STATES)


def _choose(pairings: list[Pairing], me: Participant, pairing_id: int | None) -> Pairing:
    if pairing_id is None:
        return next(iter(_to_sign(pairings, me)), pairings[0])
    for row in pairings:
        if row.pk == pairing_id:
            return row
    raise NotFound("no_such_pair")


def _to_sign(pairings: list[Pairing], me: Participant) -> list[Pairing]:
    """The pairs that wait for this signature, those first in which the partner has signed, as on the home."""
    waiting = [row for row in pairings if row.state in _HALF_WAY]
    if not waiting or len(pairings) == 1:
        return []
    signed = set(
        Signature.objects.filter(
            participant=me, agreement__working_for__in=[row.pk for row in waiting]
        ).values_list("agreement__pairing_id", flat=True)
    )
    mine = [row for row in waiting if row.pk not in signed]
    return sorted(mine, key=lambda row: row.state == State.CHANGE_PROPOSED)


def _line(row: Pairing, me: Participant, persons: dict[int, Person]) -> PairLine:
    partner_id = row.mentee_id if row.mentor_id == me.pk else row.mentor_id
    return PairLine(row.pk, persons.get(partner_id), State(row.state))


def _in_force(
    rows: list[Agreement], version: Version, settings: AuthorSettings, pairing: Pairing
) -> Version | None:
    for row in rows:
        if row.in_force_for is not None and row != version.row:
            return stored_version(row, settings, pairing.mentor.under_18)
    return None


def _acts(pairing: Pairing, version: Version, me: Participant, actor: Actor) -> frozenset[Act]:
    if actor.is_masquerading:
        return frozenset()
    party = Party.PARTNER if me.pk in version.signed_by else Party.UNSIGNED_PARTNER
    return possible_acts(State(pairing.state), party)


def _history_line(row: Agreement) -> VersionLine:
    signatures = sorted(row.signatures.all(), key=lambda signature: signature.signed_at)
    return VersionLine(
        number=row.number,
        status=row.status,
        signatures=tuple(
            SignatureLine(signature.participant_id, signature.signed_at, signature.language)
            for signature in signatures
        ),
        in_force_since=row.in_force_since,
    )


def _paused_since(pairing: Pairing) -> datetime | None:
    resting = Pause.objects.filter(open_for=pairing.pk).first()
    return resting.started_at if resting else None
