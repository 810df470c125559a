"""The training block: what is stored, what counts, who sees what, and what is refused."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.curriculum import library
from ment_xblock.domain.people import Role
from ment_xblock.models import CreditStart, LearnerChoice, Participant, PrivateNote, TrainingResult
from ment_xblock.platform.local import LocalHost, anonymous_id_of
from tests.blocks import cast
from tests.blocks.learner import WORDS, credit_of, do, good_path, poor_path, right, state_of
from tests.blocks.training_cases import GIULIA, OWN, at, write
from tests.blocks.visitor import Visitor, code_of, problems_of, text_of, tree_of
from workbench_site.course import COURSE_KEY
from workbench_site.course_run import published_course
from workbench_site.models import FieldValue, Grade
from workbench_site.runtime import SiteRuntime

MARIO = "mario"


@pytest.fixture
def mentor() -> int:
    return cast.give_role(GIULIA, Role.MENTOR)


@pytest.fixture
def own(publish: Any, mentor: int) -> Visitor:
    """Giulia at a small module of the author's own, in free order."""
    publish(own='<ment_training module_name="own" order="free" weight="2"/>')
    write()
    return at("own")


def result(slug: str, username: str = GIULIA) -> TrainingResult:
    return TrainingResult.objects.get(
        participant__user__username=username, usage_key=published_course().usage_keys[slug]
    )


# ---- roles ----


def test_a_learner_without_a_role_is_asked_once_and_all_modules_know_at_once() -> None:
    visitor = at("s1", MARIO)
    assert tree_of(visitor.unit()).xpath("//input[@name='role']/@value") == ["mentor", "mentee"]
    assert visitor.post("choose_role", role="mentee").status_code == 200
    assert Participant.objects.get(user__username=MARIO).role == Role.MENTEE
    for module_id in library.MODULE_IDS:
        expected = (0.0, 0.0, 1.0) if module_id.startswith("j") else (0.0, 1.0, 0.0)
        assert credit_of(cast.user_id(MARIO), module_id) == expected
    again = visitor.post("choose_role", role="mentor")
    assert (again.status_code, code_of(again)) == (409, "role_known")
    assert Participant.objects.get(user__username=MARIO).role == Role.MENTEE


@pytest.mark.parametrize(("role", "status"), [("", 422), ("boss", 400), ("staff", 400)])
def test_no_other_role_can_be_chosen(role: str, status: int) -> None:
    assert at("s1", MARIO).post("choose_role", role=role).status_code == status
    assert not Participant.objects.exists()


def test_the_facilitator_changes_a_role_and_both_tracks_turn_round(
    django_capture_on_commit_callbacks: Any, mentor: int
) -> None:
    do(at("j9"), library.module("j9").activities[0])
    with django_capture_on_commit_callbacks(execute=True):
        cast.give_role(GIULIA, Role.MENTEE)
    user = cast.user_id(GIULIA)
    assert credit_of(user, "j9") == (0.0, 0.0, 1.0)
    assert credit_of(user, "s1") == (0.0, 1.0, 0.0)
    assert "This part is for the mentors" in text_of(at("j9").unit())
    with django_capture_on_commit_callbacks(execute=True):
        cast.give_role(GIULIA, Role.MENTOR)
    assert credit_of(user, "j9")[1] == 1.0


def test_a_block_that_came_later_reports_when_it_is_opened(mentor: int) -> None:
    Grade.objects.all().delete()
    at("s1").unit()
    assert credit_of(cast.user_id(GIULIA), "s1") == (0.0, 0.0, 1.0)


# ---- credit ----


def test_the_best_result_counts_and_the_pass_mark_gives_it_all(own: Visitor) -> None:
    own.post("answer", _activity="look", options="above")
    assert credit_of(cast.user_id(GIULIA), "own") == (0.0, 1.0, pytest.approx(1 / 3))
    own.post("answer", _activity="look", options="side")
    assert credit_of(cast.user_id(GIULIA), "own") == (1.0, 1.0, pytest.approx(1 / 3))
    assert (result("own").share, result("own").passed) == (0.5, True)
    own.post("answer", _activity="look", options="above")
    assert (result("own").share, result("own").passed) == (0.5, True)


