"""Mails of every kind through edx-ace, and jobs through Celery."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import attrs
from django.test import TestCase

from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.mails import send_due_mails
from ment_xblock.mails.letters import compose
from ment_xblock.models import MatchRun, Pairing, Participant, Profile, Proposal
from ment_xblock.platform.jobs import JOBS
from ment_xblock.platform.lms import LmsHost
from tests.lms.programme import MATCHING, PROFILE, ProgrammeInTheLms
from tests.mails.letters import letter

NOON = 11


class AtNoon(ProgrammeInTheLms):
    """Nobody is written to at night."""

    def setUp(self):
        super().setUp()
        tomorrow = self.world.host.now() + timedelta(days=1)
        noon = tomorrow.replace(hour=NOON, minute=0)
        clock = patch.object(LmsHost, "now", staticmethod(lambda: noon))
        clock.start()
        self.addCleanup(clock.stop)


class TestKinds(AtNoon):
    """edx_ace/renderers.py and openedx/core/djangoapps/ace_common: the frame of the site around our words."""

    def test_every_kind_is_rendered(self):
        host = self.world.host
        giulia = host.people([self.ids["giulia"]])[self.ids["giulia"]]
        for number, kind in enumerate(Kind, start=1):
            told = letter(kind)
            written = compose(attrs.evolve(told, reader=giulia))
            host.send_mail(user_id=giulia.user_id, course_key=self.world.course_key, mail=written)
            sent = self.world.mails()
            assert len(sent) == number, kind
            mail = sent[-1]
            assert mail.to == "giulia@example.org"
            assert mail.subject == written.subject
            assert written.text.strip() in mail.text, kind
            assert written.html in mail.html, kind
            assert "<html" in mail.html, kind
            assert "{{" not in mail.html + mail.text

    def test_what_is_due_goes_to_both_once(self):
        Pairing.objects.update(opened_at=self.world.host.now() - timedelta(hours=1))
        for _again in range(2):
            with self.captureOnCommitCallbacks(execute=True):
                send_due_mails(host=self.world.host)
        by_person = [mail for mail in self.world.mails() if "partner" in mail.subject]
        assert sorted(mail.to for mail in by_person) == ["giulia@example.org", "mario@example.org"]
        for mail in by_person:
            assert f"/courses/{self.world.course_key}/jump_to/" in mail.text


class TestJobs(AtNoon):
    """lms/celery.py: the site's workers find our tasks, and a job runs through them (at once, in tests)."""

    def setUp(self):
        super().setUp()
        self.more = {}
        for name, role in (("piotr", "mentor"), ("anna", "mentee")):
            self.ids[name] = self.world.add_person(name, email=f"{name}@example.org")
            self.world.enrol(self.ids[name])
            self.do("chiara", MATCHING, "save_person", user=self.ids[name], role=role)
            self.more[name] = Participant.objects.get(user_id=self.ids[name])

    def test_workers_know_the_tasks(self):
        from lms.celery import APP

        APP.loader.import_default_modules()
        assert {"ment_xblock.run_job", "ment_xblock.send_due"} <= set(APP.tasks)

    def test_a_matching_is_computed_and_published_and_both_are_told(self):
        now = self.world.host.now()
        for person in self.more.values():
            Profile.objects.create(participant=person, updated_at=now, trade="wood", **PROFILE)
        self.do("chiara", MATCHING, "propose_pairs", tasks="lot", times="normal", variety="off")
        run = MatchRun.objects.get()
        assert Proposal.objects.filter(run=run).count() == 1
        self.do("chiara", MATCHING, "publish_pairs", run=run.pk, version=run.version)
        assert Pairing.objects.count() == 2
        told = {mail.to for mail in self.world.mails()}
        assert {"piotr@example.org", "anna@example.org"} <= told

    def test_people_are_reminded_of_their_profiles(self):
        self.do("chiara", MATCHING, "remind_profiles")
        told = {mail.to for mail in self.world.mails()}
        assert {"piotr@example.org", "anna@example.org"} <= told

    def test_every_job_starts_after_the_transaction_alone(self):
        for name in JOBS:
            with TestCase.captureOnCommitCallbacks() as waiting:
                self.world.host.start_job(name, course_key=self.world.course_key)
            assert len(waiting) == 1, name
