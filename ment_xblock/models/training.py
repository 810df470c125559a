"""What other people may know of a learner's training: how far it is, and what was chosen."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.programme import Participant


class TrainingResult(models.Model):
    """The best result of a participant in one block; the credit is computed from it.

    ``share`` and ``passed`` never fall as long as the row counts (see docs/decisions). ``done`` and ``total`` are those
    of the module as it was at the last answer.

    .. pii: How far a learner is in their training.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="training_results"
    )
    usage_key = models.CharField(max_length=255)
    module = models.CharField(max_length=40)
    share = models.FloatField()
    passed = models.BooleanField()
    done = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "usage_key"], name="ment_one_training_result"
            ),
        ]
        indexes = [models.Index(fields=["usage_key"], name="ment_training_block")]

    def __str__(self) -> str:
        return f"{self.module}: {self.done} of {self.total}"


class LearnerChoice(models.Model):
    """What a participant chose in the training, as ids; the agreement and the profile start from it.

    .. pii: Goals and tasks that a learner chose.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        """What was chosen."""

        BENEFITS = "benefits", "Benefits"
        TASKS = "tasks", "Tasks"

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="choices")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ids = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["participant", "kind"], name="ment_one_choice"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of participant {self.participant_id}"
