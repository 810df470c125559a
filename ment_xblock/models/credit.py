"""From when on a learner's facts count for a block."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.programme import Participant


class CreditStart(models.Model):
    """Set when the instructor deletes a learner's state of a block: earlier facts no longer count there.

    .. no_pii:
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="credit_starts"
    )
    usage_key = models.CharField(max_length=255)
    credit_from = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "usage_key"], name="ment_one_credit_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.usage_key} from {self.credit_from:%Y-%m-%d}"