def test_the_author_may_give_the_share_instead(own: Visitor) -> None:
    write(credit="share")
    own.post("answer", _activity="look", options="side")
    assert credit_of(cast.user_id(GIULIA), "own")[0] == 0.5


def test_the_authors_own_pass_mark(own: Visitor) -> None:
    write(pass_percent="80")
    own.post("answer", _activity="look", options="side")
    assert (result("own").share, result("own").passed) == (0.5, False)
    assert "80 %" in text_of(own.get("page", _activity="_end"))


def test_a_module_that_was_changed_keeps_what_was_earned(own: Visitor) -> None:
    own.post("answer", _activity="look", options="side")
    own.post("answer", _activity="tell", options="hers")
    write(own_module=OWN.replace("id: tell", "id: other").replace("revision: 1", "revision: 2"))
    opened = own.unit()
    assert opened.status_code == 200
    own.post("answer", _activity="think", what=WORDS)
    assert result("own").share == 1.0
    assert credit_of(cast.user_id(GIULIA), "own")[:2] == (1.0, 1.0)


def test_in_j8_everything_has_to_be_right(mentor: int) -> None:
    module, visitor = library.module("j8"), at("j8")
    checks = [activity for activity in module.activities if activity.check]
    for activity in module.activities:
        if activity != checks[-1]:
            do(visitor, activity)
    assert credit_of(cast.user_id(GIULIA), "j8")[0] == 0.0
    do(visitor, checks[-1])
    for activity in module.activities:
        do(visitor, activity)
    assert credit_of(cast.user_id(GIULIA), "j8")[0] == 1.0


def test_seniors_see_no_marks_and_get_credit_for_taking_part() -> None:
    cast.give_role(MARIO, Role.MENTEE)
    visitor, module = at("s7", MARIO), library.module("s7")
    wrong = next(option.id for option in module.activities[0].options if not option.right)
    answered = visitor.post("answer", _activity=module.activities[0].id, options=wrong)
    assert credit_of(cast.user_id(MARIO), "s7")[0] == pytest.approx(1 / 3)
    shown = tree_of(answered).text_content()
    assert "points" not in shown
    assert "%" not in shown


def test_deleted_state_starts_anew(own: Visitor, monkeypatch: Any) -> None:
    own.post("answer", _activity="look", options="side")
    runtime = SiteRuntime()
    usage_key = published_course().usage_keys["own"]
    block = runtime.get_block(usage_key)
    block.clear_student_state(anonymous_id_of(cast.user_id(GIULIA)), COURSE_KEY, usage_key)
    FieldValue.objects.filter(username=GIULIA).delete()
    assert CreditStart.objects.exists()
    assert credit_of(cast.user_id(GIULIA), "own") == (0.0, 1.0, 0.0)
    later = cast.NOW.replace(hour=12)
    monkeypatch.setattr(LocalHost, "now", lambda self: later)
    own.post("answer", _activity="tell", options="mine")
    assert (result("own").share, result("own").done) == (0.0, 1)


# ---- resuming and order ----


def test_resume_where_left_and_back_at_any_time(mentor: int) -> None:
    visitor, module = at("j1"), library.module("j1")
    visitor.post("answer", _activity="roles")
    assert module.activities[1].title in tree_of(visitor.unit()).xpath("//h2/text()")
    visitor.post("go", _activity="roles")
    assert module.activities[0].title in tree_of(visitor.unit()).xpath("//h2/text()")


def test_a_talk_is_resumed_and_replayed(mentor: int) -> None:
    module, visitor = library.module("j7"), at("j7")
    do(visitor, module.activities[0])
    talk = module.activities[1]
    way = good_path(talk)
    visitor.post("talk", _activity=talk.id, _path="", reply=way[0])
    assert f'value="{way[0]}"' in text_of(visitor.unit()), "the way so far is in the form"
    visitor.post("talk", _activity=talk.id, _path="", _back="true")
    assert state_of(GIULIA, "j7")["progress"]["j7"]["p"][talk.id] == []
    bad = poor_path(talk)
    ended = visitor.post("talk", _activity=talk.id, _path=" ".join(bad[:-1]), reply=bad[-1])
    assert "What a good mentor would have noticed" in text_of(ended)
    assert talk.id not in state_of(GIULIA, "j7")["progress"]["j7"]["p"]


