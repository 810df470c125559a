"""What a learner sees of their own profile."""

from __future__ import annotations

from datetime import datetime

import attrs
from django.db.models import Q

from ment_xblock.domain.people import Actor, Role, require_member
from ment_xblock.domain.profile import MOST_WANTED_TASKS
from ment_xblock.domain.profile_answers import Answers, Part
from ment_xblock.models import LearnerChoice, Pairing, Participant
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.profiles import answers_of, row_of, status_of


@attrs.frozen
class ProfilePage:
    """The reader's own profile.

    Attributes:
        participant_id: None as long as they have no role.
        role: None as long as they have no role.
        answers: what they answered, with the tasks chosen in the training where they have not said better; nothing
            for staff who view as a learner.
        revision: of the profile as it was read.
        saved: parts that were saved at least once.
        missing: parts that still need an answer.
        is_settled: only the facilitator opens it again.
        asked_to_change_at: when they asked for that; None when they do not wait.
        was_paired: they ever had a partner; said only of who can be matched now.
    """

    participant_id: int | None = None
    role: Role | None = None
    answers: Answers = attrs.field(factory=Answers)
    revision: int = 0
    saved: frozenset[Part] = frozenset()
    missing: tuple[Part, ...] = ()
    is_settled: bool = False
    asked_to_change_at: datetime | None = None
    was_paired: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the reader can be matched."""
        return self.participant_id is not None and not self.missing

    @property
    def next_part(self) -> Part | None:
        """The part to ask next: the first one that was never shown and saved; None when all were."""
        return next((part for part in Part if part not in self.saved), None)


def profile_page(actor: Actor) -> ProfilePage:
    """Read the reader's own profile.

    Args:
        actor: the reader.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    require_member(actor)
    participant = participant_of(actor.course_key, actor.user_id)
    if participant is None:
        return ProfilePage()
    role = Role(participant.role)
    if actor.is_masquerading:
        return ProfilePage(participant_id=participant.pk, role=role, missing=tuple(Part))
    row, status = row_of(participant), status_of(participant)
    answers = answers_of(participant)
    if role is Role.MENTEE and not answers.wanted:
        answers = attrs.evolve(answers, wanted=_chosen_in_training(participant.pk))
    return ProfilePage(
        participant_id=participant.pk,
        role=role,
        answers=answers,
        revision=row.revision if row else 0,
        saved=frozenset(part for part in Part if row and part in row.part_revisions),
        missing=status.missing,
        is_settled=status.is_settled,
        asked_to_change_at=status.asked_to_change_at,
        was_paired=not (status.missing or status.is_settled) and _was_paired(participant),
    )


def _was_paired(participant: Participant) -> bool:
    return Pairing.objects.filter(Q(mentor=participant) | Q(mentee=participant)).exists()


def _chosen_in_training(participant_id: int) -> tuple[str, ...]:
    chosen = LearnerChoice.objects.filter(
        participant_id=participant_id, kind=LearnerChoice.Kind.TASKS
    ).first()
    return tuple(chosen.ids[:MOST_WANTED_TASKS]) if chosen else ()
