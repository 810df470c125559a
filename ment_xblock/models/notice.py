"""Mails that the programme sent by itself, and which of them somebody does not want."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.models.programme import Programme

KIND_CHOICES = [(kind.value, kind.name.replace("_", " ").capitalize()) for kind in Kind]


class Notice(models.Model):
    """One mail to one person about one thing, so that it is sent once.

    ``key`` names the thing and the person. Whoever sends holds the row until ``held_until``; a row that is still due
    afterwards belongs to a run that was cut off.

    .. pii: Who was sent which kind of mail, and when; no words.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    class State(models.TextChoices):
        """What became of it."""

        DUE = "due", "Due"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        SKIPPED = "skipped", "Skipped"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)
    key = models.CharField(max_length=190, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    held_until = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "created_at"], name="ment_notice_created")]

    def __str__(self) -> str:
        return self.key


class MailSwitch(models.Model):
    """A kind of mail that somebody has switched off in one programme.

    .. pii: Which mails somebody does not want.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=KIND_CHOICES)

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "kind"], name="ment_one_mail_switch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} off"
