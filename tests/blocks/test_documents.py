"""The agreement on paper, in a calendar and in a mail, for each who may have it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar, Event

from ment_xblock.blocks.messages import message
from ment_xblock.domain.pairing import State
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, text_of, tree_of

READERS = ("giulia", "mario", "chiara")


@pytest.fixture
def pair() -> int:
    """Version 1 was replaced, version 2 is in force, version 3 is half signed."""
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia")
    cast.sign(pair, "giulia", "mario")
    cast.fill(pair, "mario", place="The café, upstairs; ring \\ twice")
    cast.sign(pair, "giulia", "mario")
    cast.fill(pair, "giulia", place="The third place")
    cast.sign(pair, "giulia")
    return pair


def printed(reader: str, pair: int, **number: int) -> str:
    response = Visitor(reader).get("print_page", pairing=pair, **number)
    assert response.status_code == 200
    return " ".join(tree_of(response).text_content().split())


@pytest.mark.parametrize("reader", READERS)
def test_each_version_on_paper(reader: str, pair: int) -> None:
    first, second, third = (printed(reader, pair, number=number) for number in (1, 2, 3))
    assert "Version 1 · replaced by a newer version" in first
    assert "The workshop" in first
    assert first.count("read in: it") == 2, "in the language in which each of them read it"
    assert "Version 2 · in force" in second
    assert "The café, upstairs; ring \\ twice" in second
    assert "Version 3 · not in force" in third
    assert "The third place" in third
    assert third.count("read in:") == 1
    assert printed(reader, pair) == third, "without a number, the version at hand"


def test_a_signature_shows_its_name_day_and_fingerprint(pair: int) -> None:
    shown = printed("mario", pair, number=2)
    assert shown.count("Giulia Morbelli, Feb. 16, 2026, 10 a.m., read in: it") == 1
    assert shown.count("Mario Tessarin, Feb. 16, 2026, 10 a.m., read in: it") == 1


def test_the_digest_on_paper_is_the_one_that_was_signed(pair: int) -> None:
    small = tree_of(Visitor("mario").get("print_page", pairing=pair)).xpath("//small/text()")
    assert small == [cast.fingerprint(pair)]


def test_a_version_that_does_not_exist(pair: int) -> None:
    refused = Visitor("giulia").get("print_page", pairing=pair, number=4)
    assert (refused.status_code, code_of(refused)) == (404, "no_such_version")


@pytest.mark.parametrize("reader", READERS)
def test_an_agreement_that_nobody_saved_can_be_printed(reader: str) -> None:
    pair = cast.make_pair("giulia", "mario")
    shown = printed(reader, pair)
    assert "Version 1 · not in force" in shown
    assert "Nobody has signed this version." in shown


def test_the_printed_page_stands_alone(pair: int) -> None:
    page = tree_of(Visitor("giulia").get("print_page", pairing=pair))
    assert page.xpath("//html/@lang") == ["en"]
    assert page.xpath("//html/@dir") == ["ltr"]
    assert not page.xpath("//script | //link | //img | //form | //iframe | //@hx-get | //@hx-post")


# ---- mail


@pytest.mark.parametrize("reader", READERS)
def test_a_copy_by_mail(reader: str, pair: int, mailoutbox: list[EmailMultiAlternatives]) -> None:
    answer = Visitor(reader).post("mail_copy", pairing=pair)
    assert answer.status_code == 200
    assert "on its way" in text_of(answer)
    (mail,) = mailoutbox
    ((html, kind),) = mail.alternatives
    assert kind == "text/html"
    assert mail.to == [f"{reader}@example.org"]
    assert mail.subject == "Your agreement: Giulia and Mario"
    for words in ("Order screws from the phone", "The third place", "Giulia Morbelli"):
        assert words in mail.body
        assert words in html
    assert "Mario Tessarin" not in mail.body.partition("== Signatures ==")[2]
    assert "<" not in mail.body


def test_an_old_version_by_mail(pair: int, mailoutbox: list[EmailMultiAlternatives]) -> None:
    Visitor("giulia").post("mail_copy", pairing=pair, number=1)
    assert "Version 1" in mailoutbox[0].body
    assert "The workshop" in mailoutbox[0].body


def test_without_an_address(pair: int, mailoutbox: list[EmailMultiAlternatives]) -> None:
    get_user_model().objects.filter(username="mario").update(email="")
    refused = Visitor("mario").post("mail_copy", pairing=pair)
    assert (refused.status_code, code_of(refused)) == (409, "no_email")
    assert message("no_email") in text_of(refused)
    assert mailoutbox == []


# ---- calendar


def meetings(pair: int, reader: str = "giulia") -> list[Event]:
    response = Visitor(reader).get("calendar", pairing=pair)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "mentoring.ics" in response.headers["Content-Disposition"]
    calendar = Calendar.from_ical(response.content)
    assert not any(component.errors for component in calendar.walk())
    return list(calendar.walk("VEVENT"))


@pytest.fixture
def zone(request: pytest.FixtureRequest) -> str:
    """The time zone that the author set; empty for the site's own."""
    author = Visitor("chiara", door="studio_handler")
    settings = {**cast.STUDIO, "time_zone": request.param, "required_sessions": "6"}
    everything_on = tree_of(author.studio()).xpath("//input[@name='clauses_on']/@value")
    author.post("save_settings", **{**settings, "clauses_on": everything_on})
    return request.param


