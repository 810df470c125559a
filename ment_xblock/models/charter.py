"""The programme charter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.models.locking import LockedRow
from ment_xblock.models.programme import Programme


class Charter(LockedRow):
    """Why a programme is run, how it will be known, in which rhythm; field ids to values.

    ``touches`` says for each field who changed it last: field id to [revision, user id].

    .. no_pii:
    """

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="charter")
    revision = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    touches = models.JSONField(default=dict)
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Charter of {self.programme}"
