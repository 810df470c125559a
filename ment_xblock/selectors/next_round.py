"""Who wants to mentor, be mentored or help in the next round, as they said in a confidential survey."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from ment_xblock.domain.next_run import NEXT_ROLES
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.survey.items import Signal
from ment_xblock.models import Participant
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.confidences import reader_in
from ment_xblock.selectors.survey_wishes import wishes_of

PAGE_SIZE = 50


@attrs.frozen
class Willing:
    """Somebody who wants to go on.

    Attributes:
        username: the host's.
        email: empty where there is none.
        name: full name.
        role: now: ``mentor`` or ``mentee``.
        next_role: ``mentor``, ``mentee`` or ``help``.
    """

    username: str
    email: str
    name: str
    role: str
    next_role: str


@attrs.frozen
class NextRound:
    """Everybody who wants to go on and whose wish the reader may read.

    Attributes:
        people: by what they want and by name; who has left the site is missing.
        had_partners: the reader is or was in a pair: whatever their partners said, they are not among the people.
    """

    people: tuple[Willing, ...]
    had_partners: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """How many want what."""
        return Counter(one.next_role for one in self.people)


def next_round(*, host: Host, actor: Actor) -> NextRound:
    """Read who wants to go on.

    Args:
        host: the host.
        actor: the facilitator.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    require_facilitator(actor)
    partners = reader_in(actor.course_key, actor.user_id).partners
    wishes = wishes_of(actor.course_key, Signal.NEXT_ROUND)
    chosen = {
        pk: NEXT_ROLES[choice]
        for pk, choice in wishes.items()
        if choice in NEXT_ROLES and pk not in partners
    }
    rows = Participant.objects.filter(
        programme__course_key=actor.course_key, user__isnull=False
    ).values_list("pk", "user_id", "role")
    mine = {user_id: (chosen[pk], role) for pk, user_id, role in rows.iterator() if pk in chosen}
    found = [
        Willing(person.username, person.email, person.full_name, role, next_role)
        for user_id, person in host.people(mine).items()
        for next_role, role in [mine[user_id]]
    ]
    order = tuple(NEXT_ROLES.values())
    found.sort(key=lambda one: (order.index(one.next_role), one.name.casefold(), one.username))
    return NextRound(tuple(found), bool(partners))
