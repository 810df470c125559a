"""A profile is saved part by part, as its owner alone, until a partner is found on its ground."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import TestCase

from ment_xblock.domain.errors import NotAllowed, NotFound, Stale, WrongState
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Part
from ment_xblock.domain.profile_form import Offered
from ment_xblock.models import Participant, Profile
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.people import participant_of
from ment_xblock.selectors.profile_page import ProfilePage, profile_page
from ment_xblock.services import pairings, participants, profiles
from ment_xblock.services.credit import restart_credit
from tests.refusals import invalid, refused
from tests.services.at_once import at_once
from tests.world import CHIARA, COURSE_KEY, Record, World

OFFERED = Offered(
    tasks=frozenset({"quote-as-pdf", "video-call", "own-timber"}),
    trades=frozenset({"wood", "food"}),
    languages=frozenset({"it", "en"}),
)
NEEDED: Mapping[Part, Mapping[str, Any]] = {
    Part.TASKS: {"wanted": ["quote-as-pdf"], "skills": ["quote-as-pdf"]},
    Part.LANGUAGES: {"languages": ["it"]},
    Part.TIMES: {"times": ["tue-evening"]},
    Part.MEETING: {"ways": ["phone"]},
    Part.WORK: {"trade": "wood"},
    Part.ABOUT: {"under_18": "no"},
}


def block() -> BlockRef:
    (here,) = LocalHost().blocks(COURSE_KEY, "ment_matching")
    return here


def page(world: World, username: str, **known: Any) -> ProfilePage:
    return profile_page(world.actor(username, **known))


def save(world: World, username: str, part: Part, *, base: int | None = None, **typed: Any) -> None:
    """Save a part, from a page that is up to date unless ``base`` says otherwise."""
    participant = participant_of(world.course_key, world.user_id(username))
    seen = page(world, username).revision if base is None else base
    with TestCase.captureOnCommitCallbacks(execute=True):
        profiles.save_part(
            host=world.host,
            actor=world.actor(username),
            participant_id=participant.pk if participant else None,
            here=block(),
            part=part,
            typed=typed,
            base_revision=seen,
            offered=OFFERED,
        )


def complete(world: World, username: str) -> None:
    for part, typed in NEEDED.items():
        save(world, username, part, **typed)


def reopen(world: World, username: str, by: str = CHIARA) -> None:
    participant = participant_of(world.course_key, world.user_id(username))
    profiles.reopen_profile(host=world.host, actor=world.actor(by), participant_id=participant.pk)


def ask(world: World, username: str) -> None:
    participant_id = page(world, username).participant_id
    profiles.ask_to_change(
        host=world.host, actor=world.actor(username), participant_id=participant_id
    )


def test_part_by_part_until_it_is_complete(world: World) -> None:
    world.join("mario")
    for number, (part, typed) in enumerate(NEEDED.items(), start=1):
        assert not page(world, "mario").is_complete or part is Part.ABOUT
        save(world, "mario", part, **typed)
        assert page(world, "mario").revision == number
    found = page(world, "mario")
    assert found.is_complete
    assert found.saved == frozenset(NEEDED)
    assert found.next_part is Part.STYLE
    assert found.answers.wanted == ("quote-as-pdf",)


def test_an_own_task_of_the_author_is_a_task_like_others(world: World) -> None:
    world.join("mario")
    save(world, "mario", Part.TASKS, wanted=["own-timber", "video-call"], order=["own-timber"])
    assert page(world, "mario").answers.wanted == ("own-timber", "video-call")


def test_what_is_wrong_saves_nothing(world: World) -> None:
    world.join("mario")
    with invalid(languages="not_an_option"):
        save(world, "mario", Part.LANGUAGES, languages=["it", "tlh"])


def test_who_may_not(world: World) -> None:
    world.join("mario")
    world.join("giulia")
    with refused(WrongState, "role_first"):
        save(world, "lena", Part.TIMES, times=["mon-evening"])
    common = {
        "host": world.host,
        "here": block(),
        "part": Part.TIMES,
        "typed": {"times": ["mon-evening"]},
        "base_revision": 0,
        "offered": OFFERED,
    }
    mario = participant_of(world.course_key, world.user_id("mario")).pk
    with refused(NotFound, "no_such_person"):
        profiles.save_part(actor=world.actor("giulia"), participant_id=mario, **common)
    with refused(NotAllowed, "viewing_as_learner"):
        viewed = world.actor("mario", is_masquerading=True)
        profiles.save_part(actor=viewed, participant_id=mario, **common)
    with refused(NotAllowed, "staff_have_no_role"):
        profiles.save_part(actor=world.actor(CHIARA), participant_id=mario, **common)
    with refused(NotAllowed, "not_enrolled"):
        stranger = world.actor("mario", is_enrolled=False)
        profiles.save_part(actor=stranger, participant_id=mario, **common)


def test_another_course_has_another_profile(world: World) -> None:
    world.join("mario")
    complete(world, "mario")
    other = world.elsewhere()
    other.join("mario")
    assert page(other, "mario").answers.languages == ()


# Two windows.
def test_two_windows_on_different_parts_keep_both(world: World) -> None:
    world.join("mario")
    save(world, "mario", Part.LANGUAGES, base=0, languages=["it"])
    save(world, "mario", Part.TIMES, base=0, times=["mon-evening"])
    answers = page(world, "mario").answers
    assert (answers.languages, answers.times) == (("it",), ("mon-evening",))


def test_two_windows_on_one_part_are_told(world: World) -> None:
    world.join("mario")
    save(world, "mario", Part.LANGUAGES, base=0, languages=["it"])
    with refused(Stale, "saved_elsewhere"):
        save(world, "mario", Part.LANGUAGES, base=0, languages=["en"])
    save(world, "mario", Part.LANGUAGES, base=0, languages=["it"])
    save(world, "mario", Part.LANGUAGES, languages=["en"])
    assert page(world, "mario").answers.languages == ("en",)


@pytest.mark.django_db(transaction=True)
def test_all_parts_at_the_very_same_moment(world: World) -> None:
    world.join("mario")
    found = at_once(
        *[
            lambda part=part, typed=typed: save(world, "mario", part, base=0, **typed)
            for part, typed in NEEDED.items()
        ]
    )
    assert found == [None] * len(NEEDED)
    assert page(world, "mario").is_complete
    assert page(world, "mario").revision == len(NEEDED)


@pytest.mark.django_db(transaction=True)
def test_the_facilitator_and_the_learner_at_the_very_same_moment(world: World) -> None:
    world.join("giulia")
    host, chiara, user_id = world.host, world.actor(CHIARA), world.user_id("giulia")
    settings = participants.ParticipantSettings(Role.MENTOR, capacity=2)
    found = at_once(
        lambda: save(world, "giulia", Part.ABOUT, base=0, under_18="yes"),
        lambda: participants.save_participant(
            host=host, actor=chiara, user_id=user_id, settings=settings
        ),
    )
    assert not [one for one in found if isinstance(one, Exception)]
    giulia = Participant.objects.get(user_id=user_id)
    assert giulia.capacity == 2
    assert Profile.objects.get(participant=giulia).said_under_18 is True


# Settled, and open again.
def test_a_partner_settles_the_profile_and_the_facilitator_opens_it(world: World) -> None:
    world.pair()
    assert page(world, "mario").is_settled
    with refused(WrongState, "profile_settled"):
        save(world, "mario", Part.LANGUAGES, languages=["it"])
    ask(world, "mario")
    assert page(world, "mario").asked_to_change_at is not None
    with refused(NotAllowed, "facilitator_only"):
        reopen(world, "mario", by="giulia")
    world.wait(minutes=1)
    reopen(world, "mario")
    assert page(world, "mario").asked_to_change_at is None
    save(world, "mario", Part.LANGUAGES, languages=["it"])
    assert page(world, "giulia").is_settled


def test_the_next_pair_settles_it_again(world: World) -> None:
    world.join("mario", capacity=2)
    world.pair(mentee="mario")
    world.wait(minutes=1)
    reopen(world, "mario")
    assert not page(world, "mario").is_settled
    world.wait(minutes=1)
    world.join("mario", capacity=2)
    second = {"mentor_id": world.join("piotr"), "mentee_id": world.join("mario", capacity=2)}
    pair_up(world, second)
    assert page(world, "mario").is_settled


def pair_up(world: World, ids: Mapping[str, int]) -> None:
    pairings.pair(host=world.host, actor=world.actor(CHIARA), **ids)


def test_a_pair_that_is_over_settles_nothing(world: World) -> None:
    pair = world.pair()
    world.act("decline", "mario", pair, reason="No time")
    assert not page(world, "mario").is_settled
    with refused(WrongState, "profile_open"):
        ask(world, "mario")


def test_a_profile_of_another_course_cannot_be_opened(world: World) -> None:
    other = world.elsewhere()
    theirs = other.join("mario")
    with refused(NotFound, "no_such_person"):
        profiles.reopen_profile(host=world.host, actor=world.actor(CHIARA), participant_id=theirs)


# What the facilitator sets, too.
def test_partners_at_the_same_time(world: World) -> None:
    world.join("mario")
    save(world, "mario", Part.STYLE, capacity="3")
    assert Participant.objects.get(user__username="mario").capacity == 3


def test_nobody_goes_below_the_partners_they_have(world: World) -> None:
    world.join("mario", capacity=2)
    for mentor in ("giulia", "piotr"):
        ids = {"mentor_id": world.join(mentor), "mentee_id": world.join("mario", capacity=2)}
        pair_up(world, ids)
    world.wait(minutes=1)
    reopen(world, "mario")
    with invalid(capacity="below_open_pairings"):
        save(world, "mario", Part.STYLE, capacity="1")


def under_18(username: str = "giulia") -> bool:
    return Participant.objects.get(user__username=username).under_18


def test_a_junior_says_their_age_and_may_mend_it(world: World) -> None:
    world.join("giulia")
    save(world, "giulia", Part.ABOUT, under_18="yes")
    assert under_18()
    save(world, "giulia", Part.ABOUT, under_18="no")
    assert not under_18()


def test_nobody_takes_back_what_the_facilitator_noted(world: World) -> None:
    world.join("giulia", under_18=True)
    save(world, "giulia", Part.ABOUT, under_18="no")
    assert under_18()
    world.join("lena")
    save(world, "lena", Part.ABOUT, under_18="yes")
    world.join("lena", under_18=True, guardian_consent=world.host.now().date())
    save(world, "lena", Part.ABOUT, under_18="no")
    assert under_18("lena")


def test_another_part_says_nothing_of_the_age(world: World) -> None:
    world.join("giulia")
    save(world, "giulia", Part.ABOUT, under_18="yes")
    world.join("giulia", under_18=False)
    save(world, "giulia", Part.LANGUAGES, languages=["it"])
    assert not under_18()


def test_tasks_of_the_training_are_proposed_until_there_are_better_ones(world: World) -> None:
    mario = Participant.objects.get(pk=world.join("mario"))
    mario.choices.create(kind="tasks", ids=["video-call"], updated_at=world.host.now())
    assert page(world, "mario").answers.wanted == ("video-call",)
    assert Part.TASKS in page(world, "mario").missing, "nobody has said so here yet"
    save(world, "mario", Part.TASKS, wanted=["quote-as-pdf"])
    assert page(world, "mario").answers.wanted == ("quote-as-pdf",)


# Credit.
NONE = Record(None, None, None, has_marker=False)


def record(world: World, username: str) -> Record:
    return world.record(username, block().usage_key)


def test_credit_comes_with_the_last_answer(world: World) -> None:
    world.join("mario")
    *first, last = NEEDED.items()
    for part, typed in [*first[:4], last]:
        save(world, "mario", part, **typed)
        assert record(world, "mario") == NONE
    save(world, "mario", Part.WORK, trade="wood")
    assert record(world, "mario").completion == 1.0
    assert record(world, "mario").has_marker


def test_the_profile_of_the_other_role_is_complete_no_more(world: World) -> None:
    world.join("mario")
    complete(world, "mario")
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.join("mario", role=Role.MENTOR)
    assert page(world, "mario").missing == (Part.TASKS, Part.ABOUT)
    assert record(world, "mario").completion == 0.0


def test_credit_starts_anew_when_the_instructor_deletes_the_state(world: World) -> None:
    world.join("mario")
    complete(world, "mario")
    world.wait(minutes=1)
    restart_credit(
        host=world.host,
        course_key=world.course_key,
        usage_key=block().usage_key,
        user_id=world.user_id("mario"),
    )
    assert record(world, "mario").completion == 0.0
    world.wait(minutes=1)
    save(world, "mario", Part.LANGUAGES, languages=["en"])
    assert record(world, "mario").completion == 1.0


def test_staff_who_view_as_a_learner_see_no_answer(world: World) -> None:
    world.join("mario")
    complete(world, "mario")
    save(world, "mario", Part.PRIVATE, phone="555 01", avoid="Paolo")
    seen = page(world, "mario", is_masquerading=True)
    assert seen.answers == ProfilePage().answers
    assert not seen.saved
