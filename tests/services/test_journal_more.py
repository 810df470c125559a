"""Two at once, the command, fresh starts, several pairs, sharing, and calls."""

from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from ment_xblock.domain.errors import Invalid, MentError, NotAllowed, NotFound
from ment_xblock.domain.journal.states import State
from ment_xblock.models import Action, HelpRequest, Session, SessionText
from ment_xblock.selectors.waiting_logs import logs_to_remind
from ment_xblock.services import journal, logs, ring_me
from ment_xblock.services.credit import restart_credit
from ment_xblock.services.reflections import reflect
from tests.services.at_once import at_once, crowd
from tests.world import CHIARA


def logging(meetings, username, pair, sheet):
    return partial(
        logs.log,
        host=meetings.world.host,
        actor=meetings.world.actor(username),
        pairing_id=pair,
        session_id=None,
        settings=meetings.settings,
        here=meetings.here,
        sheet=sheet,
    )


@pytest.mark.django_db(transaction=True)
def test_both_partners_log_the_same_meeting_at_the_same_moment(meetings, pair):
    with crowd(2) as people:
        for day in range(20):
            calls = [
                logging(meetings, who, pair, meetings.sheet(ago=day, tried=f"{who} {day}"))
                for who in ("giulia", "mario")
            ]
            results = at_once(*calls, people=people)
            assert not [one for one in results if isinstance(one, Exception)], results
            session = Session.objects.get(held_on=meetings.today() - timedelta(days=day))
            assert session.state == State.CONFIRMED
            texts = SessionText.objects.filter(session=session).values_list("text", flat=True)
            assert set(texts) == {f"giulia {day}", f"mario {day}"}
    assert meetings.earned("giulia") == meetings.earned("mario") == 1


@pytest.mark.django_db(transaction=True)
def test_both_write_different_facts_at_once_and_one_of_them_is_asked(meetings, pair):
    with crowd(2) as people:
        for day in range(10):
            typed = {"giulia": "45", "mario": "60"}
            calls = [
                logging(meetings, who, pair, meetings.sheet(ago=day, minutes=typed[who], tried=who))
                for who in typed
            ]
            results = at_once(*calls, people=people)
            (session,) = {one.session_id for one in results}
            assert sorted(len(one.conflicts) for one in results) == [0, 1]
            assert meetings.row(session).state == State.LOGGED
            texts = SessionText.objects.filter(session=session).values_list("text", flat=True)
            (asked,) = (who for who, one in zip(typed, results, strict=True) if one.conflicts)
            assert set(texts) == {"giulia", "mario"} - {asked}


