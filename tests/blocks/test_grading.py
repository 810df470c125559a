"""What the block shows to a gradebook and to an instructor's tools."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import TestCase
from xblock.core import XBlock
from xblock.scorable import Score

from ment_xblock.domain.pairing import State
from ment_xblock.models import CreditStart
from ment_xblock.platform.local import LocalHost, anonymous_id_of
from ment_xblock.services.personal_data import erase_person
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.models import Completion, Grade, Marker
from workbench_site.runtime import SiteRuntime


def block_for(username: str | None, slug: str = "agreement") -> XBlock:
    """The block as the host loads it for somebody; for nobody, as when a course is published."""
    return SiteRuntime(username).get_block(published_course().usage_keys[slug])


def grade_of(username: str, slug: str = "agreement") -> tuple[float, float, float] | None:
    """Earned, possible, completion."""
    which = {"user__username": username, "usage_key": published_course().usage_keys[slug]}
    grade = Grade.objects.filter(**which).first()
    if grade is None:
        return None
    return grade.earned, grade.possible, Completion.objects.get(**which).completion


@pytest.fixture
def pair() -> int:
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia")
    return pair


def sign_over_http(pair: int, username: str) -> None:
    signed = Visitor(username).post("sign", pairing=pair, seen=cast.fingerprint(pair))
    assert signed.status_code == 200


def test_both_are_credited_at_once(pair: int) -> None:
    assert grade_of("giulia") is None
    sign_over_http(pair, "giulia")
    assert grade_of("giulia") == (0.5, 1.0, 0.5)
    assert grade_of("mario") is None, "who has not signed finds no zero"
    sign_over_http(pair, "mario")
    assert grade_of("giulia") == grade_of("mario") == (1.0, 1.0, 1.0)
    assert Marker.objects.count() == 2


@pytest.mark.parametrize("state", [State.PAUSED, State.ENDED, State.CHANGE_PROPOSED])
def test_credit_never_falls(state: State, pair: int) -> None:
    cast.bring_to(state, pair, "giulia", "mario")
    assert grade_of("giulia") == grade_of("mario") == (1.0, 1.0, 1.0)
    assert "You have the full credit." in text_of(Visitor("mario").unit())


def test_every_agreement_block_of_the_course_is_credited(
    publish: Callable[..., None], pair: int
) -> None:
    publish(agreement="<ment_agreement/>", second='<ment_agreement weight="5"/>')
    sign_over_http(pair, "giulia")
    sign_over_http(pair, "mario")
    assert grade_of("giulia", "second") == grade_of("mario", "second") == (1.0, 1.0, 1.0)


def test_max_score_needs_nobody() -> None:
    block = block_for(None)
    assert block.max_score() == 1.0
    assert type(block).has_score is True
    assert block.has_custom_completion is True


@pytest.mark.parametrize("weight", ["0", "2.5"])
def test_max_score_is_the_weight(weight: str, publish: Callable[..., None]) -> None:
    publish(agreement=f'<ment_agreement weight="{weight}"/>')
    assert block_for(None).max_score() == float(weight)


def test_has_submitted_answer(pair: int) -> None:
    assert not block_for("giulia").has_submitted_answer()
    assert not block_for("lena").has_submitted_answer()
    assert not block_for(None).has_submitted_answer()
    sign_over_http(pair, "giulia")
    cast.sign(pair, "mario")
    assert block_for("giulia").has_submitted_answer()
    assert block_for("mario").has_submitted_answer(), "although he never came by himself"


def test_nothing_is_scored_again_of_who_was_erased(pair: int) -> None:
    cast.sign(pair, "giulia", "mario")
    block_for("mario").rescore(only_if_higher=False)
    erase_person(host=LocalHost(), user_id=cast.user_id("mario"))
    block = block_for("mario")
    assert not block.has_submitted_answer()
    block.location = "its address, which the platform's blocks have"
    with pytest.raises(ValueError, match="Cannot rescore"):
        block.rescore(only_if_higher=False)
    assert grade_of("mario") == grade_of("giulia") == (1.0, 1.0, 1.0)


def test_rescore_computes_from_facts(pair: int) -> None:
    cast.sign(pair, "giulia", "mario")
    Grade.objects.all().delete()
    block_for("mario").rescore(only_if_higher=False)
    assert (Grade.objects.get().user.username, Grade.objects.get().earned) == ("mario", 1.0)


def test_rescore_of_who_did_nothing(pair: int) -> None:
    block = block_for("lena")
    block.location = "its address, which the platform's blocks have"
    with pytest.raises(ValueError, match="Cannot rescore"):
        block.rescore(only_if_higher=False)
    assert not Grade.objects.exists()


@pytest.mark.parametrize("weight", ["1", "4"])
def test_an_instructor_enters_a_score(weight: str, publish: Callable[..., None], pair: int) -> None:
    publish(agreement=f'<ment_agreement weight="{weight}"/>')
    cast.sign(pair, "giulia", "mario")
    block = block_for("mario")
    # As the platform does it: a quarter of the points, in points.
    block.set_score(Score(raw_earned=block.max_score() / 4, raw_possible=block.max_score()))
    block.save()
    block.publish_grade()
    earned, possible, _ = grade_of("mario")
    assert earned / possible == 0.25
    again = block_for("mario").get_score()
    assert again.raw_earned / again.raw_possible == 0.25
    assert grade_of("giulia") == (1.0, 1.0, 1.0)


def test_an_entered_score_is_replaced_by_a_rescore(pair: int) -> None:
    cast.sign(pair, "giulia", "mario")
    block = block_for("mario")
    block.set_score(Score(raw_earned=0.0, raw_possible=1.0))
    block.publish_grade()
    block.save()
    assert grade_of("mario")[0] == 0.0
    block = block_for("mario")
    block.rescore(only_if_higher=False)
    block.save()
    assert grade_of("mario")[0] == 1.0
    assert block_for("mario").get_score() == Score(raw_earned=1.0, raw_possible=1.0)


def test_an_entered_score_is_replaced_by_what_the_pair_does_next(pair: int) -> None:
    cast.sign(pair, "giulia", "mario")
    block = block_for("mario")
    block.set_score(Score(raw_earned=0.0, raw_possible=1.0))
    block.save()
    block.publish_grade()
    assert grade_of("mario")[0] == 0.0
    cast.fill(pair, "giulia", place="Another place")
    assert grade_of("mario")[0] == 0.0
    sign_over_http(pair, "giulia")
    assert grade_of("mario")[0] == 1.0


def test_only_if_higher(pair: int) -> None:
    cast.sign(pair, "giulia", "mario")
    block = block_for("mario")
    block.set_score(Score(raw_earned=0.5, raw_possible=1.0))
    block.publish_grade(only_if_higher=True)
    assert grade_of("mario")[0] == 1.0


def delete_state(username: str, anonymous_id: str | None = None) -> None:
    """As the instructor's tool does it: on a block that is bound to nobody, with an anonymous id."""
    block: Any = block_for(None)
    with TestCase.captureOnCommitCallbacks(execute=True):
        block.clear_student_state(
            user_id=anonymous_id or anonymous_id_of(cast.user_id(username)),
            course_id=COURSE_KEY,
            item_id=block.scope_ids.usage_id,
            requesting_user_id=cast.user_id("chiara"),
        )


