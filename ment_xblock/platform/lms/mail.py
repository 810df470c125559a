"""Mail through edx-ace, in the site's own frame."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings

from ment_xblock.platform.lms.accounts import active_users, persons
from ment_xblock.platform.ports import Mail


def send_mail(*, user_id: int, course_key: str, mail: Mail) -> None:
    """Send one mail to one person, if they still have an account with an address.

    The platform reports a mail that a channel refuses in its own log and metrics, and does not tell us
    (edx_ace/ace.py, send).
    """
    user = active_users().filter(pk=user_id).select_related("profile").first()
    if user is None or not user.email:
        return
    # edx_ace/ace.py, send; edx_ace/recipient.py, Recipient; openedx/core/djangoapps/ace_common/message.py,
    # BaseMessageType, which knows the site's sender. Sites are no app of every host, so they too are imported here.
    from django.contrib.sites.models import Site
    from edx_ace import ace
    from edx_ace.recipient import Recipient
    from openedx.core.djangoapps.ace_common.message import BaseMessageType
    from openedx.core.djangoapps.ace_common.template_context import get_base_template_context

    site = Site.objects.get_current()
    with _as_in_a_request(site, user):
        # edx_ace/renderers.py, get_template_for_message: ment_xblock/edx_ace/mail/email/*
        kind = BaseMessageType(
            app_label="ment_xblock",
            name="mail",
            context=get_base_template_context(site),
            options={"transactional": True},
        )
        message = kind.personalize(
            recipient=Recipient(lms_user_id=user.pk, email_address=user.email),
            language=persons([user])[0].language or settings.LANGUAGE_CODE,
            user_context={
                "mail_kind": mail.kind,
                "mail_subject": " ".join(mail.subject.split()),
                "mail_text": mail.text,
                "mail_html": mail.html,
            },
        )
        ace.send(message)


def _as_in_a_request(site: Any, user: Any) -> AbstractContextManager[None]:
    # openedx/core/lib/celery/task_utils.py, emulate_http_request: the site's theme and values hang on the request. Inside
    # one it must not be used: it puts our user into the present request, and takes the request away when it ends.
    from crum import get_current_request

    if get_current_request() is not None:
        return nullcontext()
    from openedx.core.lib.celery.task_utils import emulate_http_request

    emulated: AbstractContextManager[None] = emulate_http_request(site=site, user=user)
    return emulated
