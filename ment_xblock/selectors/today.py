"""Whom the facilitator should ring today, and why."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import attrs
from django.db.models import Count, F, Min, Q, QuerySet

from ment_xblock.domain.alerts.facts import WISHES, Level, Rule
from ment_xblock.domain.alerts.rules import SAID_AT_REST
from ment_xblock.domain.alerts.today import LINES, same_call
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import AlertState, HelpRequest, Pairing
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.pair_lines import phones_of
from ment_xblock.selectors.people import Contact, contacts_of

_RAISED_BY = {
    HelpRequest.Kind.RING_ME.value: Rule.RING_ME.value,
    HelpRequest.Kind.REMATCH.value: Rule.ANOTHER_PARTNER.value,
}


@attrs.frozen
class Reason:
    """Why a pair is on the page.

    Attributes:
        alert_id: key of the alert.
        rule: what kind of trouble.
        level: how bad.
        since: from when on.
        about: the one participant it is about; None for both.
        name: the one person it is about; empty for both.
        params: numbers for the sentence.
        addresses: where to write to the person it is about, or to both; empty where one of them has no address.
        words: what the person who asks wrote for the facilitators.
    """

    alert_id: int
    rule: Rule
    level: Level
    since: datetime
    about: int | None = None
    name: str = ""
    params: Mapping[str, Any] = attrs.field(factory=dict)
    addresses: tuple[str, ...] = ()
    words: str = ""


@attrs.frozen
class CallLine:
    """One pair to look after: one call, for all that this call deals with.

    Attributes:
        pairing_id: the pair.
        mentor: full name; empty for somebody who left.
        mentee: the same.
        reasons: the worst first.
        phones: name and number of who gave one to the facilitators.
    """

    pairing_id: int
    mentor: str
    mentee: str
    reasons: tuple[Reason, ...]
    phones: tuple[tuple[str, str], ...] = ()

    @property
    def in_this_call(self) -> tuple[Reason, ...]:
        """The worst reason, and those with which the same call deals."""
        worst = self.reasons[0].about
        return tuple(one for one in self.reasons if same_call(worst, one.rule, one.about))

    @property
    def in_another_call(self) -> tuple[Reason, ...]:
        """What somebody else confided, or what is about them alone: it stays when this call is done."""
        here = self.in_this_call
        return tuple(one for one in self.reasons if one not in here)


@attrs.frozen
class TodayPage:
    """At most ``LINES`` pairs, and what did not fit.

    Attributes:
        lines: the most urgent pair first.
        left_out: how many more pairs have an alert.
        pairs: how many pairs are open in all.
    """

    lines: tuple[CallLine, ...]
    left_out: int
    pairs: int


def today_page(*, host: Host, actor: Actor, lines: int = LINES) -> TodayPage:
    """Read the alerts that wait for the facilitator.

    Args:
        host: the host.
        actor: the facilitator.
        lines: how many pairs at most.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    waiting = waiting_alerts(actor.course_key, actor.user_id, host.now())
    by_pair = waiting.values("pairing_id").annotate(worst=Min("urgency"), first=Min("since"))
    worst = [row["pairing_id"] for row in by_pair.order_by("worst", "first", "pairing_id")[:lines]]
    counted = waiting.aggregate(pairs=Count("pairing_id", distinct=True))
    return TodayPage(
        lines=_lines(host, waiting, worst),
        left_out=counted["pairs"] - len(worst),
        pairs=Pairing.objects.filter(
            programme__course_key=actor.course_key, open_key__isnull=False
        ).count(),
    )


def open_alerts(course_key: str, me: int) -> QuerySet[AlertState]:
    """Troubles that last and are awake, of all pairs that a facilitator looks after, as far as they may read them."""
    return readable_alerts(course_key, me).filter(awake(course_key), over_at=None)


def awake(course_key: str) -> Q:
    """Troubles of a course run that are said now: on a pause, most of them sleep."""
    # Not by a join: the database finds these few pairs once, and need not look up the pair of each alert.
    resting = Pairing.objects.order_by().filter(
        programme__course_key=course_key, state=State.PAUSED.value
    )
    return Q(rule__in=[rule.value for rule in SAID_AT_REST]) | ~Q(pairing__in=resting)


