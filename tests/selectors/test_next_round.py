"""Who said in a confidential survey what they want to do next time, and the file for the next matching desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.people_file import read_people
from ment_xblock.models import Participant, SurveyParticipation
from ment_xblock.selectors.next_round import Willing, next_round
from tests.blocks.visitor import Visitor, text_of
from tests.survey_world import Survey, defined, more_people
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db


def willing(world: World) -> list[tuple[str, str]]:
    people = next_round(host=world.host, actor=world.actor(CHIARA)).people
    return [(one.username, one.next_role) for one in people]


@pytest.fixture
def asked(world: World) -> Survey:
    """Four people who answered at the end."""
    more_people(world, 12, 2)
    survey = Survey(world, defined("end"), usage_key="end")
    for username, wish in (
        ("mentee1", "mentor"),
        ("mentor1", "help-pairs"),
        ("mentor2", "be-mentored"),
        ("mentee2", "not-now"),
    ):
        survey.answer(username, {"next-round": wish})
    return survey


def test_who_wants_what(asked: Survey) -> None:
    assert willing(asked.world) == [
        ("mentee1", "mentor"),
        ("mentor2", "mentee"),
        ("mentor1", "help"),
    ]
    first = next_round(host=asked.world.host, actor=asked.world.actor(CHIARA)).people[0]
    assert isinstance(first, Willing)
    assert first.role == "mentee"


def test_the_latest_word_counts(asked: Survey) -> None:
    again = Survey(asked.world, defined("end"), usage_key="again")
    again.answer("mentee1", {"next-round": "not-now"})
    SurveyParticipation.objects.filter(run__usage_key="again").update(
        answered_at=asked.world.host.now() + timedelta(minutes=1)
    )
    assert ("mentee1", "mentor") not in willing(asked.world)


def test_an_anonymous_survey_tells_nothing(world: World) -> None:
    more_people(world, 1, 1)
    survey = Survey(world, defined("end", mode="anonymous"), usage_key="end")
    assert "next-round" not in {item.id for item in survey.definition.items}
    survey.answer("mentor1", {"recommend": 9})
    assert willing(world) == []


def test_who_left_is_missing(asked: Survey) -> None:
    Participant.objects.filter(user__username="mentee1").update(user=None)
    assert ("mentee1", "mentor") not in willing(asked.world)


def test_another_course_and_other_people_learn_nothing(asked: Survey) -> None:
    assert willing(asked.world.elsewhere()) == []
    with pytest.raises(NotAllowed):
        next_round(host=asked.world.host, actor=asked.world.actor("mentor1"))


def test_queries_do_not_grow(asked: Survey, django_assert_max_num_queries) -> None:
    actor = asked.world.actor(CHIARA)
    for newcomers in (range(0), range(3, 13)):
        for number in newcomers:
            asked.answer(f"mentor{number}", {"next-round": "mentor"})
        with django_assert_max_num_queries(5):
            people = next_round(host=asked.world.host, actor=actor).people
        assert len(people) == 3 + len(newcomers)


def test_the_file_is_what_the_desk_reads(asked: Survey) -> None:
    visitor = Visitor(CHIARA, slug="home")
    lines = read_people(text_of(visitor.get("download_next_round")))
    assert not any(line.problems for line in lines)
    assert {line.who: line.role for line in lines} == {
        "mentee1": "mentor",
        "mentor2": "mentee",
        "mentor1": None,
    }
    page = text_of(visitor.get("part", name="next_round"))
    assert "Want to help other pairs (1)" in page


def test_the_page_shows_some_people_at_a_time_and_the_file_all_of_them(
    asked: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = [f"mentor{number}" for number in range(3, 13)]
    for username in crowd:
        asked.answer(username, {"next-round": "mentor"})
    people = next_round(host=asked.world.host, actor=asked.world.actor(CHIARA)).people
    visitor = Visitor(CHIARA, slug="home")
    monkeypatch.setattr("ment_xblock.blocks.dashboard_next_round.PAGE_SIZE", 10)
    pages = [text_of(visitor.get("people_of_next_round", offset=n)) for n in (0, 10, 20)]
    names = [one.name for one in people]
    first, second, beyond = ([name for name in names if f">{name} " in page] for page in pages)
    assert (first, second, beyond) == (names[:10], names[10:], names[:10])
    assert "from 11 of 13" in pages[1]
    assert "Want to be a mentor (11)" in pages[0], "of all, and not of this page"
    assert "Want to be a mentor (11)" in pages[1]
    assert "Next page" in pages[0]
    assert "Next page" not in pages[1]
    assert len(text_of(visitor.get("download_next_round")).splitlines()) == 1 + len(people)
