"""The goals of the charter say what counts in the matching, as long as nobody decides otherwise."""

import pytest

from ment_xblock.domain.matching import DEFAULT_LEVELS, Criterion, Level, levels_for, raised_by
from ment_xblock.domain.matching.goals import RAISES
from ment_xblock.services.charter import terms_of_charters


def test_every_goal_of_the_toolkit_raises_something():
    assert set(RAISES) == set(terms_of_charters().fields["goals"].options)


def test_without_goals_it_is_as_usual():
    assert levels_for([]) == DEFAULT_LEVELS
    assert raised_by([]) == ()


@pytest.mark.parametrize(
    ("goal", "criterion", "level"),
    [
        ("digital_skills", Criterion.TASKS, Level.LOT),
        ("generations", Criterion.STYLE, Level.NORMAL),
        ("inclusive_leadership", Criterion.VARIETY, Level.NORMAL),
        ("innovation", Criterion.VARIETY, Level.NORMAL),
        ("young_talent", Criterion.WISHES, Level.NORMAL),
        ("tacit_knowledge", Criterion.WISHES, Level.NORMAL),
        ("engagement", Criterion.TIMES, Level.LOT),
    ],
)
def test_a_goal_raises_its_criterion_by_one_step_and_nothing_else(goal, criterion, level):
    assert levels_for([goal]) == {**DEFAULT_LEVELS, criterion: level}


def test_two_goals_of_one_criterion_are_one_step_and_both_are_named():
    (raised,) = raised_by(["innovation", "inclusive_leadership"])
    assert raised.criterion is Criterion.VARIETY
    assert raised.level is Level.NORMAL
    assert raised.goals == ("innovation", "inclusive_leadership")


def test_tasks_stay_the_weightiest_with_all_goals():
    levels = levels_for(RAISES)
    assert max(level.weight for level in levels.values()) == levels[Criterion.TASKS].weight


def test_a_goal_that_is_not_known_raises_nothing():
    assert levels_for(["world_peace"]) == DEFAULT_LEVELS