@pytest.mark.parametrize(
    ("zone", "start", "utc_hours"),
    [
        ("", "2026-03-02", [16, 16, 15, 15, 15, 15]),  # Rome: summer time from 29 March
        ("Europe/Warsaw", "2026-03-02", [16, 16, 15, 15, 15, 15]),
        ("Europe/Bucharest", "2026-03-02", [15, 15, 14, 14, 14, 14]),
        ("Europe/Rome", "2026-10-01", [15, 15, 16, 16, 16, 16]),  # back on 25 October
        ("Europe/Lisbon", "2026-10-01", [16, 16, 17, 17, 17, 17]),
    ],
    indirect=["zone"],
)
def test_half_past_five_stays_half_past_five(zone: str, start: str, utc_hours: list[int]) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia", **{**cast.FULL, "start": start, "end": "2027-01-31"})
    found = meetings(pair)
    first = datetime.fromisoformat(f"{start}T17:30").replace(tzinfo=ZoneInfo(zone or "Europe/Rome"))
    assert [event.decoded("dtstart").astimezone(UTC).hour for event in found] == utc_hours
    for turn, event in enumerate(found):
        begins, ends = event.decoded("dtstart"), event.decoded("dtend")
        assert begins.replace(tzinfo=None) == first.replace(tzinfo=None) + timedelta(weeks=2 * turn)
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(minutes=60)
        assert event["dtstart"].params["TZID"] == (zone or "Europe/Rome")


def test_a_meeting_over_the_night_of_the_change_keeps_its_length() -> None:
    pair = cast.make_pair("giulia", "mario")
    night = {"start": "2026-03-29", "time": "01:30", "minutes": "90", "number": "6"}
    cast.fill(pair, "giulia", **{**cast.FULL, **night})
    begins, ends = (meetings(pair)[0].decoded(name) for name in ("dtstart", "dtend"))
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(minutes=90)
    assert ends.replace(tzinfo=None) == datetime(2026, 3, 29, 4, 0)


@pytest.mark.parametrize(
    ("values", "days"),
    [
        ({"number": "6", "end": "2026-06-30"}, 6),
        ({"number": "12", "end": "2026-04-13"}, 4),
        ({"number": "8", "every_weeks": "1", "end": "2026-12-31"}, 8),
        ({"number": "40", "every_weeks": "1", "end": "2026-03-02"}, 1),
    ],
)
def test_as_many_meetings_as_agreed(values: dict[str, str], days: int) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia", **{**cast.FULL, **values})
    found = meetings(pair)
    assert len(found) == days
    assert len({str(event["uid"]) for event in found}) == days


def test_what_the_calendar_says() -> None:
    pair = cast.make_pair("giulia", "mario")
    place = "Café «da Nino», upstairs; ring \\ twice: 1,5 km"
    cast.fill(pair, "giulia", **{**cast.FULL, "place": place})
    event = meetings(pair, "mario")[0]
    assert str(event["location"]) == place
    assert str(event["summary"]) == "Mentoring: Giulia and Mario"
    raw = text_of(Visitor("mario").get("calendar", pairing=pair))
    assert "upstairs\\; ring \\\\ twice" in raw.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    uid = str(event["uid"])
    cast.fill(pair, "giulia", time="18:00")
    moved = meetings(pair)[0]
    assert str(moved["uid"]) == uid, "a second download moves the meetings, and doubles none"
    assert moved.decoded("dtstart").hour == 18


def test_without_dates() -> None:
    pair = cast.make_pair("giulia", "mario")
    refused = Visitor("giulia").get("calendar", pairing=pair)
    assert (refused.status_code, code_of(refused)) == (409, "no_dates")
    assert not tree_of(Visitor("giulia").unit()).xpath("//a[@download]")


@pytest.mark.parametrize("state", State)
def test_documents_are_there_in_every_state(state: State) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    for reader in READERS:
        assert "The" in printed(reader, pair)
        assert len(meetings(pair, reader)) == 6
