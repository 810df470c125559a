"""Tables to take away equal what is stored, hold nobody's words, and reach the facilitator alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ment_xblock.blocks.dashboard_exports import ABOUT
from ment_xblock.blocks.export_words import COLUMNS
from ment_xblock.domain.errors import NotAllowed, NotFound
from ment_xblock.models import Action, Participant, Session
from ment_xblock.selectors.exports import TABLES, export_table
from ment_xblock.selectors.figures import figures_of
from tests.refusals import refused
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db
SECRET = "He laughs at me"


def table(world: World, name: str, username: str = CHIARA) -> list[dict[str, Any]]:
    found = export_table(host=world.host, actor=world.actor(username), name=name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def meeting(world: World, pair: int, state: str, **columns: Any) -> Session:
    return Session.objects.create(
        pairing_id=pair, state=state, created_at=world.host.now(), **columns
    )


@pytest.fixture
def busy(world: World) -> World:
    """Two pairs, one of them signed, with meetings, a promise, and secrets in every place for words."""
    pair = world.signed_pair()
    world.pair("piotr", "anna")
    today = world.host.now().date()
    held = meeting(
        world,
        pair,
        "confirmed",
        held_on=today,
        minutes=45,
        kinds=["digital", "craft"],
        place=SECRET,
    )
    held.texts.create(
        author=Participant.objects.get(user__username="giulia"),
        field="tried",
        text=SECRET,
        updated_at=world.host.now(),
    )
    meeting(world, pair, "logged", minutes=30)
    meeting(world, pair, "planned", starts_at=world.host.now(), minutes=60)
    Action.objects.create(
        pairing_id=pair,
        session=held,
        owner="both",
        due=today,
        words=SECRET,
        created_at=world.host.now(),
    )
    return world


def test_people_are_named_with_what_they_did(busy: World) -> None:
    rows = {row["username"]: row for row in table(busy, "participants")}
    assert set(rows) == {"giulia", "mario", "piotr", "anna"}
    giulia = Participant.objects.get(user__username="giulia")
    assert rows["giulia"] == {
        "participant_id": giulia.pk,
        "name": "Giulia Morbelli",
        "username": "giulia",
        "role": "mentor",
        "partners": 1,
        "profile_complete": False,
        "modules_done": 0,
        "open_pairs": 1,
    }


def test_who_left_keeps_a_row_without_a_name(busy: World) -> None:
    Participant.objects.filter(user__username="giulia").update(user=None)
    nameless = [row for row in table(busy, "participants") if not row["name"]]
    assert [row["username"] for row in nameless] == [""]


def test_pairs_count_their_meetings(busy: World) -> None:
    first, second = table(busy, "pairs")
    assert (first["state"], second["state"]) == ("active", "draft")
    assert (first["meetings_held"], first["meetings_counting"], first["minutes_counting"]) == (
        2,
        1,
        45,
    )
    assert first["last_held_on"] == busy.host.now().date().isoformat()
    assert first["in_force_since"]
    assert not second["in_force_since"]
    assert {first["mentor_id"], first["mentee_id"]} <= set(
        Participant.objects.values_list("pk", flat=True)
    )


def test_meetings_and_promises_come_without_a_word(busy: World) -> None:
    sessions, actions = table(busy, "sessions"), table(busy, "actions")
    assert [row["state"] for row in sessions] == ["confirmed", "logged", "planned"]
    assert sessions[0]["kinds"] == "digital; craft"
    assert [(row["owner"], row["state"]) for row in actions] == [("both", "open")]
    assert actions[0]["session_id"] == sessions[0]["session_id"]


def test_no_secret_leaves(busy: World) -> None:
    pair = table(busy, "pairs")[1]["pair_id"]
    busy.act("decline", "piotr", pair, reason=SECRET)
    everything = json.dumps({name: table(busy, name) for name in TABLES})
    assert SECRET not in everything
    assert "Screwdriver" not in everything


def test_figures_are_those_of_the_page(busy: World) -> None:
    figures = figures_of(host=busy.host, actor=busy.actor(CHIARA))
    rows = table(busy, "figures")
    assert {row["figure"]: row["value"] for row in rows} == {
        row["figure"]: getattr(figures, row["figure"]) for row in rows
    }
    assert figures.sessions_held == 2


def test_another_course_is_another_table(busy: World) -> None:
    elsewhere = busy.elsewhere()
    for name in set(TABLES) - {"figures"}:
        assert table(elsewhere, name) == []


@pytest.mark.parametrize("name", TABLES)
def test_nobody_else_gets_one(busy: World, name: str) -> None:
    with refused(NotAllowed, "facilitator_only"):
        table(busy, name, "giulia")
    with refused(NotAllowed, "not_enrolled"):
        table(busy, name, "nora")


def test_there_is_no_table_of_everything(busy: World) -> None:
    with refused(NotFound, "no_such_thing"):
        table(busy, "surveys")


def queries(world: World, counting: Any) -> None:
    actor = world.actor(CHIARA)
    # One of the people's four is the demo's host reading what authors set.
    for name, number in (("participants", 4), ("pairs", 1), ("sessions", 1), ("actions", 1)):
        with counting(number):
            list(export_table(host=world.host, actor=actor, name=name).rows)


def test_queries_do_not_grow(busy: World, django_assert_max_num_queries) -> None:
    queries(busy, django_assert_max_num_queries)
    pair = table(busy, "pairs")[0]["pair_id"]
    busy.pair("lena", "tomas")
    for _number in range(40):
        meeting(busy, pair, "confirmed", held_on=busy.host.now().date())
    queries(busy, django_assert_max_num_queries)


def test_each_table_and_each_column_has_words() -> None:
    assert set(ABOUT) == set(TABLES)
    assert {column for columns, _rows in TABLES.values() for column in columns} <= set(COLUMNS)
