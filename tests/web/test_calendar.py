"""The calendar that a person's own program subscribes to."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from ment_xblock.domain.errors import NotAllowed, NotFound
from ment_xblock.domain.journal.states import State
from ment_xblock.models import CalendarAddress, Session
from ment_xblock.services import calendar_addresses
from tests.plans import Plans
from tests.world import CHIARA

MOST_QUERIES = 6


@pytest.fixture
def plans(world):
    return Plans(world)


@pytest.fixture
def pair(world):
    return world.signed_pair()


def ask(token, **headers):
    return Client().get(reverse("ment_xblock:calendar", args=[token]), headers=headers)


def events(token):
    answer = ask(token)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    assert not any(component.errors for component in calendar.walk())
    return calendar.walk("VEVENT")


def test_what_it_says(plans, pair):
    plans.planned(pair, days=7, place="At Nora's, who must not be named")
    token = plans.address("giulia")
    (event,) = events(token)
    assert str(event["summary"]) == "Mentoring with Mario"
    assert event.decoded("dtstart") == plans.moment(7).astimezone(UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    assert str(event["status"]) == "CONFIRMED"
    raw = ask(token).content.decode()
    for private in ("Nora", "Tessarin", "Morbelli", "mario@", "LOCATION", "DESCRIPTION"):
        assert private not in raw
    assert str(events(plans.address("mario"))[0]["summary"]) == "Mentoring with Giulia"


def test_the_life_of_a_meeting(plans, pair, world):
    token = plans.address("mario")
    assert events(token) == []
    session = plans.propose("giulia", pair)
    seen = [events(token)[0]]
    plans.act("accept", "mario", session)
    seen += events(token)
    plans.act("move", "mario", session, sheet=plans.sheet(days=9))
    seen += events(token)
    plans.act("cancel", "giulia", session)
    seen += events(token)
    assert len({str(event["uid"]) for event in seen}) == 1
    assert [str(event["status"]) for event in seen] == [
        "TENTATIVE",
        "CONFIRMED",
        "TENTATIVE",
        "CANCELLED",
    ]
    sequences = [event["sequence"] for event in seen]
    assert sequences == sorted(set(sequences))
    assert seen[2].decoded("dtstart") == plans.moment(9).astimezone(UTC)


@pytest.mark.parametrize(
    ("state", "status"),
    [(State.MISSED, "CANCELLED"), (State.CONFIRMED, "CONFIRMED"), (State.LOGGED, "CONFIRMED")],
)
def test_what_became_of_it(plans, pair, state, status):
    session = plans.planned(pair)
    Session.objects.filter(pk=session).update(state=state)
    assert str(events(plans.address("giulia"))[0]["status"]) == status


def test_only_ones_own_of_this_course_and_no_old_ones(plans, pair, world):
    plans.planned(world.signed_pair("piotr", "anna"))
    mine = plans.planned(pair)
    old = plans.planned(pair, days=8)
    Session.objects.filter(pk=old).update(starts_at=plans.moment(-91))
    unplanned = Session.objects.create(
        pairing_id=pair, state=State.LOGGED, created_at=world.host.now()
    )
    assert unplanned.starts_at is None
    (event,) = events(plans.address("giulia"))
    assert event.decoded("dtstart") == plans.row(mine).starts_at


def test_a_trio_has_all_its_meetings(plans, world):
    pairs = [world.pair("giulia", mentee, capacity=2) for mentee in ("mario", "anna")]
    for number, pair in enumerate(pairs, start=1):
        plans.planned(pair, days=number)
    titles = {str(event["summary"]) for event in events(plans.address("giulia"))}
    assert titles == {"Mentoring with Mario", "Mentoring with Anna"}


def test_a_partner_who_left_the_site(plans, pair, world):
    plans.planned(pair)
    token = plans.address("giulia")
    world.row(pair).mentee.user.delete()
    assert str(events(token)[0]["summary"]) == "Mentoring"


def test_a_calendar_asks_again_and_is_told_that_nothing_changed(plans, pair, world):
    session = plans.planned(pair)
    token = plans.address("giulia")
    first = ask(token)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["X-Content-Type-Options"] == "nosniff"
    world.wait(hours=1)
    again = ask(token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    plans.act("move", "giulia", session, sheet=plans.sheet(days=9))
    changed = ask(token, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_as_many_queries_for_many_meetings_as_for_one(plans, pair, world):
    token = plans.address("giulia")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert ask(token).status_code == 200
        return len(asked)

    plans.planned(pair)
    few = queries()
    now = world.host.now()
    Session.objects.bulk_create(
        Session(
            pairing_id=pair,
            state=State.PLANNED,
            starts_at=now + timedelta(hours=hour),
            created_at=now,
        )
        for hour in range(400)
    )
    assert queries() == few <= MOST_QUERIES
    assert len(events(token)) == 300


def test_addresses_are_not_alike_and_long(plans, pair):
    tokens = [plans.address("giulia") for _ in range(3)] + [plans.address("mario")]
    assert len(set(tokens)) == 4
    assert min(map(len, tokens)) >= 43
    assert CalendarAddress.objects.count() == 2


def test_who_has_one(plans, pair, world):
    for username, kind in ((CHIARA, NotFound), ("lena", NotFound), ("nora", NotAllowed)):
        with pytest.raises(kind):
            plans.address(username)
    plans.address("giulia")
    calendar_addresses.drop_calendar_address(actor=world.actor("mario"))
    assert CalendarAddress.objects.count() == 1
    calendar_addresses.drop_calendar_address(actor=world.actor("giulia"))
    assert not CalendarAddress.objects.exists()
