"""Confidential requests that wait for a facilitator."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ment_xblock.domain.people import Actor
from ment_xblock.models import HelpRequest


def waiting_for(actor: Actor, kind: HelpRequest.Kind) -> QuerySet[HelpRequest]:
    """The open requests of one kind in a course run that this facilitator may read.

    Somebody who was a partner before they became course staff never reads what the other partner asked about them, nor
    learns that something was asked.
    """
    me = actor.user_id
    mine = Q(participant__user_id=me)
    of_others = ~Q(pairing__mentor__user_id=me) & ~Q(pairing__mentee__user_id=me)
    here = HelpRequest.objects.filter(pairing__programme__course_key=actor.course_key, kind=kind)
    return here.filter(mine | of_others, open_key__isnull=False)
