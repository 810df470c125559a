"""Notes of facilitators, and the page of one pair on which they stand."""

from __future__ import annotations

import pytest

from ment_xblock.domain.errors import Invalid, NotAllowed, NotFound
from ment_xblock.models import AlertState, FacilitatorNote, Participant, Profile
from ment_xblock.selectors.pair_view import PairView, What, pair_view
from ment_xblock.selectors.today import today_page
from ment_xblock.services import alerts
from ment_xblock.services.pair_notes import LONGEST_NOTE, add_note, delete_note
from tests.world import CHIARA, World
from workbench_site.models import CourseStaff

pytestmark = pytest.mark.django_db


def note(world: World, pair: int, text: str = "Rang Mario", who: str = CHIARA) -> None:
    add_note(host=world.host, actor=world.actor(who), pairing_id=pair, text=text)


def view(world: World, pair: int, who: str = CHIARA) -> PairView:
    return pair_view(host=world.host, actor=world.actor(who), pairing_id=pair)


def make_staff(world: World, username: str) -> None:
    CourseStaff.objects.create(user_id=world.user_id(username), course_key=world.course_key)


@pytest.fixture
def troubled(world: World) -> int:
    """A pair of ten days that has done nothing."""
    pair = world.pair()
    world.wait(days=10)
    alerts.refresh_stale(host=world.host, course_key=world.course_key)
    return pair


def test_a_note_stands_with_its_pair_and_goes_when_its_author_says_so(world: World) -> None:
    pair, other = world.pair(), world.pair("piotr", "anna")
    note(world, pair, "  Rang Mario\r\nthen Giulia ")
    (line,) = view(world, pair).notes
    assert (line.text, line.author, line.is_own) == (
        "Rang Mario\nthen Giulia",
        "Chiara Valdesi",
        True,
    )
    assert view(world, other).notes == ()
    delete_note(actor=world.actor(CHIARA), note_id=line.note_id)
    assert view(world, pair).notes == ()
    with pytest.raises(NotFound, match="no_such_note"):
        delete_note(actor=world.actor(CHIARA), note_id=line.note_id)


def test_nobody_takes_away_the_note_of_another(world: World) -> None:
    pair = world.pair()
    note(world, pair)
    make_staff(world, "sofia")
    (line,) = view(world, pair, "sofia").notes
    assert not line.is_own
    with pytest.raises(NotFound, match="no_such_note"):
        delete_note(actor=world.actor("sofia"), note_id=line.note_id)
    with pytest.raises(NotFound, match="no_such_note"):
        delete_note(actor=world.elsewhere().actor(CHIARA), note_id=line.note_id)
    assert FacilitatorNote.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST_NOTE + 1)])
def test_a_note_says_something_and_not_too_much(world: World, text: str) -> None:
    pair = world.pair()
    with pytest.raises(Invalid):
        note(world, pair, text)
    assert not FacilitatorNote.objects.exists()


def test_whoever_is_one_of_the_two_neither_reads_nor_notes_nor_handles(
    world: World, troubled: int
) -> None:
    note(world, troubled, "He does not know")
    make_staff(world, "mario")
    with pytest.raises(NotAllowed, match="your_own_pair"):
        view(world, troubled, "mario")
    with pytest.raises(NotAllowed, match="your_own_pair"):
        note(world, troubled, who="mario")
    alert = AlertState.objects.filter(over_at=None).earliest("pk")
    with pytest.raises(NotFound, match="no_such_alert"):
        alerts.handle(
            host=world.host, actor=world.actor("mario"), alert_ids=[alert.pk], how="closed"
        )
    assert not AlertState.objects.exclude(handled="").exists()
    assert FacilitatorNote.objects.count() == 1


def test_learners_and_other_courses(world: World, troubled: int) -> None:
    elsewhere = world.elsewhere()
    for act in (view, note):
        with pytest.raises(NotAllowed, match="facilitator_only"):
            act(world, troubled, who="giulia")
        with pytest.raises(NotFound, match="no_such_pair"):
            act(elsewhere, troubled)


def test_what_was_done_about_an_alert_is_noted_with_it(world: World, troubled: int) -> None:
    alert = AlertState.objects.filter(over_at=None).earliest("urgency")
    handled = {"host": world.host, "actor": world.actor(CHIARA), "alert_ids": [alert.pk]}
    with pytest.raises(Invalid):
        alerts.handle(**handled, how="later", note="x" * (LONGEST_NOTE + 1))
    alerts.handle(**handled, how="later", note=" Both were at work ")
    shown = view(world, troubled)
    (line,) = shown.notes
    assert (line.text, line.rule) == ("Both were at work", alert.rule)
    first = next(one for one in shown.alerts if one.reason.alert_id == alert.pk)
    assert first.handled == "later"
    assert first.later_until - first.handled_at == alerts.LATER
    alerts.handle(**handled, how="called")
    assert len(view(world, troubled).notes) == 1, "nothing typed, nothing noted"


def test_the_timeline_tells_what_happened_without_a_word_of_theirs(world: World) -> None:
    pair = world.signed_pair()
    world.wait(days=3)
    world.act("pause", "giulia", pair, reason="SECRET exams")
    world.wait(days=3)
    world.act("resume", CHIARA, pair)
    world.wait(days=3)
    world.act("end", "mario", pair, reason="SECRET quarrel")
    shown = view(world, pair)
    kinds = [event.what for event in shown.events][::-1]
    assert kinds == [
        What.PAIRED,
        What.VERSION,
        What.SIGNED,
        What.SIGNED,
        What.IN_FORCE,
        What.REST,
        What.ON_AGAIN,
        What.CLOSED,
    ]
    signers = {event.name for event in shown.events if event.what is What.SIGNED}
    assert signers == {"Giulia Morbelli", "Mario Tessarin"}
    assert "SECRET" not in repr(shown)
    assert shown.acts == frozenset()


def test_a_phone_number_is_shown_where_somebody_gave_one(world: World, troubled: int) -> None:
    mario = Participant.objects.get(user__username="mario")
    Profile.objects.update_or_create(
        participant=mario, defaults={"phone": "+39 055 1", "updated_at": world.host.now()}
    )
    expected = (("Mario Tessarin", "+39 055 1"),)
    assert view(world, troubled).call.phones == expected
    (line,) = today_page(host=world.host, actor=world.actor(CHIARA)).lines
    assert line.phones == expected


def test_queries_of_a_pair_do_not_grow(
    world: World, troubled: int, django_assert_max_num_queries
) -> None:
    for _ in range(12):
        note(world, troubled)
    with django_assert_max_num_queries(25):
        view(world, troubled)
