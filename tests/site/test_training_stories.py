"""The training of the demo: what is stored is what the module itself shows its learner, and the overview counts it."""

from __future__ import annotations

import pytest
from attrs import evolve
from django.test import TestCase

from ment_xblock.curriculum.library import track
from ment_xblock.domain.home import Stage
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training.values import TRACKS
from ment_xblock.models import LearnerChoice, Participant, PrivateNote, TrainingResult
from ment_xblock.platform.local import LocalHost
from ment_xblock.selectors.figures import count_figures
from ment_xblock.selectors.home import home_page
from ment_xblock.selectors.learning_overview import learning_overview
from tests.blocks.learner import credit_of, state_of
from tests.blocks.visitor import Visitor, text_of, tree_of
from tests.site.seeded import sow
from tests.site.test_seed import block_of
from workbench_site.training_stories import TRAINED

# A state keeps four places of a share.
ROUNDED = 0.0001
MODULES = {module.id: module for name in TRACKS for module in track(name)}


class TestTrainingOfTheDemo(TestCase):
    """Seeded once for all tests here."""

    @classmethod
    def setUpTestData(cls):
        sow()
        rows = TrainingResult.objects.select_related("participant__user")
        cls.results = {(row.participant.user.username, row.module): row for row in rows}

    def test_everybody_is_as_far_as_the_story_says(self):
        through = {
            name: sum(
                row.done == row.total for (who, _), row in self.results.items() if who == name
            )
            for name in TRAINED
        }
        assert through == {name: trained.modules for name, trained in TRAINED.items()}
        assert not [who for who, _ in self.results if who in {"mario", "greta"}]

    def test_result_state_and_grade_are_of_one_mind(self):
        for (who, slug), row in self.results.items():
            module = MODULES[slug]
            progress = steps.from_state(state_of(who, slug)["progress"][slug])
            found = steps.standing(module, progress)
            assert row.share == pytest.approx(found.share, abs=ROUNDED), (who, slug)
            assert (row.passed, row.done, row.total) == (found.passed, found.done, found.total)
            earned = pytest.approx(steps.credit(found, full_at_pass=True), abs=ROUNDED)
            done = pytest.approx(row.done / row.total, abs=ROUNDED)
            assert credit_of(row.participant.user_id, slug) == (earned, 1.0, done), (who, slug)

    def test_one_went_through_a_module_without_passing(self):
        failed = [
            key for key, row in self.results.items() if row.done == row.total and not row.passed
        ]
        assert failed == [("yusuf", "j8")]
        (step,) = tree_of(Visitor("yusuf", slug="j8").unit()).find_class("next")
        assert "Not all right yet" in step.text_content()
        assert len(step.xpath(".//button")) == 1
        for slug in ("j7", "j9"):
            assert "Not all right yet" not in text_of(Visitor("yusuf", slug=slug).unit())

    def test_the_overview_counts_them(self):
        actor = LocalHost().actor(block_of("chiara"))
        lines = learning_overview(host=LocalHost(), actor=actor).modules
        counts = [(line.people, line.begun, line.done) for line in lines]
        assert counts[0] == (8, 8, 8)
        j8 = [module.id for module in track(TRACKS[0])].index("j8")
        assert counts[j8][1] - counts[j8][2] >= 1, "Yusuf went through it without passing"
        assert all(people >= begun >= done for people, begun, done in counts)
        assert counts[len(track(TRACKS[0]))][1:] == (6, 6)

    def test_the_key_figure_counts_those_whose_home_says_so(self):
        host = LocalHost()
        course_key = host.actor(block_of("chiara")).course_key
        people = Participant.objects.filter(
            programme__course_key=course_key, user__isnull=False
        ).values_list("user__username", flat=True)
        actors = [host.actor(block_of(one)) for one in people]
        # Somebody has left the course, and is still counted.
        homes = [home_page(host=host, actor=evolve(one, is_enrolled=True)) for one in actors]
        finished = sum(Stage.TRAIN in page.done for page in homes)
        assert count_figures(host=host, course_key=course_key).trained == finished
        assert 0 < finished < len(homes)

    def test_every_page_of_a_trained_person_opens_where_they_are(self):
        for who, slug in (("piotr", "j9"), ("lena", "j5"), ("paolo", "s3"), ("anna", "s7")):
            assert Visitor(who, slug=slug).unit().status_code == 200

    def test_words_and_choices_are_there_for_their_author(self):
        assert PrivateNote.objects.filter(user__username="piotr").count() > len(track(TRACKS[0]))
        assert LearnerChoice.objects.filter(participant__user__username="anna").count() == 1
