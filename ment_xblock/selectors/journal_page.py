"""What one partner sees of the pair's meetings."""

from __future__ import annotations

import attrs
from django.db.models import Q

from ment_xblock.domain.credit import Credit
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.domain.people import Actor, Person, Role, require_member
from ment_xblock.models import Pairing, Participant
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.credit_facts import credit_of
from ment_xblock.selectors.people import participant_of, persons_of


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
class NoPair:
    """A learner without a pair.

    Attributes:
        role: None as long as nobody gave them one.
        credit: what they have earned so far, from earlier pairs.
    """

    role: Role | None
    credit: Credit


@attrs.frozen
class JournalPage:
    """One pair's meetings, for one of its partners.

    Attributes:
        pairs: all pairs of this person, open ones first.
        pairing_id: the pair that is shown.
        state: where the pair stands.
        role: the reader's role.
        me: participant id of the reader.
        mentor: None when they have left the site.
        mentee: None when they have left the site.
        credit: what the reader has earned.
    """

    pairs: tuple[PairLine, ...]
    pairing_id: int
    state: State
    role: Role
    me: int
    mentor: Person | None
    mentee: Person | None
    credit: Credit

    @property
    def partner(self) -> Person | None:
        """The other one of the pair."""
        return self.mentee if self.role is Role.MENTOR else self.mentor


def journal_page(
    *,
    host: Host,
    actor: Actor,
    settings: JournalSettings,
    here: BlockRef,
    pairing_id: int | None = None,
) -> JournalPage | NoPair:
    """Read the meetings for one of the partners.

    Args:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        here: the block.
        pairing_id: which pair, for somebody who has several; without it the open one that began last.

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
    pairings = pairings_of(me)
    if pairing_id is None and not pairings:
        return NoPair(Role(me.role), credit_of(me, here))
    chosen = _choose(pairings, pairing_id)
    persons = persons_of(host, [person for row in pairings for person in (row.mentor, row.mentee)])
    return JournalPage(
        pairs=tuple(_line(row, me, persons) for row in pairings),
        pairing_id=chosen.pk,
        state=State(chosen.state),
        role=Role(me.role),
        me=me.pk,
        mentor=persons.get(chosen.mentor_id),
        mentee=persons.get(chosen.mentee_id),
        credit=credit_of(me, here),
    )


def pairings_of(me: Participant) -> list[Pairing]:
    """All pairs of somebody, open ones first, then the newest first."""
    rows = (
        Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
        .select_related("mentor", "mentee")
        .order_by("-opened_at", "-pk")
    )
    return sorted(rows, key=lambda row: row.state not in OPEN_STATES)


def _choose(pairings: list[Pairing], pairing_id: int | None) -> Pairing:
    for row in pairings:
        if pairing_id in (None, row.pk):
            return row
    raise NotFound("no_such_pair")


def _line(row: Pairing, me: Participant, persons: dict[int, Person]) -> PairLine:
    partner_id = row.mentee_id if row.mentor_id == me.pk else row.mentor_id
    return PairLine(row.pk, persons.get(partner_id), State(row.state))
