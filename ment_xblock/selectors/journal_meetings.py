"""The meetings of a pair as one of its partners reads them: what each says, and what the reader may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import attrs

from ment_xblock.domain.agreement.terms import Value
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.journal.states import Act, possible_acts
from ment_xblock.domain.journal.states import State as MeetingState
from ment_xblock.domain.people import Actor
from ment_xblock.models import Pairing, Participant, PrivateNote, Session
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.meetings import (
    REFLECTION,
    ActionLine,
    Turn,
    WordsLine,
    actions_of,
    facts_of,
    party_at,
    reflection_place,
    time_left_of,
    turns_of,
    why_not_counting,
    words_of,
)


@attrs.frozen
class MeetingLine:
    """One meeting that was held.

    Attributes:
        session_id: the meeting.
        state: where it stands.
        revision: of the meeting.
        number: which meeting of the pair it is; 0 for one that was taken back.
        was_planned: whether it had been proposed before.
        held_on: the day.
        facts: what the log says, field to ids and numbers.
        words: what the partners wrote.
        by_me: whether the reader wrote the log last.
        by_partner: whether the partner did; neither for the facilitator.
        acts: what the reader may do now.
        on_paper: the facilitator entered it.
        corrected_at: when it was corrected last.
        contested_by_me: whether the reader contested it.
        time_left: how long the partner still has; None where nobody waits.
        not_counting: why it earns nothing although it stands, such as ``"too_short"``; empty where it does.
        i_share: the reader lets the facilitator read the words.
        partner_shares: the partner does.
        reflection: what the reader wrote for themselves.
        actions: what was promised in it.
    """

    session_id: int
    state: MeetingState
    revision: int
    number: int
    was_planned: bool
    held_on: date
    facts: Mapping[str, Value]
    words: tuple[WordsLine, ...]
    by_me: bool
    by_partner: bool
    acts: frozenset[Act]
    on_paper: bool
    corrected_at: datetime | None
    contested_by_me: bool
    time_left: timedelta | None
    not_counting: str
    i_share: bool
    partner_shares: bool
    reflection: str
    actions: tuple[ActionLine, ...]

    @property
    def may_say_yes(self) -> bool:
        """Whether a yes of the reader makes it count."""
        return not self.acts.isdisjoint({Act.CONFIRM, Act.SETTLE})


@attrs.frozen
class MeetingReader:
    """Who reads which pair's meetings.

    Attributes:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        here: the block.
        pairing: the pair.
        me: the reader's part in the programme.
    """

    host: Host
    actor: Actor
    settings: JournalSettings
    here: BlockRef
    pairing: Pairing
    me: Participant

    def lines(self, rows: list[Session]) -> dict[int, MeetingLine]:
        """Meetings that were held, by id."""
        ids = [row.pk for row in rows]
        # Staff who view as a learner see the page without what the two wrote.
        words = {} if self.actor.is_masquerading else words_of(ids)
        left = time_left_of(self.pairing.pk, rows, self.host.now())
        reflections = self._reflections(ids)
        turns = turns_of(self.pairing.pk)
        promised: dict[int, list[ActionLine]] = {}
        for line in self.actions(of_sessions=ids):
            promised.setdefault(line.session_id or 0, []).append(line)
        return {
            row.pk: self._line(
                (row, turns.get(row.pk, Turn())),
                words.get(row.pk, ()),
                left.get(row.pk),
                reflections.get(row.pk, ""),
                tuple(promised.get(row.pk, ())),
            )
            for row in rows
        }

    def actions(self, of_sessions: list[int] | None = None) -> tuple[ActionLine, ...]:
        """What was promised in some meetings; without them, all that is open."""
        return actions_of(
            self.pairing.pk,
            self.settings.day_of(self.host.now()),
            of_sessions,
            with_words=not self.actor.is_masquerading,
        )

    def _line(
        self,
        in_turn: tuple[Session, Turn],
        words: tuple[WordsLine, ...],
        time_left: timedelta | None,
        reflection: str,
        actions: tuple[ActionLine, ...],
    ) -> MeetingLine:
        row, turn = in_turn
        state = MeetingState(row.state)
        is_mentor = self.pairing.mentor_id == self.me.pk
        shares = (row.mentor_shares, row.mentee_shares)
        i_share, partner_shares = shares if is_mentor else shares[::-1]
        assert row.held_on is not None  # noqa: S101 - the query asks for it
        return MeetingLine(
            session_id=row.pk,
            state=state,
            revision=row.revision,
            number=turn.number,
            was_planned=row.starts_at is not None,
            held_on=row.held_on,
            facts=facts_of(row),
            words=words,
            by_me=row.writer_id == self.me.pk,
            by_partner=row.writer_id is not None and row.writer_id != self.me.pk,
            acts=frozenset()
            if self.actor.is_masquerading
            else possible_acts(state, party_at(row, self.me.pk)),
            on_paper=row.on_paper,
            corrected_at=row.corrected_at,
            contested_by_me=row.contested_by_id == self.me.pk,
            time_left=time_left,
            not_counting=why_not_counting(row, self.pairing, self.settings, turn),
            i_share=i_share,
            partner_shares=partner_shares,
            reflection=reflection,
            actions=actions,
        )

    def _reflections(self, ids: list[int]) -> dict[int, str]:
        """What the reader wrote for themselves; staff who view as a learner get nothing."""
        if self.actor.is_masquerading:
            return {}
        places = {reflection_place(pk): pk for pk in ids}
        rows = PrivateNote.objects.filter(
            programme_id=self.pairing.programme_id,
            user_id=self.actor.user_id,
            usage_key=self.here.usage_key,
            activity__in=list(places),
            field=REFLECTION,
        )
        return {places[row.activity]: row.text for row in rows}
