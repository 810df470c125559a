"""The instructor's tools of the platform, on what we record for two partners."""

from __future__ import annotations

from common.djangoapps.student.models import anonymous_id_for_user
from completion.models import BlockCompletion
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.grades.models import PersistentSubsectionGrade
from lms.djangoapps.instructor.enrollment import reset_student_attempts
from lms.djangoapps.instructor_task.api import (
    submit_delete_problem_state_for_all_students,
    submit_override_score,
    submit_rescore_problem_for_student,
    submit_reset_problem_attempts_for_all_students,
)
from opaque_keys.edx.keys import UsageKey

from ment_xblock.domain.pairing import State
from ment_xblock.domain.people import Role
from ment_xblock.models import Agreement, Pairing, Participant, Programme, Signature
from ment_xblock.services.credit import credit_pair
from tests.lms.test_contract import InTheLms

REVISIONS = {"clauses": {}, "jobs": {}}


class PairInTheLms(InTheLms):
    """Giulia and Mario have both signed their agreement; Mario has never opened the block."""

    def setUp(self):
        super().setUp()
        self.usage_key = self.world.block(weight=2.0)
        self.location = UsageKey.from_string(self.usage_key)
        self.chiara = self.world.add_person("chiara", email="chiara@example.org")
        self.giulia = self.world.add_person("giulia", email="giulia@example.org")
        self.mario = self.world.add_person("mario", email="mario@example.org")
        for user_id in (self.giulia, self.mario):
            self.world.enrol(user_id)
        self.world.make_staff(self.chiara)
        self.pairing = self._paired()
        self._credit()

    def _paired(self):
        now = self.world.host.now()
        programme = Programme.objects.create(course_key=self.world.course_key, created_at=now)
        mentor, mentee = (
            Participant.objects.create(
                programme=programme, user_id=user_id, role=role, created_at=now
            )
            for user_id, role in ((self.giulia, Role.MENTOR), (self.mario, Role.MENTEE))
        )
        pairing = Pairing.objects.create(
            programme=programme,
            mentor=mentor,
            mentee=mentee,
            state=State.ACTIVE,
            opened_at=now,
        )
        agreement = Agreement.objects.create(
            pairing=pairing,
            number=1,
            status=Agreement.Status.IN_FORCE,
            in_force_for=pairing.pk,
            in_force_since=now,
            created_at=now,
            revisions=REVISIONS,
        )
        for participant in (mentor, mentee):
            Signature.objects.create(
                agreement=agreement,
                participant=participant,
                signed_at=now,
                language="en",
                revisions=REVISIONS,
            )
        return pairing

    def _credit(self):
        block = self.world.open(self.usage_key, by=self.giulia)
        here = self.world.host.block_ref(block)
        credit_pair(host=self.world.host, pairing_id=self.pairing.pk, here=here)

    def _grades(self):
        return [
            self.world.gradebook(user_id, self.usage_key) for user_id in (self.giulia, self.mario)
        ]

    def _request(self):
        request = self.world.request(self.chiara)
        request.META.update(REMOTE_ADDR="127.0.0.1", SERVER_NAME="testserver")
        return request

    def _student(self, user_id):
        return self.world.user(user_id)


class TestGradebook(PairInTheLms):
    """Both partners are credited at once."""

    def test_both_have_their_points_and_their_completion(self):
        assert self._grades() == [(2.0, 2.0), (2.0, 2.0)]
        assert self.world.completion(self.giulia, self.usage_key) == 1.0
        assert self.world.completion(self.mario, self.usage_key) == 1.0

    def test_the_subsection_is_stored_for_the_one_who_was_away(self):
        grade = PersistentSubsectionGrade.objects.get(
            user_id=self.mario, usage_key=self.world.subsection.location
        )
        assert (grade.earned_graded, grade.possible_graded) == (2.0, 2.0)
        assert grade.first_attempted is not None

    def test_no_learner_has_a_row_without_state(self):
        assert self.world.marked(self.usage_key) == {self.giulia, self.mario}

    def test_the_mark_is_what_the_block_itself_knows(self):
        assert self.world.open(self.usage_key, by=self.mario).taking_part is True


