"""What people do in each graded block reaches the gradebook and the completion of both partners."""

from __future__ import annotations

from tests.lms.programme import AGREEMENT, JOURNAL, MATCHING, SURVEY, TRAINING, ProgrammeInTheLms


class TestCredit(ProgrammeInTheLms):
    """Grades and completion, by lms/djangoapps/grades and the completion service."""

    def standing(self, block_type):
        return [
            (*self.grade(name, block_type), self.completion(name, block_type))
            for name in ("giulia", "mario")
        ]

    def test_nothing_is_earned_to_begin_with(self):
        for block_type in (AGREEMENT, JOURNAL, SURVEY, TRAINING):
            assert [earned for earned, *_rest in self.standing(block_type)] == [0.0, 0.0], (
                block_type
            )

    def test_the_agreement_credits_one_and_then_both(self):
        self.fill_agreement()
        self.sign("giulia")
        assert self.standing(AGREEMENT) == [(1.0, 2.0, 0.5), (0.0, 2.0, 0.0)]
        self.sign("mario")
        assert self.standing(AGREEMENT) == [(2.0, 2.0, 1.0), (2.0, 2.0, 1.0)]

    def test_a_meeting_credits_both_once_it_is_confirmed(self):
        self.meet(ago=0)
        assert self.standing(JOURNAL) == [(1.0, 2.0, 0.5), (1.0, 2.0, 0.5)]

    def test_a_survey_credits_the_one_who_answered(self):
        # It looks back on meetings.
        self.meet()
        self.answer_survey("mario")
        assert self.standing(SURVEY) == [(0.0, 2.0, 0.0), (2.0, 2.0, 1.0)]

    def test_a_module_credits_mentors_and_is_left_out_for_mentees(self):
        self.train()
        assert self.standing(TRAINING) == [(2.0, 2.0, 1.0), (0.0, 0.0, 1.0)]

    def test_a_complete_profile_credits_each(self):
        assert self.standing(MATCHING) == [(2.0, 2.0, 1.0), (2.0, 2.0, 1.0)]
