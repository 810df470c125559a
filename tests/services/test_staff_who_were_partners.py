"""A partner who becomes course staff: what the other one confides in the facilitators stays hidden from them, everywhere.

Mario has two partners, Giulia and Piotr, and answers half way that he would like another one. It may be about either.
Giulia is course staff by then. Chiara has nothing to do with any pair.
"""

from __future__ import annotations

import pytest
from django.test import TestCase

from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.next_run import Fate
from ment_xblock.models import AlertState, Participant
from ment_xblock.selectors.earlier_runs import earlier_people
from ment_xblock.selectors.next_round import next_round
from ment_xblock.selectors.overview import Asked, overview
from ment_xblock.selectors.pair_view import What, pair_view
from ment_xblock.selectors.survey_export import survey_table
from ment_xblock.selectors.survey_results import people_answers
from ment_xblock.selectors.today import pairs_to_ring, today_page
from ment_xblock.services import alerts, pairings
from ment_xblock.services.pair_notes import add_note
from ment_xblock.services.taking_over import take_over
from tests.blocks.visitor import Visitor, text_of
from tests.survey_world import Survey, defined
from tests.world import CHIARA, World
from workbench_site.models import CourseStaff

pytestmark = pytest.mark.django_db

GIULIA = "giulia"
SECRET = "She never lets me speak"


@pytest.fixture
def own(world: World) -> int:
    """The pair of Giulia and Mario."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return world.signed_pair()


@pytest.fixture
def other(world: World, own: int) -> int:
    """The pair of Piotr and Mario; Giulia becomes course staff, and Mario says what he wishes."""
    ids = {"mentor_id": world.join("piotr"), "mentee_id": world.join("mario", capacity=2)}
    with TestCase.captureOnCommitCallbacks(execute=True):
        made = pairings.pair(host=world.host, actor=world.actor(CHIARA), **ids)
    make_staff(world, GIULIA)
    half_way(world)
    return made.pairing_id


def make_staff(world: World, username: str) -> None:
    CourseStaff.objects.create(user_id=world.user_id(username), course_key=world.course_key)


def half_way(world: World) -> Survey:
    survey = Survey(world, defined(), usage_key="mid")
    survey.answer("mario", {"go-on": "another-partner"})
    return survey


def who(world: World, username: str) -> dict[str, object]:
    return {"host": world.host, "actor": world.actor(username)}


def told(world: World, username: str) -> dict[str, set[str]]:
    """Where the home tells a facilitator of Mario's wish, by pair."""
    today = today_page(**who(world, username)).lines
    table = overview(**who(world, username), asked=Asked()).lines
    calls = overview(**who(world, username), asked=Asked(needs_call=True)).lines
    return {
        "today": {f"{line.mentor}: {one.rule}" for line in today for one in line.reasons},
        "table": {f"{line.pair.mentor}: {line.rule}" for line in table if line.rule},
        "calls": {f"{line.pair.mentor}: {line.rule}" for line in calls},
    }


def test_ring_today_and_the_table_tell_a_facilitator_who_may_be_meant_nothing(
    world: World, other: int
) -> None:
    assert told(world, GIULIA) == {"today": set(), "table": set(), "calls": set()}
    now, course = world.host.now(), world.course_key
    assert pairs_to_ring(course, world.user_id(GIULIA), now) == (0, 0)


def test_another_facilitator_sees_it_everywhere(world: World, other: int) -> None:
    found = told(world, CHIARA)
    assert len(found["today"]) == 2
    assert found["today"] == found["table"] == found["calls"]
    assert {one.split(": ")[1] for one in found["today"]} == {"another_partner"}
    assert pairs_to_ring(world.course_key, world.user_id(CHIARA), world.host.now()) == (2, 2)


def test_the_page_of_the_other_pair_has_neither_the_wish_nor_that_there_was_one(
    world: World, own: int, other: int
) -> None:
    def seen(username: str) -> tuple[int, bool]:
        view = pair_view(**who(world, username), pairing_id=other)
        return len(view.alerts), What.ALERT in {event.what for event in view.events}

    assert seen(GIULIA) == (0, False)
    assert seen(CHIARA) == (1, True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, own, reason="")
    assert not AlertState.objects.filter(over_at=None).exists()
    assert seen(GIULIA) == (0, False), "not when it is over, either"
    assert seen(CHIARA) == (0, True)


def test_what_another_facilitator_notes_of_the_wish_is_hidden_with_it(
    world: World, other: int
) -> None:
    (line,) = (one for one in today_page(**who(world, CHIARA)).lines if one.pairing_id == other)
    ids = [reason.alert_id for reason in line.reasons]
    alerts.handle(**who(world, CHIARA), alert_ids=ids, how="called", note="It is Giulia he means")
    add_note(**who(world, CHIARA), pairing_id=other, text="They meet on Mondays")
    add_note(**who(world, GIULIA), pairing_id=other, text="Mine")

    def seen(username: str) -> set[str]:
        return {note.text for note in pair_view(**who(world, username), pairing_id=other).notes}

    assert seen(GIULIA) == {"They meet on Mondays", "Mine"}
    assert seen(CHIARA) == {"It is Giulia he means", "They meet on Mondays", "Mine"}