def readable_alerts(course_key: str, me: int) -> QuerySet[AlertState]:
    """Alerts of a course run, also those that are over, that a facilitator may read.

    Somebody who was a partner before they became course staff does not look after their own pair, and does not read what
    their partner may have said of them where it stands at another pair (``domain.confidences``).
    """
    alerts = AlertState.objects.filter(programme__course_key=course_key)
    reader = reader_in(course_key, me)
    if not reader.own:
        return alerts
    others = alerts.exclude(pairing__in=[spell.pairing_id for spell in reader.own])
    wishes = others.filter(
        rule__in=[rule.value for rule in WISHES], participant__in=reader.partners
    )
    hidden = [
        row.pk
        for row in wishes
        if not reader.may_read_wish(
            row.participant_id or 0, row.since, int(row.params.get("pairs", 1))
        )
    ]
    return others.exclude(pk__in=hidden)


def waiting_alerts(course_key: str, me: int, now: datetime) -> QuerySet[AlertState]:
    """Alerts that nobody has dealt with, that became worse since, or that were put off until now."""
    return open_alerts(course_key, me).filter(
        Q(handled="")
        | Q(level__gt=F("handled_level"))
        | Q(since__gt=F("handled_at"))
        | Q(later_until__lte=now)
    )


def words_asked(pairing_ids: Collection[int]) -> dict[tuple[int, int | None, str], str]:
    """What people wrote who ask for a call or for another partner, by pair, person and rule of the alert.

    The caller has made sure that it is a facilitator who looks after these pairs.
    """
    rows = HelpRequest.objects.filter(pairing__in=pairing_ids, open_key__isnull=False)
    return {
        (pairing_id, participant_id, _RAISED_BY[kind]): text
        for pairing_id, participant_id, kind, text in rows.values_list(
            "pairing_id", "participant_id", "kind", "text"
        )
    }


def reason_of(
    row: AlertState,
    pair: Pairing,
    contacts: Mapping[int, Contact],
    asked: Mapping[tuple[int, int | None, str], str],
) -> Reason:
    """An alert as it is shown.

    Args:
        row: the alert.
        pair: its pair.
        contacts: participant id to name and address.
        asked: as ``words_asked`` gives it.
    """
    about = [row.participant_id] if row.participant_id else [pair.mentor_id, pair.mentee_id]
    person = contacts.get(row.participant_id or 0)
    addresses = [contacts[one].email for one in about if one in contacts]
    return Reason(
        alert_id=row.pk,
        rule=Rule(row.rule),
        level=Level(row.level),
        since=row.since,
        about=row.participant_id,
        name=person.name if person else "",
        params=row.params,
        addresses=tuple(addresses) if len(addresses) == len(about) and all(addresses) else (),
        words=asked.get((row.pairing_id, row.participant_id, row.rule), ""),
    )


def pairs_to_ring(course_key: str, facilitator: int, now: datetime) -> tuple[int, int]:
    """How many pairs wait for a facilitator, and how many of them urgently."""
    counted = waiting_alerts(course_key, facilitator, now).aggregate(
        all=Count("pairing_id", distinct=True),
        red=Count("pairing_id", distinct=True, filter=Q(level=Level.RED)),
    )
    return counted["all"], counted["red"]


def _lines(
    host: Host, waiting: QuerySet[AlertState], pairing_ids: list[int]
) -> tuple[CallLine, ...]:
    pairs = Pairing.objects.select_related("mentor", "mentee").in_bulk(pairing_ids)
    contacts = contacts_of(
        host, [one for row in pairs.values() for one in (row.mentor, row.mentee)]
    )
    names = {pk: contact.name for pk, contact in contacts.items()}
    phones = phones_of(pairs.values(), names)
    asked = words_asked(pairing_ids)
    reasons: dict[int, list[Reason]] = {pairing_id: [] for pairing_id in pairing_ids}
    for row in waiting.filter(pairing_id__in=pairing_ids).order_by("urgency", "since", "pk"):
        reasons[row.pairing_id].append(reason_of(row, pairs[row.pairing_id], contacts, asked))
    return tuple(
        CallLine(
            pairing_id=pairing_id,
            mentor=names.get(pairs[pairing_id].mentor_id, ""),
            mentee=names.get(pairs[pairing_id].mentee_id, ""),
            reasons=tuple(reasons[pairing_id]),
            phones=phones[pairing_id],
        )
        for pairing_id in pairing_ids
    )
