"""The programme of a course run, and who takes part in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.domain.people import Role
from ment_xblock.domain.retention import MONTHS_KEPT
from ment_xblock.models.locking import LockedRow

ROLE_CHOICES = [(role.value, role.name.title()) for role in Role]


class Programme(LockedRow):
    """One run of reverse mentoring; exactly one per course run.

    ``months_kept`` is how long people's own words are kept after its end (clause 17 of the agreement).

    .. no_pii:
    """

    course_key = models.CharField(max_length=255, unique=True)
    created_at = models.DateTimeField()
    months_kept = models.PositiveSmallIntegerField(default=MONTHS_KEPT)
    words_erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return self.course_key


class Participant(LockedRow):
    """A learner with a role in a programme.

    The row outlives the user, since the partner's credit rests on what both did.

    .. pii: Role, whether under 18, and the day a guardian consented, of a named user.
    .. pii_types: id, age
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(max_length=10, choices=ROLE_CHOICES)
    capacity = models.PositiveSmallIntegerField(default=1)
    under_18 = models.BooleanField(default=False)
    guardian_consent = models.DateField(null=True, blank=True)
    guardian_consent_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["programme", "user"], name="ment_one_participant"),
        ]
        indexes = [models.Index(fields=["programme", "role"], name="ment_participant_role")]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
