"""The demo as it is found on the first visit: people, stages of their pairs, and what the gradebook shows."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import TestCase, override_settings
from django.urls import reverse
from django.utils import timezone

from ment_xblock.domain.pairing import Act
from ment_xblock.domain.people import Role
from ment_xblock.models import HelpRequest, Notice, Pairing, Participant, Signature, Task
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.agreement_page import AgreementPage, agreement_page
from ment_xblock.selectors.desk import Desk, desk
from tests.site.seeded import our_models, seed, sow
from workbench_site.cohort import COHORT, FORERUNNERS, Part
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.earlier_run import PEOPLE as EARLIER_PEOPLE
from workbench_site.forerunner_stories import FORERUNNER_JOININGS, FORERUNNER_STORIES
from workbench_site.grades import gradebook_of
from workbench_site.models import CourseStaff, Enrolment, Profile
from workbench_site.runtime import SiteRuntime
from workbench_site.stories import JOININGS, STORIES, Day

STAGES = {
    ("amir", "tomas"): "ended",
    ("piotr", "anna"): "active",
    ("yusuf", "ioana"): "paused",
    ("amir", "paolo"): "change_proposed",
    ("lena", "anna"): "half_signed",
    ("sofia", "tomas"): "half_signed",
    ("lena", "paolo"): "draft",
    ("ines", "karel"): "ended",
    ("samira", "bruno"): "ended",
}
EVERYBODY = (*COHORT, *FORERUNNERS)


def block_of(username: str):
    runtime = SiteRuntime(username)
    return runtime.get_block(runtime.course.usage_keys["agreement"])


def page_of(username: str, pair: Pairing) -> AgreementPage:
    host, block = LocalHost(), block_of(username)
    return agreement_page(
        host=host,
        actor=host.actor(block),
        settings=block.author_settings,
        here=host.block_ref(block),
        pairing_id=pair.pk,
    )


def chiaras_desk() -> Desk:
    return desk(host=LocalHost(), actor=LocalHost().actor(block_of("chiara")))


def everything() -> dict[str, list]:
    """All rows that the package and the site keep."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in our_models()}


