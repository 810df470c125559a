"""A course of the LMS with all six blocks, whose people act through its addresses, as browsers do."""

from __future__ import annotations

import json
from datetime import timedelta

from django.apps import apps
from django.core import serializers
from django.test import Client
from django.urls import reverse
from lms.djangoapps.courseware.models import StudentModule
from lms.djangoapps.courseware.tests.helpers import MasqueradeMixin
from opaque_keys.edx.keys import UsageKey
from openedx.core.lib.url_utils import quote_slashes
from xblock.core import XBlock

from ment_xblock.blocks.entry_points import EntryPoint, entry_points
from ment_xblock.models import Pairing, Participant, Profile, Session
from ment_xblock.selectors.survey_form import survey_form
from ment_xblock.selectors.versions import version_at_hand
from ment_xblock.services import agreements
from tests.lms.test_contract import InTheLms
from tests.typed import FACTS, TRIED, answers, everything

AGREEMENT, DASHBOARD, JOURNAL = "ment_agreement", "ment_dashboard", "ment_journal"
MATCHING, SURVEY, TRAINING = "ment_matching", "ment_survey", "ment_training"
BLOCK_TYPES = (AGREEMENT, DASHBOARD, JOURNAL, MATCHING, SURVEY, TRAINING)
GRADED = (AGREEMENT, JOURNAL, MATCHING, SURVEY, TRAINING)
PASSWORD = "Password1234"
ADDRESSES = ("xblock_handler", "xblock_handler_noauth")

OWN_MODULE = """
id: ovens
revision: 1
language: en
track: junior
minutes: 1
title: Warm bread
summary: A photo that makes people hungry.
pass: {rule: marks, percent: 50}
activities:
  - id: light
    type: choice
    check: true
    minutes: 0.5
    title: Which light?
    options:
      - {id: side, text: From the side, right: true, reason: It shows the crust.}
      - {id: above, text: From above, right: false, reason: The bread looks flat.}
  - id: think
    type: reflection
    minutes: 0.5
    title: And you now
    prompts:
      - {id: what, text: "What did you try?"}
takeaway: [Light from the side.]
"""
# What an author set; each graded block is worth two points.
FIELDS = {
    DASHBOARD: {},
    AGREEMENT: {"weight": 2.0},
    JOURNAL: {"weight": 2.0, "required_sessions": 2, "time_zone": "Europe/Rome"},
    MATCHING: {"weight": 2.0},
    SURVEY: {"weight": 2.0, "instrument": "mid", "mode": "confidential"},
    TRAINING: {"weight": 2.0, "module_name": "own", "own_module": OWN_MODULE, "order": "free"},
}
# Everything that somebody types in the story below, each with a word of its own.
THINKS, TELLS, FIRM = "quercus suber", "hazelnut cream", "Falegnameria Zirbel"
PROMISE = "Ring the timber yard"
# A profile in which the part about work is still open.
PROFILE = {
    "revision": 1,
    "languages": ["it"],
    "times": ["mon-evening"],
    "ways": ["video"],
    "skills": {"quote-as-pdf": 4},
    "wanted": ["quote-as-pdf"],
    "said_under_18": False,
}


def doors(block_type: str, *methods: str) -> list[EntryPoint]:
    """The handlers of a block, or those with one of these methods."""
    found = entry_points(XBlock.load_class(block_type))
    return [door for door in found if not methods or door.method in methods]


