"""What a learner writes for nobody but themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.models.programme import Programme


class PrivateNote(models.Model):
    """One text, or one choice, that only its author may ever read.

    It belongs to the user and not to the participant, so that it is there before somebody has a role and stays when
    the facilitator takes them off the list.

    .. pii: What a learner writes in confidence, in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    usage_key = models.CharField(max_length=255)
    activity = models.CharField(max_length=40)
    field = models.CharField(max_length=40)
    text = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "usage_key", "activity", "field"],
                name="ment_one_private_note",
            ),
        ]

    def __str__(self) -> str:
        return f"Private note {self.pk}"
