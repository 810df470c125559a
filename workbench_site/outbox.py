"""Mail goes into a table, which the outbox page shows."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from workbench_site.models import OutboxMail

KIND_HEADER = "X-Ment-Kind"


class OutboxBackend(BaseEmailBackend):
    """Keeps each mail instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one row for each recipient of each mail.

        Args:
            email_messages: mails as Django hands them over.

        Returns:
            How many mails were kept.
        """
        for message in email_messages:
            for recipient in message.recipients():
                OutboxMail.objects.create(
                    kind=message.extra_headers.get(KIND_HEADER, ""),
                    recipient=recipient,
                    subject=message.subject[:255],
                    text=message.body,
                    html=_html(message),
                )
        return len(email_messages)


def _html(message: EmailMessage) -> str:
    for content, mimetype in getattr(message, "alternatives", []):
        if mimetype == "text/html":
            return str(content)
    return ""
