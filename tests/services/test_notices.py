"""Mails that are due leave once, to the right people only, at a decent hour, in their own language."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from ment_xblock.domain.notices.kinds import Kind
from ment_xblock.mails import send_due_mails
from ment_xblock.mails.words import words_for
from ment_xblock.models import Agreement, MailSwitch, Notice, Participant
from ment_xblock.services import notice_rows
from ment_xblock.services.mail_switches import choose_mails
from ment_xblock.services.notices import Sent
from tests.selectors.test_query_counts import more_pairs
from tests.services.clock import go_to, go_to_thursday
from workbench_site.models import CourseStaff, Enrolment, Profile


@pytest.fixture(autouse=True)
def few_units(without_surveys):
    """Questions have a file of their own."""


@pytest.fixture
def morning(world):
    """The world on the next Thursday at ten in Rome, when everybody is awake and no week begins."""
    go_to_thursday(world, hour=10)
    return world


def send(world, **where) -> Sent:
    return send_due_mails(host=world.host, **where)


def sent_to() -> list[tuple[str, str]]:
    """Username and kind of each mail."""
    return sorted(
        (one.to[0].partition("@")[0], one.extra_headers["X-Ment-Kind"].removeprefix("notice_"))
        for one in mail.outbox
    )


# Who is told what


def test_a_new_pair_is_told_once(morning):
    morning.pair()
    assert send(morning) == Sent(sent=2)
    assert sent_to() == [("giulia", "match_published"), ("mario", "match_published")]
    assert send(morning) == Sent()
    morning.wait(days=3)
    assert send(morning) == Sent()
    rows = Notice.objects.values_list("state", "attempts")
    assert list(rows) == [("sent", 1)] * 2


def test_the_partner_is_told_that_it_is_their_turn(morning):
    morning.half_signed_pair()
    send(morning)
    assert sent_to() == [("mario", "your_turn")]


def test_who_signed_first_is_told_of_the_second_signature(morning):
    pair = morning.half_signed_pair()
    send(morning)
    morning.wait(hours=1)
    morning.sign("mario", pair)
    mail.outbox.clear()
    send(morning)
    assert sent_to() == [("giulia", "partner_signed")]


def test_a_change_that_one_has_signed_is_told_anew(morning):
    pair = morning.signed_pair()
    morning.wait(days=9)
    morning.save("mario", pair, new_version=True, place="The office")
    morning.sign("mario", pair)
    send(morning)
    assert sent_to() == [("giulia", "your_turn")]


def test_a_minor_without_consent_is_not_told_to_sign(morning):
    pair = morning.filled_pair(under_18=True)
    morning.save("mario", pair, named_adult="Her mother")
    morning.sign("mario", pair)
    assert send(morning) == Sent()


def test_a_pair_that_started_to_sign_hears_no_more_of_its_match(morning):
    pair = morning.half_signed_pair()
    morning.save("giulia", pair, new_version=True, place="Elsewhere")
    assert send(morning) == Sent()


# Who is left alone


@pytest.mark.parametrize("how", ["pause", "end"])
def test_a_pair_at_rest_or_at_its_end_is_left_alone(morning, how):
    pair = morning.half_signed_pair()
    morning.act(how, "mario", pair, reason="")
    assert send(morning) == Sent()


def test_after_a_pause_what_still_matters_is_told(morning):
    pair = morning.half_signed_pair()
    morning.act("pause", "mario", pair, reason="")
    send(morning)
    morning.wait(days=2)
    morning.act("resume", "mario", pair)
    assert send(morning) == Sent(sent=1)


def test_who_left_the_course_gets_nothing(morning):
    morning.pair()
    Enrolment.objects.filter(user_id=morning.user_id("mario")).update(is_active=False)
    send(morning)
    assert sent_to() == [("giulia", "match_published")]


def test_who_joined_the_course_team_gets_no_learners_mail(morning):
    morning.pair()
    CourseStaff.objects.create(course_key=morning.course_key, user_id=morning.user_id("mario"))
    send(morning)
    assert sent_to() == [("giulia", "match_published")]


def test_nobody_is_told_of_a_partner_whose_account_is_gone(morning):
    pair = morning.half_signed_pair("giulia", "mario")
    morning.row(pair).mentor.user.delete()
    assert send(morning) == Sent()
    Participant.objects.get(user__username="mario")


def test_nobody_is_told_of_a_partner_who_is_switched_off(morning):
    pair = morning.half_signed_pair()
    mentor = morning.row(pair).mentor.user
    mentor.is_active = False
    mentor.save()
    assert send(morning) == Sent()


def test_who_has_no_address_is_skipped_for_good(morning):
    pair = morning.pair()
    mario = morning.row(pair).mentee.user
    mario.email = ""
    mario.save()
    assert send(morning) == Sent(sent=1, skipped=1)
    assert send(morning) == Sent()


def test_what_is_switched_off_is_skipped_and_other_kinds_still_come(morning):
    wanted = set(Kind) - {Kind.MATCH_PUBLISHED, Kind.WEEKLY_DIGEST}
    choose_mails(host=morning.host, actor=morning.actor("mario"), wanted=wanted)
    pair = morning.filled_pair()
    assert send(morning) == Sent(sent=1, skipped=1)
    morning.sign("giulia", pair)
    mail.outbox.clear()
    send(morning)
    assert sent_to() == [("mario", "your_turn")]
    # Switched on again, yesterday's news stays unsaid.
    MailSwitch.objects.all().delete()
    assert send(morning) == Sent()


def test_a_switch_counts_in_its_own_programme(morning):
    choose_mails(host=morning.host, actor=morning.elsewhere().actor("mario"), wanted=())
    morning.pair()
    assert send(morning) == Sent(sent=2)


def test_only_one_course_run_when_asked(morning):
    morning.pair()
    assert send(morning, course_key="course-v1:Else+where+1") == Sent()
    assert send(morning, course_key=morning.course_key) == Sent(sent=2)


# When


def test_at_night_mail_waits_for_the_morning_of_each(world):
    Profile.objects.filter(user__username="mario").update(time_zone="America/New_York")
    go_to_thursday(world, hour=21)  # three in the afternoon in New York
    world.pair()
    assert send(world) == Sent(sent=1, waiting=1)
    assert sent_to() == [("mario", "match_published")]
    go_to(world, hour=7, days=1)
    assert send(world) == Sent(waiting=1)
    go_to(world, hour=8)
    assert send(world) == Sent(sent=1)


@pytest.mark.parametrize("zone", ["", "Nowhere/Atall", "../../etc/passwd"])
def test_a_person_without_a_readable_time_zone_has_that_of_the_site(world, zone):
    Profile.objects.update(time_zone=zone)
    go_to_thursday(world, hour=21)
    world.pair()
    assert send(world) == Sent(waiting=2)


def test_quiet_hours_that_the_pair_agreed_on_count_when_they_are_stricter(morning):
    pair = morning.filled_pair()
    morning.save("mario", pair, quiet_from="17:00", quiet_to="11:30")
    for username in ("giulia", "mario"):
        morning.sign(username, pair)
    assert send(morning) == Sent(waiting=1)
    go_to(morning, hour=12)
    assert send(morning) == Sent(sent=1)


def test_quiet_hours_are_those_of_the_version_in_force_and_of_a_clause_that_is_on(morning):
    pair = morning.filled_pair()
    morning.save("mario", pair, quiet_from="17:00", quiet_to="11:30")
    for username in ("giulia", "mario"):
        morning.sign(username, pair)
    version = Agreement.objects.get()
    del version.revisions["clauses"]["contact"]
    version.save()
    assert send(morning) == Sent(sent=1)


# What stands in it


def test_each_reads_their_own_language(morning, settings, monkeypatch):
    settings.LANGUAGES = [("en", "English"), ("it", "Italiano")]
    Profile.objects.filter(user__username="mario").update(language="it-it")
    Profile.objects.filter(user__username="giulia").update(language="xx")
    seen = {}

    def looking(letter):
        seen[letter.reader.username] = (
            translation.get_language(),
            timezone.get_current_timezone_name(),
        )
        return words_for(letter)

    monkeypatch.setattr("ment_xblock.mails.letters.words_for", looking)
    Profile.objects.filter(user__username="mario").update(time_zone="Europe/Bucharest")
    morning.pair()
    send(morning)
    assert seen == {"mario": ("it", "Europe/Bucharest"), "giulia": ("en", "Europe/Rome")}


# Trouble


class Broken:
    """A host whose post refuses some people."""

    def __init__(self, world, *usernames):
        self.world = world
        self.refused = {world.user_id(name) for name in usernames}
        self.tried = []

    def __getattr__(self, name):
        return getattr(self.world.host, name)

    def send_mail(self, *, user_id, course_key, mail):
        self.tried.append(user_id)
        if user_id in self.refused:
            raise OSError("no such mailbox")
        self.world.host.send_mail(user_id=user_id, course_key=course_key, mail=mail)


def test_one_broken_mail_stops_no_other_and_is_tried_again_a_few_times(morning):
    morning.pair()
    host = Broken(morning, "giulia")
    assert send_due_mails(host=host) == Sent(sent=1, failed=1)
    assert sent_to() == [("mario", "match_published")]
    assert send_due_mails(host=host) == Sent()  # not at once
    for _ in range(40):
        morning.wait(hours=3)
        send_due_mails(host=host)
    giulia = morning.user_id("giulia")
    assert host.tried.count(giulia) == notice_rows.MOST_TRIES
    row = Notice.objects.get(user_id=giulia)
    assert (row.state, row.attempts, row.sent_at) == ("failed", notice_rows.MOST_TRIES, None)


def test_what_failed_once_and_then_works_is_sent_once(morning):
    morning.pair()
    host = Broken(morning, "giulia")
    send_due_mails(host=host)
    host.refused.clear()
    morning.wait(minutes=16)
    assert send_due_mails(host=host) == Sent(sent=1)
    assert send_due_mails(host=host) == Sent()
    assert sent_to() == [("giulia", "match_published"), ("mario", "match_published")]


def test_a_run_that_was_cut_off_is_taken_over_after_a_while(morning):
    morning.pair()
    host = Broken(morning)

    def killed(**_mail):
        raise KeyboardInterrupt

    host.send_mail = killed
    with pytest.raises(KeyboardInterrupt):
        send_due_mails(host=host)
    assert send(morning) == Sent(sent=1)  # the other mail was in nobody's hands
    morning.wait(minutes=16)
    assert send(morning) == Sent(sent=1)


def test_more_than_a_batch_leaves_in_one_run(morning, monkeypatch):
    monkeypatch.setattr("ment_xblock.services.notices.BATCH", 3)
    for number, mentee in enumerate(("mario", "anna", "tomas")):
        morning.pair("giulia", mentee, capacity=number + 1)
    assert send(morning) == Sent(sent=6)


def test_without_a_page_to_go_to_nothing_is_sent(morning, monkeypatch):
    monkeypatch.setattr("tests.world.MovableClock.unit_url", lambda self, usage_key: "")
    morning.pair()
    assert send(morning) == Sent()
    assert not Notice.objects.exists()


def test_rows_are_forgotten_when_they_are_of_no_use(morning):
    morning.pair()
    send(morning)
    morning.wait(days=181)
    send(morning)
    assert not Notice.objects.exists()


# Many


def queries_of_a_run(world) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert send(world) == Sent()
    return len(asked)


def test_finding_nobody_to_tell_costs_the_same_for_two_pairs_as_for_thirty(morning):
    pair = morning.signed_pair()
    more_pairs(morning, pair, range(1))
    send(morning)
    for_two = queries_of_a_run(morning)
    more_pairs(morning, pair, range(1, 29))
    send(morning)
    assert queries_of_a_run(morning) == for_two <= 24


def test_finding_whom_to_tell_costs_the_same_for_two_pairs_as_for_thirty(world):
    go_to_thursday(world, hour=22)
    pair = world.signed_pair()
    more_pairs(world, pair, range(1))

    def asked():
        send(world)  # so that nobody has to be looked at for alerts
        with CaptureQueriesContext(connection) as queries:
            outcome = send(world)
        return outcome.waiting, len(queries)

    two, for_two = asked()
    more_pairs(world, pair, range(1, 29))
    thirty, for_thirty = asked()
    assert (two, thirty) == (2, 30)
    assert for_thirty == for_two <= 28