class TestResetAttempts(PairInTheLms):
    """ "Reset attempts" finds everybody and fails for nobody."""

    def test_of_one_learner(self):
        reset_student_attempts(
            self.world.key, self._student(self.mario), self.location, self._student(self.chiara)
        )
        assert self.world.states(self.usage_key)[self.mario]["attempts"] == 0
        assert self._grades() == [(2.0, 2.0), (2.0, 2.0)]

    def test_of_all_learners(self):
        submit_reset_problem_attempts_for_all_students(self._request(), self.location)
        assert self._grades() == [(2.0, 2.0), (2.0, 2.0)]

    def test_after_a_row_was_made_without_state(self):
        StudentModule.objects.filter(student_id=self.mario).update(state=None)
        block = self.world.host.block_ref(self.world.open(self.usage_key, by=None))
        self.world.host.save_marker(user_id=self.mario, block=block)
        reset_student_attempts(
            self.world.key, self._student(self.mario), self.location, self._student(self.chiara)
        )


class TestDeleteState(PairInTheLms):
    """ "Delete state" takes grade and completion back, of that learner alone."""

    def test_of_one_learner(self):
        reset_student_attempts(
            self.world.key,
            self._student(self.mario),
            self.location,
            self._student(self.chiara),
            delete_module=True,
        )
        assert self._grades() == [(2.0, 2.0), (0.0, 2.0)]
        assert self.world.completion(self.mario, self.usage_key) == 0.0
        assert self.world.completion(self.giulia, self.usage_key) == 1.0
        assert set(self.world.states(self.usage_key)) == {self.giulia}

    def test_of_all_learners(self):
        submit_delete_problem_state_for_all_students(self._request(), self.location)
        assert self._grades() == [(0.0, 2.0), (0.0, 2.0)]
        assert set(
            BlockCompletion.objects.filter(block_key=self.location).values_list(
                "completion", flat=True
            )
        ) == {0.0}
        assert self.world.states(self.usage_key) == {}

    def test_earlier_facts_stay_without_credit(self):
        submit_delete_problem_state_for_all_students(self._request(), self.location)
        self._credit()
        assert self._grades() == [(0.0, 2.0), (0.0, 2.0)]

    def test_another_block_keeps_its_state(self):
        other = self.world.block()
        block = self.world.host.block_ref(self.world.open(other, by=None))
        self.world.host.publish_grade(user_id=self.mario, block=block, earned=1.0, possible=1.0)
        self.world.host.save_marker(user_id=self.mario, block=block)
        submit_delete_problem_state_for_all_students(self._request(), self.location)
        assert self.world.gradebook(self.mario, other) == (1.0, 1.0)
        assert self.world.marked(other) == {self.mario}


class TestRescoreAndOverride(PairInTheLms):
    """Rescoring computes from facts; an entered score stands until then."""

    def test_rescore_brings_the_score_of_the_facts(self):
        Signature.objects.filter(participant__user_id=self.mario).delete()
        submit_rescore_problem_for_student(
            self._request(), self.location, self._student(self.giulia)
        )
        assert self._grades() == [(1.0, 2.0), (2.0, 2.0)]

    def test_rescore_of_the_one_who_never_opened_the_block(self):
        Signature.objects.filter(participant__user_id=self.giulia).delete()
        submit_rescore_problem_for_student(
            self._request(), self.location, self._student(self.mario)
        )
        assert self._grades() == [(2.0, 2.0), (1.0, 2.0)]

    def test_an_entered_score_reaches_the_gradebook(self):
        submit_override_score(self._request(), self.location, self._student(self.mario), 1.5)
        assert self._grades() == [(2.0, 2.0), (1.5, 2.0)]


class TestAnonymousIds(PairInTheLms):
    """The hook of "delete state" is handed an anonymous id."""

    def test_the_hook_finds_the_learner(self):
        self.world.open(self.usage_key, by=self.chiara).clear_student_state(
            user_id=anonymous_id_for_user(self._student(self.mario), self.world.key),
            course_id=self.world.course_key,
            item_id=self.usage_key,
        )
        assert self._grades() == [(2.0, 2.0), (0.0, 2.0)]
