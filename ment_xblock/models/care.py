"""How a facilitator looks after pairs: alerts, and notes that no learner sees."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.domain.alerts.facts import Level, Rule
from ment_xblock.models.locking import LockedRow
from ment_xblock.models.pairing import Pairing
from ment_xblock.models.programme import Participant, Programme


class Watch(LockedRow):
    """When a pair was last looked at for alerts; time alone can raise one.

    .. no_pii:
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    pairing = models.OneToOneField(Pairing, on_delete=models.CASCADE, related_name="watch")
    checked_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "checked_at"], name="ment_watch_checked")]

    def __str__(self) -> str:
        return f"Watch over pair {self.pairing_id}"


class AlertState(models.Model):
    """One trouble of a pair, kept fresh by what happens, so that a page only reads.

    ``open_key`` is "<pairing>-<rule>-<participant or 0>" while the trouble lasts and NULL afterwards.
    ``handled`` is what the facilitator did about it; a trouble that was dealt with is said again only when it becomes
    worse, when its reason is newer than that, or when ``later_until`` has come.

    .. pii: That a pair, or one person in it, may need help.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Handled(models.TextChoices):
        """What the facilitator did about it."""

        NOTHING = "", "Nothing yet"
        CALLED = "called", "Called"
        LATER = "later", "Later"
        CLOSED = "closed", "Closed"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="alerts")
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="alerts")
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(max_length=30, choices=[(rule.value, rule.name) for rule in Rule])
    level = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Level])
    # Level and rule as one number, so that the database can put the worst first: 0 is the worst.
    urgency = models.PositiveSmallIntegerField()
    params = models.JSONField(default=dict)
    since = models.DateTimeField()
    open_key = models.CharField(max_length=80, null=True, blank=True, unique=True)
    handled = models.CharField(max_length=10, choices=Handled.choices, blank=True, default="")
    handled_level = models.PositiveSmallIntegerField(default=0)
    handled_at = models.DateTimeField(null=True, blank=True)
    later_until = models.DateTimeField(null=True, blank=True)
    raised_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "over_at", "urgency"], name="ment_alert_open")]

    def __str__(self) -> str:
        return f"{self.rule}, pair {self.pairing_id}"


class FacilitatorNote(models.Model):
    """What a facilitator writes about a pair, a call, or a focus group; course staff alone read it.

    .. pii: A facilitator's own words about people.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        """What the note is about."""

        PAIR = "pair", "A pair"
        FOCUS = "focus", "An interview or focus group"
        EVIDENCE = "evidence", "An item of the toolkit"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="notes")
    pairing = models.ForeignKey(
        Pairing, null=True, blank=True, on_delete=models.CASCADE, related_name="notes"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=40, blank=True, default="")
    tags = models.JSONField(default=list)
    text = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "kind"], name="ment_note_kind")]

    def __str__(self) -> str:
        return f"Note {self.pk}"
