"""Judging answers: what is right, what is refused, what may be shown afterwards."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.training.errors import AnswerRefused
from ment_xblock.domain.training.score import possible_points, score
from ment_xblock.domain.training.view import feedback_view, public_view
from tests.domain.training_examples import ACTIVITIES, RIGHT, activity

KINDS = [one["type"] for one in ACTIVITIES]
TASKS = {"quote-as-pdf", "video-call"}


def judge(kind, answer):
    return score(activity(kind), answer, known_tasks=TASKS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_earns_all_points_and_keeps_no_typed_word(kind):
    outcome = judge(kind, RIGHT[kind])
    assert outcome.points == outcome.possible == possible_points(activity(kind)) > 0
    assert "ecret" not in repr(outcome)


@pytest.mark.parametrize(
    ("kind", "answer", "points", "wrong"),
    [
        ("card_sort", {"piles": {"c1": "p2", "c2": "p2"}}, 1, {"c1"}),
        ("traffic_light", {"lights": {"k1": "amber", "k2": "amber"}}, 0, {"k1", "k2"}),
        ("order", {"order": ["t4", "t1", "t2", "t3"]}, 2, {"t1", "t4"}),
        ("order", {"order": ["t2", "t1", "t3", "t4"]}, 1, {"t1", "t2", "t3"}),
        ("order", {"order": ["t4", "t3", "t2", "t1"]}, 0, {"t1", "t2", "t3", "t4"}),
        ("choice", {"options": ["o1"]}, 0, {"o1"}),
        ("conversation", {"path": ["a", "d"]}, 1, {"so-so"}),
        ("conversation", {"path": ["b"]}, 0, {"bad"}),
    ],
)
def test_partly_right_answers(kind, answer, points, wrong):
    outcome = judge(kind, answer)
    assert outcome.points == points
    assert {one.id for one in outcome.feedback if one.right is False} == wrong


def test_a_wrong_choice_opens_only_its_own_reason():
    choice = activity("choice")
    wrong = feedback_view(choice, judge("choice", {"options": ["o3"]}))
    assert wrong == [{"id": "o3", "right": False, "reason": "Not this."}]
    right = feedback_view(choice, judge("choice", {"options": ["o2"]}))
    assert {one["id"] for one in right} == {"o1", "o2", "o3"}


def test_doing_earns_the_point_whatever_the_score():
    low = judge("rubric", {"levels": {"r1": "l1", "r2": "l2"}})
    high = judge("rubric", {"levels": {"r1": "l4", "r2": "l3"}})
    assert low.points == high.points == 1
    assert [one.id for one in low.feedback] == ["r1", "r2"]
    assert not high.feedback


def test_what_other_blocks_take_over():
    assert judge("choose_benefits", {"benefits": ["climate", "leadership"]}).chosen == (
        "climate",
        "leadership",
    )
    assert judge("choose_tasks", RIGHT["choose_tasks"]).chosen == ("quote-as-pdf",)


def test_a_senior_may_speak_instead_of_writing():
    assert judge("reflection", {"spoken": True}).points == 1


FORGED = [
    ("lesson", {"read": "yes"}, "answer_type"),
    ("lesson", {}, "answer_missing"),
    ("lesson", {"read": True, "points": 9}, "answer_unknown_key"),
    ("card_sort", {"piles": {"c1": "p1", "c2": "p2"}, "points": 5}, "answer_unknown_key"),
    ("card_sort", {"piles": {"c1": "p1", "c9": "p2"}}, "answer_unknown_id"),
    ("card_sort", {"piles": {"c1": "p1", "c2": "p9"}}, "answer_unknown_id"),
    ("card_sort", {"piles": {"c1": "p1", "c2": ["p2"]}}, "answer_unknown_id"),
    ("card_sort", {"piles": ["c1"]}, "answer_type"),
    ("order", {"order": ["t1", "t1", "t2", "t3"]}, "answer_repeated"),
    ("order", {"order": ["t1", "t2", "t3", "t4", "t5"]}, "answer_unknown_id"),
    ("order", {"order": "t1"}, "answer_type"),
    ("choice", {"options": ["o9"]}, "answer_unknown_id"),
    ("choice", {"options": [["o2"]]}, "answer_unknown_id"),
    ("choice", {"options": ["o2", "o2"]}, "answer_repeated"),
    ("traffic_light", {"lights": {"k1": "blue", "k2": "red"}}, "answer_unknown_id"),
    ("conversation", {"path": ["c"]}, "conversation_unknown_choice"),
    ("conversation", {"path": ["a", "c", "a"]}, "conversation_after_end"),
    ("conversation", {"path": ["a"]}, "conversation_not_at_end"),
    ("conversation", {"path": []}, "conversation_not_at_end"),
    ("conversation", {"path": "ac"}, "answer_type"),
    ("conversation", {"path": ["a"] * 41}, "answer_too_long"),
    ("conversation", {"path": ["a", "c"], "ending": "good"}, "answer_unknown_key"),
    ("rewrite", {"texts": {"s1": "x", "s9": "y"}}, "answer_unknown_id"),
    ("rewrite", {"texts": {"s1": 3, "s2": "y"}}, "answer_type"),
    ("practice_log", {"fields": {"what": "x", "minutes": "45", "way": "phone"}}, "answer_type"),
    ("practice_log", {"fields": {"what": "x", "minutes": True, "way": "phone"}}, "answer_type"),
    ("practice_log", {"fields": {"what": "x", "minutes": -1, "way": "phone"}}, "answer_type"),
    ("practice_log", {"fields": {"what": "x", "minutes": 1, "way": "mail"}}, "answer_unknown_id"),
    ("practice_log", {"fields": {"kinds": ["x", "x"]}}, "answer_repeated"),
    ("practice_log", {"fields": {"other": "x"}}, "answer_unknown_id"),
    ("rubric", {"levels": {"r1": "l1", "r2": "l9"}}, "answer_unknown_id"),
    ("reflection", {"spoken": "yes"}, "answer_type"),
    ("choose_benefits", {"benefits": ["gold"]}, "answer_unknown_id"),
    ("choose_tasks", {"tasks": ["fly"]}, "answer_unknown_id"),
    ("checklist", {"ticked": ["i9"]}, "answer_unknown_id"),
    ("checklist", [], "answer_type"),
]


@pytest.mark.parametrize(("kind", "answer", "code"), FORGED)
def test_forged_and_broken_answers_are_refused(kind, answer, code):
    with pytest.raises(AnswerRefused) as caught:
        judge(kind, answer)
    assert caught.value.code == code


UNFINISHED = [
    ("card_sort", {"piles": {"c1": "p1"}}, ("c2", "required")),
    ("traffic_light", {"lights": {}}, ("k1", "required")),
    ("order", {"order": ["t1", "t2", "t3"]}, ("t4", "required")),
    ("rewrite", {"texts": {"s1": "x", "s2": "  "}}, ("s2", "required")),
    ("open_question", {"texts": {"s2": "x"}}, ("s1", "required")),
    ("rewrite", {"texts": {"s1": "x" * 2001, "s2": "y"}}, ("s1", "too_long")),
    ("practice_log", {"fields": {"what": "x", "way": "phone"}}, ("minutes", "required")),
    ("rubric", {"levels": {"r1": "l1"}}, ("r2", "required")),
    ("reflection", {"texts": {"q1": " "}}, ("texts", "required")),
    ("choice", {"options": []}, ("options", "choose_between")),
    ("choice", {"options": ["o1", "o2"]}, ("options", "choose_between")),
    ("choose_benefits", {"benefits": []}, ("benefits", "choose_between")),
    ("choose_tasks", {"tasks": []}, ("tasks", "choose_between")),
]


@pytest.mark.parametrize(("kind", "answer", "expected"), UNFINISHED)
def test_what_a_learner_can_mend_is_named_part_by_part(kind, answer, expected):
    with pytest.raises(Invalid) as caught:
        judge(kind, answer)
    assert expected in [(one.field, one.code) for one in caught.value.problems]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=7), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(sorted({key for answer in RIGHT.values() for key in answer}))


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(KINDS), key=KEYS, value=JSON)
def test_no_answer_breaks_it_or_earns_more_than_possible(kind, key, value):
    for answer in (value, {key: value}):
        try:
            outcome = judge(kind, answer)
        except (AnswerRefused, Invalid):
            continue
        assert 0 <= outcome.points <= outcome.possible


SECRETS = (
    "reason",
    "right",
    "light",
    "pile",
    "why",
    "example",
    "tip",
    "to",
    "reaction",
    "outcome",
    "noticed",
)


def keys(value):
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_view_has_no_answers(kind):
    view = public_view(activity(kind))
    json.dumps(view)
    assert not set(SECRETS) & set(keys(view))


def test_steps_are_never_shown_in_the_right_order():
    order = activity("order")
    shown = [one["id"] for one in public_view(order)["steps"]]
    assert sorted(shown) == ["t1", "t2", "t3", "t4"]
    assert shown != ["t1", "t2", "t3", "t4"]
    assert shown == [one["id"] for one in public_view(order)["steps"]]