def test_fixed_order_cannot_be_jumped(mentor: int) -> None:
    visitor = at("j1")
    for handler in ("go", "answer", "talk"):
        refused = visitor.post(handler, _activity="q-mentor", options="x")
        assert (refused.status_code, code_of(refused)) == (409, "activity_not_open")
    assert not TrainingResult.objects.exists()
    assert visitor.get("page", _activity="q-mentor").status_code == 409


# ---- forged answers ----

FORGED = [
    ({"_activity": "no-such"}, "no_such_activity"),
    ({"_activity": "look", "options": "no-such"}, "answer_unknown_id"),
    ({"_activity": "look", "options": ["side", "side"]}, "answer_repeated"),
    ({"_activity": "look", "options": {"side": True}}, "answer_unknown_id"),
    ({"_activity": "look", "options": "side", "points": 99}, "answer_unknown_key"),
    ({"_activity": "look", "options": "side", "user": "2"}, "answer_unknown_key"),
    ({"_activity": "think", "no-such": "x"}, "answer_unknown_id"),
    ({"_activity": "think", "what": 7}, "answer_type"),
    ({"_activity": ["look"]}, "not_readable"),
]


@pytest.mark.parametrize(("data", "code"), FORGED)
def test_forged_answers_change_nothing(own: Visitor, data: dict[str, Any], code: str) -> None:
    before = cast.dump()
    refused = own.post("answer", **data)
    assert refused.status_code in {400, 404}
    assert code_of(refused) == code
    assert cast.dump() == before


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"_path": "no-such", "_back": "true"}, "conversation_unknown_choice"),
        ({"_path": "", "reply": "no-such"}, "conversation_unknown_choice"),
        ({"_path": " ".join(["a"] * 41), "_back": "true"}, "answer_too_long"),
    ],
)
def test_forged_ways_through_a_talk(mentor: int, data: dict[str, Any], code: str) -> None:
    visitor, module = at("j7"), library.module("j7")
    do(visitor, module.activities[0])
    before = cast.dump()
    refused = visitor.post("talk", _activity=module.activities[1].id, **data)
    assert (refused.status_code, code_of(refused)) == (400, code)
    assert cast.dump() == before


def test_what_a_learner_can_mend_is_told_beside_its_place(own: Visitor) -> None:
    assert problems_of(own.post("answer", _activity="look")) == {
        "options": MESSAGES["choose_between"] % {"least": 1, "most": 1}
    }
    assert problems_of(own.post("answer", _activity="think")) == {"what": MESSAGES["required"]}
    long = own.post("answer", _activity="think", what="x" * 2001)
    assert list(problems_of(long)) == ["what"]
    assert not PrivateNote.objects.exists()


# ---- answers and words ----


@pytest.mark.parametrize("module_id", library.MODULE_IDS)
def test_no_answer_is_sent_before_it_is_needed(module_id: str) -> None:
    module = library.module(module_id)
    facilitator = at(module_id, "chiara")
    for activity in module.activities:
        page = tree_of(facilitator.get("page", _activity=activity.id)).text_content()
        for part in (*getattr(activity, "cards", ()), *getattr(activity, "options", ())):
            assert part.reason not in page
        for ending in getattr(activity, "endings", ()):
            assert ending.noticed not in page
        for sentence in getattr(activity, "sentences", ()):
            assert sentence.example not in page


