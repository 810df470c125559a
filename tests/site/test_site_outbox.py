"""Mail that the site would have sent."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives

from workbench_site.models import OutboxMail


@pytest.mark.django_db
def test_mail_goes_into_the_outbox(settings):
    settings.EMAIL_BACKEND = "workbench_site.outbox.OutboxBackend"
    message = EmailMultiAlternatives(
        "Subject", "Text", to=["a@example.org", "b@example.org"], headers={"X-Ment-Kind": "copy"}
    )
    message.attach_alternative("<p>Text</p>", "text/html")
    assert message.send() == 1
    rows = OutboxMail.objects.values_list("kind", "recipient", "subject", "text", "html")
    assert set(rows) == {
        ("copy", "a@example.org", "Subject", "Text", "<p>Text</p>"),
        ("copy", "b@example.org", "Subject", "Text", "<p>Text</p>"),
    }
