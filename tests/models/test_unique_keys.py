"""What must hold is held by the database itself, also where a service would have a fault."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction

from ment_xblock.models import (
    Agreement,
    CreditStart,
    HelpRequest,
    MailSwitch,
    Notice,
    Pairing,
    Participant,
    Pause,
    Programme,
    Signature,
    SurveyParticipation,
    SurveyRun,
    SurveyVersion,
)
from ment_xblock.models.survey import random_key
from tests.survey_world import Survey, defined


@contextmanager
def not_twice():
    with pytest.raises(IntegrityError), transaction.atomic():
        yield


def copied(row, **changes):
    """The same row once more, but for what is changed."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values.pop("id")
    return type(row)(**values | changes)


@pytest.fixture
def signed(world):
    return world.row(world.signed_pair())


def test_one_programme_per_course_run(signed):
    with not_twice():
        copied(Programme.objects.get()).save()


def test_one_part_per_person_but_many_who_have_left(signed):
    with not_twice():
        copied(signed.mentor).save()
    for _ in range(2):
        copied(signed.mentor, user_id=None).save()


def test_one_open_pair_per_two_people_but_many_closed_ones(signed):
    with not_twice():
        copied(signed).save()
    for _ in range(2):
        copied(signed, open_key=None).save()


def test_one_version_in_force(signed):
    in_force = Agreement.objects.get()
    with not_twice():
        copied(in_force, number=2).save()
    copied(in_force, number=2, in_force_for=None).save()


def test_one_version_in_the_works(world, signed):
    world.save("mario", signed.pk, new_version=True, place="elsewhere")
    working = Agreement.objects.get(working_for=signed.pk)
    with not_twice():
        copied(working, number=3).save()
    copied(working, number=3, working_for=None).save()


def test_a_version_number_stands_once(signed):
    with not_twice():
        copied(Agreement.objects.get(), in_force_for=None).save()


def test_one_signature_per_person_and_version(signed):
    for signature in Signature.objects.all():
        with not_twice():
            copied(signature).save()


def test_one_open_pause_but_many_past_ones(world, signed):
    world.act("pause", "mario", signed.pk, reason="")
    pause = Pause.objects.get()
    with not_twice():
        copied(pause).save()
    for _ in range(2):
        copied(pause, open_for=None).save()


def test_one_open_request_per_person_but_many_closed_ones(world, signed):
    world.act("ask_rematch", "mario", signed.pk, reason="")
    request = HelpRequest.objects.get()
    with not_twice():
        copied(request).save()
    for _ in range(2):
        copied(request, open_key=None).save()


def test_one_credit_start_per_person_and_block(world, signed):
    start = CreditStart(
        participant=signed.mentor, usage_key=world.here.usage_key, credit_from=world.host.now()
    )
    start.save()
    with not_twice():
        copied(start).save()
    copied(start, usage_key="another").save()


def test_one_row_per_mail(world, signed):
    now = world.host.now()
    notice = Notice(
        programme=signed.programme,
        user=signed.mentor.user,
        kind="your_turn",
        key="your-turn:1:1",
        created_at=now,
        held_until=now,
    )
    notice.save()
    with not_twice():
        copied(notice, user_id=signed.mentee.user_id).save()
    copied(notice, key="your-turn:1:2").save()


def test_one_switch_per_person_and_kind(signed):
    switch = MailSwitch(programme=signed.programme, user=signed.mentor.user, kind="your_turn")
    switch.save()
    with not_twice():
        copied(switch).save()
    copied(switch, kind="action_due").save()


def test_who_has_signed_cannot_be_deleted(signed):
    with pytest.raises(IntegrityError):
        signed.mentor.delete()
    assert Participant.objects.count() == 2


def test_a_pair_outlives_a_deleted_user(world, signed):
    signed.mentor.user.delete()
    assert Participant.objects.get(pk=signed.mentor_id).user is None
    assert Pairing.objects.get() == signed
    assert Signature.objects.count() == 2


@pytest.mark.parametrize(
    "words",
    [
        "😀👩🏽‍🔧 Größe ñandú żółw",
        "السلام عليكم",
        "漢字かな交じり文",
        "'; DROP TABLE ment_xblock_pairing; --",
        '{"json": [1, "\\"]}',
        "\\ % _ \u2028 \u200f",
    ],
)
def test_words_of_any_script_come_back_as_they_were(world, words):
    pair = world.pair()
    world.save("giulia", pair, mentor_goal=words, place=words)
    world.act("ask_rematch", "giulia", pair, reason=words)
    values = world.page("mario", pair).version.values
    assert values["mentor_goal"] == words
    assert values["place"] == " ".join(words.split())
    assert world.desk_row(pair).requests[0].text == words


def test_the_longest_of_everything_fits(world):
    pair = world.filled_pair()
    line, text = "😀" * 200, "😀" * 2000
    own = {f"task{slot}_job": "own" for slot in (1, 2, 3)}
    words = {f"task{slot}_words": f"{slot}{line[1:]}" for slot in (1, 2, 3)}
    evidence = {f"task{slot}_evidence": line for slot in (1, 2, 3)}
    world.save(
        "mario", pair, **own, **words, **evidence, mentor_goal=text, senior_gives=text, place=line
    )
    for username in ("giulia", "mario"):
        world.sign(username, pair)
    tasks = world.row(pair).tasks.all()
    assert [(task.words, task.evidence) for task in tasks] == [
        (one, line) for one in words.values()
    ]


def test_one_run_per_survey_and_one_answer_per_person_and_occasion(world, signed):
    Survey(world, defined()).answer("mario", {"trust": 4})
    with not_twice():
        copied(SurveyRun.objects.get()).save()
    participation = SurveyParticipation.objects.get()
    with not_twice():
        copied(participation, id=random_key()).save(force_insert=True)
    copied(participation, id=random_key(), occasion="session-1").save(force_insert=True)
    with not_twice():
        copied(SurveyVersion.objects.get(), number=2).save()
    with not_twice():
        copied(SurveyVersion.objects.get(), digest="other").save()
