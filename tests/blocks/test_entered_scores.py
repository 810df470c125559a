"""How long a score stands that an instructor entered by hand (docs/guides/set-up-your-course.md)."""

from __future__ import annotations

from collections.abc import Callable

from xblock.scorable import Score

from ment_xblock.curriculum import library
from ment_xblock.domain.people import Role
from tests.blocks import cast
from tests.blocks.learner import do
from tests.blocks.visitor import Visitor, tree_of
from workbench_site.course_run import published_course
from workbench_site.models import Grade
from workbench_site.runtime import SiteRuntime


def enter(username: str, slug: str, score: float) -> None:
    """Enter a score as the platform does."""
    block = SiteRuntime(username).get_block(published_course().usage_keys[slug])
    block.set_score(Score(raw_earned=score, raw_possible=1.0))
    block.save()
    block.publish_grade()
    assert earned(username, slug) == score


def earned(username: str, slug: str) -> float:
    usage_key = published_course().usage_keys[slug]
    return float(Grade.objects.get(user__username=username, usage_key=usage_key).earned)


def test_in_a_survey_it_stands_until_the_learner_sends_a_form(publish: Callable[..., None]) -> None:
    publish(agreement="<ment_agreement/>", mid='<ment_survey instrument="end"/>')
    cast.make_pair("giulia", "mario")
    enter("giulia", "mid", 0.25)
    visitor = Visitor("giulia", slug="mid")
    inputs = tree_of(visitor.unit()).xpath("//form//input[@type='hidden']")
    assert earned("giulia", "mid") == 0.25, "reading changes nothing"
    Visitor("mario", slug="mid").unit()
    sent = {one.get("name"): one.get("value") for one in inputs} | {"trust": "4"}
    assert visitor.post("answer", **sent).status_code == 200
    assert earned("giulia", "mid") == 1.0


def test_in_a_module_it_stands_until_the_learner_answers() -> None:
    cast.give_role("mario", Role.MENTEE)
    visitor = Visitor("mario", slug="s1")
    visitor.unit()
    enter("mario", "s1", 1.0)
    visitor.unit()
    first = library.module("s1").activities[0]
    visitor.post("go", _activity=first.id)
    assert earned("mario", "s1") == 1.0, "turning pages changes nothing"
    do(visitor, next(one for one in library.module("s1").activities))
    assert 0 < earned("mario", "s1") < 1.0
