"""What stands in each mail, as text and as HTML."""

from __future__ import annotations

import re
from html import unescape
from zoneinfo import ZoneInfo

import attrs
import pytest
from lxml import html

from ment_xblock.domain.notices.facts import WeekFact
from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.domain.people import Person
from ment_xblock.mails.letters import compose
from tests.mails.letters import GIULIA, LINK, MARIO, letter

HARMFUL = Person(2, "eve", '<b>&"Eve\u202e</b> Doe')
ABOUT_A_PAIR = {
    Kind.MATCH_PUBLISHED,
    Kind.YOUR_TURN,
    Kind.PARTNER_SIGNED,
    Kind.SESSION_TOMORROW,
    Kind.LOG_TO_CONFIRM,
    Kind.ACTION_DUE,
}


def plain(markup: str) -> str:
    """The words of an HTML mail, in one line."""
    return " ".join(html.fromstring(markup).text_content().split())


@pytest.fixture(params=list(Kind))
def kind(request):
    return request.param


def test_text_and_html_say_the_same(kind):
    mail = compose(letter(kind))
    words = [line for line in mail.text.splitlines() if line not in ("", "--", "-- ", LINK)]
    for line in words:
        assert line.removesuffix(":") in plain(mail.html)
    assert len(words) >= 5


def test_there_is_one_link_and_it_is_the_right_one(kind):
    mail = compose(letter(kind))
    assert re.findall(r"https?://\S+", mail.text) == [LINK]
    assert html.fromstring(mail.html).xpath("//@href") == [LINK]
    assert not html.fromstring(mail.html).xpath("//img | //script | //form | //link")


def test_the_subject_is_one_short_line(kind):
    subject = compose(letter(kind)).subject
    assert 0 < len(subject) < 80
    assert "\n" not in subject


def test_it_says_why_and_how_to_switch_this_kind_off(kind):
    text = compose(letter(kind)).text
    assert "You get this mail" in text
    assert "“Which mails I get”" in text
    without_dashboard = compose(letter(kind, has_dashboard=False)).text
    assert "“Which mails I get”" not in without_dashboard
    assert "You do not want mails of this kind? Tell " in without_dashboard


def test_only_mails_about_a_pair_name_the_partner_by_first_name(kind):
    mail = compose(letter(kind))
    assert ("Mario" in mail.text) == (kind in ABOUT_A_PAIR)
    for more in (GIULIA, MARIO):
        surname = more.full_name.split()[1]
        assert surname not in mail.text + mail.html + mail.subject


def test_names_do_no_harm_in_html(kind):
    mail = compose(letter(kind, partner=HARMFUL, reader=attrs.evolve(HARMFUL, user_id=1)))
    assert "<b>" not in mail.html
    assert "<b>&" in unescape(mail.html)
    assert html.fromstring(mail.html).tag == "div"


def test_no_template_tag_is_left(kind):
    mail = compose(letter(kind))
    assert not re.search(r"[{}]|%\(|None", mail.subject + mail.text + mail.html)


def test_colours_are_left_to_the_mail_program_but_for_the_button(kind):
    for element in html.fromstring(compose(letter(kind)).html).iter():
        style = element.get("style", "")
        has_ground, has_ink = "background" in style, re.search(r"(^|;)color:", style)
        assert not has_ink or has_ground


def test_a_meeting_is_told_in_the_readers_own_time():
    kind = Kind.SESSION_TOMORROW
    assert "Tuesday, December 1 at 5:30 p.m." in compose(letter(kind)).text
    there = letter(kind, zone=ZoneInfo("Asia/Tokyo"))
    assert "Wednesday, December 2 at 1:30 a.m." in compose(there).text


def test_direction_and_language_are_those_of_the_reader(settings, monkeypatch):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    arab = attrs.evolve(GIULIA, language="ar")
    root = html.fromstring(compose(letter(Kind.SESSION_TOMORROW, reader=arab)).html)
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    root = html.fromstring(compose(letter(Kind.SESSION_TOMORROW)).html)
    assert (root.get("lang"), root.get("dir")) == ("en", "ltr")


def test_a_day_is_written_as_the_language_writes_it(settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    german = attrs.evolve(GIULIA, language="de")
    assert "Dienstag, 1. Dezember" in compose(letter(Kind.LOG_TO_CONFIRM, reader=german)).subject


def test_the_reminder_differs_from_the_first_mail():
    first = compose(letter(Kind.LOG_TO_CONFIRM))
    again = compose(letter(Kind.LOG_TO_CONFIRM, is_reminder=True))
    assert first.subject != again.subject
    assert "seven days" in first.text
    assert "three days" in again.text


@pytest.mark.parametrize(
    ("week", "subject", "line"),
    [
        ((0, 0, 0, 0), "all is quiet", "nobody has written down a meeting"),
        (
            (1, 0, 1, 1),
            "1 pair to",
            "1 pair is together now. In the last seven days there was 1 meeting.",
        ),
        (
            (2, 1, 9, 3),
            "2 pairs to",
            "2 pairs could do with a call from you. 1 of them should not wait.",
        ),
    ],
)
def test_the_week_counts(week, subject, line):
    mail = compose(letter(Kind.WEEKLY_DIGEST, figures=WeekFact(1, *week)))
    assert subject in mail.subject
    assert line in mail.text
