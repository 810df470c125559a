"""Whose partner has left the course."""

from __future__ import annotations

import attrs
from django.db.models import Q

from ment_xblock.domain.pairing import OPEN_STATES
from ment_xblock.domain.people import Person
from ment_xblock.models import Pairing
from ment_xblock.platform.ports import Host


@attrs.frozen
class LeftBehind:
    """A learner of an open pair whose partner is not in the course at present.

    Attributes:
        person: the learner, with address and language.
        partner: who left; None when they have no account any more.
    """

    person: Person
    partner: Person | None


def left_behind_by(*, host: Host, course_key: str, user_id: int) -> tuple[LeftBehind, ...]:
    """Find those whom somebody leaves behind, by leaving the course.

    Args:
        host: the host.
        course_key: the course run.
        user_id: who left.

    Returns:
        One for each open pair whose other partner is still in the course; none if the person is back already.
    """
    if host.is_enrolled(course_key, user_id):
        return ()
    partners = _partners(course_key, user_id)
    staying = host.enrolled_ids(course_key, partners)
    people = host.people({user_id, *staying})
    return tuple(
        LeftBehind(person=people[one], partner=people.get(user_id))
        for one in partners
        if one in staying and one in people
    )


def _partners(course_key: str, user_id: int) -> list[int]:
    pairs = Pairing.objects.filter(
        Q(mentor__user=user_id) | Q(mentee__user=user_id),
        programme__course_key=course_key,
        state__in=OPEN_STATES,
    ).order_by("pk")
    both = pairs.values_list("mentor__user", "mentee__user")
    return [one for pair in both for one in pair if one not in (None, user_id)]
