"""What people left in the journal, the surveys, their profile and at the desk is copied, erased, and kept no longer."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model

from ment_xblock.domain.naming import INSTEAD
from ment_xblock.domain.profile_answers import Part
from ment_xblock.mails import send_due_mails
from ment_xblock.models import (
    Action,
    AlertState,
    CalendarAddress,
    Charter,
    Decision,
    FacilitatorNote,
    HelpRequest,
    MailSwitch,
    Participant,
    Profile,
    Programme,
    Session,
    SessionText,
    SurveyAnswer,
    SurveyParticipation,
)
from ment_xblock.models.personal import PERSONAL_DATA
from ment_xblock.selectors.figures import figures_of
from ment_xblock.selectors.personal_copy import copy_of
from ment_xblock.services.alerts import refresh_stale
from ment_xblock.services.calendar_addresses import renew_calendar_address
from ment_xblock.services.mail_switches import choose_mails
from ment_xblock.services.retention import erase_old_words
from ment_xblock.services.surveys import Occasion
from ment_xblock.services.words import pointers_to_users
from tests.meetings import Meetings
from tests.plans import Plans
from tests.selectors.test_survey_told import JUNIOR, PULSE
from tests.services.clock import go_to_thursday
from tests.services.test_erasing import erase, everything_stored, names
from tests.services.test_profiles import complete, save
from tests.survey_world import Survey, defined
from tests.world import CHIARA

MARIOS = (
    "Behind the sawmill",
    "Sent from the walnut bench",
    "Varnish samples by Friday",
    "Please keep it slow",
    "A quarrel about glue",
    "+39 055 0099",
)
# The whole number: a part of it also stands in the fractions of some second.
GIULIAS_PHONE = "+39 055 0011"
GIULIAS = "Mario was quicker than I was. Mario Tessarin laughed."
CHIARAS = "Mario sounded tired on the phone"


@pytest.fixture
def pair(world):
    """A pair that has met, written, promised, planned, answered, and been looked after."""
    place, tried, promise, answer, note, phone = MARIOS
    for username in ("giulia", "mario"):
        world.join(username)
        complete(world, username)
        renew_calendar_address(host=world.host, actor=world.actor(username))
        choose_mails(host=world.host, actor=world.actor(username), wanted=[])
    save(world, "mario", Part.PRIVATE, phone=phone, avoid="")
    save(world, "giulia", Part.PRIVATE, phone=GIULIAS_PHONE, avoid="Mario Tessarin")
    pair = world.signed_pair()
    meetings = Meetings(world)
    session = meetings.log("giulia", pair, tried=GIULIAS).session_id
    meetings.send("mario", pair, meetings.sheet(tried=tried, base=1), session)
    mario = Participant.objects.get(user__username="mario")
    Action.objects.create(
        pairing_id=pair,
        session_id=session,
        author=mario,
        owner="mentee",
        words=promise,
        created_at=world.host.now(),
    )
    Action.objects.create(
        pairing_id=pair,
        session_id=session,
        author=Participant.objects.get(user__username="giulia"),
        owner="both",
        words="Ask Mario for the plans",
        created_at=world.host.now(),
    )
    Plans(world).propose("mario", pair, place=place)
    Survey(world, defined(), usage_key="mid").answer("mario", {"trust": 4})
    Survey(world, defined("end", "anonymous"), usage_key="end").answer("mario", {"trust": 2})
    pulse = Survey(world, defined("pulse"), usage_key="pulse")
    low = {**PULSE, "pulse-safety": 1, "pulse-different": answer}
    kind = {**JUNIOR, "pulse-different": "Mario is patient"}
    for username, given in (("mario", low), ("giulia", kind)):
        pulse.answer(username, given, occasion=Occasion(session_id=session))
    programme = Programme.objects.get(course_key=world.course_key)
    FacilitatorNote.objects.create(
        programme=programme,
        kind="focus",
        text=CHIARAS,
        author_id=world.user_id(CHIARA),
        created_at=world.host.now(),
    )
    Decision.objects.create(
        programme=programme,
        kind="forbid",
        by_id=world.user_id(CHIARA),
        at=world.host.now(),
        reason="Mario asked",
    )
    world.act("ask_rematch", "mario", pair, reason=note)
    refresh_stale(host=world.host, course_key=world.course_key)
    HelpRequest.objects.update(note=CHIARAS, note_author_id=world.user_id(CHIARA))
    return pair


def test_the_world_has_what_shall_go(world, pair):
    stored = everything_stored()
    assert not [words for words in MARIOS if words not in stored]


def test_no_word_and_no_name_is_left_anywhere(world, pair):
    erase(world, "mario")
    stored = everything_stored()
    assert not [words for words in (*MARIOS, *names(world, "mario")) if words in stored]


def test_what_others_wrote_stays_readable(world, pair):
    erase(world, "mario")
    assert SessionText.objects.get().text == GIULIAS.replace("Mario Tessarin", INSTEAD).replace(
        "Mario", INSTEAD
    )
    assert [one.words for one in Action.objects.order_by("pk")] == [
        "",
        f"Ask {INSTEAD} for the plans",
    ]
    assert Profile.objects.get().avoid == INSTEAD
    assert FacilitatorNote.objects.get().text == f"{INSTEAD} sounded tired on the phone"
    assert HelpRequest.objects.get().note == f"{INSTEAD} sounded tired on the phone"
    assert Decision.objects.get().reason == f"{INSTEAD} asked"
    texts = SurveyAnswer.objects.exclude(text="").values_list("text", flat=True)
    assert list(texts) == [f"{INSTEAD} is patient"]


def test_the_partner_keeps_credit_and_figures(world, pair):
    here = Meetings(world).here.usage_key
    before = world.record("giulia", here)
    figures = figures_of(host=world.host, actor=world.actor(CHIARA))
    assert before.earned
    erase(world, "mario")
    world.page("giulia", pair)
    assert world.record("giulia", here) == before
    after = figures_of(host=world.host, actor=world.actor(CHIARA))
    for name in ("sessions_held", "pulses_answered", "mid_answered", "actions_due", "focus_notes"):
        assert getattr(after, name) == getattr(figures, name), name


def test_address_mails_and_alerts_of_the_person_are_gone(world, pair):
    assert AlertState.objects.filter(participant__user__username="mario").exists()
    erase(world, "mario")
    giulia = world.user_id("giulia")
    assert CalendarAddress.objects.get().participant.user_id == giulia
    assert set(MailSwitch.objects.values_list("user_id", flat=True)) == {giulia}
    assert not AlertState.objects.filter(participant__user__isnull=True, participant__isnull=False)


@pytest.mark.parametrize("erased", [False, True])
def test_nobody_who_was_erased_gets_a_mail(world, pair, mailoutbox, erased):
    MailSwitch.objects.all().delete()
    if erased:
        erase(world, "mario")
    go_to_thursday(world, hour=11)
    send_due_mails(host=world.host)
    mario = get_user_model().objects.get(username="mario")
    assert any(mario.email in mail.to for mail in mailoutbox) is not erased


def test_an_anonymous_answer_is_left_as_it_is(world, pair):
    before = list(SurveyAnswer.objects.filter(participation=None).order_by("pk").values())
    assert before
    erase(world, "mario")
    assert list(SurveyAnswer.objects.filter(participation=None).order_by("pk").values()) == before


def test_a_second_time_finds_nothing(world, pair):
    erase(world, "mario")
    assert dict(erase(world, "mario").rows) == {}


def test_a_copy_has_all_of_it_and_nothing_that_is_not_ours_to_give(world, pair):
    copy = copy_of(host=world.host, user_id=world.user_id("mario"))
    text = json.dumps(copy, ensure_ascii=False)
    assert not [words for words in MARIOS if words not in text]
    kinds = {part["kind"] for part in copy["stored"]}
    assert kinds >= {
        "Profile", "Session", "SessionText", "Action", "SurveyParticipation", "SurveyAnswer",
        "CalendarAddress", "MailSwitch", "AlertState", "HelpRequest",
    }  # fmt: skip
    tokens = CalendarAddress.objects.values_list("token", flat=True)
    for secret in (GIULIAS, CHIARAS, "Ask Mario", "is patient", GIULIAS_PHONE, *tokens):
        assert secret not in text
    for part in copy["stored"]:
        assert part["what"]
        assert part["rows"]


def test_a_facilitator_loses_their_words_and_their_traces(world, pair):
    programme = Programme.objects.get(course_key=world.course_key)
    chiara = world.user_id(CHIARA)
    Charter.objects.update_or_create(
        programme=programme,
        defaults={
            "updated_by_id": chiara,
            "touches": {"goals": [1, chiara], "clinics": [2, world.user_id("nora")]},
        },
    )
    erase(world, CHIARA)
    charter = Charter.objects.get()
    assert charter.updated_by is None
    assert charter.touches == {"goals": [1, 0], "clinics": [2, world.user_id("nora")]}
    assert FacilitatorNote.objects.get().text == ""
    assert (Decision.objects.get().reason, Decision.objects.get().by) == ("", None)
    request = HelpRequest.objects.get()
    assert (request.note, request.text) == ("", MARIOS[4])


def test_erasing_asks_no_more_often_where_more_was_answered(
    world, pair, django_assert_max_num_queries
):
    programme = Programme.objects.get(course_key=world.course_key)
    run = SurveyParticipation.objects.filter(run__usage_key="mid").first().run
    version = run.versions.get()
    for _ in range(40):
        one = Participant.objects.create(
            programme=programme, role="mentee", created_at=world.host.now()
        )
        participation = SurveyParticipation.objects.create(
            run=run, participant=one, version=version, answered_at=world.host.now()
        )
        SurveyAnswer.objects.create(
            run=run, version=version, participation=participation, slot="keep", text="All well"
        )
    with django_assert_max_num_queries(240):
        erase(world, "mario", dry_run=True)


def test_after_a_year_words_and_names_go_and_figures_stay(world, pair):
    world.wait(days=16 * 7 + 7 + 366 + 30)
    figures = figures_of(host=world.host, actor=world.actor(CHIARA))
    (cleared,) = erase_old_words(host=world.host)
    assert cleared.rows["SessionText"] == 2
    stored = everything_stored()
    theirs = (*MARIOS, GIULIAS, CHIARAS, GIULIAS_PHONE, "is patient", *names(world, "mario"))
    assert not [words for words in theirs if words in stored]
    for model in (CalendarAddress, MailSwitch, SessionText):
        assert not model.objects.exists()
    for data in PERSONAL_DATA:
        for field in pointers_to_users(data.model):
            assert not data.model.objects.filter(**{f"{field}__isnull": False}).exists()
    after = figures_of(host=world.host, actor=world.actor(CHIARA))
    for name in ("profiled", "sessions_held", "pulses_answered", "mid_answered", "focus_notes"):
        assert getattr(after, name) == getattr(figures, name), name
    assert Session.objects.filter(place="").count() == Session.objects.count()
    world.wait(days=31)
    (again,) = erase_old_words(host=world.host)
    assert dict(again.rows) == {}
