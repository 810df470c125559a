"""What a certificate of taking part says: meetings that count, hours, tasks, dates. Nobody is rated."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs
from django.db.models import Q

from ment_xblock.domain.journal.credit import MeetingFact, why_not
from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.models import Pairing, Participant, Session, Task
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.credit_facts import meeting_facts
from ment_xblock.selectors.people import participant_of

LEAST_MINUTES = 15


class Missing(StrEnum):
    """What is not there yet for a certificate."""

    ROLE = "role"
    PARTNER = "partner"
    MEETING = "meeting"
    CONFIRMATION = "confirmation"


@attrs.frozen
class Certificate:
    """What a learner took part in.

    Attributes:
        name: the learner's full name.
        role: in the programme; None without one.
        missing: what is missing; None where there is a certificate.
        meetings: how many count.
        minutes: how long they were, all together.
        first_on: day of the first one.
        last_on: day of the last one.
        tasks: agreed and not dropped: id of the library's task, or empty, and own words, or empty.
    """

    name: str
    role: Role | None = None
    missing: Missing | None = None
    meetings: int = 0
    minutes: int = 0
    first_on: date | None = None
    last_on: date | None = None
    tasks: tuple[tuple[str, str], ...] = ()


def certificate(*, host: Host, actor: Actor) -> Certificate:
    """Read what a learner's certificate says.

    Args:
        host: the host.
        actor: the learner.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    name = actor.person.full_name if actor.person else ""
    me = participant_of(actor.course_key, actor.user_id)
    if me is None:
        return Certificate(name, missing=Missing.ROLE)
    facts = _countable(host, me)
    if not facts:
        return Certificate(name, Role(me.role), missing=_missing(me))
    days = [fact.held_on for fact in facts]
    tasks = Task.objects.filter(
        Q(pairing__mentor=me) | Q(pairing__mentee=me), dropped_at=None
    ).order_by("pk")
    return Certificate(
        name,
        Role(me.role),
        meetings=len(facts),
        minutes=sum(fact.minutes for fact in facts),
        first_on=min(days),
        last_on=max(days),
        tasks=tuple(dict.fromkeys(tasks.values_list("job", "words"))),
    )


def _countable(host: Host, me: Participant) -> list[MeetingFact]:
    """The meetings that the journal would give credit for."""
    journals = host.blocks(me.programme.course_key, "ment_journal")
    settings = journals[0].settings if journals else {}
    least = int(settings.get("session_minutes", LEAST_MINUTES))
    facts = meeting_facts(me, str(settings.get("time_zone", "")))
    return [fact for fact in facts if not why_not(fact, least)]


def _missing(me: Participant) -> Missing:
    mine = Pairing.objects.filter(Q(mentor=me) | Q(mentee=me))
    if not mine.exists():
        return Missing.PARTNER
    waits = Session.objects.filter(pairing__in=mine, state__in=("logged", "contested"))
    return Missing.CONFIRMATION if waits.exists() else Missing.MEETING
