"""What a clever reader could conclude from what is shown, with every possible crowd tried out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations_with_replacement

import pytest

from ment_xblock.domain.survey import disclosure
from ment_xblock.domain.survey.disclosure import (
    Group,
    Shown,
    each_once,
    may_show,
    may_tell_how_many,
    total_of,
)

BEST = 3
VALUES = (1, 2, BEST)
BOTH = ("mentor", "mentee")


def crowd(**counts: int) -> Group:
    found = {int(value[1:]): count for value, count in counts.items()}
    return Group(sum(found.values()), found)


def histograms(people: int) -> Iterator[Counter]:
    for answers in combinations_with_replacement(VALUES, people):
        yield Counter(answers)


def shown_to_reader(groups: dict[str, Group]) -> tuple:
    """All that a page shows, as one value: two crowds with the same one cannot be told apart."""
    verdict = may_show(groups, asked=BOTH, best=BEST)
    if verdict is Shown.NOTHING:
        return (verdict,)
    parts = [total_of(groups)] if verdict is Shown.TOTAL else [groups[role] for role in BOTH]
    return (verdict, *(tuple(sorted(part.counts.items())) for part in parts))


def worlds(mentors: int, mentees: int) -> dict[tuple, list[dict[str, Counter]]]:
    """Every crowd of this size, by what is shown of it."""
    found = defaultdict(list)
    for one in histograms(mentors):
        for other in histograms(mentees):
            groups = {"mentor": Group(mentors, dict(one)), "mentee": Group(mentees, dict(other))}
            found[shown_to_reader(groups)].append({"mentor": one, "mentee": other})
    return found


def conclusions(mentors: int, mentees: int) -> list[tuple]:
    """Bad news about a whole role that a reader is sure of, who knows the rule, the sizes and one own answer.

    Yields what is shown, who the reader is, whom it is about and what they all answered.
    """
    found = []
    for shown, possible in worlds(mentors, mentees).items():
        for reader in (None, *((role, value) for role in BOTH for value in VALUES)):
            left = [without(world, reader) for world in possible]
            left = [world for world in left if world is not None]
            for role in BOTH if left else ():
                for value in VALUES:
                    if value != BEST and all(is_all(world[role], value) for world in left):
                        found.append((shown, reader, role, value))
    return found


def without(world: dict[str, Counter], reader: tuple[str, int] | None) -> dict | None:
    """The others, as the reader sees them; None where the reader cannot be in this world."""
    if reader is None:
        return world
    role, value = reader
    if not world[role][value]:
        return None
    return {**world, role: world[role] - Counter([value])}


def is_all(answers: Counter, value: int) -> bool:
    return answers.total() > 0 and answers[value] == answers.total()


SIZES = [(5, 5), (6, 5), (5, 4), (4, 5), (4, 4), (3, 6), (1, 5), (1, 8), (2, 7), (3, 3)]


@pytest.mark.parametrize(("mentors", "mentees"), SIZES)
def test_no_reader_is_sure_that_a_whole_role_answered_badly(mentors, mentees):
    assert conclusions(mentors, mentees) == []


@pytest.mark.parametrize(("mentors", "mentees"), [(5, 5), (5, 4)])
def test_the_reader_would_be_sure_without_the_rules(monkeypatch, mentors, mentees):
    monkeypatch.setattr(disclosure, "FEWEST", 1)
    monkeypatch.setattr(Group, "is_alike", lambda self, best: False)
    assert conclusions(mentors, mentees)


def test_the_reader_would_be_sure_if_one_dissenter_were_enough(monkeypatch):
    monkeypatch.setattr(disclosure, "BUT_FOR", 0)
    assert conclusions(5, 5)


def test_four_are_not_shown_and_five_are():
    four, five = crowd(v1=2, v3=2), crowd(v1=2, v3=3)
    assert may_show({"": four}, asked=("mentee",), best=5) is Shown.NOTHING
    assert may_show({"": five}, asked=("mentee",), best=5) is Shown.TOTAL


def test_by_role_only_where_both_have_five():
    five, four = crowd(v1=2, v3=3), crowd(v1=2, v3=2)
    assert may_show({"mentor": five, "mentee": five}, asked=BOTH) is Shown.BY_ROLE
    assert may_show({"mentor": five, "mentee": four}, asked=BOTH) is Shown.TOTAL
    assert may_show({"mentor": five}, asked=BOTH) is Shown.TOTAL
    assert may_show({"mentor": four, "mentee": crowd()}, asked=BOTH) is Shown.NOTHING


def test_four_of_nine_are_not_told_by_subtraction():
    groups = {"mentor": crowd(v1=2, v2=3), "mentee": crowd(v1=4)}
    assert may_show(groups, asked=BOTH, best=5) is Shown.TOTAL


def test_alike_is_hidden_unless_it_is_good_news():
    mixed = crowd(v3=3, v4=3)
    for alike in (crowd(v1=5), crowd(v1=4, v5=1)):
        assert may_show({"": alike}, asked=("mentee",), best=5) is Shown.NOTHING
        assert may_show({"mentor": mixed, "mentee": alike}, asked=BOTH, best=5) is Shown.NOTHING
    good = crowd(v5=5)
    assert may_show({"mentor": mixed, "mentee": good}, asked=BOTH, best=5) is Shown.BY_ROLE
    assert may_show({"": good}, asked=("mentee",), best=None) is Shown.NOTHING


def test_somebody_who_answers_often_is_one_person():
    same, other = (2, 2), (1, 4)
    assert each_once([same] * 4).answered == 4
    assert not each_once([same] * 4).is_enough
    assert each_once([(2, 2), (3, 3), other, other, other]) == Group(5, {2: 1, 3: 1})
    assert may_show({"": each_once([same] * 4 + [other])}, asked=(), best=5) is Shown.NOTHING
    assert may_show({"": each_once([same] * 3 + [other] * 2)}, asked=(), best=5) is Shown.TOTAL
    assert may_show({"": each_once([(5, 5)] * 5)}, asked=(), best=5) is Shown.TOTAL
    assert may_show({"": each_once([])}, asked=(), best=5) is Shown.NOTHING


@pytest.mark.parametrize(
    ("chose", "of", "may"),
    [
        (0, 0, True),
        (0, 1, False),
        (3, 4, False),
        (4, 4, False),
        (0, 5, False),
        (1, 5, False),
        (2, 5, True),
        (5, 5, True),
        (6, 6, True),
    ],
)
def test_how_many_chose_good_news(chose, of, may):
    assert may_tell_how_many(chose, of=of) is may
