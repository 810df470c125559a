"""Plans on the page, in the calendar file, and before eyes that must not read everything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from ment_xblock.domain.journal.states import State
from ment_xblock.models import Session
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of, tree_of
from tests.plans import Plans

PLACE = "Behind Nora's bakery"
STUDIO = {
    "display_name": "Our meetings",
    "weight": "1",
    "welcome": "",
    "required_sessions": "6",
    "session_minutes": "15",
    "asked": ["device"],
    "switched_on": ["paper_allowed"],
}


@pytest.fixture
def pair() -> int:
    return cast.make_pair("giulia", "mario")


@pytest.fixture
def plans() -> Plans:
    return Plans(cast.world())


def at(username: str, **more: str) -> Visitor:
    return Visitor(username, slug="journal", **more)


def set_up(**settings: object) -> None:
    author = at("chiara", door="studio_handler")
    assert (
        author.post("save_settings", **{**STUDIO, "time_zone": "", **settings}).status_code == 200
    )


def event_for(username: str, pair: int, session: int):
    answer = at(username).get("meeting_file", pairing=pair, session=session)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert not any(component.errors for component in calendar.walk())
    (event,) = calendar.walk("VEVENT")
    return event


@pytest.mark.parametrize("zone", ["Europe/Rome", "Europe/Warsaw"])
def test_half_past_five_in_the_file_before_and_after_the_october_change(
    zone: str, pair: int, plans: Plans
) -> None:
    set_up(time_zone=zone)
    hours = []
    for month, day in ((10, 28), (11, 4)):  # clocks go back on 31 October 2027
        local = datetime(2027, month, day, 17, 30, tzinfo=ZoneInfo(zone))
        session = Session.objects.create(
            pairing_id=pair,
            state=State.PLANNED,
            starts_at=local.astimezone(UTC),
            minutes=60,
            created_at=plans.world.host.now(),
        )
        event = event_for("giulia", pair, session.pk)
        begins, ends = event.decoded("dtstart"), event.decoded("dtend")
        assert event["dtstart"].params["TZID"] == zone
        assert begins.strftime("%H:%M") == "17:30"
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=1)
        hours.append(begins.astimezone(UTC).hour)
    assert hours == [15, 16]


def test_what_the_file_of_a_meeting_says(pair: int, plans: Plans) -> None:
    session = plans.planned(pair, place=PLACE)
    event = event_for("mario", pair, session)
    assert str(event["summary"]) == "Mentoring with Giulia"
    assert str(event["location"]) == PLACE
    assert (str(event["status"]), event["sequence"]) == ("CONFIRMED", 2)
    uid = str(event["uid"])
    plans.act("move", "giulia", session, sheet=plans.sheet(days=9))
    moved = event_for("mario", pair, session)
    assert (str(moved["uid"]), str(moved["status"]), moved["sequence"]) == (uid, "TENTATIVE", 3)
    plans.act("cancel", "giulia", session)
    assert str(event_for("mario", pair, session)["status"]) == "CANCELLED"


def test_the_place_is_for_the_two(pair: int, plans: Plans) -> None:
    plans.planned(pair, place=PLACE)
    session = plans.propose("giulia", pair, days=9, place=PLACE)
    assert "Behind Nora" in text_of(at("mario").unit())
    viewed = at("mario", viewed_by="chiara")
    for answer in (
        at("chiara").unit(),
        at("chiara").post("desk", pairing=pair),
        viewed.unit(),
        viewed.get("meeting_file", pairing=pair, session=session),
    ):
        assert answer.status_code == 200
        assert "Behind Nora" not in text_of(answer)
    assert at("chiara").get("meeting_file", pairing=pair, session=session).status_code == 404


def test_what_people_type_is_shown_as_text(pair: int, plans: Plans) -> None:
    plans.planned(pair, place='<script>alert("1")</script>')
    assert "<script>alert" not in text_of(at("mario").unit())


def test_reminders_can_be_switched_off(pair: int, plans: Plans) -> None:
    plans.planned(pair)
    assert "Before you meet" in text_of(at("giulia").unit())
    set_up()
    assert "Before you meet" not in text_of(at("giulia").unit())


def test_a_year_too_far_is_said_beside_its_field(pair: int, plans: Plans) -> None:
    typed = {**plans.sheet().typed, "day": "2300-01-01", "minutes": "-5"}
    answer = at("giulia").post("propose_meeting", pairing=pair, known="", **typed)
    assert (answer.status_code, code_of(answer)) == (422, "invalid")
    assert tree_of(answer).xpath("//@data-field") == ["day", "minutes"]
    assert not Session.objects.exists()


@pytest.mark.parametrize("known", ["x", "1 " * 51, "\u0661", "-1"])
def test_a_page_that_knows_nonsense(known: str, pair: int, plans: Plans) -> None:
    answer = at("giulia").post("propose_meeting", pairing=pair, known=known, **plans.sheet().typed)
    assert (answer.status_code, code_of(answer)) == (400, "not_readable")


def test_the_clock_of_the_reader(plans: Plans) -> None:
    pair = cast.make_pair("giulia", "ioana")
    plans.planned(pair, days=30)
    assert "in Rome" in text_of(at("ioana").unit())
    assert "in Rome" not in text_of(at("giulia").unit())


def test_a_pair_that_is_over_shows_no_form(pair: int, plans: Plans) -> None:
    plans.planned(pair)
    cast.act("decline", pair, "mario", reason="No")
    page = tree_of(at("giulia").unit())
    assert not page.xpath("//form[contains(@data-draft, 'plan')]")
    assert not page.xpath("//form[contains(@data-draft, 'move')]")


def test_who_has_ended_need_plan_nothing(pair: int) -> None:
    assert "Our next meeting" in text_of(at("giulia").unit())
    cast.act("end", pair, "chiara", reason="We are done")
    said = text_of(at("mario").unit())
    assert "Your pair has ended" in said
    assert "can still be noted down" in said
    assert "Our next meeting" not in said
