"""The instructor's tools of the platform on every graded block."""

from __future__ import annotations

import csv

from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.instructor.enrollment import reset_student_attempts
from lms.djangoapps.instructor_task.api import (
    submit_calculate_problem_responses_csv,
    submit_delete_problem_state_for_all_students,
    submit_override_score,
    submit_rescore_problem_for_all_students,
    submit_rescore_problem_for_student,
    submit_reset_problem_attempts_for_all_students,
)
from lms.djangoapps.instructor_task.models import ReportStore

from tests.lms.programme import (
    AGREEMENT,
    FIRM,
    GRADED,
    JOURNAL,
    MATCHING,
    PROMISE,
    SURVEY,
    TELLS,
    THINKS,
    TRAINING,
    TRIED,
    ProgrammeInTheLms,
)

# What the story earns: one meeting of two, everything else. A mentee is not asked in a module for mentors.
GIULIA = {AGREEMENT: 2.0, JOURNAL: 1.0, MATCHING: 2.0, SURVEY: 2.0, TRAINING: 2.0}
MARIO = {**GIULIA, TRAINING: 0.0}
FACTS = {"giulia": GIULIA, "mario": MARIO}


class GradedInTheLms(ProgrammeInTheLms):
    """Both partners have been through everything."""

    def setUp(self):
        super().setUp()
        self.whole_story()

    def earned(self, name):
        return {block_type: self.grade(name, block_type)[0] for block_type in GRADED}

    def request(self):
        request = self.world.request(self.ids["chiara"])
        request.META.update(REMOTE_ADDR="127.0.0.1", SERVER_NAME="testserver")
        return request

    def account(self, name):
        return self.world.user(self.ids[name])

    def override(self, name, block_type, score):
        submit_override_score(self.request(), self.location(block_type), self.account(name), score)


class TestScores(GradedInTheLms):
    """lms/djangoapps/instructor_task/api.py, submit_override_score and submit_rescore_problem_for_…."""

    def test_the_gradebook_has_what_the_facts_say(self):
        assert {name: self.earned(name) for name in FACTS} == FACTS
        assert self.grade("mario", TRAINING) == (0.0, 0.0)

    def test_an_entered_score_stands_until_it_is_scored_again(self):
        for block_type in GRADED:
            self.override("giulia", block_type, 0.5)
        assert set(self.earned("giulia").values()) == {0.5}
        assert self.earned("mario") == MARIO
        for block_type in GRADED:
            where = self.location(block_type)
            submit_rescore_problem_for_student(self.request(), where, self.account("giulia"))
        assert self.earned("giulia") == GIULIA

    def test_rescoring_all_reaches_both(self):
        for block_type in GRADED:
            for name in FACTS:
                if FACTS[name][block_type]:
                    self.override(name, block_type, 0.5)
            submit_rescore_problem_for_all_students(self.request(), self.location(block_type))
        assert {name: self.earned(name) for name in FACTS} == FACTS

    def test_what_people_do_next_replaces_an_entered_score(self):
        """A survey is answered once, so that nothing replaces its score but scoring again."""
        for block_type in (JOURNAL, TRAINING, MATCHING):
            self.override("giulia", block_type, 0.5)
        self.meet(ago=1)
        self.train()
        self._profile_again()
        assert self.earned("giulia") == {**GIULIA, JOURNAL: 2.0}
        assert self.earned("mario") == {**MARIO, JOURNAL: 2.0}

    def _profile_again(self):
        giulia = self.pairing.mentor
        self.do("chiara", MATCHING, "reopen_profile", participant=giulia.pk)
        giulia.profile.refresh_from_db()
        work = {"trade": "metal", "firm": FIRM, "is_boss": "no", "same_firm_ok": "no"}
        revision = str(giulia.profile.revision)
        self.do("giulia", MATCHING, "save_part", part="work", revision=revision, **work)


class TestResetAndDelete(GradedInTheLms):
    """lms/djangoapps/instructor/enrollment.py, reset_student_attempts, and the tasks for all learners."""

    def reset(self, block_type, *, delete=False):
        reset_student_attempts(
            self.world.key,
            self.account("giulia"),
            self.location(block_type),
            self.account("chiara"),
            delete_module=delete,
        )

    def test_reset_attempts_fails_for_nobody_and_takes_nothing(self):
        for block_type in GRADED:
            self.reset(block_type)
            submit_reset_problem_attempts_for_all_students(
                self.request(), self.location(block_type)
            )
            states = self.world.states(self.blocks[block_type])
            assert {self.ids["giulia"], self.ids["mario"]} <= set(states), block_type
        assert {name: self.earned(name) for name in FACTS} == FACTS

    def test_deleting_the_state_of_one_takes_their_credit_alone(self):
        for block_type in GRADED:
            self.reset(block_type, delete=True)
            assert self.grade("giulia", block_type) == (0.0, 2.0), block_type
            assert self.completion("giulia", block_type) == 0.0, block_type
            assert self.ids["giulia"] not in self.world.states(self.blocks[block_type])
        assert self.earned("mario") == MARIO

    def test_deleting_all_states_takes_all_credit(self):
        for block_type in GRADED:
            submit_delete_problem_state_for_all_students(self.request(), self.location(block_type))
            for name in FACTS:
                assert self.grade(name, block_type)[0] == 0.0, (name, block_type)
            assert self.completion("giulia", block_type) == 0.0, block_type
            marked = {self.ids["mario"]} if block_type == TRAINING else set()
            assert self.world.marked(self.blocks[block_type]) == marked, block_type

    def test_whom_a_module_is_not_for_has_no_row_without_state_afterwards(self):
        """A row without state would let "reset attempts" for all fail (the same file, _reset_module_attempts)."""
        where = self.location(TRAINING)
        submit_delete_problem_state_for_all_students(self.request(), where)
        submit_reset_problem_attempts_for_all_students(self.request(), where)
        assert self.grade("mario", TRAINING) == (0.0, 0.0)
        assert None not in StudentModule.objects.filter(module_state_key=where).values_list(
            "state", flat=True
        )

    def test_after_that_only_what_is_new_counts(self):
        for block_type in (JOURNAL, TRAINING):
            self.reset(block_type, delete=True)
        self.meet(ago=1)
        self.train()
        assert self.grade("giulia", JOURNAL) == (1.0, 2.0)
        assert self.grade("giulia", TRAINING) == (2.0, 2.0)
        assert self.grade("mario", JOURNAL) == (2.0, 2.0)


class TestReport(GradedInTheLms):
    """lms/djangoapps/instructor_task/tasks_helper/grades.py, ProblemResponses: it prints states, too."""

    def test_the_report_of_responses_holds_nothing_that_was_typed(self):
        # Of every block below the unit.
        submit_calculate_problem_responses_csv(
            self.request(), self.world.key, str(self.world.unit.location)
        )
        store = ReportStore.from_config(config_name="GRADES_DOWNLOAD")
        (name, _url), *_older = store.links_for(self.world.key)
        with store.storage.open(store.path_to(self.world.key, name)) as file:
            text = file.read().decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        assert {row["username"] for row in rows} == {"giulia", "mario"}
        assert {row["block_key"] for row in rows} >= {self.blocks[one] for one in GRADED}
        for word in (THINKS, TELLS, FIRM, TRIED, PROMISE):
            assert word not in text, word