@pytest.mark.django_db(transaction=True)
def test_both_log_the_second_meeting_of_a_day_at_once(meetings, pair):
    with crowd(2) as people:
        for day in range(10):
            first = meetings.confirmed(pair, ago=day)
            sheets = {
                who: meetings.sheet(ago=day, minutes="20", tried=who, besides=first)
                for who in ("giulia", "mario")
            }
            calls = [logging(meetings, who, pair, sheet) for who, sheet in sheets.items()]
            results = at_once(*calls, people=people)
            assert not [one for one in results if isinstance(one, Exception)], results
            (second,) = {one.session_id for one in results} - {first}
            assert meetings.row(second).state == State.CONFIRMED
            assert Session.objects.count() == 2 * (day + 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_arrives_twice_at_once(meetings, pair):
    sheet = meetings.sheet(sent="one", action1_words="Try", action1_owner="both")
    results = at_once(*[logging(meetings, "giulia", pair, sheet)] * 2)
    assert len({one.session_id for one in results}) == 1
    assert (Session.objects.count(), Action.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_confirmation_and_a_contest_at_once_leave_one_of_them(meetings, pair):
    session = meetings.log("giulia", pair).session_id
    about = {
        "host": meetings.world.host,
        "actor": meetings.world.actor("mario"),
        "pairing_id": pair,
        "session_id": session,
        "revision": 1,
        "here": meetings.here,
    }
    results = at_once(
        partial(journal.confirm, **about), partial(journal.contest, **about, reason="No")
    )
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 1
    assert isinstance(refused[0], MentError)
    assert meetings.row(session).state in {State.CONFIRMED, State.CONTESTED}


@pytest.mark.django_db(transaction=True)
def test_the_command_settles_once(meetings, pair, monkeypatch):
    meetings.log("giulia", pair)
    now = meetings.world.host.now() + timedelta(days=8)
    monkeypatch.setattr("ment_xblock.platform.local.LocalHost.now", lambda _self: now)
    for number in (1, 0):
        told = StringIO()
        call_command("ment_settle", stdout=told)
        assert told.getvalue().startswith(f"{number} logs")
    assert meetings.earned("giulia") == meetings.earned("mario") == pytest.approx(1 / 6)


@pytest.mark.django_db
def test_all_pairs_of_a_person_count_together_by_days(meetings, pair, world):
    world.join("giulia", capacity=2)
    other = world.pair("giulia", "anna", capacity=2)
    world.wait(days=10)
    meetings.confirmed(pair, ago=1)
    for ago in (1, 2):
        session = meetings.log("giulia", other, ago=ago).session_id
        meetings.act("confirm", "anna", session)
    assert meetings.earned("giulia") == pytest.approx(2 / 6)
    assert meetings.earned("mario") == pytest.approx(1 / 6)
    assert meetings.earned("anna") == pytest.approx(2 / 6)


@pytest.mark.django_db
def test_a_deleted_state_begins_anew_and_later_meetings_count(meetings, pair, world):
    meetings.confirmed(pair, ago=1)
    restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=meetings.here.usage_key,
        user_id=world.user_id("giulia"),
    )
    assert (meetings.earned("giulia"), meetings.earned("mario")) == (0, pytest.approx(1 / 6))
    world.wait(days=1)
    meetings.confirmed(pair)
    assert meetings.earned("giulia") == pytest.approx(1 / 6)


@pytest.mark.django_db
def test_a_short_or_late_meeting_is_kept_and_earns_nothing(meetings, pair):
    meetings.confirmed(pair, ago=1, minutes="10")
    meetings.confirmed(pair, ago=31)
    assert meetings.earned("giulia") == 0
    meetings.confirmed(pair, ago=30)
    assert meetings.earned("giulia") == pytest.approx(1 / 6)


@pytest.mark.django_db
def test_sharing_needs_both(meetings, pair, world):
    session = meetings.log("giulia", pair).session_id

    def share(username, wanted):
        return journal.share(
            actor=world.actor(username), pairing_id=pair, session_id=session, wanted=wanted
        )

    assert not share("giulia", True)
    assert share("mario", True)
    assert not share("giulia", False)
    with pytest.raises(NotAllowed, match="partners_only"):
        share(CHIARA, True)


@pytest.mark.django_db
def test_a_call_is_asked_for_noted_and_closed(meetings, pair, world):
    asking = {"host": world.host, "actor": world.actor("mario"), "pairing_id": pair}
    ring_me.ask(**asking, text="Evenings")
    ring_me.ask(**asking, text="Only mornings")
    request = HelpRequest.objects.get()
    assert (request.kind, request.state, request.text) == ("ring_me", "open", "Only mornings")
    noting = {"host": world.host, "request_id": request.pk}
    with pytest.raises(NotAllowed):
        ring_me.note(actor=world.actor("giulia"), state="closed", words="", **noting)
    ring_me.note(actor=world.actor(CHIARA), state="called", words="Fine", **noting)
    world.act("end", CHIARA, pair, reason="")
    request.refresh_from_db()
    assert (request.state, request.note) == ("called", "Fine")
    ring_me.note(actor=world.actor(CHIARA), state="closed", words="Fine", **noting)
    with pytest.raises(NotFound):
        ring_me.note(actor=world.actor(CHIARA), state="open", words="", **noting)
    ring_me.ask(**asking, text="Again")
    assert HelpRequest.objects.count() == 2


@pytest.mark.django_db
def test_a_reflection_is_for_partners_of_the_meeting_and_of_bounded_length(meetings, pair, world):
    session = meetings.log("giulia", pair).session_id
    about = {"host": world.host, "pairing_id": pair, "session_id": session, "here": meetings.here}
    for stranger in ("piotr", CHIARA):
        with pytest.raises(MentError):
            reflect(actor=world.actor(stranger), text="Mine", **about)
    with pytest.raises(Invalid):
        reflect(actor=world.actor("giulia"), text="x" * 1_000_000, **about)


@pytest.mark.django_db
def test_the_partner_is_to_be_reminded_from_the_fourth_day_to_the_seventh(meetings, pair, world):
    session = meetings.log("giulia", pair).session_id
    world.wait(days=3)
    world.act("pause", "mario", pair, reason="")
    world.wait(days=9)
    world.act("resume", "mario", pair)
    assert logs_to_remind(world.host.now()) == ()
    world.wait(days=1, minutes=1)
    (waiting,) = logs_to_remind(world.host.now())
    assert (waiting.session_id, waiting.pairing_id) == (session, pair)
    assert waiting.participant_id == world.row(pair).mentee_id
    world.wait(days=3)
    assert logs_to_remind(world.host.now()) == ()
