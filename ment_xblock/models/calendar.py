"""The private address under which a person's own calendar finds their meetings."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.programme import Participant


class CalendarAddress(models.Model):
    """One person's calendar address in one programme; no row means that it is switched off.

    The token is stored as it is, since its person must be able to read it again (see docs/decisions). It is in no admin
    page, report or export.

    .. pii: A secret address that leads to the dates of a person's meetings.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="calendar_address"
    )
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Calendar address {self.pk}"
