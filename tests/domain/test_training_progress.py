"""Progress and credit: the rules of the gradebook, and a module that changes meanwhile."""

import json

import pytest

from ment_xblock.domain.training.conversation import all_paths, walk
from ment_xblock.domain.training.errors import AnswerRefused
from ment_xblock.domain.training.progress import (
    Progress,
    checks_to_repeat,
    continue_conversation,
    credit,
    from_state,
    may_open,
    move,
    open_path,
    record,
    resume_at,
    standing,
    to_state,
)
from ment_xblock.domain.training.score import score
from ment_xblock.domain.training.view import conversation_view
from tests.domain.training_examples import RIGHT, example, module

TASKS = {"quote-as-pdf"}


def answered(found, progress, activity_id, answer):
    outcome = score(found.activity(activity_id), answer, known_tasks=TASKS)
    return record(found, progress, activity_id, outcome)


def all_done(found):
    progress = Progress()
    for one in found.activities:
        progress = answered(found, progress, one.id, RIGHT[one.kind])
    return progress


def junior():
    """Checks: card_sort 2, order 4, choice 1, traffic_light 2, conversation 2, rubric 1: 12."""
    return module()


def senior():
    data = example(track="senior", **{"pass": {"rule": "taking_part"}})
    for one in data["activities"]:
        one.pop("check", None)
    return module(**{key: data[key] for key in ("track", "pass", "activities")})


def test_juniors_earn_their_share_of_check_points():
    found = junior()
    progress = answered(found, Progress(), "order", {"order": ["t4", "t1", "t2", "t3"]})
    assert standing(found, progress).share == pytest.approx(2 / 12)
    progress = answered(found, progress, "choice", {"options": ["o2"]})
    assert standing(found, progress).share == pytest.approx(3 / 12)
    assert standing(found, all_done(found)).share == 1.0


def test_what_is_no_check_earns_nothing_but_counts_as_done():
    found = junior()
    progress = answered(found, Progress(), "lesson", {"read": True})
    result = standing(found, progress)
    assert (result.share, result.done, result.total) == (0.0, 1, len(found.activities))


def test_the_best_result_counts():
    found = junior()
    progress = answered(found, Progress(), "card-sort", RIGHT["card_sort"])
    progress = answered(found, progress, "card-sort", {"piles": {"c1": "p2", "c2": "p1"}})
    assert standing(found, progress).share == pytest.approx(2 / 12)
    assert progress.done["card-sort"].tries == 2


def test_only_checks_that_are_not_all_right_are_to_be_done_again():
    found = junior()
    progress = answered(found, all_done(found), "lesson", {"read": True})
    assert checks_to_repeat(found, progress) == ()
    progress = answered(found, Progress(), "order", {"order": ["t4", "t1", "t2", "t3"]})
    progress = answered(found, progress, "choice", RIGHT["choice"])
    assert checks_to_repeat(found, progress) == ("order",)


def test_pass_mark_of_the_module_and_of_the_author():
    found = junior()
    progress = answered(found, Progress(), "order", RIGHT["order"])
    progress = answered(found, progress, "card-sort", RIGHT["card_sort"])
    progress = answered(found, progress, "choice", RIGHT["choice"])
    result = standing(found, progress)
    assert result.share == pytest.approx(7 / 12)
    assert not result.passed
    eased = standing(found, progress, pass_percent=50)
    assert eased.passed
    assert credit(eased, full_at_pass=True) == 1.0
    assert credit(eased, full_at_pass=False) == pytest.approx(7 / 12)
    assert credit(result, full_at_pass=True) == pytest.approx(7 / 12)


def test_where_all_must_be_right_there_is_no_part_credit():
    found = module(**{"pass": {"rule": "all_right"}})
    progress = all_done(found)
    assert standing(found, progress).share == 1.0
    nearly = Progress(done={k: v for k, v in progress.done.items() if k != "choice"})
    assert standing(found, nearly).share == 0.0
    assert not standing(found, nearly, pass_percent=10).passed


def test_seniors_get_credit_for_taking_part_not_for_being_right():
    found = senior()
    wrong = answered(found, Progress(), "choice", {"options": ["o1"]})
    right = answered(found, Progress(), "choice", {"options": ["o2"]})
    assert standing(found, wrong).share == standing(found, right).share
    assert standing(found, wrong).share == pytest.approx(1 / len(found.activities))
    assert standing(found, all_done(found)).passed


