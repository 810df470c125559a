"""Why there is nothing to fill in, said kindly, and what closes a survey."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ment_xblock.domain.people import Role
from ment_xblock.models import (
    SurveyAnswer,
    SurveyRun,
)
from ment_xblock.platform.local import LocalHost
from tests.blocks import cast, survey_cast
from tests.blocks.learner import credit_of
from tests.blocks.survey_visits import (
    ANONYMOUS,
    JUNIORS,
    SENIORS,
    answer_all,
    asked,
    at,
    everybody,
    words,
)
from tests.blocks.visitor import code_of, tree_of


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('opens_on="2026-03-01" time_zone="Europe/Rome"', "It opens on March 1, 2026."),
        ('closes_on="2026-02-15"', "This survey is closed"),
        ('after="session-number" session_number="3"', "after your meeting number 3"),
        ('after="pair-closed"', "It opens when you and your partner have come to the end."),
        ('after="pair-closed" weeks_later="13"', "It opens 13 weeks after you and your partner"),
        ('role="mentee"', "not for your role"),
        ('mode="whispered"', "not ready yet"),
    ],
)
def test_why_there_is_nothing_to_fill_in(
    publish: Callable[..., None], settings: str, said: str
) -> None:
    publish(agreement="<ment_agreement/>", later=f'<ment_survey instrument="mid" {settings}/>')
    cast.make_pair("giulia", "mario")
    assert said in words(at("later"))
    assert not tree_of(at("later").unit()).xpath("//form[contains(@class, 'survey')]")


LATER = 'opens_on="2026-03-01" time_zone="Europe/Rome"'
BY_NOW = 'opens_on="2026-02-01" time_zone="Europe/Rome"'
NO_PARTNER = "It asks how it is going with a partner, and you have none yet."
WITH_PARTNER = "It asks how it is going with you and your partner."
FIRST_MEETING = "It opens after your first meeting, as soon as that is in the journal."


@pytest.mark.parametrize(
    ("settings", "paired", "has_met", "said"),
    [
        ("", False, False, (NO_PARTNER, FIRST_MEETING)),
        ("", True, False, (WITH_PARTNER, FIRST_MEETING)),
        ("", True, True, ()),
        (LATER, True, True, ("It opens on March 1, 2026.",)),
        (BY_NOW, False, False, (NO_PARTNER, "It opens as soon as you have a partner.")),
        (BY_NOW, True, False, ()),
        ('after="session-number"', False, False, (NO_PARTNER, "after your meeting number 3")),
        ('after="each-session"', True, False, (WITH_PARTNER, FIRST_MEETING)),
    ],
)
def test_half_way_is_for_those_who_have_been_on_the_way(
    publish: Callable[..., None], settings: str, paired: bool, has_met: bool, said: tuple[str, ...]
) -> None:
    """Whoever opens it by its address is told when it opens; a form that is sent all the same is refused."""
    publish(agreement="<ment_agreement/>", later=f'<ment_survey instrument="mid" {settings}/>')
    cast.give_role("giulia", Role.MENTOR)
    pair = cast.make_pair("giulia", "mario") if paired else 0
    if has_met:
        survey_cast.held_session(pair)
    page = words(at("later"))
    assert all(line in page for line in said)
    assert bool(asked(at("later"))) == (not said)
    seen = survey_cast.form("giulia", "later").seen
    sent = at("later").post("answer", _seen=seen, trust="4")
    assert SurveyAnswer.objects.exists() == (not said)
    if said:
        assert code_of(sent) == "survey_not_open_yet"


def test_the_last_day_is_a_whole_day(
    publish: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = '<ment_survey instrument="end" closes_on="2026-02-16" time_zone="Europe/Rome"/>'
    publish(agreement="<ment_agreement/>", today=day)
    cast.make_pair("giulia", "mario")
    for hour, is_open in ((22, True), (23, False)):
        moment = cast.NOW.replace(hour=hour, minute=30)
        monkeypatch.setattr(LocalHost, "now", lambda self, moment=moment: moment)
        assert bool(asked(at("today"))) is is_open


def test_somebody_without_a_role_is_told_where_to_get_one() -> None:
    assert "You have no role here yet" in words(at("pulse", "lena"))


def test_a_survey_for_the_other_role_counts_for_nothing(publish: Callable[..., None]) -> None:
    publish(agreement="<ment_agreement/>", theirs='<ment_survey instrument="mid" role="mentee"/>')
    cast.give_role("giulia", Role.MENTOR)
    at("theirs").unit()
    assert credit_of(cast.user_id("giulia"), "theirs") == (0.0, 0.0, 1.0)


def test_its_date_closes_it_by_itself(
    publish: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(
        agreement="<ment_agreement/>", secret=ANONYMOUS.replace("/>", ' closes_on="2026-02-20"/>')
    )
    everybody()
    answer_all(*JUNIORS, *SENIORS)
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW.replace(month=3))
    assert "12 answers" in words(at("secret", "chiara"))
    assert SurveyRun.objects.get().closed_by is None
