"""What every host promises to keep for any participant: grade, completion, mark, mail."""

from __future__ import annotations

from django.db import transaction

from ment_xblock.platform.ports import BlockRef, Mail
from tests.contract.world import SentMail, World


class RecordPromises:
    """Mixed into a test case that makes ``self.world`` in ``setUp``.

    Mario is a learner who has never opened the block; what is recorded for him comes from his partner's act.
    """

    world: World

    def _mario_and_block(self, *, weight: float = 1.0) -> tuple[int, BlockRef]:
        mario = self.world.add_person("mario", email="mario@example.org")
        self.world.enrol(mario)
        usage_key = self.world.block(weight=weight)
        return mario, self.world.host.block_ref(self.world.open(usage_key, by=None))

    def _grade(self, user_id: int, block: BlockRef, earned: float, possible: float = 1.0) -> None:
        self.world.host.publish_grade(
            user_id=user_id, block=block, earned=earned, possible=possible
        )

    def test_a_grade_reaches_the_gradebook_of_somebody_who_is_away(self) -> None:
        mario, block = self._mario_and_block()
        assert self.world.gradebook(mario, block.usage_key) == (0.0, 1.0)
        self._grade(mario, block, 0.5)
        assert self.world.gradebook(mario, block.usage_key) == (0.5, 1.0)

    def test_a_weight_below_zero_takes_no_points_away(self) -> None:
        mario, block = self._mario_and_block(weight=-2.0)
        self._grade(mario, block, 1.0)
        assert self.world.gradebook(mario, block.usage_key) == (0.0, 0.0)

    def test_a_grade_is_worth_the_weight_of_the_block(self) -> None:
        mario, block = self._mario_and_block(weight=4.0)
        self._grade(mario, block, 0.5)
        assert self.world.gradebook(mario, block.usage_key) == (2.0, 4.0)

    def test_the_latest_grade_counts_even_if_it_is_lower(self) -> None:
        mario, block = self._mario_and_block()
        for earned in (1.0, 0.5):
            self._grade(mario, block, earned)
        assert self.world.gradebook(mario, block.usage_key) == (0.5, 1.0)
        self._grade(mario, block, 0.0)
        assert self.world.gradebook(mario, block.usage_key) == (0.0, 1.0)

    def test_a_grade_of_nothing_possible_is_left_out(self) -> None:
        mario, block = self._mario_and_block()
        self._grade(mario, block, 0.0, possible=0.0)
        assert self.world.gradebook(mario, block.usage_key) == (0.0, 0.0)

    def test_a_grade_can_be_given_within_a_transaction(self) -> None:
        mario, block = self._mario_and_block()
        with transaction.atomic():
            self._grade(mario, block, 1.0)
        assert self.world.gradebook(mario, block.usage_key) == (1.0, 1.0)

    def test_the_acting_persons_grade_stays_as_it_is(self) -> None:
        mario, block = self._mario_and_block()
        giulia = self.world.add_person("giulia")
        self.world.enrol(giulia)
        acting = self.world.open(block.usage_key, by=giulia)
        self._grade(giulia, block, 0.5)
        self._grade(mario, self.world.host.block_ref(acting), 1.0)
        assert self.world.gradebook(giulia, block.usage_key) == (0.5, 1.0)

    def test_a_completion_is_kept_for_anybody(self) -> None:
        mario, block = self._mario_and_block()
        for completion in (0.5, 1.0, 0.0):
            self.world.host.publish_completion(user_id=mario, block=block, completion=completion)
            assert self.world.completion(mario, block.usage_key) == completion

    def test_a_mark_makes_the_learner_known_to_instructor_tools(self) -> None:
        mario, block = self._mario_and_block()
        assert self.world.marked(block.usage_key) == set()
        for _again in range(2):
            self.world.host.save_marker(user_id=mario, block=block)
            assert self.world.marked(block.usage_key) == {mario}

    def test_a_mark_leaves_what_is_kept_of_the_learner_alone(self) -> None:
        mario, block = self._mario_and_block()
        page = self.world.open(block.usage_key, by=mario)
        page.override = 0.25
        page.save()
        self.world.host.save_marker(user_id=mario, block=block)
        assert self.world.open(block.usage_key, by=mario).override == 0.25
        assert self.world.marked(block.usage_key) == {mario}

    def test_a_mail_reaches_the_person(self) -> None:
        mario, _block = self._mario_and_block()
        self._send(mario)
        (sent,) = self.world.mails()
        assert isinstance(sent, SentMail)
        assert sent.to == "mario@example.org"
        assert sent.subject == "Il tuo accordo & altro"
        assert "Ciao Mario, c'è <posta>" in sent.text
        assert "<p>Ciao <b>Mario</b></p>" in sent.html

    def test_a_mail_to_nobody_is_no_error(self) -> None:
        without_address = self.world.add_person("paper")
        retired = self.world.add_person("retired", email="retired@example.org")
        self.world.retire(retired)
        for user_id in (without_address, retired, 99_999):
            self._send(user_id)
        assert self.world.mails() == []

    def _send(self, user_id: int) -> None:
        mail = Mail(
            kind="agreement_copy",
            subject="Il tuo accordo & altro",
            text="Ciao Mario, c'è <posta>",
            html="<p>Ciao <b>Mario</b></p>",
        )
        self.world.host.send_mail(user_id=user_id, course_key=self.world.course_key, mail=mail)
