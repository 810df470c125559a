"""What the rules need to know of a programme to find whom to write to. People are ids of users."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import attrs

from ment_xblock.domain.journal.clock import Rest


@attrs.frozen
class PairFact:
    """Two people who are paired, and not at rest; both still have their accounts."""

    pairing_id: int
    mentor: int
    mentee: int

    @property
    def readers(self) -> tuple[int, ...]:
        """Both."""
        return (self.mentor, self.mentee)

    def partner_of(self, user_id: int) -> int:
        """The other one of the two."""
        return self.mentee if user_id == self.mentor else self.mentor


@attrs.frozen
class MatchFact:
    """A pair that opened, and of which nobody has signed yet."""

    pair: PairFact
    opened_at: datetime

    @property
    def readers(self) -> tuple[int, ...]:
        """Both."""
        return self.pair.readers


@attrs.frozen
class SigningFact:
    """A version that at least one of a pair has signed.

    Attributes:
        pair: whose.
        agreement_id: key of the version.
        signed_at: user to the moment of their signature.
        cannot_sign: a mentor under 18 without the guardian's consent.
    """

    pair: PairFact
    agreement_id: int
    signed_at: Mapping[int, datetime]
    cannot_sign: int | None = None

    @property
    def readers(self) -> tuple[int, ...]:
        """Both."""
        return self.pair.readers


@attrs.frozen
class MeetingFact:
    """A session that is planned.

    Attributes:
        pair: whose.
        session_id: key of the session.
        revision: rises whenever the plan changes, so that a new date is told anew.
        starts_at: when it begins.
    """

    pair: PairFact
    session_id: int
    revision: int
    starts_at: datetime

    @property
    def readers(self) -> tuple[int, ...]:
        """Both."""
        return self.pair.readers


@attrs.frozen
class LogFact:
    """A log that waits for a yes or no.

    Attributes:
        pair: whose.
        session_id: key of the session.
        held_on: the day of the session.
        waits_since: when it was sent; or when its day or length was changed, which asks for a new answer.
        confirmer: who is asked.
        rests: pauses of the pair.
    """

    pair: PairFact
    session_id: int
    held_on: date
    waits_since: datetime
    confirmer: int
    rests: tuple[Rest, ...] = ()

    @property
    def readers(self) -> tuple[int, ...]:
        """The one who is asked."""
        return (self.confirmer,)


@attrs.frozen
class PulseFact:
    """A pulse that one person has not answered.

    Attributes:
        pair: whose session it was.
        session_id: key of the session.
        asked: who has not answered; nobody else learns of it.
        held_on: the day of the session.
        logged_at: when the session's log was sent.
        usage_key: the block that asks.
    """

    pair: PairFact
    session_id: int
    asked: int
    held_on: date
    logged_at: datetime
    usage_key: str

    @property
    def readers(self) -> tuple[int, ...]:
        """The one who is asked."""
        return (self.asked,)


@attrs.frozen
class ActionFact:
    """A promise that is not kept yet.

    Attributes:
        pair: whose.
        action_id: key of the action.
        promised_by: who promised it.
        promised_at: when.
        due: the day until which it shall be done.
    """

    pair: PairFact
    action_id: int
    promised_by: tuple[int, ...]
    promised_at: datetime
    due: date

    @property
    def readers(self) -> tuple[int, ...]:
        """Who promised it: one, or both together."""
        return self.promised_by


@attrs.frozen
class FormFact:
    """A form that one person has not answered.

    Attributes:
        form: stable name within the programme, such as ``"3f2a-baseline"``.
        asked: who has not answered.
        opened_at: since when it is wanted.
        usage_key: the block that asks.
        closes_at: until when it can be answered; None for no end.
    """

    form: str
    asked: int
    opened_at: datetime
    usage_key: str
    closes_at: datetime | None = None

    @property
    def readers(self) -> tuple[int, ...]:
        """The one who is asked."""
        return (self.asked,)


@attrs.frozen
class WeekFact:
    """How a programme stands, for one facilitator. Numbers only: mail is no place for names.

    Attributes:
        facilitator: a member of the course team.
        to_ring: pairs that the page "ring today" shows, or would show if it had more lines.
        urgent: those of them that are red.
        open_pairs: pairs that are together now.
        met: sessions that were held in the last seven days.
    """

    facilitator: int
    to_ring: int
    urgent: int
    open_pairs: int
    met: int

    @property
    def readers(self) -> tuple[int, ...]:
        """The facilitator."""
        return (self.facilitator,)


@attrs.frozen
class ProgrammeFacts:
    """Everything in one programme that might be worth a mail now."""

    programme_id: int
    matches: tuple[MatchFact, ...] = ()
    signings: tuple[SigningFact, ...] = ()
    meetings: tuple[MeetingFact, ...] = ()
    logs: tuple[LogFact, ...] = ()
    pulses: tuple[PulseFact, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    forms: tuple[FormFact, ...] = ()
    weeks: tuple[WeekFact, ...] = ()

    @property
    def readers(self) -> frozenset[int]:
        """Everybody who might be written to."""
        return frozenset(user for fact in self._all() for user in fact.readers)

    def _all(self) -> Iterator[AnyFact]:
        yield from self.matches
        yield from self.signings
        yield from self.meetings
        yield from self.logs
        yield from self.pulses
        yield from self.actions
        yield from self.forms
        yield from self.weeks


AnyFact = (
    MatchFact | SigningFact | MeetingFact | LogFact | PulseFact | ActionFact | FormFact | WeekFact
)
