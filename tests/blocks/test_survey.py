"""The survey block: who is asked what, what is kept, what is refused, and what a partner could notice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from ment_xblock.blocks.messages import MESSAGES
from ment_xblock.domain.people import Role
from ment_xblock.models import (
    Pairing,
    Profile,
    SurveyAnswer,
    SurveyParticipation,
)
from ment_xblock.services.surveys import Occasion
from tests.blocks import cast, survey_cast
from tests.blocks.learner import credit_of, state_of
from tests.blocks.survey_visits import PULSE, asked, at, form_of, send, words
from tests.blocks.visitor import code_of, problems_of, text_of, tree_of
from workbench_site.models import Grade

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
    assert "after each meeting" in words(at("pulse"))


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