class ProgrammeInTheLms(MasqueradeMixin, InTheLms):
    """Chiara teaches; Giulia (mentor) and Mario (mentee) are a pair; Lena is enrolled, Nora is not."""

    PEOPLE = ("chiara", "giulia", "mario", "lena", "nora")

    def setUp(self):
        super().setUp()
        self.course = self.world.course
        self.blocks = {one: self.world.add_block(one, **FIELDS[one]) for one in BLOCK_TYPES}
        self.ids = {
            name: self.world.add_person(
                name, full_name=f"{name.title()} Tessarin", email=f"{name}@example.org"
            )
            for name in self.PEOPLE
        }
        self.clients = {}
        for name in ("giulia", "mario", "lena"):
            self.world.enrol(self.ids[name])
        self.world.make_staff(self.ids["chiara"])
        self.pairing = self._paired()

    # Requests

    def client_of(self, name):
        """The browser of somebody who is signed in; of nobody, where the name is empty."""
        if name not in self.clients:
            self.clients[name] = Client(REMOTE_ADDR="127.0.0.1")
            if name:
                self._sign_in(name)
        return self.clients[name]

    def _sign_in(self, name):
        # Not force_login: openedx/core/djangoapps/safe_sessions/middleware.py wants a cookie of its own making.
        user = self.world.user(self.ids[name])
        user.set_password(PASSWORD)
        user.save()
        assert self.clients[name].login(username=name, password=PASSWORD)

    def call(self, name, block_type, handler, *, address=ADDRESSES[0], **data):
        """Call a handler by its address; what waits for the end of the transaction is done too."""
        (door,) = (one for one in doors(block_type) if one.name == handler)
        path = self.address(block_type, handler, address=address)
        with self.captureOnCommitCallbacks(execute=True):
            if door.method == "GET":
                return self.client_of(name).get(path, data)
            body = json.dumps(data)
            return self.client_of(name).post(path, body, content_type="application/json")

    def do(self, name, block_type, handler, **data):
        """Call a handler that serves."""
        answer = self.call(name, block_type, handler, **data)
        assert answer.status_code == 200, (handler, answer.status_code, answer.content[-700:])
        return answer

    def address(self, block_type, handler, *, address=ADDRESSES[0]):
        """Address of a handler: lms/urls.py, xblock_handler and xblock_handler_noauth."""
        usage_id = quote_slashes(self.blocks[block_type])
        where = {"course_id": self.world.course_key, "usage_id": usage_id, "handler": handler}
        return reverse(address, kwargs=where)

    def page(self, name, block_type):
        """The block's page as the learning front end shows it.

        lms/djangoapps/courseware/views/views.py, render_xblock.
        """
        with self.captureOnCommitCallbacks(execute=True):
            return self.client_of(name).get(
                reverse("render_xblock", args=[self.blocks[block_type]])
            )

    def view_as(self, username=None):
        """Let Chiara view the course as a learner, or as any learner where no name is given."""
        self.client = self.client_of("chiara")
        self.update_masquerade(role="student", username=username)

    # What is stored

    @staticmethod
    def everything():
        """Every row of ours, and the platform's states and grades of learners."""
        tables = [*apps.get_app_config("ment_xblock").get_models(), StudentModule]
        return [serializers.serialize("json", one.objects.order_by("pk")) for one in tables]

    def location(self, block_type):
        return UsageKey.from_string(self.blocks[block_type])

    def grade(self, name, block_type):
        return self.world.gradebook(self.ids[name], self.blocks[block_type])

    def completion(self, name, block_type):
        return self.world.completion(self.ids[name], self.blocks[block_type])

    def opened(self, name, block_type):
        """The block as a handler's request loads it."""
        return self.world.open(self.blocks[block_type], by=self.ids[name])

    # The story

    def _paired(self):
        for name, role in (("giulia", "mentor"), ("mario", "mentee")):
            self.do("chiara", MATCHING, "save_person", user=self.ids[name], role=role)
            self._tell_about_work(name)
        people = {one.user.username: one.pk for one in Participant.objects.all()}
        self.do("chiara", MATCHING, "pair", mentor=people["giulia"], mentee=people["mario"])
        Pairing.objects.update(opened_at=self.world.host.now() - timedelta(days=20))
        return Pairing.objects.get()

    def _tell_about_work(self, name):
        """Fill in the last part of the profile."""
        person = Participant.objects.get(user_id=self.ids[name])
        now = self.world.host.now()
        Profile.objects.create(participant=person, updated_at=now, **PROFILE)
        work = {"trade": "wood", "firm": FIRM, "is_boss": "no", "same_firm_ok": "no"}
        self.do(name, MATCHING, "save_part", part="work", revision="1", **work)

    def fill_agreement(self):
        """Giulia fills in everything."""
        block = self.opened("giulia", AGREEMENT)
        host = self.world.host
        agreements.save(
            host=host,
            actor=host.actor(block),
            pairing_id=self.pairing.pk,
            settings=block.author_settings,
            typed=answers(host.now().date() + timedelta(days=7)),
            base_revision=self.pairing.revision,
            new_version=False,
        )

    def sign(self, *names):
        """Sign what stands there."""
        for name in names:
            settings = self.opened(name, AGREEMENT).author_settings
            self.pairing.refresh_from_db()
            seen = version_at_hand(self.pairing, settings).fingerprint(self.pairing.pk)
            self.do(name, AGREEMENT, "sign", pairing=self.pairing.pk, seen=seen)

    def meet(self, *, ago=0, **typed):
        """Giulia logs a meeting, and Mario confirms it."""
        day = self.world.host.now().date() - timedelta(days=ago)
        promise = {"action1_words": PROMISE, "action1_owner": "mentee"} if not ago else {}
        log = {**FACTS, "held_on": day.isoformat(), "tried": TRIED, **promise, **typed}
        sent = {"revision": 0, "client_id": f"sent-{ago}", **log}
        self.do("giulia", JOURNAL, "send_log", pairing=self.pairing.pk, **sent)
        meeting = Session.objects.get(held_on=day)
        about = {"pairing": self.pairing.pk, "session": meeting.pk, "revision": meeting.revision}
        self.do("mario", JOURNAL, "confirm", **about)
        return meeting.pk

    def answer_survey(self, name):
        """Answer every question."""
        survey = self.opened(name, SURVEY)
        host = self.world.host
        form = survey_form(
            host=host,
            actor=host.actor(survey),
            here=host.block_ref(survey),
            definition=survey.definition,
            schedule=survey.schedule,
        )
        given = {key: self._words(value) for key, value in everything(form.items).items()}
        self.do(name, SURVEY, "answer", _seen=form.seen, **given)

    @staticmethod
    def _words(value):
        return TELLS if value == "A quiet room" else value

    def train(self, name="giulia"):
        """Go through the module, and write down a thought."""
        self.do(name, TRAINING, "answer", _activity="light", options="side")
        self.do(name, TRAINING, "answer", _activity="think", what=THINKS)

    def whole_story(self):
        """Everything that a pair does."""
        self.train()
        self.fill_agreement()
        self.sign("giulia", "mario")
        meeting = self.meet()
        about = {"pairing": self.pairing.pk, "session": meeting}
        self.do("giulia", JOURNAL, "reflect", reflection=THINKS, **about)
        for name in ("giulia", "mario"):
            self.answer_survey(name)
