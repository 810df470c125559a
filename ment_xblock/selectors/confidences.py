"""With whom a facilitator is or was in a pair, and so whose confidences they do not read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ment_xblock.domain.confidences import Reader, Spell
from ment_xblock.models import Pairing

_SPELL = ("pk", "mentor_id", "mentee_id", "opened_at", "closed_at")


def spells_of(pairs: QuerySet[Pairing]) -> list[Spell]:
    """Pairs as the times that two people have together, in one query."""
    return [Spell(*row) for row in pairs.values_list(*_SPELL)]


def reader_in(course_key: str, user_id: int) -> Reader:
    """A facilitator as somebody who is or was in pairs of a course run, in one query."""
    mine = Q(mentor__user=user_id) | Q(mentee__user=user_id)
    pairs = Pairing.objects.filter(mine, programme__course_key=course_key)
    rows = list(pairs.values_list("mentor__user_id", *_SPELL))
    own = tuple(Spell(*row[1:]) for row in rows)
    me = next(
        (
            one.mentor_id if row[0] == user_id else one.mentee_id
            for row, one in zip(rows, own, strict=True)
        ),
        None,
    )
    return Reader(me, own)
