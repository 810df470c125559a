"""What somebody confides in the facilitators is not read by a facilitator who is or was their partner.

Course staff cannot be paired, but who is in a pair can become course staff (docs/decisions/0021-staff-who-were-partners.md).
"""

from __future__ import annotations

from datetime import datetime

import attrs


@attrs.frozen
class Spell:
    """The time in which two people were a pair.

    Attributes:
        pairing_id: the pair.
        mentor_id: participant.
        mentee_id: participant.
        opened_at: since when.
        closed_at: until when; None while it lasts.
    """

    pairing_id: int
    mentor_id: int
    mentee_id: int
    opened_at: datetime
    closed_at: datetime | None

    def has(self, participant_id: int) -> bool:
        """Whether somebody is one of the two."""
        return participant_id in (self.mentor_id, self.mentee_id)

    def lasted_at(self, moment: datetime) -> bool:
        """Whether they were a pair at a moment."""
        return self.opened_at <= moment and (self.closed_at is None or moment <= self.closed_at)


@attrs.frozen
class Reader:
    """A facilitator who reads what people confide.

    Attributes:
        me: the facilitator as a participant; None for somebody who was never in a pair.
        own: all pairs in which they are or were a partner.
    """

    me: int | None = None
    own: tuple[Spell, ...] = ()

    @property
    def partners(self) -> frozenset[int]:
        """Whose confidential forms they do not read, whenever these were answered."""
        people = {one for spell in self.own for one in (spell.mentor_id, spell.mentee_id)}
        return frozenset(people - {self.me})

    def is_close_to(self, *participant_ids: int | None) -> bool:
        """Whether one of these people is the reader or is or was their partner.

        With whom such a person is not to be paired, and why, is read and decided by other facilitators.
        """
        return not {*self.partners, self.me}.isdisjoint(set(participant_ids) - {None})

    def may_read_wish(self, participant_id: int, said_at: datetime, pairs: int) -> bool:
        """Tell whether they may read a wish that stands at a pair of others.

        Args:
            participant_id: who wishes.
            said_at: when they said it.
            pairs: how many pairs they may mean.

        Returns:
            False where one of several pairs that may be meant is the reader's own. What means just one pair is kept from
            its two partners alone.
        """
        return pairs <= 1 or not any(
            spell.has(participant_id) and spell.lasted_at(said_at) for spell in self.own
        )
