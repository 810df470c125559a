"""The alert that a form at the end is missing: for whom it is open, since when it is, and no longer than that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import attrs
import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from ment_xblock.domain.survey.items import Definition
from ment_xblock.domain.survey.schedule import After, Schedule
from ment_xblock.models import AlertState, Participant
from ment_xblock.services import alerts
from ment_xblock.services.survey_closing import settle_course
from tests.survey_world import Survey, be_the_course, defined
from tests.world import World

pytestmark = pytest.mark.django_db
AFTER_THE_END = Schedule(after=After.PAIR_CLOSED)
TRUST = ["trust", "next-round"]
Publish = Callable[..., list[Survey]]


@pytest.fixture
def publish(world: World, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Give the course these surveys and no others."""

    def surveys(*wanted: tuple[Definition, Schedule]) -> list[Survey]:
        made = [
            Survey(world, definition, schedule, f"form-{number}")
            for number, (definition, schedule) in enumerate(wanted)
        ]
        be_the_course(monkeypatch, *made)
        return made

    return surveys


def ended_pair(world: World, *names: str) -> int:
    with TestCase.captureOnCommitCallbacks(execute=True):
        pair = world.pair(*names)
        world.act("end", "chiara", pair, reason="")
    return pair


def missing(world: World, days: float = 0) -> dict[str, int]:
    """Whose form is missing after so many days, and for how many days it has been."""
    world.wait(days=days)
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    rows = AlertState.objects.filter(rule="end_forms_missing", over_at=None)
    return {row.participant.user.username: row.params["days"] for row in rows}


def test_it_is_missed_a_week_after_it_opened(world: World, publish: Publish) -> None:
    """Also where nobody has answered it yet, so that nothing of it is stored."""
    publish((defined("end", items=TRUST), AFTER_THE_END))
    ended_pair(world)
    assert missing(world, days=6) == {}
    assert missing(world, days=1) == {"giulia": 7, "mario": 7}


def test_it_is_not_missed_before_it_opens(world: World, publish: Publish) -> None:
    later = attrs.evolve(AFTER_THE_END, weeks_later=4)
    publish((defined("end", items=TRUST), later))
    ended_pair(world)
    assert missing(world, days=28) == {}
    assert missing(world, days=6) == {}
    assert missing(world, days=1) == {"giulia": 7, "mario": 7}


def test_a_day_of_its_own_counts_as_well(world: World, publish: Publish) -> None:
    day = world.host.now() + timedelta(days=20)
    publish((defined("end", items=TRUST), Schedule(opens_at=day)))
    ended_pair(world)
    assert missing(world, days=26) == {}
    assert missing(world, days=2) == {"giulia": 8, "mario": 8}


def test_only_who_is_asked_can_miss_it(world: World, publish: Publish) -> None:
    publish((defined("end", items=TRUST, roles=["mentee"]), AFTER_THE_END))
    ended_pair(world)
    assert missing(world, days=7) == {"mario": 7}


def test_a_pair_that_did_not_come_about_misses_nothing(world: World, publish: Publish) -> None:
    publish((defined("end", items=TRUST), AFTER_THE_END))
    world.act("decline", "mario", world.pair(), reason="")
    assert missing(world, days=30) == {}


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_who_has_answered_misses_nothing_any_more(
    world: World, publish: Publish, mode: str
) -> None:
    (end,) = publish((defined("end", mode, items=["trust"]), AFTER_THE_END))
    ended_pair(world)
    assert set(missing(world, days=7)) == {"giulia", "mario"}
    end.answer("mario", {"trust": 4})
    assert set(missing(world, days=1)) == {"giulia"}


def test_a_named_answer_takes_the_alert_back_at_once(
    world: World, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The one whose clock was put forward.
    monkeypatch.setattr(alerts, "current_host", lambda: world.host)
    (end,) = publish((defined("end", items=TRUST), AFTER_THE_END))
    ended_pair(world)
    assert set(missing(world, days=7)) == {"giulia", "mario"}
    end.answer("mario", {"trust": 4})
    open_ones = AlertState.objects.filter(rule="end_forms_missing", over_at=None)
    assert [row.participant.user.username for row in open_ones] == ["giulia"]


def test_of_two_forms_the_older_one_counts(world: World, publish: Publish) -> None:
    first, second = publish(
        (defined("end", items=TRUST), AFTER_THE_END),
        (defined("end", items=["support"]), attrs.evolve(AFTER_THE_END, weeks_later=1)),
    )
    ended_pair(world)
    assert missing(world, days=15) == {"giulia": 15, "mario": 15}
    first.answer("mario", {"trust": 4})
    assert missing(world, days=1) == {"giulia": 16, "mario": 9}
    second.answer("mario", {"support": 4})
    assert missing(world, days=1) == {"giulia": 17}


def test_a_closed_one_is_missed_by_nobody(world: World, publish: Publish) -> None:
    last_day = world.host.now() + timedelta(days=10)
    publish((defined("end", items=TRUST), attrs.evolve(AFTER_THE_END, closes_at=last_day)))
    ended_pair(world)
    assert set(missing(world, days=9)) == {"giulia", "mario"}
    assert missing(world, days=1) == {}
    settle_course(host=world.host, course_key=world.course_key)
    assert missing(world, days=1) == {}


def test_a_second_pair_is_not_late_because_the_first_one_was(
    world: World, publish: Publish
) -> None:
    """Mario's form has been open since his first pair ended; of the second pair it is missing since that one did."""
    publish((defined("end", items=TRUST), AFTER_THE_END))
    ended_pair(world)
    world.wait(days=30)
    second = ended_pair(world, "piotr", "mario")
    missing(world, days=8)
    rows = AlertState.objects.filter(pairing=second, over_at=None)
    assert {(row.participant.user.username, row.params["days"]) for row in rows} == {
        ("piotr", 8),
        ("mario", 8),
    }


def test_who_has_left_the_site_is_not_waited_for(world: World, publish: Publish) -> None:
    publish((defined("end", items=TRUST), AFTER_THE_END))
    ended_pair(world)
    Participant.objects.filter(user__username="mario").update(user=None)
    assert missing(world, days=7) == {"giulia": 7}


def test_many_pairs_are_asked_about_as_often_as_one(world: World, publish: Publish) -> None:
    publish((defined("end", items=TRUST), AFTER_THE_END))
    pairs = [ended_pair(world)]

    def asked() -> list[Any]:
        with CaptureQueriesContext(connection) as queries:
            alerts.refresh(host=world.host, pairing_ids=pairs)
        return list(queries)

    world.wait(days=1)
    few = len(asked())
    pairs += [ended_pair(world, "piotr", "anna"), ended_pair(world, "lena", "tomas")]
    world.wait(days=1)
    assert len(asked()) == few