def test_nobody_records_an_activity_that_is_not_there():
    found = junior()
    outcome = score(found.activity("choice"), RIGHT["choice"])
    before = Progress()
    for act in (
        lambda: record(found, before, "gone", outcome),
        lambda: move(found, before, "gone"),
        lambda: continue_conversation(found, before, "gone", ()),
    ):
        with pytest.raises(AnswerRefused, match="answer_unknown_activity"):
            act()


def test_resume_and_order():
    found = junior()
    assert resume_at(found, Progress()) == "lesson"
    progress = answered(found, Progress(), "lesson", {"read": True})
    assert resume_at(found, move(found, progress, "card-sort")) == "card-sort"
    assert may_open(found, progress, "card-sort", free_order=False)
    assert not may_open(found, progress, "rewrite", free_order=False)
    assert may_open(found, progress, "rewrite", free_order=True)
    assert not may_open(found, progress, "gone", free_order=True)


def test_a_conversation_is_resumed_and_replayed_from_any_point():
    found = junior()
    progress = continue_conversation(found, Progress(), "conversation", ("a",))
    assert open_path(found, progress, "conversation") == ("a",)
    assert open_path(found, progress, "lesson") == ()
    with pytest.raises(AnswerRefused, match="conversation_unknown_choice"):
        continue_conversation(found, progress, "conversation", ("d",))
    with pytest.raises(AnswerRefused, match="answer_no_conversation"):
        continue_conversation(found, progress, "lesson", ())
    done = answered(found, progress, "conversation", {"path": ["a", "c"]})
    assert not done.paths
    again = continue_conversation(found, done, "conversation", ("a",))
    assert again.done == done.done


def test_a_conversation_shows_only_what_was_reached():
    talk = junior().activity("conversation")
    start = conversation_view(talk, ())
    assert start["told"] == []
    assert start["node"]["choices"] == [
        {"id": "a", "text": "Text of a."},
        {"id": "b", "text": "Text of b."},
    ]
    after = conversation_view(talk, ("a",))
    assert after["told"][0]["reaction"] == "Aha."
    assert "Good." not in json.dumps(after)
    end = conversation_view(talk, ("a", "c"))
    assert end["node"] is None
    assert end["ending"]["noticed"] == "Seen."


def test_all_paths_are_walked():
    talk = junior().activity("conversation")
    assert list(all_paths(talk)) == [("a", "c"), ("a", "d"), ("b",)]
    assert [walk(talk, path).ending.id for path in all_paths(talk)] == ["good", "so-so", "bad"]


def test_state_goes_there_and_back_and_holds_no_text():
    found = junior()
    progress = continue_conversation(found, all_done(found), "conversation", ("a",))
    stored = json.loads(json.dumps(to_state(progress)))
    assert from_state(stored) == progress
    assert "ecret" not in json.dumps(stored)


@pytest.mark.parametrize(
    "state",
    [
        None,
        [],
        "x",
        {},
        {"a": {"x": "y"}, "p": 3, "best": "1", "r": None, "at": 4},
        {"a": {"x": [1]}, "p": {"x": "y"}},
        {"a": {"x": [5, 2, 1]}, "p": {"x": [1]}},
    ],
)
def test_broken_state_counts_as_not_begun(state):
    assert from_state(state) == Progress()


def test_a_changed_module_keeps_the_credit_and_resumes_sensibly():
    old = junior()
    progress = move(old, all_done(old), "choice")
    data = example(revision=2)
    data["activities"] = [one for one in data["activities"] if one["type"] != "choice"]
    data["activities"].append(
        {
            **example()["activities"][0],
            "id": "news",
        }
    )
    data["activities"][0]["check"] = False
    new = module(revision=2, activities=data["activities"])
    assert standing(new, progress).share == 1.0
    assert resume_at(new, progress) == "news"


def test_points_of_an_older_revision_keep_their_share():
    old = junior()
    progress = answered(old, Progress(), "card-sort", {"piles": {"c1": "p1", "c2": "p1"}})
    data = example()
    cards = data["activities"][1]["cards"]
    cards += [{**cards[0], "id": "c3"}, {**cards[0], "id": "c4"}]
    new = module(revision=2, activities=data["activities"])
    # half of four card points of fourteen
    assert standing(new, progress).share == pytest.approx(2 / 14)


def test_a_path_that_a_change_cut_starts_again():
    progress = continue_conversation(junior(), Progress(), "conversation", ("a",))
    data = example()
    data["activities"][7]["nodes"][0]["choices"][0]["id"] = "z"
    new = module(activities=data["activities"])
    assert open_path(new, progress, "conversation") == ()
