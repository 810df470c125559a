"""What the LMS records, and when it does not."""

from __future__ import annotations

from completion.models import BlockCompletion
from crum import get_current_request, set_current_request
from lms.djangoapps.courseware.models import StudentModule

from ment_xblock.platform.ports import BlockRef, Mail
from tests.contract.world import AGREEMENT
from tests.lms.test_contract import InTheLms


class TestRecords(InTheLms):
    """Grade, completion and state."""

    def setUp(self):
        super().setUp()
        self.mario = self.world.add_person("mario", email="mario@example.org")
        self.world.enrol(self.mario)
        self.usage_key = self.world.block()
        self.ref = self.world.host.block_ref(self.world.open(self.usage_key, by=None))

    def test_nothing_earned_leaves_no_row_behind(self):
        self.world.host.publish_grade(user_id=self.mario, block=self.ref, earned=0.0, possible=1.0)
        assert not StudentModule.objects.exists()
        assert self.world.gradebook(self.mario, self.usage_key) == (0.0, 1.0)

    def test_a_score_leaves_the_state_alone(self):
        page = self.world.open(self.usage_key, by=self.mario)
        page.override = 0.25
        page.save()
        self.world.host.publish_grade(user_id=self.mario, block=self.ref, earned=1.0, possible=1.0)
        assert self.world.open(self.usage_key, by=self.mario).override == 0.25

    def test_nobody_gets_no_grade_no_completion_and_no_mark(self):
        for user_id, block in (
            (99_999, self.ref),
            (self.mario, BlockRef("lb:Org:slug:ment_agreement:x", "", AGREEMENT)),
            (self.mario, BlockRef("nonsense", "", AGREEMENT)),
        ):
            self.world.host.publish_grade(user_id=user_id, block=block, earned=1.0, possible=1.0)
            self.world.host.publish_completion(user_id=user_id, block=block, completion=1.0)
            self.world.host.save_marker(user_id=user_id, block=block)
        assert not StudentModule.objects.exists()
        assert not BlockCompletion.objects.exists()

    def test_completion_that_is_switched_off_is_no_error(self):
        self.override_waffle_switch(False)
        self.world.host.publish_completion(user_id=self.mario, block=self.ref, completion=1.0)
        assert not BlockCompletion.objects.exists()

    def test_the_course_is_published_although_an_author_emptied_the_weight(self):
        usage_key = self.world.block(weight=None)
        assert self.world.gradebook(self.mario, usage_key) == (0.0, 1.0)


class TestMail(InTheLms):
    """Mail goes out in the site's frame, from a page and from a job."""

    def setUp(self):
        super().setUp()
        self.mario = self.world.add_person("mario", email="mario@example.org", language="es-419")

    def _send(self):
        mail = Mail("agreement_copy", "Two\nlines", "Ciao", "<p>Ciao</p>")
        self.world.host.send_mail(user_id=self.mario, course_key=self.world.course_key, mail=mail)
        return self.world.mails()[-1]

    def test_from_a_job_there_is_no_request_afterwards(self):
        set_current_request(None)
        sent = self._send()
        assert sent.subject == "Two lines"
        assert "<p>Ciao</p>" in sent.html
        assert 'lang="es-419"' in sent.html
        assert get_current_request() is None

    def test_from_a_page_the_request_stays_what_it_was(self):
        request = self.world.request(self.world.add_person("giulia"))
        self.addCleanup(set_current_request, None)
        set_current_request(request)
        self._send()
        assert get_current_request() is request
        assert request.user.username == "giulia"

    def test_an_account_that_cannot_sign_in_gets_no_mail(self):
        user = self.world.user(self.mario)
        user.is_active = False
        user.save()
        mail = Mail("agreement_copy", "s", "t", "<p>h</p>")
        self.world.host.send_mail(user_id=self.mario, course_key=self.world.course_key, mail=mail)
        assert self.world.mails() == []
