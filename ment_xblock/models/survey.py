"""Surveys: their versions, who answered, and what was answered.

In an anonymous survey nothing leads from a person to an answer: ``SurveyParticipation`` has no time, ``SurveyAnswer`` no
participation, and not even the answers of one person hang together (docs/decisions/0012-anonymous-surveys.md).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models

from ment_xblock.domain.survey.items import Mode, When
from ment_xblock.models.journal import Session
from ment_xblock.models.locking import LockedRow
from ment_xblock.models.pairing import Pairing
from ment_xblock.models.programme import ROLE_CHOICES, Participant, Programme

MODE_CHOICES = [(mode.value, mode.name.title()) for mode in Mode]
WHEN_CHOICES = [(when.value, when.name.replace("_", " ").title()) for when in When]


def random_key() -> int:
    """A primary key that says nothing about the order in which rows were made, on disk or elsewhere."""
    return secrets.randbits(63)


class SurveyRun(LockedRow):
    """One survey block in one course run, from its first answer until it is closed for good.

    ``mode`` and ``asked`` are empty until the first answer and never change afterwards. ``asked`` says which small groups
    are left out: {"role_items": […], "owner_items": bool, "by_role": bool}. ``people`` has the response rate as it was at
    closing: role to [asked, answered].

    .. no_pii:
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="survey_runs")
    usage_key = models.CharField(max_length=255, unique=True)
    when = models.CharField(max_length=12, choices=WHEN_CHOICES)
    mode = models.CharField(max_length=12, choices=MODE_CHOICES, blank=True, default="")
    asked = models.JSONField(default=dict)
    people = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "when"], name="ment_survey_when")]

    def __str__(self) -> str:
        return self.usage_key


class SurveyVersion(models.Model):
    """What a survey asked, word by word, when somebody answered it. Without a time: it comes with an answer.

    .. no_pii:
    """

    run = models.ForeignKey(SurveyRun, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    definition = models.JSONField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="ment_one_survey_number"),
            models.UniqueConstraint(fields=["run", "digest"], name="ment_one_survey_version"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of survey {self.run_id}"


class SurveyParticipation(models.Model):
    """That somebody answered a survey; in a confidential one also when, and after which session or about which pair.

    ``occasion`` is "session-<id>" for a pulse, "pair-<id>" for a rating of a partner, and empty otherwise.

    .. pii: That a named user answered a survey.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    run = models.ForeignKey(SurveyRun, on_delete=models.CASCADE, related_name="participations")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="survey_participations"
    )
    occasion = models.CharField(max_length=40, blank=True, default="")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="pulses"
    )
    pairing = models.ForeignKey(
        Pairing, null=True, blank=True, on_delete=models.SET_NULL, related_name="surveys"
    )
    version = models.ForeignKey(
        SurveyVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["run", "participant", "occasion"], name="ment_one_survey_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"Participant {self.participant_id} in survey {self.run_id}"


class SurveyAnswer(models.Model):
    """What was answered in one place of a form.

    ``version`` is the first one that asked in these words, and ``times`` how many people answered so: 1, until closing
    an anonymous survey brings equal answers together. Where several options can be chosen, each chosen one has a row,
    and a row without an option stands for the person.

    .. pii: Answers and texts: of a named user where ``participation`` is set, and otherwise of nobody who could be named,
        unless they name themselves.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    id = models.BigIntegerField(primary_key=True, default=random_key, editable=False)
    run = models.ForeignKey(SurveyRun, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(SurveyVersion, on_delete=models.CASCADE, related_name="answers")
    participation = models.ForeignKey(
        SurveyParticipation,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answers",
    )
    role = models.CharField(max_length=10, choices=ROLE_CHOICES, blank=True, default="")
    slot = models.CharField(max_length=90)
    number = models.SmallIntegerField(null=True, blank=True)
    option = models.CharField(max_length=40, blank=True, default="")
    text = models.TextField(blank=True, default="")
    times = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "ment_xblock"
        indexes = [
            models.Index(fields=["run", "version", "slot"], name="ment_survey_slot"),
            # All that is counted, so that hundreds of thousands of answers are counted without reading their rows.
            models.Index(
                fields=["run", "version", "slot", "role", "number", "option", "times"],
                name="ment_survey_tally",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer to {self.slot}"


class RegisterEntry(models.Model):
    """A line of "you said, we changed": what a survey brought up, what was done about it, and when.

    .. no_pii:
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="register_entries"
    )
    usage_key = models.CharField(max_length=255, blank=True, default="", db_index=True)
    finding = models.TextField()
    action = models.TextField(blank=True, default="")
    done_on = models.DateField(null=True, blank=True)
    is_shown = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Finding {self.pk}"
