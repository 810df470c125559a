""" "Of so many" counts those for whom a survey is open, or was: the very people who can open the form."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.models import Participant
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.services import survey_closing
from tests.survey_world import Survey, be_the_course, defined, held_session
from tests.world import CHIARA

pytestmark = pytest.mark.django_db
AFTER_PAIR = Schedule(after=After.PAIR_CLOSED)


@pytest.fixture
def end(world, monkeypatch):
    """A form at the end, and two pairs, one of which has come to its end."""
    survey = Survey(world, defined("end", items=["trust"]), AFTER_PAIR)
    be_the_course(monkeypatch, survey)
    ended = world.signed_pair()
    world.pair("piotr", "anna")
    world.join("lena")
    end_pair(world, ended)
    return survey


def end_pair(world, pair):
    world.act("end", CHIARA, pair, reason="All done")


def rates(survey):
    return {role: (one.asked, one.answered) for role, one in survey.results().rates.items()}


def _pair_of(mentor):
    return Participant.objects.get(user__username=mentor).pairings_as_mentor.get().pk


def shown(survey):
    host = survey.world.host
    (line,) = learning_overview(host=host, actor=survey.world.actor(CHIARA)).surveys
    return line.asked, line.answered


def test_the_form_at_the_end_is_for_those_whose_pair_has_ended(end, world):
    assert (shown(end), rates(end)) == ((2, 0), {"mentor": (1, 0), "mentee": (1, 0)})
    end.answer("giulia", {"trust": 4})
    assert (shown(end), rates(end)) == ((2, 1), {"mentor": (1, 1), "mentee": (1, 0)})
    end.schedule = Schedule(after=After.PAIR_CLOSED, weeks_later=2)
    assert rates(end) == {"mentor": (1, 1), "mentee": (0, 0)}


def test_what_happens_after_it_was_closed_by_hand_changes_nothing(end, world):
    end.answer("giulia", {"trust": 4})
    end.close()
    end_pair(world, _pair_of("piotr"))
    assert (shown(end), rates(end)) == ((2, 1), {"mentor": (1, 1), "mentee": (1, 0)})


def test_its_closing_date_is_the_last_moment_that_counts(end, world):
    end.answer("giulia", {"trust": 4})
    end.schedule = Schedule(after=After.PAIR_CLOSED, closes_at=world.host.now() + timedelta(days=1))
    world.wait(days=2)
    end_pair(world, _pair_of("piotr"))
    assert shown(end) == (2, 1)
    survey_closing.settle(host=world.host, here=end.here, schedule=end.schedule)
    assert end.run.people == {"mentor": [1, 1], "mentee": [1, 0]}


def test_it_does_not_close_with_the_last_while_others_are_still_to_come(end, world):
    end.schedule = Schedule(after=After.PAIR_CLOSED, closes_with_last=True)
    for username in ("giulia", "mario"):
        end.answer(username, {"trust": 4})
    assert shown(end) == (2, 2)
    assert end.run.closed_at is None


def test_half_way_is_for_those_who_have_met(world, monkeypatch):
    half_way = Survey(world, defined("mid", items=["trust"]), Schedule(looks_back=True))
    be_the_course(monkeypatch, half_way)
    pair = world.signed_pair()
    world.pair("piotr", "anna")
    assert shown(half_way) == (0, 0)
    held_session(pair, 3)
    assert shown(half_way) == (2, 0)
