"""Earlier runs from which a facilitator can take people over, and who that would be."""

from __future__ import annotations

from datetime import datetime

import attrs
from django.db.models import Count, Q, QuerySet

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.next_run import Fate, fate_of, next_role_of
from ment_xblock.domain.people import Actor, Role, require_facilitator
from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import Participant, Programme
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.survey_wishes import wishes_of

MOST_RUNS = 50
# More programmes than this no site is asked about; the newest come first.
MOST_LOOKED_AT = 5_000


@attrs.frozen
class EarlierRun:
    """A run that the facilitator teaches too.

    Attributes:
        course_key: the course run.
        name: what the host calls it; empty where it cannot tell.
        began_at: when its programme began.
        people: how many took part and have not left the site.
    """

    course_key: str
    name: str
    began_at: datetime
    people: int


@attrs.frozen
class EarlierPerson:
    """Somebody of an earlier run.

    Attributes:
        username: the host's.
        name: full name.
        role: then.
        wish: what they said for the next round; empty where they said nothing, or said it to others than the reader.
        is_your_partner: the reader is or was their partner, and does not read what they said.
        under_18: whether they were under 18 then.
        next_role: the role that they get; None for no place.
        fate: what happens to them.
    """

    username: str
    name: str
    role: Role
    wish: str
    is_your_partner: bool
    under_18: bool
    next_role: Role | None
    fate: Fate

    @property
    def is_taken_over(self) -> bool:
        """Whether they get a role here."""
        return self.fate is Fate.COMES


def earlier_runs(*, host: Host, actor: Actor) -> tuple[EarlierRun, ...]:
    """The other runs that the facilitator teaches now, the newest first.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    keys = list(_others(actor).values_list("course_key", flat=True)[:MOST_LOOKED_AT])
    mine = host.taught_by(actor.user_id, keys)
    taught = [key for key in keys if key in mine][:MOST_RUNS]
    names = host.course_names(taught)
    here = Q(participants__user__isnull=False)
    rows = Programme.objects.filter(course_key__in=taught).order_by("-created_at")
    return tuple(
        EarlierRun(row.course_key, names.get(row.course_key, ""), row.created_at, row.people)
        for row in rows.annotate(people=Count("participants", filter=here))
    )


def earlier_people(*, host: Host, actor: Actor, source: str) -> tuple[EarlierPerson, ...]:
    """Who took part in an earlier run, and what taking over does with each, by name.

    Args:
        host: the host.
        actor: the facilitator.
        source: the earlier run.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such run, or one that the actor does not teach now.
    """
    require_facilitator(actor)
    known = _others(actor).filter(course_key=source).exists()
    if not known or source not in host.taught_by(actor.user_id, [source]):
        raise NotFound("no_such_run")
    rows = list(Participant.objects.filter(programme__course_key=source, user__isnull=False))
    ids = [row.user_id for row in rows if row.user_id is not None]
    people = host.people(ids)
    wishes = wishes_of(source, Signal.NEXT_ROUND)
    enrolled = host.enrolled_ids(actor.course_key, ids)
    staff = host.staff_ids(actor.course_key, ids)
    with_role = set(
        Participant.objects.filter(
            programme__course_key=actor.course_key, user_id__in=ids
        ).values_list("user_id", flat=True)
    )
    partners = reader_in(source, actor.user_id).partners
    found = []
    for row in rows:
        if row.user_id not in people:
            continue
        is_your_partner = row.pk in partners
        wish = "" if is_your_partner else wishes.get(row.pk, "")
        next_role = next_role_of(wish, Role(row.role))
        found.append(
            EarlierPerson(
                username=people[row.user_id].username,
                name=people[row.user_id].full_name,
                role=Role(row.role),
                wish=wish,
                is_your_partner=is_your_partner,
                under_18=row.under_18,
                next_role=next_role,
                fate=fate_of(
                    next_role,
                    wish,
                    is_enrolled=row.user_id in enrolled,
                    teaches=row.user_id in staff,
                    has_role=row.user_id in with_role,
                    is_your_partner=is_your_partner,
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.username)))


def _others(actor: Actor) -> QuerySet[Programme]:
    return Programme.objects.exclude(course_key=actor.course_key).order_by("-created_at")
