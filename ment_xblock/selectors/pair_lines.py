"""Pairs at a glance: their meetings and promises as numbers and dates, without a word of what anybody wrote."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

import attrs
from django.db.models import QuerySet

from ment_xblock.domain.journal.clock import REMINDS, Rest, time_waited
from ment_xblock.domain.journal.log import BOTH_HELD, MENTEE_HELD, NO_DEVICE
from ment_xblock.domain.journal.states import AHEAD_STATES, HELD_STATES, State
from ment_xblock.domain.pairing import State as PairState
from ment_xblock.models import Action, Pairing, Participant, Pause, Profile, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.meetings import AgreedTerms, agreed_terms
from ment_xblock.selectors.people import persons_of


@attrs.frozen
class PairLine:
    """One pair at a glance.

    Attributes:
        pairing_id: the pair.
        mentor: name; empty when they have left.
        mentee: name; empty when they have left.
        state: where the pair stands.
        held: meetings held.
        agreed: meetings agreed on; 0 as long as nothing is signed.
        last_on: day of the last meeting.
        next_at: when the next one is, agreed on or not.
        next_is_proposed: one of the two proposed that date, and the other has not said yes.
        contested: how many logs are contested.
        waiting: how many logs wait for the partner.
        waits_long: one of them has waited four days or more.
        open_actions: promises that are open.
        overdue: those of them that are late.
        hands_on: meetings in which the mentee had the device in hand, and meetings with one.
    """

    pairing_id: int
    mentor: str
    mentee: str
    state: PairState
    held: int
    agreed: int
    last_on: date | None
    next_at: datetime | None
    next_is_proposed: bool
    contested: int
    waiting: int
    waits_long: bool
    open_actions: int
    overdue: int
    hands_on: tuple[int, int]


def names_of_pairs(host: Host, pairings: Iterable[Pairing]) -> dict[int, str]:
    """Participant id to full name of all partners; the pairs come with both of them."""
    people: list[Participant] = [one for row in pairings for one in (row.mentor, row.mentee)]
    return {pk: person.full_name for pk, person in persons_of(host, people).items()}


def pair_lines(
    pairings: Iterable[Pairing], names: Mapping[int, str], *, now: datetime, today: date
) -> dict[int, PairLine]:
    """Sum up pairs in four queries, however many there are.

    Args:
        pairings: the pairs.
        names: participant id to name.
        now: the present moment.
        today: the programme's day.

    Returns:
        Pairing id to line.
    """
    rows = {row.pk: row for row in pairings}
    sessions = _by_pair(Session.objects.filter(pairing_id__in=rows))
    agreed = agreed_terms(rows)
    rests = _rests(rows)
    due: dict[int, list[date | None]] = {}
    open_actions = Action.objects.filter(pairing_id__in=rows, state=Action.State.OPEN)
    for pairing_id, day in open_actions.values_list("pairing_id", "due"):
        due.setdefault(pairing_id, []).append(day)
    return {
        pk: _pair_line(
            row,
            names,
            _Meetings(sessions.get(pk, []), rests.get(pk, []), now),
            agreed.get(pk, AgreedTerms()).number,
            (
                len(due.get(pk, [])),
                sum(1 for day in due.get(pk, []) if day is not None and day < today),
            ),
        )
        for pk, row in rows.items()
    }


@attrs.frozen
class _Meetings:
    """The meetings of one pair, to be counted."""

    rows: list[Session]
    rests: list[Rest]
    now: datetime

    @property
    def held(self) -> list[Session]:
        return [row for row in self.rows if row.state in HELD_STATES]

    def in_state(self, state: State) -> list[Session]:
        return [row for row in self.rows if row.state == state]

    @property
    def waits_long(self) -> bool:
        return any(
            time_waited(row.waits_since, self.now, self.rests) >= REMINDS
            for row in self.in_state(State.LOGGED)
            if row.waits_since
        )

    @property
    def next(self) -> tuple[datetime | None, bool]:
        """When the next one is, and whether that is a mere proposal; of two at one moment, the agreed one."""
        ahead = [
            (row.starts_at, row.state == State.PROPOSED)
            for row in self.rows
            if row.state in AHEAD_STATES and row.starts_at and row.starts_at >= self.now
        ]
        return min(ahead, default=(None, False))

    @property
    def hands_on(self) -> tuple[int, int]:
        devices = [row.device for row in self.held if row.device not in ("", NO_DEVICE)]
        return sum(one in (MENTEE_HELD, BOTH_HELD) for one in devices), len(devices)


def _pair_line(
    row: Pairing,
    names: Mapping[int, str],
    meetings: _Meetings,
    agreed: int,
    actions: tuple[int, int],
) -> PairLine:
    next_at, next_is_proposed = meetings.next
    return PairLine(
        pairing_id=row.pk,
        mentor=names.get(row.mentor_id, ""),
        mentee=names.get(row.mentee_id, ""),
        state=PairState(row.state),
        held=len(meetings.held),
        agreed=agreed,
        last_on=max((one.held_on for one in meetings.held if one.held_on), default=None),
        next_at=next_at,
        next_is_proposed=next_is_proposed,
        contested=len(meetings.in_state(State.CONTESTED)),
        waiting=len(meetings.in_state(State.LOGGED)),
        waits_long=meetings.waits_long,
        open_actions=actions[0],
        overdue=actions[1],
        hands_on=meetings.hands_on,
    )


def phones_of(
    pairs: Collection[Pairing], names: Mapping[int, str]
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Name and number of the partners who gave one, for the facilitator alone.

    Args:
        pairs: the pairs.
        names: participant id to name.
    """
    people = {one for pair in pairs for one in (pair.mentor_id, pair.mentee_id)}
    given = Profile.objects.filter(participant__in=people).exclude(phone="")
    phone = dict(given.values_list("participant_id", "phone"))
    return {
        pair.pk: tuple(
            (names.get(one, ""), phone[one])
            for one in (pair.mentor_id, pair.mentee_id)
            if one in phone
        )
        for pair in pairs
    }


def _by_pair(rows: QuerySet[Session]) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = {}
    for row in rows:
        found.setdefault(row.pairing_id, []).append(row)
    return found


def _rests(pairing_ids: Collection[int]) -> dict[int, list[Rest]]:
    rests: dict[int, list[Rest]] = {}
    rows = Pause.objects.filter(pairing_id__in=pairing_ids)
    for pairing_id, start, end in rows.values_list("pairing_id", "started_at", "ended_at"):
        rests.setdefault(pairing_id, []).append(Rest(start, end))
    return rests
