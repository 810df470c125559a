"""Somebody is erased: their names and words go everywhere, and the other partner keeps everything that is theirs."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.core import serializers

from ment_xblock.domain.naming import INSTEAD
from ment_xblock.domain.pairing import State
from ment_xblock.models import (
    Agreement,
    HelpRequest,
    LearnerChoice,
    Pairing,
    Participant,
    Pause,
    PrivateNote,
    Signature,
    Task,
)
from ment_xblock.models.personal import PersonalData
from ment_xblock.selectors.personal_copy import copy_of
from ment_xblock.services.personal_data import erase_person
from ment_xblock.services.words import strip_columns
from tests.world import CHIARA

MARIOS = (
    "Walnut by the river",
    "I need a rest",
    "She is too fast",
    "My knee hurts",
    "Oak and glue",
)
MODELS = list(apps.get_app_config("ment_xblock").get_models())


def everything_stored():
    rows = [row for model in MODELS for row in model.objects.all()]
    return serializers.serialize("json", rows, ensure_ascii=False)


def erase(world, username, **how):
    return erase_person(host=world.host, user_id=world.user_id(username), **how)


def note(world, pair, username, text):
    PrivateNote.objects.create(
        programme=world.row(pair).programme,
        user_id=world.user_id(username),
        usage_key=world.here.usage_key,
        activity="a",
        field="text",
        text=text,
        updated_at=world.host.now(),
    )


@pytest.fixture
def pair(world):
    """Two who signed, changed a thing, asked, and paused; each has written something of their own."""
    pair = world.filled_pair()
    walnut, _rest, request, knee, oak = MARIOS
    world.save("mario", pair, place=walnut, comfort=["large_text"], comfort_more=knee)
    world.sign("giulia", pair)
    world.sign("mario", pair)
    world.save(
        "mario", pair, new_version=True, task3_job="own", task3_words=oak, task3_evidence=oak
    )
    world.sign("mario", pair)
    world.sign("giulia", pair)
    world.act("ask_rematch", "mario", pair, reason=request)
    world.act("pause", "mario", pair, reason=MARIOS[1])
    world.act("resume", "mario", pair)
    world.act("ask_rematch", "giulia", pair, reason="Mario Tessarin never has time, says Mario")
    for username, text in (("giulia", "Mine alone"), ("mario", walnut)):
        note(world, pair, username, text)
        LearnerChoice.objects.create(
            participant=Participant.objects.get(user__username=username),
            kind="tasks",
            ids=["quote-as-pdf"],
            updated_at=world.host.now(),
        )
    return pair


def names(world, username):
    return [part for name in world.host.names_of(world.user_id(username)) for part in name.split()]


def test_the_world_has_what_shall_go(world, pair):
    stored = everything_stored()
    assert all(words in stored for words in MARIOS)
    assert "Mario" in stored


def test_no_word_and_no_name_is_left(world, pair):
    erase(world, "mario")
    stored = everything_stored()
    assert not [words for words in (*MARIOS, *names(world, "mario")) if words in stored]
    assert not [
        row for row in json.loads(stored) if row["fields"].get("user") == world.user_id("mario")
    ]


def test_what_the_partner_wrote_stays_readable(world, pair):
    erase(world, "mario")
    first, second = Agreement.objects.order_by("number")
    for version in (first, second):
        assert version.values["senior_gives"].endswith("the grain of wood.")
        assert version.values["task1_evidence"] == (
            f"{INSTEAD} sends a quote alone, and the customer gets it"
        )
        assert {"start", "end", "time", "goals", "every_weeks"} <= set(version.values)
        assert not {"place", "comfort", "comfort_more"} & set(version.values)
    assert PrivateNote.objects.get().text == "Mine alone"
    assert LearnerChoice.objects.get().participant.user.username == "giulia"
    request = HelpRequest.objects.get(participant__user__username="giulia")
    assert request.text == f"{INSTEAD} never has time, says {INSTEAD}"
    assert Task.objects.get(position=1).evidence.startswith(INSTEAD)
    assert Task.objects.get(position=2).words == "Order timber on the dealer's page"
    assert Task.objects.get(position=3).words == ""


def test_the_partner_keeps_page_and_credit(world, pair):
    credit = world.page("giulia", pair).credit
    assert credit.earned == 1
    erase(world, "mario")
    page = world.page("giulia", pair)
    assert page.credit == credit
    assert (page.partner, page.state) == (None, State.ENDED)
    assert not page.acts
    assert len(page.history) == 2
    assert Signature.objects.count() == 4


def test_nothing_points_at_the_person_any_more(world, pair):
    world.act("end", "mario", pair, reason="")
    erase(world, "mario")
    row = world.row(pair)
    assert (row.closed_by, row.mentee.user) == (None, None)
    assert not Pause.objects.filter(started_by__isnull=False)


def test_whether_somebody_was_under_18_is_forgotten(world):
    pair = world.pair(under_18=True, guardian_consent=world.host.now().date())
    erase(world, "giulia")
    mentor = world.row(pair).mentor
    assert (mentor.under_18, mentor.guardian_consent, mentor.guardian_consent_noted_by) == (
        False,
        None,
        None,
    )


def test_a_facilitator_loses_their_words_and_the_pair_stays(world):
    pair = world.signed_pair()
    world.act("pause", CHIARA, pair, reason="They quarrel, I think")
    erase(world, CHIARA)
    assert world.row(pair).state == State.PAUSED
    assert Pause.objects.get().reason == ""


def test_other_pairs_are_left_alone(world, pair):
    other = world.signed_pair("piotr", "anna")
    before = serializers.serialize(
        "json", [*Agreement.objects.filter(pairing=other), world.row(other)]
    )
    erase(world, "mario")
    row = world.row(other)
    after = serializers.serialize("json", [*Agreement.objects.filter(pairing=other), row])
    assert before == after


def test_a_second_time_changes_nothing(world, pair):
    erase(world, "mario")
    before = everything_stored()
    again = erase(world, "mario")
    assert (dict(again.rows), again.parts, again.pairs_ended) == ({}, 0, 0)
    assert everything_stored() == before


def test_a_dry_run_tells_the_same_and_changes_nothing(world, pair):
    before = everything_stored()
    told = erase(world, "mario", dry_run=True)
    assert everything_stored() == before
    assert told == erase(world, "mario")
    assert told.pairs_ended == 1
    assert told.rows["Agreement"] == 2


def test_all_programmes_are_covered(world, pair):
    there = world.elsewhere()
    other = there.signed_pair()
    there.save("mario", other, new_version=True, place="Walnut again")
    erase(world, "mario")
    assert "Walnut" not in everything_stored()
    assert Pairing.objects.get(pk=other).state == State.ENDED


def test_somebody_who_is_nowhere_can_be_erased(world):
    assert erase(world, "nora").parts == 0


def test_a_copy_holds_what_the_person_wrote_and_what_both_agreed(world, pair):
    copy = copy_of(host=world.host, user_id=world.user_id("mario"))
    text = json.dumps(copy, ensure_ascii=False)
    assert all(words in text for words in MARIOS)
    assert "I learn how to explain calmly" in text
    kinds = {part["kind"] for part in copy["stored"]}
    assert kinds >= {
        "Participant",
        "Pairing",
        "Agreement",
        "Signature",
        "HelpRequest",
        "PrivateNote",
    }
    agreement = next(part for part in copy["stored"] if part["kind"] == "Agreement")
    assert agreement["rows"][0]["touches"] == ["comfort", "comfort_more", "place"]


def test_a_copy_does_not_hold_what_others_said_in_confidence(world, pair):
    text = json.dumps(copy_of(host=world.host, user_id=world.user_id("giulia")), ensure_ascii=False)
    assert "Mine alone" in text
    assert "says Mario" in text
    for secret in ("She is too fast", "I need a rest", "mario@"):
        assert secret not in text


def test_after_erasing_the_copy_is_empty(world, pair):
    erase(world, "mario")
    assert copy_of(host=world.host, user_id=world.user_id("mario"))["stored"] == []


@pytest.mark.parametrize(("author", "left"), [("giulia", []), ("mario", ["Ask […] first"])])
def test_lists_and_mappings_of_words_are_stripped_too(world, author, left):
    """No table has such words of one author yet; this one stands in for it."""
    choice = LearnerChoice.objects.create(
        participant_id=world.join("giulia"),
        kind="tasks",
        ids=["Ask Mario first"],
        updated_at=world.host.now(),
    )
    data = PersonalData(
        LearnerChoice,
        programme="participant__programme",
        about=("participant__user",),
        words={"ids": "participant__user"},
    )
    rows = LearnerChoice.objects.all()
    user_id = world.user_id(author)
    for changed in (1, 0):
        assert strip_columns(data, rows.all(), author=user_id, names=["Mario"]) == changed
    choice.refresh_from_db()
    assert choice.ids == left
