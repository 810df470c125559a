"""Matchings: what is proposed, what is ruled out, and who decided what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ment_xblock.models.locking import LockedRow
from ment_xblock.models.programme import Participant, Programme


class MatchRun(LockedRow):
    """One matching of a programme: proposed by the computer, changed by the facilitator, published or discarded.

    ``open_for`` is the programme's id while the run is open and NULL afterwards, so that there is one open run at most.
    ``within_cohorts`` pairs only people of the same cohort of the course. ``version`` rises with every change; who publishes says which one they saw. ``left_over`` holds the participants
    without a partner: participant id to facts. ``balance`` counts what the toolkit asks of balanced pairs.

    .. pii: Why a named person has no partner yet, as codes and numbers.
    .. pii_types: other
    .. pii_retirement: local_api
    """

    class State(models.TextChoices):
        """What became of a run."""

        PROPOSED = "proposed", "Proposed"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"

    class Progress(models.TextChoices):
        """How far the computer is."""

        WAITING = "waiting", "Waiting"
        SCORING = "scoring", "Comparing people"
        EXPLAINING = "explaining", "Writing down why"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="match_runs")
    open_for = models.BigIntegerField(null=True, blank=True, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    progress = models.CharField(max_length=12, choices=Progress.choices, default=Progress.WAITING)
    version = models.PositiveIntegerField(default=0)
    levels = models.JSONField(default=dict)
    within_cohorts = models.BooleanField(default=False)
    left_over = models.JSONField(default=dict)
    balance = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "ment_xblock"

    def __str__(self) -> str:
        return f"Matching {self.pk}"


class Proposal(models.Model):
    """One proposed pair of a run. Only the facilitator sees it before the run is published.

    ``facts`` says why: {"reasons": [[code, params], …], "missing": [code, params] or null, "next": the same,
    "shared": what the two themselves are told, as reasons, "fit": 0 to 1}.

    .. pii: Who is proposed to whom, and why, as codes.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    class Origin(models.TextChoices):
        """Who had the idea."""

        SOLVER = "solver", "The computer"
        HAND = "hand", "By hand"
        SWAP = "swap", "Swapped"

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="proposals")
    mentor = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    locked = models.BooleanField(default=False)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.SOLVER)
    facts = models.JSONField(default=dict)

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["run", "mentor", "mentee"], name="ment_one_proposal"),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"


class ForbiddenPair(models.Model):
    """Two people who must not be proposed to each other. Only facilitators ever see it.

    ``first`` is the one with the lower id, so that a pair is stored once.

    .. pii: That two named people must not be paired, and why, in the facilitator's words.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    class Origin(models.TextChoices):
        """Where it comes from."""

        FACILITATOR = "facilitator", "The facilitator"
        WISH = "wish", "Asked for in a profile"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.FACILITATOR)
    reason = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="ment_one_forbidden_pair"),
        ]

    def __str__(self) -> str:
        return f"Forbidden pair {self.pk}"


class AgainWish(models.Model):
    """Somebody would like to be paired again with a partner they had. It counts once both say so.

    .. pii: With which former partner somebody would like to work again.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="again_wishes"
    )
    partner = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["participant", "partner"], name="ment_one_again_wish"),
        ]

    def __str__(self) -> str:
        return f"Wish {self.pk}"


class Decision(models.Model):
    """What a facilitator decided at the desk, when, and why. Never changed.

    ``version`` is that of the open run after the decision.

    .. pii: What a facilitator decided about named people, and why, in the facilitator's words.
    .. pii_types: id, other
    .. pii_retirement: local_api
    """

    class Kind(models.TextChoices):
        """What was decided."""

        PROPOSE = "propose", "Proposed a matching"
        LOCK = "lock", "Locked a pair"
        UNLOCK = "unlock", "Unlocked a pair"
        UNPAIR = "unpair", "Took a pair apart"
        HAND = "hand", "Made a pair by hand"
        SWAP = "swap", "Swapped partners"
        FORBID = "forbid", "Ruled out a pair"
        ALLOW = "allow", "Allowed a pair again"
        CAPACITY = "capacity", "Changed how many partners somebody takes"
        LEVELS = "levels", "Changed what counts"
        PUBLISH = "publish", "Published"
        DISCARD = "discard", "Discarded the proposal"
        REMIND = "remind", "Reminded people of their profile"
        REOPEN = "reopen", "Opened a profile again"
        IMPORT = "import", "Imported people"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="decisions")
    run = models.ForeignKey(
        MatchRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    version = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    mentor = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    mentee = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        app_label = "ment_xblock"
        indexes = [models.Index(fields=["programme", "at"], name="ment_decision_at")]

    def __str__(self) -> str:
        return f"Decision {self.pk}"


class ProfileReminder(models.Model):
    """When somebody was last reminded of their profile, so that it is not twice a day.

    .. pii: That a named user was reminded.
    .. pii_types: id
    .. pii_retirement: local_api
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        app_label = "ment_xblock"
        constraints = [
            models.UniqueConstraint(fields=["programme", "user"], name="ment_one_reminder"),
        ]

    def __str__(self) -> str:
        return f"Reminder {self.pk}"
