"""Whatever is stored about a pair makes its alerts be looked at anew.

By Django's signals, so that no service and no admin page that saves a row can forget it. What is stored without a
signal (``update``, ``bulk_create``) calls ``alerts.something_happened`` itself where it matters; a new pair is found
because nobody watches it yet.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from ment_xblock.domain.pairing import OPEN_STATES, State
from ment_xblock.models import (
    Action,
    Agreement,
    HelpRequest,
    Pairing,
    Pause,
    Session,
    Signature,
    SurveyParticipation,
)
from ment_xblock.services.alerts import something_happened

_OF_A_PAIR = (Action, Agreement, HelpRequest, Pause, Session)


def watch() -> None:
    """Connect the signals; called once, when all apps are ready."""
    for model in (*_OF_A_PAIR, Pairing, Signature, SurveyParticipation):
        for signal in (post_save, post_delete):
            signal.connect(_noticed, sender=model, dispatch_uid=f"ment_watch_{model.__name__}")


def _answered(form: SurveyParticipation) -> None:
    """A pulse is about one pair; other forms ask how it shall go on, or how it was, in any of them."""
    if form.session is not None:
        something_happened(form.session.pairing_id)
        return
    _happened_to(form.participant_id)


def _happened_to(*participant_ids: int) -> None:
    """Look at all pairs of some people, also those that have ended: what they say may be about any of them."""
    theirs = Q(mentor__in=participant_ids) | Q(mentee__in=participant_ids)
    pairs = Pairing.objects.filter(theirs).exclude(state=State.DECLINED)
    for pairing_id in pairs.values_list("pk", flat=True):
        something_happened(pairing_id)


def _noticed(sender: type, instance: Any, **_kwargs: Any) -> None:
    if sender is Pairing:
        something_happened(instance.pk)
        if instance.state not in OPEN_STATES:
            _happened_to(instance.mentor_id, instance.mentee_id)
    elif sender is Signature:
        something_happened(instance.agreement.pairing_id)
    elif sender is SurveyParticipation:
        # Of an anonymous form nobody shall learn the time.
        if instance.answered_at is not None:
            _answered(instance)
    else:
        something_happened(instance.pairing_id)
        if sender is HelpRequest and instance.kind == HelpRequest.Kind.REMATCH:
            _happened_to(instance.participant_id)
