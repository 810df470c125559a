"""People say which mails they want."""

from __future__ import annotations

from collections.abc import Collection

from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.notices.kinds import kinds_for
from ment_xblock.domain.people import Actor, require_writer
from ment_xblock.models import MailSwitch
from ment_xblock.platform.ports import Host
from ment_xblock.services.programmes import hold_programme
from ment_xblock.services.unit_of_work import unit_of_work


@unit_of_work
def choose_mails(*, host: Host, actor: Actor, wanted: Collection[str]) -> None:
    """Switch on the kinds of mail that somebody wants, and off all others that they could get.

    Args:
        host: the host.
        actor: the person, for themselves.
        wanted: ids of kinds.

    Raises:
        NotSignedIn, NotAllowed: a stranger, or staff who view as a learner.
        Malformed: a kind that the person cannot get.
    """
    require_writer(actor)
    possible = kinds_for(facilitator=actor.is_staff)
    if not set(wanted) <= set(possible):
        raise Malformed("not_readable")
    programme = hold_programme(actor.course_key, host.now())
    rows = MailSwitch.objects.filter(programme=programme, user_id=actor.user_id)
    rows.filter(kind__in=wanted).delete()
    off = set(rows.values_list("kind", flat=True))
    MailSwitch.objects.bulk_create(
        MailSwitch(programme=programme, user_id=actor.user_id, kind=kind.value)
        for kind in possible
        if kind not in wanted and kind not in off
    )
