"""When each kind of mail is due: one function for each, from facts to occasions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

import attrs

from ment_xblock.domain.journal.clock import has_lapsed, is_reminder_due
from ment_xblock.domain.notices.clock import MORNING, day_of, moment_of
from ment_xblock.domain.notices.facts import (
    ActionFact,
    FormFact,
    LogFact,
    MatchFact,
    MeetingFact,
    ProgrammeFacts,
    PulseFact,
    SigningFact,
    WeekFact,
)
from ment_xblock.domain.notices.kinds import RULES, Kind

DAY = timedelta(days=1)
BEFORE_A_MEETING = timedelta(hours=1)
MONDAY = 1


@attrs.frozen
class Occasion:
    """One thing that one person shall be told once.

    Attributes:
        kind: what it is about.
        what: names the thing, so that it is told once and a changed thing anew.
        user_id: who is told.
        since: from when on, in UTC.
        until: from when on it is too late, in UTC.
        pairing_id: the pair it is about, whose agreed quiet hours count.
        partner: the other one of that pair.
        moment: when a meeting begins.
        day: of a meeting that was held, or until which a promise is to be kept.
        usage_key: the block to link to, where it is one of several.
        is_reminder: the person was told before.
        figures: numbers of the weekly digest.
    """

    kind: Kind
    what: str
    user_id: int
    since: datetime
    until: datetime
    pairing_id: int | None = None
    partner: int | None = None
    moment: datetime | None = None
    day: date | None = None
    usage_key: str = ""
    is_reminder: bool = False
    figures: WeekFact | None = None

    @property
    def key(self) -> str:
        """The stable name of this mail."""
        return f"{self.kind.replace('_', '-')}:{self.what}:{self.user_id}"

    def is_open(self, now: datetime) -> bool:
        """Tell whether it is worth a mail now, at whatever hour."""
        return self.since <= now < self.until


ZoneOf = Callable[[int], tzinfo]
Found = Iterator[Occasion]


def occasions_of(facts: ProgrammeFacts, now: datetime, zone_of: ZoneOf) -> list[Occasion]:
    """Everything that is worth a mail at this moment, quiet hours not regarded.

    Args:
        facts: the programme.
        now: the present moment.
        zone_of: where a user lives.
    """
    found = [
        *(one for fact in facts.matches for one in _match_published(fact)),
        *(one for fact in facts.signings for one in _signing(fact)),
        *(one for fact in facts.meetings for one in _session_tomorrow(fact, zone_of)),
        *(one for fact in facts.logs for one in _log_to_confirm(fact, now)),
        *(one for fact in facts.pulses for one in _pulse_waiting(fact, zone_of)),
        *(one for fact in facts.actions for one in _action_due(fact, zone_of)),
        *(one for fact in facts.forms for one in _form_waiting(fact, facts.programme_id, zone_of)),
        *(one for fact in facts.weeks for one in _weekly(fact, facts.programme_id, now, zone_of)),
    ]
    return [occasion for occasion in found if occasion.is_open(now)]


def _match_published(fact: MatchFact) -> Found:
    for user_id in fact.readers:
        yield Occasion(
            kind=Kind.MATCH_PUBLISHED,
            what=str(fact.pair.pairing_id),
            user_id=user_id,
            since=fact.opened_at,
            until=fact.opened_at + RULES[Kind.MATCH_PUBLISHED].lasts,
            pairing_id=fact.pair.pairing_id,
            partner=fact.pair.partner_of(user_id),
        )


def _signing(fact: SigningFact) -> Found:
    last = max(fact.signed_at.values())
    if len(fact.signed_at) == 1:
        kind = Kind.YOUR_TURN
        told = [user for user in fact.readers if user not in fact.signed_at]
    else:
        kind = Kind.PARTNER_SIGNED
        told = [user for user in fact.readers if fact.signed_at.get(user, last) < last]
    for user_id in told:
        if user_id != fact.cannot_sign:
            yield Occasion(
                kind=kind,
                what=str(fact.agreement_id),
                user_id=user_id,
                since=last,
                until=last + RULES[kind].lasts,
                pairing_id=fact.pair.pairing_id,
                partner=fact.pair.partner_of(user_id),
            )


def _session_tomorrow(fact: MeetingFact, zone_of: ZoneOf) -> Found:
    for user_id in fact.readers:
        zone = zone_of(user_id)
        yield Occasion(
            kind=Kind.SESSION_TOMORROW,
            what=f"{fact.session_id}:{fact.revision}",
            user_id=user_id,
            since=moment_of(day_of(fact.starts_at, zone) - DAY, MORNING, zone),
            until=fact.starts_at - BEFORE_A_MEETING,
            pairing_id=fact.pair.pairing_id,
            partner=fact.pair.partner_of(user_id),
            moment=fact.starts_at,
        )


def _log_to_confirm(fact: LogFact, now: datetime) -> Found:
    is_reminder = is_reminder_due(fact.waits_since, now, fact.rests)
    if not has_lapsed(fact.waits_since, now, fact.rests):
        again = ":again" if is_reminder else ""
        yield Occasion(
            kind=Kind.LOG_TO_CONFIRM,
            what=f"{fact.session_id}:{fact.waits_since:%Y%m%d%H%M%S}{again}",
            user_id=fact.confirmer,
            since=fact.waits_since,
            until=now + DAY,  # pauses move the end, and what has passed is known
            pairing_id=fact.pair.pairing_id,
            partner=fact.pair.partner_of(fact.confirmer),
            day=fact.held_on,
            is_reminder=is_reminder,
        )


def _pulse_waiting(fact: PulseFact, zone_of: ZoneOf) -> Found:
    # Most people answer at once: they are asked again on the morning after.
    zone = zone_of(fact.asked)
    since = moment_of(day_of(fact.logged_at, zone) + DAY, MORNING, zone)
    yield Occasion(
        kind=Kind.PULSE_WAITING,
        what=str(fact.session_id),
        user_id=fact.asked,
        since=since,
        until=since + RULES[Kind.PULSE_WAITING].lasts,
        pairing_id=fact.pair.pairing_id,
        day=fact.held_on,
        usage_key=fact.usage_key,
    )


def _action_due(fact: ActionFact, zone_of: ZoneOf) -> Found:
    for user_id in fact.readers:
        zone = zone_of(user_id)
        day_before = fact.due - DAY
        # What was promised yesterday for today nobody has forgotten.
        if day_of(fact.promised_at, zone) < day_before:
            yield Occasion(
                kind=Kind.ACTION_DUE,
                what=f"{fact.action_id}:{fact.due:%Y%m%d}",
                user_id=user_id,
                since=moment_of(day_before, MORNING, zone),
                until=moment_of(fact.due + DAY, time(), zone),
                pairing_id=fact.pair.pairing_id,
                partner=fact.pair.partner_of(user_id),
                day=fact.due,
            )


def _form_waiting(fact: FormFact, programme_id: int, zone_of: ZoneOf) -> Found:
    zone = zone_of(fact.asked)
    since = moment_of(day_of(fact.opened_at, zone) + DAY, MORNING, zone)
    until = since + RULES[Kind.FORM_WAITING].lasts
    yield Occasion(
        kind=Kind.FORM_WAITING,
        what=f"{programme_id}:{fact.form}",
        user_id=fact.asked,
        since=since,
        until=min(until, fact.closes_at) if fact.closes_at else until,
        usage_key=fact.usage_key,
    )


def _weekly(fact: WeekFact, programme_id: int, now: datetime, zone_of: ZoneOf) -> Found:
    zone = zone_of(fact.facilitator)
    today = day_of(now, zone)
    monday = today - (today.isoweekday() - MONDAY) * DAY
    year, week, _ = monday.isocalendar()
    since = moment_of(monday, MORNING, zone)
    yield Occasion(
        kind=Kind.WEEKLY_DIGEST,
        what=f"{programme_id}:{year}-{week:02}",
        user_id=fact.facilitator,
        since=since,
        until=since + RULES[Kind.WEEKLY_DIGEST].lasts,
        figures=fact,
    )
