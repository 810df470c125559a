"""A person makes, renews and switches off the private address of their own calendar."""

from __future__ import annotations

import secrets

from ment_xblock.domain.people import Actor, require_writer
from ment_xblock.models import CalendarAddress, Participant
from ment_xblock.platform.ports import Host
from ment_xblock.services.unit_of_work import lock, unit_of_work

RANDOM_BYTES = 32


@unit_of_work
def renew_calendar_address(*, host: Host, actor: Actor) -> str:
    """Give a person a new calendar address; an earlier one leads nowhere from now on.

    Args:
        host: the host.
        actor: a learner with a role.

    Returns:
        The secret part of the address.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: somebody who takes no part in the programme.
    """
    row, _ = CalendarAddress.objects.update_or_create(
        participant=_me(actor),
        defaults={"token": secrets.token_urlsafe(RANDOM_BYTES), "created_at": host.now()},
    )
    return row.token


@unit_of_work
def drop_calendar_address(*, actor: Actor) -> None:
    """Switch a person's calendar address off.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        NotFound: somebody who takes no part in the programme.
    """
    CalendarAddress.objects.filter(participant=_me(actor)).delete()


def _me(actor: Actor) -> Participant:
    require_writer(actor)
    return lock(Participant, programme__course_key=actor.course_key, user_id=actor.user_id)
