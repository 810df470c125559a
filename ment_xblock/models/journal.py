"""Meetings of a pair, what the partners wrote about them, and the small promises they made."""

from __future__ import annotations

from django.db import models

from ment_xblock.domain.journal.states import State
from ment_xblock.models.agreement import Task
from ment_xblock.models.locking import LockedRow
from ment_xblock.models.pairing import Pairing
from ment_xblock.models.programme import Participant

STATE_CHOICES = [(state.value, state.name.replace("_", " ").title()) for state in State]


class Session(LockedRow):
    """One meeting of a pair: planned, missed, cancelled, or held and logged.

    The columns of the log hold ids and numbers; words are rows of ``SessionText``. ``minutes``, ``way`` and ``task`` are
    those of the plan until the meeting is logged, and then how it really was.

    ``held_key`` is "<pairing>-<day>" while the meeting counts as held, with "-2" for the second one of that day, and
    NULL otherwise: no log of a day is there twice. ``touches`` says for each field of the log who changed it last: field to [revision, participant id].

    .. pii: When, where and how two people met.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=12, choices=STATE_CHOICES)
    revision = models.PositiveIntegerField(default=1)
    # Who proposed, moved, logged or changed it last; empty for the facilitator.
    writer = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    # The plan.
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    place_author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    planned_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    missed_by = models.CharField(max_length=10, blank=True, default="")

    # Plan and log.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    way = models.CharField(max_length=12, blank=True, default="")
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )

    # The log.
    held_on = models.DateField(null=True, blank=True)
    held_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    came = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    step = models.CharField(max_length=20, blank=True, default="")
    kinds = models.JSONField(default=list)
    direction = models.CharField(max_length=12, blank=True, default="")
    device = models.CharField(max_length=12, blank=True, default="")
    touches = models.JSONField(default=dict)

    # When its day and length were written down as they stand, and since when it waits for the partner.
    logged_at = models.DateTimeField(null=True, blank=True)
    timed_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)
    on_paper = models.BooleanField(default=False)
    contested_by = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Each partner says for themselves whether the facilitator may read the words.
    mentor_shares = models.BooleanField(default=False)
    mentee_shares = models.BooleanField(default=False)

    class Meta:
        app_label = "ment_xblock"
        indexes = [
            models.Index(fields=["pairing", "state"], name="ment_session_state"),
            models.Index(fields=["state", "waits_since"], name="ment_session_waiting"),
        ]

    def __str__(self) -> str:
        return f"Meeting {self.pk} of pair {self.pairing_id}"


class SessionText(models.Model):
    """What one partner wrote in one field of a log; the other has a row of their own.

    .. pii: What a participant wrote about a meeting, in their own words.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class Field(models.TextChoices):
        """What it is about."""

        TRIED = "tried", "What we tried"
        LEARNED = "learned", "What the junior learned"
        OBSTACLE = "obstacle", "What was in the way"
        CONTEST = "contest", "Why the log is not right"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="texts")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="session_texts")
    field = models.CharField(max_length=12, choices=Field.choices)
    text = models.TextField()
    updated_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "author", "field"], name="ment_one_session_text"
            ),
        ]

    def __str__(self) -> str:
        return f"Words on meeting {self.session_id}"


class Action(models.Model):
    """A small promise made in a meeting: what, who, by when.

    ``owner`` is a role or "both". ``outcome`` and ``reason`` are of the last review, in the meeting ``reviewed_in``; what
    is done partly or not yet stays open.

    .. pii: A promise in the words of the participant who wrote it down.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Let go"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="actions")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions"
    )
    author = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner = models.CharField(max_length=10)
    due = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=200)
    evidence = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=10, blank=True, default="")
    reason = models.CharField(max_length=12, blank=True, default="")
    reviewed_in = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviewed_actions"
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["pairing", "state"], name="ment_action_state")]

    def __str__(self) -> str:
        return f"Action {self.pk} of pair {self.pairing_id}"


class Sending(models.Model):
    """A form that arrived, by the name that the page gave it: sent twice, it counts once.

    .. no_pii:
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="sendings")
    name = models.CharField(max_length=64)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="sendings"
    )
    arrived_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["participant", "name"], name="ment_sent_once"),
        ]

    def __str__(self) -> str:
        return f"Sending {self.pk}"