def test_they_can_deal_with_it_as_little_as_read_it(world: World, other: int) -> None:
    ids = list(AlertState.objects.values_list("pk", flat=True))
    with pytest.raises(NotFound, match="no_such_alert"):
        alerts.handle(**who(world, GIULIA), alert_ids=ids, how="closed")
    assert not AlertState.objects.exclude(handled="").exists()


def test_a_request_about_the_other_partner_is_theirs_to_read(world: World, other: int) -> None:
    """Or else, in a course with one facilitator, nobody would look after that pair."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("ask_rematch", "mario", other, reason=SECRET)
    (line,) = today_page(**who(world, GIULIA)).lines
    assert (line.pairing_id, line.reasons[0].words) == (other, SECRET)


def test_a_request_about_themselves_is_nowhere(world: World, own: int, other: int) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("ask_rematch", "mario", own, reason=SECRET)
    assert told(world, GIULIA) == {"today": set(), "table": set(), "calls": set()}
    (line,) = today_page(**who(world, CHIARA)).lines
    assert (line.pairing_id, line.reasons[0].words) == (own, SECRET)


def test_a_wish_said_after_their_pair_had_ended_is_not_about_them(world: World, own: int) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, own, reason="")
        second = world.pair("piotr", "mario")
    make_staff(world, GIULIA)
    half_way(world)
    (line,) = today_page(**who(world, GIULIA)).lines
    assert line.pairing_id == second


# What was answered at the end


@pytest.fixture
def ended(world: World, own: int) -> Survey:
    """Giulia was Mario's partner and is course staff now; Mario and Anna answered at the end."""
    world.signed_pair("piotr", "anna")
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, own, reason="")
    survey = Survey(world, defined("end"), usage_key="end")
    for username in ("mario", "anna"):
        survey.answer(username, {"next-round": "mentor", "tasks-evidence": f"{SECRET}, {username}"})
    make_staff(world, GIULIA)
    return survey


def test_the_list_of_the_next_round_leaves_out_their_partner(world: World, ended: Survey) -> None:
    mine, all_of_them = next_round(**who(world, GIULIA)), next_round(**who(world, CHIARA))
    assert [one.username for one in mine.people] == ["anna"]
    assert {one.username for one in all_of_them.people} == {"anna", "mario"}
    assert (mine.had_partners, all_of_them.had_partners) == (True, False)
    giulia, chiara = Visitor(GIULIA, slug="home"), Visitor(CHIARA, slug="home")
    note = "You are or were in a pair yourself."
    assert note in text_of(giulia.get("part", name="next_round"))
    assert note not in text_of(chiara.get("part", name="next_round"))
    assert "mario" not in text_of(giulia.get("download_next_round"))
    assert "mario" in text_of(chiara.get("download_next_round"))


@pytest.mark.parametrize("wish", ["mentor", "be-mentored", "help-pairs", "not-now", None])
def test_taking_over_tells_nothing_of_what_their_partner_wished(
    world: World, own: int, wish: str | None
) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.act("end", CHIARA, own, reason="")
    if wish:
        Survey(world, defined("end"), usage_key="end").answer("mario", {"next-round": wish})
    new = world.elsewhere()
    for course in (world, new):
        make_staff(course, GIULIA)
    found = earlier_people(**who(new, GIULIA), source=world.course_key)
    (mario,) = (one for one in found if one.username == "mario")
    assert (mario.fate, mario.wish, mario.next_role) == (Fate.YOUR_PARTNER, "", "mentee")
    assert take_over(**who(new, GIULIA), source=world.course_key, save=True).is_done
    here = Participant.objects.filter(programme__course_key=new.course_key)
    assert not here.exists(), "and what becomes of him tells nothing, either"
    (seen,) = (
        one
        for one in earlier_people(**who(new, CHIARA), source=world.course_key)
        if one.username == "mario"
    )
    assert seen.wish == (wish or "")


def test_a_confidential_survey_shows_them_the_forms_of_others(world: World, ended: Survey) -> None:
    def seen(username: str) -> tuple[set[str], int, set[str], set[str]]:
        asked = {**who(world, username), "here": ended.here}
        people = people_answers(**asked)
        table = survey_table(**asked, definition=ended.definition)
        texts = ended.results(username).texts
        return (
            {one.name.split()[0] for one in people.people},
            people.total,
            {str(row[0]).split()[0] for row in table.rows},
            {one.text.rpartition(" ")[2] for some in texts.values() for one in some},
        )

    assert seen(GIULIA) == ({"Anna"}, 1, {"Anna"}, {"anna"})
    assert seen(CHIARA) == ({"Anna", "Mario"}, 2, {"Anna", "Mario"}, {"anna", "mario"})