def test_what_was_typed_is_read_by_its_author_alone(own: Visitor) -> None:
    secret = "I was afraid of the oven"
    own.post("answer", _activity="think", what=secret)
    assert PrivateNote.objects.get().text == secret
    assert secret in text_of(own.get("page", _activity="think"))
    assert secret in text_of(own.get("take_away"))
    for other in (at("own", "chiara"), at("own", GIULIA, viewed_by="chiara")):
        for answer in (
            other.unit(),
            other.get("page", _activity="think"),
            other.get("take_away"),
        ):
            assert secret not in text_of(answer)
    assert secret not in json.dumps(state_of(GIULIA, "own"))
    cast.give_role("piotr", Role.MENTOR)
    assert secret not in text_of(at("own", "piotr").get("page", _activity="think"))
    own.post("answer", _activity="think", what="Other words")
    assert PrivateNote.objects.get().text == "Other words"


def test_the_report_for_the_instructor_holds_no_words(own: Visitor) -> None:
    own.post("answer", _activity="look", options="side")
    own.post("answer", _activity="think", what="Secret")
    block = SiteRuntime("chiara").get_block(published_course().usage_keys["own"])
    states = [SimpleNamespace(username=GIULIA, state=state_of(GIULIA, "own"))] * 3
    lines = list(block.generate_report_data(iter(states), limit_responses=1))
    assert lines == [
        (
            GIULIA,
            {
                "Module": "Warm bread",
                "Parts done": 2,
                "Parts": 3,
                "Best result in per cent": 50,
                "Passed": 1,
            },
        )
    ]


def test_choices_are_kept_for_the_agreement_and_the_profile(mentor: int) -> None:
    visitor, module = at("j2"), library.module("j2")
    for activity in module.activities:
        do(visitor, activity)
    choice = LearnerChoice.objects.get(kind="benefits")
    chosen = next(a for a in module.activities if a.kind == "choose_benefits")
    assert tuple(choice.ids) == tuple(right(chosen)["benefits"])
    pair = cast.make_pair(GIULIA, MARIO)
    titles = [one.title for one in library.toolkit().benefits if one.id in choice.ids]
    edit = {"pairing": pair, "section": "give_and_take", "edit": "true"}
    mine, theirs = (Visitor(username).get("section", **edit) for username in (GIULIA, MARIO))
    assert titles
    assert all(title in tree_of(mine).text_content() for title in titles)
    assert "mentor_goal" in text_of(theirs)
    assert not any(title in tree_of(theirs).text_content() for title in titles)


# ---- staff ----


def test_the_facilitator_walks_through_and_leaves_no_trace() -> None:
    visitor, module = at("j7", "chiara"), library.module("j7")
    before = cast.dump()
    for activity in module.activities:
        assert all(response.status_code == 200 for response in do(visitor, activity))
        assert visitor.post("go", _activity=activity.id).status_code == 200
    assert cast.dump() == before


def test_the_facilitator_sees_who_is_how_far(own: Visitor) -> None:
    own.post("answer", _activity="look", options="side")
    cast.give_role("piotr", Role.MENTOR)
    table = tree_of(at("own", "chiara").unit()).xpath("//table")[0].text_content()
    assert "Giulia Morbelli" in table
    assert "50 %" in table
    assert "Piotr Zalewicz" in table
    assert "not begun" in table


def test_staff_who_view_as_a_learner_change_nothing(mentor: int) -> None:
    visitor = at("j1", GIULIA, viewed_by="chiara")
    before = cast.dump()
    assert visitor.unit().status_code == 200
    assert visitor.post("answer", _activity="roles").status_code == 403
    assert cast.dump() == before


def test_the_number_of_queries_does_not_depend_on_what_was_done(
    mentor: int, django_assert_max_num_queries: Any
) -> None:
    visitor, module = at("j3"), library.module("j3")
    visitor.unit()
    with django_assert_max_num_queries(16) as first:
        visitor.unit()
    for activity in module.activities[:-1]:
        do(visitor, activity)
    with django_assert_max_num_queries(16) as later:
        visitor.unit()
    assert abs(len(later) - len(first)) <= 1


def test_texts_of_an_author_are_escaped(own: Visitor) -> None:
    write(own_module=OWN.replace("Which light?", '"<script>alert(1)</script>"'))
    assert "<script>alert" not in text_of(own.unit())
