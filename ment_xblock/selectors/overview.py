"""All pairs of a programme in one table that sorts, filters and pages, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from math import inf
from typing import Any

import attrs
from django.db.models import Case, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from ment_xblock.domain.alerts.facts import Level, Rule
from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import AlertState, Pairing, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.cohorts import Cohorts, course_cohorts
from ment_xblock.selectors.pair_lines import PairLine, names_of_pairs, pair_lines
from ment_xblock.selectors.today import waiting_alerts

PAGE_SIZE = 50


class Sort(StrEnum):
    """By what the table is sorted."""

    ALERT = "alert"
    NAME = "name"
    STATE = "state"
    LAST = "last"


@attrs.frozen
class Asked:
    """Which pairs a facilitator wants to see.

    Attributes:
        search: part of the name of either partner.
        state: one state; None for all.
        cohort: name of a cohort of the host's course, in which either partner is; empty for all.
        needs_call: only those with an alert that waits.
        sort: by what they are sorted.
        offset: index of the first one shown.
    """

    search: str = ""
    state: State | None = None
    cohort: str = ""
    needs_call: bool = False
    sort: Sort = Sort.ALERT
    offset: int = 0


@attrs.frozen
class OverviewLine:
    """One pair in the table.

    Attributes:
        pair: its state, meetings and promises.
        rule: the worst trouble that waits for the facilitator; None for none.
        level: how bad it is.
        is_own: the reader is one of the two, and does not look after this pair.
        cohorts: the cohort of both in the host's course, or both cohorts.
    """

    pair: PairLine
    rule: Rule | None
    level: Level | None
    is_own: bool
    cohorts: tuple[str, ...]


@attrs.frozen
class Overview:
    """One page of the table.

    Attributes:
        lines: the pairs.
        total: how many fit what was asked.
        everything: how many pairs there are at all.
        asked: what was asked.
        cohorts: names of the cohorts of the host's course; empty where it has none.
    """

    lines: tuple[OverviewLine, ...]
    total: int
    everything: int
    asked: Asked
    cohorts: tuple[str, ...]


def overview(*, host: Host, actor: Actor, asked: Asked) -> Overview:
    """Read one page of all pairs.

    Args:
        host: the host.
        actor: the facilitator.
        asked: filter, order and page.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    all_pairs = Pairing.objects.filter(programme__course_key=actor.course_key)
    cohorts = course_cohorts(host, actor.course_key, asked.cohort)
    asked = attrs.evolve(asked, cohort=cohorts.chosen)
    waiting = waiting_alerts(actor.course_key, actor.user_id, host.now())
    wanted = _wanted(host, actor, all_pairs, asked, waiting)
    page = wanted[asked.offset : asked.offset + PAGE_SIZE]
    rows = all_pairs.select_related("mentor", "mentee").in_bulk(page)
    return Overview(
        lines=_lines(host, actor, [rows[pk] for pk in page if pk in rows], cohorts, waiting),
        total=len(wanted),
        everything=all_pairs.count(),
        asked=asked,
        cohorts=cohorts.names,
    )


@attrs.frozen
class _Key:
    """What decides whether and where a pair is shown; read of every pair, so it is little."""

    pairing_id: int
    mentor: int | None
    mentee: int | None


def _wanted(
    host: Host,
    actor: Actor,
    pairs: QuerySet[Pairing],
    asked: Asked,
    waiting: QuerySet[AlertState],
) -> list[int]:
    """The pairs that were asked for, in their order, by key alone.

    Names are known to the host, and which alerts wait depends on the reader: neither can be put into the order of one
    query, so both are read once and the keys are sorted here. For 5,000 pairs that is faster than a look at the alerts
    for each of them in the database.
    """
    if asked.state is not None:
        pairs = pairs.filter(state=asked.state.value)
    keys = [
        _Key(*row)
        for row in _sorted(pairs, asked.sort).values_list(
            "pk", "mentor__user_id", "mentee__user_id"
        )
    ]
    if asked.needs_call or asked.sort is Sort.ALERT:
        keys = _by_alert(waiting, keys, asked)
    if asked.search or asked.cohort or asked.sort is Sort.NAME:
        keys = _by_name(host, actor, keys, asked)
    return [key.pairing_id for key in keys]


# Annotated rows have attributes that their model's type does not know.
def _sorted(pairs: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
    """In an order that is not the reader's: by state, by the last meeting, or the newest pair first."""
    pairs = pairs.annotate(is_closed=Q(open_key__isnull=True))
    newest = ("is_closed", "-opened_at", "-pk")
    if sort is Sort.STATE:
        places = [When(state=state.value, then=Value(n)) for n, state in enumerate(State)]
        pairs = pairs.annotate(place=Case(*places, default=Value(len(State))))
        return pairs.order_by("place", *newest)
    if sort is Sort.LAST:
        held = Session.objects.filter(pairing=OuterRef("pk"), state__in=HELD_STATES)
        last = held.values("pairing").annotate(last=Max("held_on")).values("last")
        pairs = pairs.annotate(last_on=Subquery(last))
        return pairs.order_by("is_closed", F("last_on").asc(nulls_first=True), "opened_at", "pk")
    return pairs.order_by(*newest)


def _by_alert(waiting: QuerySet[AlertState], keys: list[_Key], asked: Asked) -> list[_Key]:
    worst = dict(waiting.order_by().values_list("pairing_id").annotate(Min("urgency")))
    if asked.needs_call:
        keys = [key for key in keys if key.pairing_id in worst]
    if asked.sort is Sort.ALERT:
        keys = sorted(keys, key=lambda key: worst.get(key.pairing_id, inf))
    return keys


def _by_name(host: Host, actor: Actor, keys: list[_Key], asked: Asked) -> list[_Key]:
    """Who is not in the course any more is not found, and comes last."""
    if asked.search or asked.cohort:
        found = set(host.learner_ids(actor.course_key, search=asked.search, cohort=asked.cohort))
        keys = [key for key in keys if key.mentor in found or key.mentee in found]
    if asked.sort is Sort.NAME:
        everybody = host.learner_ids(actor.course_key)
        place = {user_id: number for number, user_id in enumerate(everybody)}
        keys = sorted(
            keys,
            key=lambda key: (
                place.get(key.mentor or 0, inf),
                place.get(key.mentee or 0, inf),
                key.pairing_id,
            ),
        )
    return keys


def _lines(
    host: Host,
    actor: Actor,
    rows: Iterable[Any],
    cohorts: Cohorts,
    waiting: QuerySet[AlertState],
) -> tuple[OverviewLine, ...]:
    rows, now, me = list(rows), host.now(), actor.user_id
    people = [one.user_id for row in rows for one in (row.mentor, row.mentee)]
    cohorts = cohorts.with_people(host, actor.course_key, people)
    names = names_of_pairs(host, rows)
    lines = pair_lines(rows, names, now=now, today=timezone.localdate(now))
    theirs = waiting.filter(pairing__in=[row.pk for row in rows])
    worst: dict[int, tuple[Rule, Level]] = {}
    for pairing_id, rule, level in theirs.order_by("urgency", "since", "pk").values_list(
        "pairing_id", "rule", "level"
    ):
        worst.setdefault(pairing_id, (Rule(rule), Level(level)))
    return tuple(
        OverviewLine(
            pair=lines[row.pk],
            rule=worst[row.pk][0] if row.pk in worst else None,
            level=worst[row.pk][1] if row.pk in worst else None,
            is_own=me in (row.mentor.user_id, row.mentee.user_id),
            cohorts=cohorts.of_pair(row),
        )
        for row in rows
    )
