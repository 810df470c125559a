"""Whatever is stored about a pair makes its alerts be looked at anew.

By Django's signals and not by calls from each service, so that no service, and no admin page, can forget it.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from ment_xblock.models import Action, Agreement, HelpRequest, Pairing, Pause, Session, Signature
from ment_xblock.services.alerts import something_happened

_OF_A_PAIR = (Action, Agreement, HelpRequest, Pause, Session)


def watch() -> None:
    """Connect the signals; called once, when all apps are ready."""
    for model in (*_OF_A_PAIR, Pairing, Signature):
        for signal in (post_save, post_delete):
            signal.connect(_noticed, sender=model, dispatch_uid=f"ment_watch_{model.__name__}")


def _noticed(sender: type, instance: Any, **_kwargs: Any) -> None:
    if sender is Pairing:
        something_happened(instance.pk)
    elif sender is Signature:
        something_happened(instance.agreement.pairing_id)
    else:
        something_happened(instance.pairing_id)