@override_settings(
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    SITE_URL="http://example.org",
)
class TestSeededDemo(TestCase):
    """The stories are told once for all tests here, since that takes a while."""

    @classmethod
    def setUpTestData(cls):
        sow()
        pairs = Pairing.objects.select_related("mentor__user", "mentee__user")
        cls.pairs = {(pair.mentor.user.username, pair.mentee.user.username): pair for pair in pairs}

    def test_the_cast(self):
        cast = {user.username: user for user in get_user_model().objects.all()}
        assert set(cast) == {member.username for member in EVERYBODY} | {"admin"}
        parts = [member.part for member in EVERYBODY]
        assert [parts.count(part) for part in Part] == [1, 8, 8, 1]
        assert {row.user.username for row in CourseStaff.objects.all()} == {"chiara"}
        here = Enrolment.objects.filter(course_key=COURSE_KEY)
        enrolled = set(here.values_list("user__username", flat=True))
        assert enrolled == set(cast) - {"nora", "admin"}
        assert {"en", "it", "pl", "ro"} <= set(Profile.objects.values_list("language", flat=True))
        with_password = [name for name, user in cast.items() if user.has_usable_password()]
        assert with_password == ["admin"]

    def test_giulia_and_mario_wait_for_a_partner_and_three_have_a_place_left(self):
        page = chiaras_desk()
        mentors = {choice.name for choice in page.mentors}
        assert mentors == {"Giulia Morbelli", "Piotr Zalewicz", "Yusuf Karatepe"}
        assert {choice.name for choice in page.mentees} == {"Mario Tessarin", "Tomás Arrieta"}
        both = Participant.objects.filter(user__username__in=("giulia", "mario"))
        assert set(both.values_list("role", "capacity")) == {("mentor", 1), ("mentee", 1)}

    def test_one_learner_has_no_role_and_the_others_that_of_their_part(self):
        roles = {line.person.username: line.role for line in chiaras_desk().people}
        assert [name for name, role in roles.items() if role is None] == ["greta"]
        juniors = {member.username for member in EVERYBODY if member.part is Part.JUNIOR}
        assert {name for name, role in roles.items() if role is Role.MENTOR} == juniors

    def test_stages(self):
        assert {names: pair.state for names, pair in self.pairs.items()} == STAGES

    def test_three_tasks_are_agreed(self):
        tasks = Task.objects.filter(pairing=self.pairs["piotr", "anna"], dropped_at=None)
        assert [task.job or task.words for task in tasks] == [
            "photo-of-piece",
            "answer-with-photo",
            "Write every fitting into the calendar on my phone",
        ]

    def test_a_change_waits_while_the_signed_version_stays_in_force(self):
        page = page_of("amir", self.pairs["amir", "paolo"])
        assert (page.version.number, page.version.signed_by) == (2, frozenset())
        assert page.in_force.number == 1
        old, new = page.in_force.values, page.version.values
        changed = {field for field in new if new[field] != old.get(field)}
        assert changed == {"task3_job", "task3_evidence", "time", "place"}

    def test_lena_has_signed_and_anna_can(self):
        pair = self.pairs["lena", "anna"]
        assert page_of("lena", pair).signed_by_me
        annas = page_of("anna", pair)
        assert Act.SIGN in annas.acts
        assert annas.version.terms.missing(annas.version.values) == []

    def test_a_trio_is_two_pairs_with_one_person(self):
        annas = page_of("anna", self.pairs["lena", "anna"])
        assert {line.partner.username for line in annas.pairs} == {"piotr", "lena"}
        assert Participant.objects.get(user__username="anna").capacity == 2
        assert not Participant.objects.filter(capacity__gt=2).exists()

    def test_paolo_filled_his_half_and_lena_has_not_begun(self):
        pair = self.pairs["lena", "paolo"]
        page = page_of("lena", pair)
        assert {touch.by for touch in page.version.touches.values()} == {pair.mentee_id}
        missing = page.version.terms.missing(page.version.values)
        assert {"mentor_goal", "start", "place"} <= set(missing)

    def test_only_the_guardians_consent_keeps_sofia_from_signing(self):
        pair = self.pairs["sofia", "tomas"]
        page = page_of("sofia", pair)
        assert page.consent_missing
        assert page.version.signed_by == {pair.mentee_id}
        assert page.version.terms.missing(page.version.values) == []
        assert [row.pairing_id for row in chiaras_desk().pairs if row.consent_missing] == [pair.pk]

    def test_reasons_and_one_request_are_on_the_desk(self):
        rows = {row.pairing_id: row for row in chiaras_desk().pairs}
        told = {names for names, pair in self.pairs.items() if rows[pair.pk].reason}
        ended = {("amir", "tomas"), ("ines", "karel"), ("samira", "bruno")}
        assert told == ended | {("yusuf", "ioana")}
        (request,) = (request for row in rows.values() for request in row.requests)
        assert request.name == "Yusuf Karatepe"
        assert page_of("yusuf", self.pairs["yusuf", "ioana"]).rematch_asked

    def test_the_gradebook_shows_what_they_earned(self):
        place = list(published_course().units).index("agreement")
        cells = {line.person.username: line.cells[place] for line in gradebook_of().lines}
        cells = {
            line.person.username: cell
            for line in gradebook_of().lines
            for cell in line.cells
            if cell.column.usage_key.startswith("agreement")
        }
        points = {name: cell.points for name, cell in cells.items() if cell.grade}
        signed = ("piotr", "anna", "yusuf", "ioana", "amir", "paolo", "tomas")
        whole = dict.fromkeys((*signed, *(one.username for one in FORERUNNERS)), 1.0)
        assert points == {**whole, "lena": 0.5}
        done = {name: cell.percent_done for name, cell in cells.items() if cell.grade}
        assert done == {name: round(100 * earned) for name, earned in points.items()}

    def test_yesterdays_mails_were_sent(self):
        sent = set(Notice.objects.filter(state="sent").values_list("user__username", "kind"))
        assert ("anna", "your_turn") in sent
        assert {("lena", "match_published"), ("paolo", "match_published")} <= sent
        # Sofia cannot sign yet, and the pair of Yusuf and Ioana is on a pause.
        assert ("sofia", "your_turn") not in sent
        assert not {"yusuf", "ioana", "nora"} & {
            name for name, kind in sent if kind != "form_waiting"
        }

    def test_every_page_opens(self):
        unit = reverse("unit", args=["agreement"])
        addresses = [f"{unit}?student={member.username}" for member in EVERYBODY]
        for address in (*addresses, reverse("gradebook")):
            assert self.client.get(address).status_code == 200, address

    def test_what_they_did_lies_behind_them_in_order(self):
        now = timezone.now()
        for pair in self.pairs.values():
            signatures = Signature.objects.filter(agreement__pairing=pair).order_by("pk")
            joined = max(pair.mentor.created_at, pair.mentee.created_at)
            signed = signatures.values_list("signed_at", flat=True)
            closed = [pair.closed_at] if pair.closed_at else []
            moments = [joined, pair.opened_at, *signed, *closed, now]
            assert moments == sorted(set(moments)), pair
        assert all(request.created_at < now for request in HelpRequest.objects.all())

    def test_a_second_run_changes_nothing(self):
        before = everything()
        people = (*JOININGS, *FORERUNNER_JOININGS, *EARLIER_PEOPLE)
        assert len(before["Participant"]) == len(people)
        seed()
        assert everything() == before

    def test_a_second_run_keeps_what_people_did(self):
        mario = get_user_model().objects.get(username="mario")
        mario.first_name = "Marione"
        mario.save()
        Enrolment.objects.filter(user=mario).update(is_active=False)
        Participant.objects.filter(user=mario).delete()
        before = everything()
        seed()
        mario.refresh_from_db()
        assert mario.first_name == "Marione"
        assert everything() == before

    def test_it_says_what_to_open_and_a_new_password_each_time(self):
        said = seed()
        for username in ("chiara", "giulia", "mario"):
            assert f"http://example.org/unit/agreement/?student={username}\n" in said
        assert "http://example.org/gradebook/\n" in said
        first, second = (re.search(r"password: (\S+)\)", words)[1] for words in (said, seed()))
        assert first != second
        assert get_user_model().objects.get(username="admin").check_password(second)


@pytest.mark.django_db
def test_a_course_without_the_agreement_gets_people_only(probes):
    seed()
    assert get_user_model().objects.filter(username="giulia").exists()
    assert not Participant.objects.exists()


WEEK = [date(2024, 2, 26) + timedelta(days=days) for days in range(7)]


@pytest.mark.parametrize("today", WEEK)
def test_days_fall_on_their_weekday(today):
    assert Day(weekday=2, weeks=-1).seen_from(today) == date(2024, 2, 21)


@pytest.mark.parametrize("today", WEEK)
def test_meetings_begin_after_the_last_signature_and_go_on(today):
    for story in (*STORIES, *FORERUNNER_STORIES):
        typed = {field: value for step in story.steps for field, value in step.typed.items()}
        signed = [step.days_ago for step in story.steps if step.act is Act.SIGN]
        if signed:
            assert today - timedelta(days=min(signed)) < typed["start"].seen_from(today)
            assert today < typed["end"].seen_from(today)
