"""Pairs, their pauses, and requests to the facilitator."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.domain.pairing import State
from ment_xblock.models.locking import LockedRow
from ment_xblock.models.programme import Participant, Programme

STATE_CHOICES = [(state.value, state.name.replace("_", " ").title()) for state in State]


class Pairing(LockedRow):
    """One mentor and one mentee; a trio is two pairings that share a person.

    ``open_key`` is "<mentor>-<mentee>" while the pairing is open and NULL afterwards: a unique column that MySQL can
    enforce, where it has no conditional constraints.

    .. pii: Who is paired with whom, and why a pairing was declined or ended, in the words of the person who closed it.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="pairings")
    mentor = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="pairings_as_mentor"
    )
    mentee = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="pairings_as_mentee"
    )
    state = models.CharField(max_length=20, choices=STATE_CHOICES, default=State.DRAFT.value)
    revision = models.PositiveIntegerField(default=0)
    open_key = models.CharField(max_length=50, null=True, blank=True, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    closing_reason = models.TextField(blank=True, default="")

    class Meta:
        app_label = "ment_xblock"
        indexes = [
            models.Index(fields=["programme", "state"], name="ment_pairing_state"),
            models.Index(fields=["mentor", "state"], name="ment_pairing_mentor"),
            models.Index(fields=["mentee", "state"], name="ment_pairing_mentee"),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pk}"


class Pause(models.Model):
    """A time in which a pair rests; clocks and reminders stop.

    ``open_for`` is the pairing's id while the pause lasts and NULL afterwards.

    .. pii: Why a pair pauses, in the words of the person who asked for it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="pauses")
    state_before = models.CharField(max_length=20, choices=STATE_CHOICES)
    open_for = models.BigIntegerField(null=True, blank=True, unique=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Pause of pair {self.pairing_id}"


class HelpRequest(models.Model):
    """Something that a participant asks of the facilitator alone; the partner never learns of it.

    ``open_key`` is "<kind>-<pairing>-<participant>" until the request is closed and NULL afterwards. ``note`` is the
    facilitator's own.

    .. pii: A confidential request in a participant's own words, and what the facilitator noted about it.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        REMATCH = "rematch", "Another partner"
        RING_ME = "ring_me", "Ring me"

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Open"
        CALLED = "called", "Called"
        CLOSED = "closed", "Closed"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="help_requests")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="help_requests"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(blank=True, default="")
    note_author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    open_key = models.CharField(max_length=60, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["kind", "state"], name="ment_help_request")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, pair {self.pairing_id}"
