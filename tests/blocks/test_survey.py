"""The survey block: who is asked what, what is kept, what is refused, and who sees it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.domain.people import Role
from ment_xblock.models import (
    Pairing,
    Profile,
    RegisterEntry,
    SurveyAnswer,
    SurveyParticipation,
    SurveyRun,
)
from ment_xblock.platform.local import LocalHost
from ment_xblock.services.surveys import Occasion
from tests.blocks import cast, survey_cast
from tests.blocks.learner import credit_of, state_of
from tests.blocks.test_survey_studio import form, rows_of
from tests.blocks.visitor import Visitor, code_of, problems_of, text_of, tree_of
from workbench_site.models import Grade

JUNIORS = ("giulia", "piotr", "lena", "amir", "sofia", "yusuf")
SENIORS = ("mario", "anna", "tomas", "ioana", "paolo", "greta")
ANONYMOUS = '<ment_survey instrument="own" mode="anonymous" questions=\'["trust", "voice", "teaching", "openness", {"id": "own-1", "kind": "text", "words": {"text": "What else?"}}]\'/>'


def at(slug: str, username: str = "giulia", **more: Any) -> Visitor:
    return Visitor(username, slug=slug, **more)


def form_of(visitor: Visitor) -> dict[str, str]:
    """The hidden inputs of the form that somebody sees."""
    inputs = tree_of(visitor.unit()).xpath("//form//input[@type='hidden']")
    return {one.get("name"): one.get("value") for one in inputs}


def asked(visitor: Visitor) -> list[str]:
    """Names of the questions that somebody sees, in order."""
    names = tree_of(visitor.unit()).xpath(
        "//form[contains(@class, 'survey')]//*[contains(@class, 'step')]"
        "//*[self::input or self::textarea]/@name"
    )
    return list(dict.fromkeys(names))


def words(visitor: Visitor) -> str:
    (page,) = tree_of(visitor.unit()).find_class("ment")
    return " ".join(page.text_content().split())


def send(visitor: Visitor, **given: Any) -> Any:
    return visitor.post("answer", **{**form_of(visitor), **given})


def everybody() -> None:
    """All twelve get their role."""
    for name in JUNIORS:
        cast.give_role(name, Role.MENTOR)
    for name in SENIORS:
        cast.give_role(name, Role.MENTEE)


@pytest.fixture
def met() -> int:
    """The meeting of Giulia and Mario."""
    return survey_cast.held_session(cast.make_pair("giulia", "mario"))


@pytest.fixture
def open_one(publish: Callable[..., None]) -> None:
    """An anonymous survey, and twelve people to answer it."""
    publish(agreement="<ment_agreement/>", secret=ANONYMOUS)
    everybody()


PULSE = {
    "pulse-respect": "5",
    "pulse-let-try": "4",
    "pulse-learned": "4",
    "pulse-ready": "8",
    "pulse-preparing": "right",
}


# ---- the pulse ----


def test_each_role_gets_its_own_questions_and_no_answer_is_made_for_them(met: int) -> None:
    mine, his = at("pulse"), at("pulse", "mario")
    assert asked(mine) == [*PULSE, "pulse-different", "ring-me"]
    assert asked(his)[0] == "pulse-safety"
    for visitor in (mine, his):
        (page,) = tree_of(visitor.unit()).find_class("ment")
        assert not page.xpath(".//*[@checked or @selected]")
    assert "Your partner never sees it." in words(mine)
    assert words(mine).index("never sees") < words(mine).index("taken seriously")
    assert form_of(mine)["_session"] == str(met)


def test_the_pulse_is_kept_and_counts_for_taking_part(met: int) -> None:
    thanks = send(at("pulse"), **PULSE)
    assert thanks.status_code == 200
    assert "Thank you!" in text_of(thanks)
    assert "look after you both" in text_of(thanks)
    values = SurveyAnswer.objects.filter(participation__session_id=met)
    assert values.get(slot="pulse-ready").number == 8
    assert values.get(slot="pulse-preparing").option == "right"
    assert not values.filter(slot="pulse-different").exists()
    earned, possible, completion = credit_of(cast.user_id("giulia"), "pulse")
    assert (earned, possible) == (pytest.approx(1 / 6), 1.0)
    assert completion == pytest.approx(1 / 6)
    assert not Grade.objects.filter(user_id=cast.user_id("mario"), usage_key__contains="pulse")
    assert "own" not in json.dumps(state_of("giulia", "pulse")), "nothing typed is in the state"


def test_at_most_eight_taps() -> None:
    """Every question of a pulse that is answered by tapping, and the button."""
    for role in Role:
        items = survey_cast.items("pulse", role)
        taps = sum(len(item.slots) for item in items if item.kind != "text") + 1
        assert taps <= 8


def test_somebody_with_two_meetings_is_asked_which(met: int) -> None:
    pair = cast.make_pair("giulia", "anna")
    other = survey_cast.held_session(pair, days_ago=1)
    mine = at("pulse")
    tree = tree_of(mine.unit())
    assert tree.xpath("//input[@name='_session']/@value") == [str(other), str(met)]
    assert "with Anna" in words(mine)
    first = send(mine, **PULSE, _session=str(other))
    assert "one more meeting" not in text_of(first)
    assert "1 more meeting" in text_of(first)
    assert tree_of(first).xpath("//button[@hx-get]")
    assert "with Mario" in text_of(mine.get("page"))
    assert send(mine, **PULSE).status_code == 200
    assert "asks you again" in words(mine)


def test_without_a_meeting_there_is_nothing_to_say() -> None:
    cast.make_pair("giulia", "mario")
    assert "after your next meeting" in words(at("pulse"))


def test_my_own_pulses_over_time_are_mine_alone(met: int) -> None:
    send(at("pulse"), **PULSE)
    assert "4.3 of 5" in words(at("pulse"))
    for other in (at("pulse", "mario"), at("pulse", "giulia", viewed_by="chiara")):
        assert "4.3" not in words(other)
    survey_cast.held_session(SurveyParticipation.objects.get().session.pairing_id, days_ago=1)
    send(at("pulse"), **PULSE | {"pulse-respect": "1"})
    (curve,) = tree_of(at("pulse").unit()).find_class("curve")
    assert curve.get("aria-hidden") == "true"
    assert len(curve.xpath(".//circle")) == 2
    assert "3.0 of 5" in words(at("pulse"))


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"pulse-respect": "6"}, 422, "not_an_answer"),
        ({"pulse-respect": "0"}, 422, "not_an_answer"),
        ({"pulse-respect": ["1", "2"]}, 422, "not_an_answer"),
        ({"pulse-respect": ""}, 422, "answer_needed"),
        ({"pulse-ready": "11"}, 422, "not_an_answer"),
        ({"pulse-preparing": "never"}, 422, "not_an_answer"),
        ({"pulse-safety": "4"}, 422, "not_asked"),
        ({"trust": "4"}, 422, "not_asked"),
        ({"pulse-different": "x" * 2001}, 422, "too_long"),
        ({"_session": "999999"}, 404, "no_such_thing"),
        ({"_session": ""}, 404, "no_such_thing"),
        ({"_pairing": "1", "_session": ""}, 404, "no_such_thing"),
        ({"_session": "x"}, 400, "not_readable"),
        ({"_seen": "0" * 16}, 409, "survey_changed"),
    ],
)
def test_forged_answers_are_refused_and_change_nothing(
    met: int, change: dict[str, Any], status: int, code: str
) -> None:
    before = {**form_of(at("pulse")), **PULSE}
    rows = cast.dump()
    refused = at("pulse").post("answer", **{**before, **change})
    assert refused.status_code == status
    assert code_of(refused) in (code, "invalid")
    if status == 422:
        said = str(MESSAGES[code])
        assert [one.startswith(said[:16]) for one in problems_of(refused).values()] == [True]
        assert list(problems_of(refused)) == [next(iter(change))]
    assert cast.dump() == rows


def test_a_meeting_of_others_is_answered_like_one_that_does_not_exist(met: int) -> None:
    other = survey_cast.held_session(cast.make_pair("piotr", "anna"))
    sent = {**form_of(at("pulse")), **PULSE}
    theirs = at("pulse").post("answer", **{**sent, "_session": str(other)})
    missing = at("pulse").post("answer", **{**sent, "_session": "987654"})
    assert (theirs.status_code, text_of(theirs)) == (missing.status_code, text_of(missing))


def test_two_taps_on_send_make_one_answer(met: int) -> None:
    sent = {**form_of(at("pulse")), **PULSE, "client_id": "7f"}
    assert at("pulse").post("answer", **sent).status_code == 200
    again = at("pulse").post("answer", **sent | {"pulse-respect": "1"})
    assert (again.status_code, code_of(again)) == (409, "already_answered")
    assert SurveyParticipation.objects.count() == 1
    assert SurveyAnswer.objects.get(slot="pulse-respect").number == 5


def test_my_meetings_stand_in_the_order_of_their_days(met: int) -> None:
    pair = Pairing.objects.get().pk
    early = survey_cast.held_session(pair, days_ago=9)
    for session, number in ((met, 5), (early, 3)):
        survey_cast.answer("giulia", "pulse", Occasion(session_id=session), number)
    means = tree_of(at("pulse").unit()).xpath("//section[contains(@aria-labelledby, '-mine')]//li")
    assert [one.xpath("string(strong)") for one in means] == ["3.0", "5.0"]


# ---- what a partner could notice ----


def noticed_by_mario() -> list[Any]:
    """All that Mario can look at: his pages, his mails and his grades."""
    pages = [text_of(at(slug, "mario").unit()) for slug in ("agreement", "journal", "pulse")]
    grades = list(
        Grade.objects.filter(user_id=cast.user_id("mario")).order_by("usage_key").values_list(
            "usage_key", "earned", "possible"
        )
    )  # fmt: skip
    mails = [(one.to, one.subject, one.body) for one in mail.outbox]
    return [*pages, grades, mails]


@pytest.mark.parametrize("ring", ["yes", "no"])
def test_the_partner_cannot_tell_a_bad_pulse_from_a_good_one(met: int, ring: str) -> None:
    seen = []
    for number in ("1", "5"):
        with transaction.atomic():
            numbers = {name: number for name in PULSE if name != "pulse-preparing"}
            sent = send(at("pulse"), **numbers, **{"ring-me": ring, "pulse-different": number * 9})
            assert sent.status_code == 200
            seen.append(noticed_by_mario())
            transaction.set_rollback(True)
    assert seen[0] == seen[1]


# ---- owners ----


def test_owners_are_asked_theirs_and_nobody_else(publish: Callable[..., None]) -> None:
    publish(agreement="<ment_agreement/>", firm='<ment_survey instrument="owner"/>')
    cast.make_pair("giulia", "mario")
    boss = cast.participant("mario")
    assert "own their firm" in words(at("firm", "mario"))
    Profile.objects.create(participant_id=boss, is_boss=True, updated_at=cast.NOW)
    assert asked(at("firm", "mario")) == ["owner-team", "owner-generations", "owner-again"]
    cast.give_role("anna", Role.MENTEE)
    Profile.objects.create(
        participant_id=cast.participant("anna"), is_boss=False, updated_at=cast.NOW
    )
    for other in ("giulia", "anna"):
        assert "own their firm" in words(at("firm", other))
        refused = at("firm", other).post(
            "answer", **{**form_of(at("firm", "mario")), "owner-again": "5"}
        )
        assert (refused.status_code, code_of(refused)) == (403, "survey_not_for_you")


# ---- anonymous ----


def answer_all(*names: str, number: int = 4) -> None:
    for place, name in enumerate(names):
        survey_cast.answer(name, "secret", number=number - place % 2)


def test_the_form_says_how_far_the_promise_goes(open_one: None) -> None:
    said = words(at("secret"))
    for part in ("five or more", "behind this site could watch", "cannot be taken back"):
        assert said.index(part) < said.index("When my partner promises")


def test_an_answer_has_no_person_and_no_time(open_one: None) -> None:
    sent = send(at("secret"), trust="4", client_id="c0ffee77", **{"own-1": "A quiet room"})
    assert sent.status_code == 200
    rows = SurveyAnswer.objects.all()
    assert {row.participation_id for row in rows} == {None}
    assert SurveyParticipation.objects.get().answered_at is None
    assert "c0ffee77" not in json.dumps(cast.dump(), default=str)


def test_the_facilitator_sees_nothing_before_it_is_closed(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    said = words(at("secret", "chiara"))
    assert "6 of 6" in said
    assert "still secret" in said
    for part in ("When my partner promises", "A quiet room", "mean"):
        assert part not in said.split("What is asked")[0]
    refused = at("secret", "chiara").get("download")
    assert (refused.status_code, code_of(refused)) == (409, "survey_open")
    assert at("secret", "chiara").get("people").status_code == 404


def test_closed_it_shows_groups_and_says_what_is_hidden(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    closed = at("secret", "chiara").post("close_survey")
    assert closed.status_code == 200
    said = " ".join(tree_of(closed).text_content().split())
    assert "12 answers" in said
    assert "By role" in said
    assert "A quiet room" in said
    assert "Closed on" in said
    assert not any(f"{name.title()} " in said for name in (*JUNIORS, *SENIORS))
    again = at("secret", "chiara").post("close_survey")
    assert (again.status_code, code_of(again)) == (409, "survey_closed")
    assert "You have answered" in words(at("secret"))
    late = at("secret").post("answer", _seen="x", trust="1")
    assert (late.status_code, code_of(late)) == (409, "survey_closed")


@pytest.mark.parametrize(("answers", "is_shown"), [(4, False), (5, True)])
def test_five_are_a_group_and_four_are_not(open_one: None, answers: int, is_shown: bool) -> None:
    answer_all(*(JUNIORS + SENIORS)[:answers])
    closed = at("secret", "chiara").post("close_survey")
    said = " ".join(tree_of(closed).text_content().split())
    assert ("A quiet room" in said) is is_shown
    assert (f"{answers} answers" in said) is is_shown
    assert ("Hidden." in said) is True


def test_by_role_only_where_both_groups_have_five(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS[:4])
    closed = at("secret", "chiara").post("close_survey")
    assert "By role" not in tree_of(closed).text_content()


def test_the_mode_is_fixed_by_the_first_answer(open_one: None) -> None:
    author = at("secret", "chiara", door="studio_handler")
    survey_cast.answer("giulia", "secret")
    sent = form(author)
    sent["rows"] = rows_of(author.studio())
    refused = author.post("save_settings", **{**sent, "mode": "confidential"})
    assert list(problems_of(refused)) == ["mode"]
    assert "promised" in problems_of(refused)["mode"]
    assert author.post("save_settings", **sent).status_code == 200


def test_small_groups_are_warned_of(publish: Callable[..., None]) -> None:
    publish(agreement="<ment_agreement/>", secret=ANONYMOUS)
    for name in JUNIORS[:5]:
        cast.give_role(name, Role.MENTOR)
    for name in SENIORS[:2]:
        cast.give_role(name, Role.MENTEE)
    warning = "Only 2 people are the mentees (seniors)"
    assert warning in words(at("secret", "chiara"))
    studio = tree_of(at("secret", "chiara").studio()).text_content()
    assert warning in " ".join(studio.split())
    assert "openness" not in asked(at("secret", "mario"))
    assert "teaching" in asked(at("secret", "giulia"))


# ---- results ----


def test_a_confidential_survey_is_shown_with_names(met: int) -> None:
    send(at("pulse"), **PULSE, **{"ring-me": "yes", "pulse-different": "<b>Less</b> noise"})
    chiara = at("pulse", "chiara")
    said = words(chiara)
    assert "1 of 1" in said
    assert "Giulia Morbelli: <b>Less</b> noise" in said
    people = " ".join(tree_of(chiara.get("people")).text_content().split())
    assert "Giulia Morbelli" in people
    assert "Yes, please ring me" in people
    assert "8" in people


def test_the_table_is_safe_and_has_words(met: int) -> None:
    send(at("pulse"), **PULSE, **{"pulse-different": '=HYPERLINK("http://x")'})
    answer = at("pulse", "chiara").get("download")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    heads, line = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    cells = dict(zip(heads, line, strict=True))
    assert cells["Name"] == "Giulia Morbelli"
    assert cells["Role"] == "mentor"
    assert cells["How ready did you feel to lead this meeting?"] == "8"
    assert cells["How long did it take you to prepare?"] == "about right"
    assert cells["What should be different next time?"].startswith("'=")


def test_the_anonymous_table_has_counts_alone(open_one: None) -> None:
    answer_all(*JUNIORS, *SENIORS)
    at("secret", "chiara").post("close_survey")
    table = at("secret", "chiara").get("download").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(table)))
    trust = [row for row in rows if row["Question"].startswith("When my partner promises")]
    assert {row["Role"] for row in trust} == {"everybody", "mentor", "mentee"}
    assert sum(int(row["People"]) for row in trust if row["Role"] == "everybody") == 12
    assert sum(row["Answer"] == "A quiet room" for row in rows) == 12


# ---- the register ----


def test_the_register_is_kept_and_shown_only_if_the_facilitator_says_so(open_one: None) -> None:
    chiara = at("secret", "chiara")
    told = chiara.post(
        "save_entry", finding="Too <b>loud</b>", action="A quiet room", done_on="2026-02-01"
    )
    assert told.status_code == 200
    assert "only you" in text_of(told)
    assert "quiet room" not in words(at("secret"))
    entry = RegisterEntry.objects.get()
    shown = chiara.post(
        "save_entry", entry=str(entry.pk), finding="Too loud", action="A quiet room", done_on="",
        is_shown="true",
    )  # fmt: skip
    assert "learners see it" in text_of(shown)
    assert "Too loudA quiet room" in words(at("secret", "mario"))
    assert chiara.post("delete_entry", entry=str(entry.pk)).status_code == 200
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"finding": " "}, "finding"),
        ({"finding": "x" * 1001}, "finding"),
        ({"finding": "a", "action": "x" * 1001}, "action"),
        ({"finding": "a", "done_on": "soon"}, "done_on"),
    ],
)
def test_a_line_of_the_register_that_is_not_right(
    open_one: None, typed: dict[str, str], field: str
) -> None:
    refused = at("secret", "chiara").post("save_entry", **typed)
    assert list(problems_of(refused)) == [field]
    assert not RegisterEntry.objects.exists()


# ---- when there is nothing to fill in ----


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


# ---- asked twice, and for each partner ----


def test_then_and_now(publish: Callable[..., None]) -> None:
    questions = json.dumps([{"id": "can-find", "then": True}])
    publish(
        agreement="<ment_agreement/>",
        end=f"<ment_survey instrument='baseline' questions='{questions}'/>",
    )
    cast.make_pair("giulia", "mario")
    mario = at("end", "mario")
    assert asked(mario) == ["can-find", "can-find.then"]
    half = send(mario, **{"can-find": "3"})
    assert list(problems_of(half)) == ["can-find.then"]
    assert send(mario, **{"can-find": "3", "can-find.then": "1"}).status_code == 200
    said = words(at("end", "chiara"))
    assert "Looking back and now: +2.0 on average, 1 person." in said
    assert "more than chance" in said


def test_a_partner_is_rated_pair_by_pair(publish: Callable[..., None], met: int) -> None:
    publish(agreement="<ment_agreement/>", rating='<ment_survey instrument="partner"/>')
    survey_cast.held_session(cast.make_pair("piotr", "mario"))
    mario = at("rating", "mario")
    pairs = tree_of(mario.unit()).xpath("//input[@name='_pairing']/@value")
    assert len(pairs) == 2
    numbers = {name: "4" for name in asked(mario) if name.startswith("partner-")}
    assert len(numbers) == 8
    assert send(mario, **numbers, _pairing=pairs[0]).status_code == 200
    assert "not for your role" in words(at("rating", "giulia"))


def test_the_end_is_compared_with_the_start(publish: Callable[..., None]) -> None:
    publish(
        agreement="<ment_agreement/>",
        start='<ment_survey instrument="baseline"/>',
        end='<ment_survey instrument="end"/>',
    )
    cast.make_pair("giulia", "mario")
    survey_cast.answer("mario", "start", number=1)
    survey_cast.answer("mario", "end", number=3)
    assert "What they said at the start and now: +2.0 on average, 1 person." in words(
        at("end", "chiara")
    )
