"""People of the matching desk: read from a file, reminded, let back into their profile."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase

from ment_xblock.domain.errors import Invalid, NotAllowed, NotFound, WrongState
from ment_xblock.domain.people import Role
from ment_xblock.domain.spreadsheet import csv_lines
from ment_xblock.models import Decision, Participant, Profile
from ment_xblock.selectors.people_file import people_rows
from ment_xblock.services import matching_people
from tests.blocks import cast
from tests.services.matchmaking import take_part
from tests.world import CHIARA


def read(world, text, save=True, by=CHIARA):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return matching_people.import_people(
            host=world.host, actor=world.actor(by), text=text, save=save
        )


def roles():
    rows = Participant.objects.values_list("user__username", "role", "capacity")
    return {name: (role, capacity) for name, role, capacity in rows}


def problems(outcome):
    return {
        line.number: [one.code for one in line.problems] for line in outcome.lines if line.problems
    }


FILE = "username,role,partners,under_18,guardian_consent\ngiulia,mentor,2,yes,2026-01-31\nmario,mentee,,,\n"


def test_a_file_gives_everybody_their_role(world):
    outcome = read(world, FILE.replace("2026-01-31", date.today().isoformat()))
    assert outcome.is_done
    assert roles() == {"giulia": ("mentor", 2), "mario": ("mentee", 1)}
    assert Participant.objects.get(user__username="giulia").under_18
    assert Decision.objects.get().details == {"people": 2}


def test_a_preview_changes_nothing_and_promises_what_happens(world):
    before = cast.dump()
    text = "email;role\ngiulia@example.org;mentor\nmario@example.org;mentee"
    outcome = read(world, text, save=False)
    assert cast.dump() == before
    assert not outcome.is_done
    assert [(line.name, line.role, line.is_new) for line in outcome.lines] == [
        ("Giulia Morbelli", Role.MENTOR, True),
        ("Mario Tessarin", Role.MENTEE, True),
    ]
    assert read(world, text).lines == outcome.lines


def test_one_wrong_line_holds_all_back(world):
    world.pair("giulia", "mario")
    before = cast.dump()
    text = (
        "username,role,partners,guardian_consent\n"
        "piotr,mentor,1,\n"
        "giulia,mentee,1,\n"
        "mario,mentee,0,\n"
        "nora,mentor,1,\n"
        "chiara,mentor,1,\n"
        "lena,mentor,1,2001-01-01\n"
    )
    outcome = read(world, text)
    assert not outcome.is_done
    assert problems(outcome) == {
        3: ["role_in_use"],
        4: ["below_open_pairings"],
        5: ["not_in_course"],
        6: ["not_in_course"],
        7: ["too_long_ago"],
    }
    assert cast.dump() == before


def test_what_a_file_does_not_say_stays(world):
    world.join("giulia", capacity=3, under_18=True, guardian_consent=date.today())
    assert read(world, "username,role\ngiulia,mentor").is_done
    giulia = Participant.objects.get(user__username="giulia")
    assert (giulia.capacity, giulia.under_18, giulia.guardian_consent) == (3, True, date.today())


def test_those_of_the_last_run_who_would_mentor(world):
    outcome = read(world, "username,next_role\nmario,mentor\nanna,help\npaolo,none\n")
    assert outcome.is_done
    assert roles() == {"mario": ("mentor", 1)}


def test_what_is_taken_away_can_be_brought_back(world):
    take_part(world, "giulia", capacity=2)
    take_part(world, "mario")
    columns, rows = people_rows(host=world.host, actor=world.actor(CHIARA))
    text = "".join(csv_lines([columns, *rows]))
    found = {
        row["username"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    }
    assert len(found) == 12
    assert (found["giulia"]["role"], found["giulia"]["partners"]) == ("mentor", "2")
    assert found["giulia"]["profile_complete"] == "yes"
    assert found["greta"]["role"] == ""
    before = roles()
    assert read(world, text).is_done
    assert roles() == before


def test_only_facilitators_read_and_write_files(world):
    for act in (
        lambda: read(world, FILE, by="giulia"),
        lambda: people_rows(host=world.host, actor=world.actor("giulia")),
        lambda: matching_people.remind(host=world.host, actor=world.actor("giulia")),
        lambda: matching_people.reopen(
            host=world.host, actor=world.actor("giulia"), participant_id=1
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def remind(world):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return matching_people.remind(host=world.host, actor=world.actor(CHIARA))


def test_a_reminder_goes_to_those_who_are_not_ready_and_not_twice_a_day(world):
    take_part(world, "giulia")
    take_part(world, "mario", languages=[])
    told = remind(world)
    assert world.user_id("giulia") not in told
    assert {world.user_id("mario"), world.user_id("greta")} <= set(told)
    assert len(told) == len(mail.outbox) == 11
    spanish = next(one for one in mail.outbox if one.to == ["tomas@example.org"])
    assert 'lang="es"' in spanish.alternatives[0][0]
    assert "/unit/profile/" in spanish.body
    with pytest.raises(WrongState, match="nobody_to_remind"):
        remind(world)
    world.wait(hours=21)
    assert len(remind(world)) == 11


def test_a_settled_profile_is_opened_again(world):
    take_part(world, "giulia")
    Profile.objects.update(asked_to_change_at=world.host.now())
    pk = Participant.objects.get().pk
    matching_people.reopen(host=world.host, actor=world.actor(CHIARA), participant_id=pk)
    profile = Profile.objects.get()
    assert profile.reopened_at is not None
    assert profile.asked_to_change_at is None
    for course, wanted in ((world, 10**9), (world.elsewhere(), pk)):
        with pytest.raises(NotFound):
            matching_people.reopen(
                host=course.host, actor=course.actor(CHIARA), participant_id=wanted
            )


def test_a_file_that_cannot_be_read(world):
    with pytest.raises(Invalid):
        read(world, "hello")


def test_a_username_means_its_owner_even_where_it_is_somebody_elses_address(world):
    people = get_user_model().objects
    people.filter(username="mario").update(email="Giulia@Example.org")
    people.filter(username="giulia").update(username="giulia@example.org", email="")
    outcome = read(world, "username,role\ngiulia@example.org,mentor\n")
    assert outcome.is_done
    assert roles() == {"giulia@example.org": ("mentor", 1)}
