"""Agreement versions, signatures, and the tasks agreed."""

from __future__ import annotations

from django.db import models

from ment_xblock.models.pairing import Pairing
from ment_xblock.models.programme import Participant


class Agreement(models.Model):
    """One version of a pair's agreement, as ids and values.

    At most one version of a pair is in the works and at most one is in force: ``working_for`` and ``in_force_for`` hold
    the pairing's id for these, and NULL for all others.

    ``touches`` says for each field who changed it last: field id to [revision, participant id]. ``revisions``
    says which clauses are on and which revision of each text is meant: {"clauses": {id: revision}, "jobs": {…}}. It
    follows the author's settings until the first signature, and is fixed from then on.

    .. pii: What two people agree on, partly in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Status(models.TextChoices):
        """What became of a version."""

        WORKING = "working", "In the works"
        IN_FORCE = "in_force", "In force"
        REPLACED = "replaced", "Replaced"
        WITHDRAWN = "withdrawn", "Withdrawn"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WORKING)
    working_for = models.BigIntegerField(null=True, blank=True, unique=True)
    in_force_for = models.BigIntegerField(null=True, blank=True, unique=True)
    values = models.JSONField(default=dict)
    touches = models.JSONField(default=dict)
    revisions = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    in_force_since = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["pairing", "number"], name="ment_agreement_number"),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pairing_id}, version {self.number}"


class Signature(models.Model):
    """One person's signature under one version. Never changed, never deleted.

    ``revisions`` is a copy of the version's, so that a signature can be read alone. ``digest`` is the fingerprint of ``ment_xblock.domain.agreement.signing.digest``.

    .. pii: Who signed what, when, and in which language.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="signatures"
    )
    signed_at = models.DateTimeField()
    language = models.CharField(max_length=20)
    revisions = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "participant"], name="ment_one_signature"),
        ]

    def __str__(self) -> str:
        return f"Signature {self.pk}"


class Task(models.Model):
    """A real job at work that the mentee wants to do alone, as agreed; read by the other blocks.

    Rows follow the version in force: a task that is agreed no more keeps its row, with ``dropped_at``.

    .. pii: A task in the pair's own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    job = models.CharField(max_length=60, blank=True, default="")
    words = models.CharField(max_length=200, blank=True, default="")
    evidence = models.CharField(max_length=200, blank=True, default="")
    agreed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.job or self.words
