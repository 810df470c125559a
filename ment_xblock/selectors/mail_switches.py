"""Which kinds of mail somebody wants."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from ment_xblock.domain.notices.kinds import Kind, kinds_for
from ment_xblock.domain.people import Actor, require_member
from ment_xblock.models import MailSwitch


@attrs.frozen
class Switch:
    """One kind of mail, and whether the reader gets it."""

    kind: Kind
    is_on: bool


def switches_of(actor: Actor) -> tuple[Switch, ...]:
    """The kinds that the reader can get, in one query.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    rows = MailSwitch.objects.filter(programme__course_key=actor.course_key, user_id=actor.user_id)
    off = set(rows.values_list("kind", flat=True))
    return tuple(Switch(kind, kind not in off) for kind in kinds_for(facilitator=actor.is_staff))


def switched_off(programme_id: int, user_ids: Iterable[int]) -> frozenset[tuple[int, str]]:
    """What some people do not want, as pairs of user and kind, in one query."""
    rows = MailSwitch.objects.filter(programme_id=programme_id, user_id__in=set(user_ids))
    return frozenset(rows.values_list("user_id", "kind"))
