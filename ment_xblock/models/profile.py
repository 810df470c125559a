"""What a participant says of themselves, so that a partner can be found."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.programme import Participant


class Profile(models.Model):
    """One participant's profile, as ids and a few typed words.

    It is changed only by whoever holds the participant's row. ``part_revisions`` says for each part at which revision
    it was saved last. What the facilitator also sets (role, partners at the same time, under 18) is the participant's.

    .. pii: Skills, languages, free times, firm, phone number, access needs, and names somebody would rather not be
        paired with, of a named user.
    .. pii_types: name, phone_number, other
    .. pii_retirement: local_api
    """

    participant = models.OneToOneField(
        Participant, on_delete=models.CASCADE, related_name="profile"
    )
    revision = models.PositiveIntegerField(default=0)
    part_revisions = models.JSONField(default=dict)
    wanted = models.JSONField(default=list)
    skills = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    times = models.JSONField(default=list)
    ways = models.JSONField(default=list)
    places = models.JSONField(default=list)
    trade = models.CharField(max_length=40, blank=True, default="")
    wishes = models.JSONField(default=list)
    firm = models.CharField(max_length=120, blank=True, default="")
    is_boss = models.BooleanField(null=True, blank=True)
    same_firm_ok = models.BooleanField(null=True, blank=True)
    style = models.JSONField(default=dict)
    called = models.CharField(max_length=60, blank=True, default="")
    said_under_18 = models.BooleanField(null=True, blank=True)
    access_needs = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    avoid = models.TextField(blank=True, default="")
    # The role for which nothing was missing when it was saved last, so that complete ones can be counted.
    complete_for = models.CharField(max_length=10, blank=True, default="")
    updated_at = models.DateTimeField()
    asked_to_change_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Profile of participant {self.participant_id}"
