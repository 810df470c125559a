"""The key figures of a programme as they were counted last."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.programme import Programme


class FigureCount(models.Model):
    """What was counted, so that a page of a large programme need not count it (docs/decisions).

    ``values`` is name of the figure to number.

    .. no_pii:
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.CASCADE, related_name="figure_count"
    )
    values = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Figures of {self.programme}"
