"""Tables that the facilitator takes away: ids, states, days and numbers; nobody's own words.

People are named in one table only; the others point at it by id, so that they can be handed on without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

import attrs
from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.journal import states
from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.spreadsheet import Cell
from ment_xblock.models import Action, Agreement, Pairing, Participant, Session
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.figures import figures_of
from ment_xblock.selectors.training_results import (
    IS_FINISHED,
    counting_results,
    modules_by_role,
    of_own_role,
)

CHUNK = 500


@attrs.frozen
class Table:
    """A table to take away.

    Attributes:
        name: one of ``TABLES``.
        columns: ids of the columns.
        rows: read from the database as they are taken; days and moments as in ISO 8601.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def export_table(*, host: Host, actor: Actor, name: str) -> Table:
    """One table of the programme.

    Args:
        host: the host.
        actor: the facilitator.
        name: of the table.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: there is no such table.
    """
    require_facilitator(actor)
    if name not in TABLES:
        raise NotFound("no_such_thing")
    columns, rows = TABLES[name]
    return Table(name, columns, rows(host, actor))


def _participants(host: Host, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    finished = counting_results().filter(
        IS_FINISHED,
        of_own_role(modules_by_role(host, actor.course_key)),
        participant=OuterRef("pk"),
    )
    is_open = {"state__in": OPEN_STATES}
    people = Participant.objects.filter(programme__course_key=actor.course_key)
    opened = Pairing.objects.filter(**is_open).values_list("mentor_id", "mentee_id")
    pairs = _times(opened.filter(programme__course_key=actor.course_key))
    rows = (
        people.annotate(
            modules_done=Coalesce(
                Subquery(finished.values("participant").annotate(n=Count("pk")).values("n")), 0
            )
        )
        .order_by("pk")
        .values_list("pk", "user_id", "role", "capacity", "profile__complete_for", "modules_done")
    )
    for chunk in _chunks(rows.iterator(CHUNK)):
        persons = host.people({user_id for _pk, user_id, *_more in chunk if user_id})
        for pk, user_id, role, capacity, complete_for, modules_done in chunk:
            person = persons.get(user_id)
            yield (
                pk,
                person.full_name if person else "",
                person.username if person else "",
                role,
                capacity,
                complete_for == role,
                modules_done,
                pairs.get(pk, 0),
            )


def _times(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """In how many of these pairs each participant is."""
    times: dict[int, int] = {}
    for pair in pairs:
        for person in pair:
            times[person] = times.get(person, 0) + 1
    return times


def _pairs(_host: Host, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    held = Q(sessions__state__in=states.HELD_STATES)
    counting = Q(sessions__state__in=states.COUNTING_STATES)
    signed = Agreement.objects.filter(pairing=OuterRef("pk"), in_force_since__isnull=False)
    rows = Pairing.objects.filter(programme__course_key=actor.course_key).annotate(
        in_force_since=Subquery(signed.order_by("number").values("in_force_since")[:1]),
        meetings_held=Count("sessions", filter=held),
        meetings_counting=Count("sessions", filter=counting),
        minutes_counting=Sum("sessions__minutes", filter=counting),
        last_held_on=Max("sessions__held_on", filter=held),
    )
    return _plain(rows.order_by("pk").values_list(*_PAIR_COLUMNS.values()).iterator(CHUNK))


def _sessions(_host: Host, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    rows = Session.objects.filter(pairing__programme__course_key=actor.course_key)
    return _plain(rows.order_by("pk").values_list(*_SESSION_COLUMNS.values()).iterator(CHUNK))


def _actions(_host: Host, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    rows = Action.objects.filter(pairing__programme__course_key=actor.course_key)
    return _plain(rows.order_by("pk").values_list(*_ACTION_COLUMNS.values()).iterator(CHUNK))


def _figures(host: Host, actor: Actor) -> Iterator[tuple[Cell, ...]]:
    return iter(attrs.asdict(figures_of(host=host, actor=actor)).items())


def _plain(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Cell, ...]]:
    """What both formats can hold."""
    return (tuple(map(_cell, row)) for row in rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else value


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


_PARTICIPANT_COLUMNS = (
    "participant_id",
    "name",
    "username",
    "role",
    "partners",
    "profile_complete",
    "modules_done",
    "open_pairs",
)
# Column of the table to column of the database.
_PAIR_COLUMNS = {
    "pair_id": "pk",
    "mentor_id": "mentor_id",
    "mentee_id": "mentee_id",
    "state": "state",
    "opened_at": "opened_at",
    "in_force_since": "in_force_since",
    "closed_at": "closed_at",
    "meetings_held": "meetings_held",
    "meetings_counting": "meetings_counting",
    "minutes_counting": "minutes_counting",
    "last_held_on": "last_held_on",
}
_SESSION_COLUMNS = {
    "session_id": "pk",
    "pair_id": "pairing_id",
    "state": "state",
    "starts_at": "starts_at",
    "held_on": "held_on",
    "minutes": "minutes",
    "way": "way",
    "task": "task__job",
    "step": "step",
    "kinds": "kinds",
    "direction": "direction",
    "device": "device",
    "on_paper": "on_paper",
    "logged_at": "logged_at",
    "counted_at": "counted_at",
}
_ACTION_COLUMNS = {
    "action_id": "pk",
    "pair_id": "pairing_id",
    "session_id": "session_id",
    "owner": "owner",
    "state": "state",
    "outcome": "outcome",
    "due": "due",
    "created_at": "created_at",
    "closed_at": "closed_at",
}
Rows = Callable[[Host, Actor], Iterator[tuple[Cell, ...]]]
TABLES: Mapping[str, tuple[tuple[str, ...], Rows]] = {
    "participants": (_PARTICIPANT_COLUMNS, _participants),
    "pairs": (tuple(_PAIR_COLUMNS), _pairs),
    "sessions": (tuple(_SESSION_COLUMNS), _sessions),
    "actions": (tuple(_ACTION_COLUMNS), _actions),
    "figures": (("figure", "value"), _figures),
}
