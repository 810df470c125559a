"""All pairs of a programme in one table that sorts, filters and pages, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import attrs
from django.db.models import Case, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from ment_xblock.domain.alerts.facts import Level, Rule
from ment_xblock.domain.journal.states import HELD_STATES
from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import Pairing, Session
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
    pairs = _sorted(_filtered(host, actor, all_pairs, asked), asked.sort)
    by_name = bool(asked.search or asked.cohort) or asked.sort is Sort.NAME
    page, total = _by_name(host, actor, pairs, asked) if by_name else _page(pairs, asked)
    rows = all_pairs.select_related("mentor", "mentee").in_bulk(page)
    return Overview(
        lines=_lines(host, actor, [rows[pk] for pk in page if pk in rows], cohorts),
        total=total,
        everything=all_pairs.count(),
        asked=asked,
        cohorts=cohorts.names,
    )


# Annotated rows have attributes that their model's type does not know.
def _filtered(host: Host, actor: Actor, pairs: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    worst = waiting_alerts(actor.course_key, actor.user_id, host.now()).filter(
        pairing=OuterRef("pk")
    )
    pairs = pairs.annotate(
        worst=Subquery(worst.order_by("urgency", "since").values("urgency")[:1]),
        is_closed=Q(open_key__isnull=True),
    )
    if asked.state is not None:
        pairs = pairs.filter(state=asked.state.value)
    if asked.needs_call:
        pairs = pairs.filter(worst__isnull=False)
    return pairs


def _page(pairs: QuerySet[Any], asked: Asked) -> tuple[list[int], int]:
    """Keys of the pairs of one page, and how many there are."""
    # By key alone: the database sorts thousands of narrow rows faster than wide ones.
    page = pairs.values_list("pk", flat=True)[asked.offset : asked.offset + PAGE_SIZE]
    return list(page), pairs.count()


def _sorted(pairs: QuerySet[Any], sort: Sort) -> QuerySet[Any]:
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
    return pairs.order_by(F("worst").asc(nulls_last=True), *newest)


def _by_name(host: Host, actor: Actor, pairs: QuerySet[Any], asked: Asked) -> tuple[list[int], int]:
    """The same, where names or cohorts decide, which only the host knows: some numbers of each pair and person are read.

    Who is not in the course any more is not found, and comes last.
    """
    rows = list(pairs.values_list("pk", "mentor__user_id", "mentee__user_id"))
    if asked.search or asked.cohort:
        found = set(host.learner_ids(actor.course_key, search=asked.search, cohort=asked.cohort))
        rows = [row for row in rows if row[1] in found or row[2] in found]
    if asked.sort is Sort.NAME:
        everybody = host.learner_ids(actor.course_key)
        place = {user_id: number for number, user_id in enumerate(everybody)}
        last = len(place)
        rows.sort(key=lambda row: (place.get(row[1], last), place.get(row[2], last), row[0]))
    return [pk for pk, *_people in rows[asked.offset : asked.offset + PAGE_SIZE]], len(rows)


def _lines(
    host: Host, actor: Actor, rows: Iterable[Any], cohorts: Cohorts
) -> tuple[OverviewLine, ...]:
    rows, now, me = list(rows), host.now(), actor.user_id
    people = [one.user_id for row in rows for one in (row.mentor, row.mentee)]
    cohorts = cohorts.with_people(host, actor.course_key, people)
    names = names_of_pairs(host, rows)
    lines = pair_lines(rows, names, now=now, today=timezone.localdate(now))
    waiting = waiting_alerts(actor.course_key, me, now).filter(pairing__in=[row.pk for row in rows])
    worst: dict[int, tuple[Rule, Level]] = {}
    for pairing_id, rule, level in waiting.order_by("urgency", "since", "pk").values_list(
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
