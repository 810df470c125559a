"""What every graded block shows to the platform's gradebook and to the instructor's tools."""

from __future__ import annotations

import logging
from typing import Any, ClassVar

from xblock.completable import CompletableXBlockMixin
from xblock.fields import Boolean, Float, Scope
from xblock.scorable import ScorableXBlockMixin, Score

from ment_xblock.blocks.rendering import FramedPage
from ment_xblock.domain.credit import Credit
from ment_xblock.models import Participant
from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.credit_facts import credit_of
from ment_xblock.selectors.people import participant_of
from ment_xblock.services.credit import restart_credit

log = logging.getLogger(__name__)


def _(text: str) -> str:
    """Mark a text for the catalogue; XBlock translates field names by its i18n service."""
    return text


class GradedBlock(FramedPage, ScorableXBlockMixin, CompletableXBlockMixin):
    """A block whose credit is computed from stored facts, by the rule of its type in ``selectors.credit_facts``.

    Attributes:
        credit_settings: names of the author's settings that the rule depends on; hosts hand them over.
    """

    credit_settings: ClassVar[tuple[str, ...]] = ()

    has_score = True
    has_custom_completion = True
    icon_class = "problem"
    # Without it, the LMS hides the block from staff who look at the course as a certain learner.
    show_in_read_only_mode = True

    weight = Float(
        display_name=_("Points"),
        help=_("How many points a full credit is worth in the gradebook. 0: it does not count."),
        default=1.0,
        values={"min": 0, "step": 0.1},
        scope=Scope.settings,
    )
    taking_part = Boolean(
        default=False,
        scope=Scope.user_state,
        help="A small mark, so that the platform's instructor tools find the learner.",
    )
    override = Float(
        default=None,
        scope=Scope.user_state,
        help="Share of the credit that an instructor entered by hand; replaced by the next act.",
    )

    def credit_now(self) -> Credit:
        """Compute the present learner's credit from facts."""
        return credit_of(self._participant(), current_host().block_ref(self))

    def max_score(self) -> float:
        """The weight: the platform divides an entered score by it. Reads no user state."""
        # An author can empty the weight in the raw settings; the platform then takes it for 1. A hand-written course
        # can bring one below zero.
        return 1.0 if self.weight is None else max(0.0, float(self.weight))

    def has_submitted_answer(self) -> bool:
        """Whether there is anything to score again.

        Of who takes no part, or was erased, nothing is known any more: what the gradebook has of them stays.
        """
        if self._participant() is None:
            return False
        return self.taking_part or self.credit_now().earned > 0

    def calculate_score(self) -> Score:
        """The score as the facts have it; an entered score is forgotten."""
        self.override = None
        return self._score(self.credit_now().earned, self.credit_now().possible)

    def get_score(self) -> Score:
        """The score as it stands: the entered one, or the one of the facts."""
        credit = self.credit_now()
        earned = credit.earned if self.override is None else self.override
        return self._score(earned, credit.possible)

    def set_score(self, score: Score) -> None:
        """Remember a score that an instructor entered."""
        self.override = score.raw_earned / score.raw_possible if score.raw_possible else 0.0
        self.taking_part = True

    def publish_grade(self, score: Score | None = None, only_if_higher: bool | None = None) -> None:
        """Report the score to the gradebook."""
        self._publish_grade(score or self.get_score(), only_if_higher)

    def clear_student_state(
        self, user_id: str, course_id: Any, item_id: Any, **_kwargs: Any
    ) -> None:
        """Called when an instructor deletes a learner's state: from now on, earlier facts count no more.

        Args:
            user_id: the platform's anonymous id of the learner.
            course_id: the course run.
            item_id: the block.
            _kwargs: whatever else a platform hands over.
        """
        host = current_host()
        learner = host.user_id_of(user_id)
        if learner is None:
            log.warning("Nobody behind an anonymous id; nothing was restarted in %s", item_id)
            return
        restart_credit(
            host=host, course_key=str(course_id), usage_key=str(item_id), user_id=learner
        )

    def _participant(self) -> Participant | None:
        host = current_host()
        actor = host.actor(self)
        return participant_of(actor.course_key, actor.user_id) if actor.person else None

    def _score(self, earned: float, possible: float) -> Score:
        return Score(raw_earned=earned, raw_possible=possible)