def test_deleting_the_state_lets_earlier_facts_count_no_more(
    pair: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.sign(pair, "giulia", "mario")
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW + timedelta(hours=1))
    delete_state("mario")
    start = CreditStart.objects.get()
    assert (start.participant.user.username, start.credit_from) == (
        "mario",
        cast.NOW + timedelta(hours=1),
    )
    assert grade_of("mario") == (0.0, 1.0, 0.0)
    assert grade_of("giulia") == (1.0, 1.0, 1.0), "hers is not touched"
    block = block_for("mario")
    assert block.calculate_score() == Score(raw_earned=0.0, raw_possible=1.0)


def test_a_later_signature_counts_again(pair: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.sign(pair, "giulia", "mario")
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW + timedelta(hours=1))
    delete_state("mario")
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW + timedelta(hours=2))
    cast.fill(pair, "giulia", place="The office")
    sign_over_http(pair, "mario")
    assert grade_of("mario") == (0.5, 1.0, 0.5)
    sign_over_http(pair, "giulia")
    assert grade_of("mario") == grade_of("giulia") == (1.0, 1.0, 1.0)


def test_deleting_the_state_of_one_block_leaves_the_other(
    publish: Callable[..., None], pair: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(agreement="<ment_agreement/>", second="<ment_agreement/>")
    cast.sign(pair, "giulia", "mario")
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW + timedelta(hours=1))
    delete_state("giulia")
    assert grade_of("giulia") == (0.0, 1.0, 0.0)
    assert grade_of("giulia", "second") == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("anonymous_id", ["0" * 32, "", "giulia"])
def test_an_id_behind_which_is_nobody(
    anonymous_id: str, pair: int, caplog: pytest.LogCaptureFixture
) -> None:
    cast.sign(pair, "giulia")
    before = cast.dump()
    delete_state("", anonymous_id or "-")
    assert cast.dump() == before
    assert "Nobody behind an anonymous id" in caplog.text


def test_deleting_the_state_of_somebody_without_a_role() -> None:
    before = cast.dump()
    delete_state("lena")
    assert cast.dump() == before


def test_staff_who_view_as_a_learner_earn_nothing(pair: int) -> None:
    viewed = Visitor("giulia", viewed_by="chiara")
    assert viewed.post("sign", pairing=pair, seen=cast.fingerprint(pair)).status_code == 403
    assert not Grade.objects.exists()
