"""Key figures equal a recount by hand, on programmes made at random."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from ment_xblock.domain.errors import NotAllowed
from ment_xblock.domain.pairing import IN_FORCE_STATES
from ment_xblock.models import (
    Action,
    Agreement,
    FacilitatorNote,
    HelpRequest,
    Pairing,
    Participant,
    Pause,
    Profile,
    Programme,
    RegisterEntry,
    Session,
    SurveyRun,
    Task,
    TrainingResult,
)
from ment_xblock.selectors.figures import figures_of
from ment_xblock.services.charter import save_charter
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db
QUERIES = 12
HELD = {"logged", "contested", "confirmed", "uncontested", "settled", "entered"}
STATES = [*sorted(HELD), "proposed", "planned", "missed", "cancelled"]


class Made:
    """A programme made at random, remembered in plain lists."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self.dice, self.now = dice, world.host.now()
        self.modules = {
            "junior": [
                b
                for b in world.host.blocks(world.course_key, "ment_training")
                if b.settings["track"] == "junior"
            ],
            "senior": [
                b
                for b in world.host.blocks(world.course_key, "ment_training")
                if b.settings["track"] == "senior"
            ],
        }
        self.programme = Programme.objects.create(course_key=world.course_key, created_at=self.now)
        self.people = [self.person(number) for number in range(dice.randint(0, 9))]
        self.pairs = [
            self.pair(mentor, mentee)
            for mentor in self.of("mentor")
            for mentee in self.of("mentee")
            if dice.random() < 0.4
        ]
        self.sessions = [one for pair in self.pairs for one in self.meetings(pair)]
        self.actions = [one for pair in self.pairs for one in self.promises(pair)]

    def of(self, role: str) -> list[dict[str, Any]]:
        return [one for one in self.people if one["role"] == role]

    def person(self, number: int) -> dict[str, Any]:
        role = self.dice.choice(["mentor", "mentee"])
        user = get_user_model().objects.create(username=f"made{number}")
        row = Participant.objects.create(
            programme=self.programme, user=user, role=role, created_at=self.now
        )
        complete_for = self.dice.choice(["", role, "mentor"])
        if self.dice.random() < 0.7:
            Profile.objects.create(participant=row, complete_for=complete_for, updated_at=self.now)
        else:
            complete_for = ""
        track = "junior" if role == "mentor" else "senior"
        done = self.dice.choice([0, 3, len(self.modules[track])])
        for block in self.modules[track][:done]:
            TrainingResult.objects.create(
                participant=row,
                usage_key=block.usage_key,
                module=block.usage_key.partition(".")[0],
                share=1,
                passed=True,
                done=4,
                total=4,
                updated_at=self.now,
            )
        return {
            "row": row,
            "role": role,
            "is_complete": complete_for == role,
            "is_trained": done == len(self.modules[track]),
            "knows_trust": role == "mentor" and done >= 4,
        }

    def pair(self, mentor: dict[str, Any], mentee: dict[str, Any]) -> dict[str, Any]:
        state = self.dice.choice(["draft", "active", "change_proposed", "paused", "ended"])
        was_signed = state not in ("draft",)
        opened = self.now - timedelta(days=self.dice.randint(5, 60))
        row = Pairing.objects.create(
            programme=self.programme,
            mentor=mentor["row"],
            mentee=mentee["row"],
            state=state,
            opened_at=opened,
            open_key=None if state == "ended" else f"{mentor['row'].pk}-{mentee['row'].pk}",
        )
        agreed = self.dice.randint(1, 3) if was_signed else 0
        if was_signed:
            Agreement.objects.create(
                pairing=row,
                number=1,
                created_at=opened,
                in_force_since=opened,
                in_force_for=row.pk,
                values={"number": agreed},
            )
        has_task = self.dice.random() < 0.5
        if has_task:
            Task.objects.create(pairing=row, position=1, job="map", agreed_at=opened)
        was_paused = self.dice.random() < 0.3
        if was_paused:
            Pause.objects.create(pairing=row, state_before="active", started_at=opened)
        return {
            "row": row,
            "state": state,
            "signed": was_signed,
            "agreed": agreed,
            "task": has_task,
            "paused": was_paused,
        }

    def meetings(self, pair: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for number in range(self.dice.randint(0, 4)):
            state = self.dice.choice(STATES)
            day = self.now.date() - timedelta(days=number)
            one = {
                "pair": pair,
                "state": state,
                "held_on": day if state in HELD else None,
                "direction": self.dice.choice(["", "to_senior", "to_junior", "both"]),
                "device": self.dice.choice(["", "mentee", "both", "mentor", "none"]),
                "starts_at": self.now + timedelta(days=self.dice.choice([-2, 2])),
                "accepted_at": self.dice.choice([None, self.now - timedelta(days=3)]),
            }
            Session.objects.create(
                pairing=pair["row"],
                created_at=self.now,
                **{name: value for name, value in one.items() if name != "pair"},
            )
            found.append(one)
        return found

    def promises(self, pair: dict[str, Any]) -> list[dict[str, Any]]:
        found = []
        for _number in range(self.dice.randint(0, 3)):
            state = self.dice.choice(["open", "done", "dropped"])
            due = self.now.date() + timedelta(days=self.dice.choice([-5, 5]))
            closed = (
                self.now - timedelta(days=self.dice.choice([1, 9])) if state == "done" else None
            )
            Action.objects.create(
                pairing=pair["row"],
                owner="both",
                due=due,
                words="x",
                state=state,
                closed_at=closed,
                created_at=self.now,
            )
            found.append({"state": state, "due": due, "closed": closed})
        return found


def counted(rows: list[dict[str, Any]], **wanted: Any) -> int:
    return sum(all(row[name] in values for name, values in wanted.items()) for row in rows)


def partners(pairs: list[dict[str, Any]]) -> set[int]:
    return {one for pair in pairs for one in (pair["row"].mentor_id, pair["row"].mentee_id)}


@pytest.mark.parametrize("seed", range(8))
def test_the_database_counts_what_a_person_would_count(world: World, seed: int) -> None:
    made = Made(world, random.Random(seed))
    for when in ("mid", "end"):
        SurveyRun.objects.create(programme=made.programme, usage_key=when, when=when)
    found = figures_of(host=world.host, actor=world.actor(CHIARA))
    held = [one for one in made.sessions if one["state"] in HELD]
    opened = [one for one in made.pairs if one["state"] != "ended"]
    today = made.now.date()
    planned = [one for one in made.sessions if one["accepted_at"] and one["starts_at"] <= made.now]
    due = [
        one
        for one in made.actions
        if one["state"] == "done" or (one["state"] == "open" and one["due"] < today)
    ]
    assert found.mentors == len(made.of("mentor"))
    assert found.mentees == len(made.of("mentee"))
    assert found.profiled == counted(made.people, is_complete=[True])
    assert found.trained == counted(made.people, is_trained=[True])
    assert found.trained_for_trust == counted(made.people, knows_trust=[True])
    assert found.matched == len(partners(made.pairs))
    assert found.mid_expected == len(partners([one["pair"] for one in held]))
    assert found.end_expected == len(
        partners([one for one in made.pairs if one["state"] == "ended"])
    )
    assert found.pairs == len(made.pairs)
    assert found.pairs_open == len(opened)
    met = Counter(id(one["pair"]) for one in held)
    ended = [one for one in made.pairs if one["state"] == "ended"]
    early = [one for one in ended if met[id(one)] < one["agreed"]]
    assert found.pairs_ended_early == len(early)
    assert found.pairs_that_stay == len(opened) + len(ended) - len(early)
    assert found.pairs_signed == counted(made.pairs, signed=[True])
    assert found.pairs_with_tasks == counted(made.pairs, signed=[True], task=[True])
    assert found.pairs_paused_or_changed == counted(made.pairs, paused=[True])
    assert found.sessions_held == len(held)
    assert found.sessions_planned == len(planned)
    assert found.sessions_kept == counted(planned, state=HELD)
    assert found.sessions_with_direction == len([one for one in held if one["direction"]])
    assert found.sessions_two_way == counted(held, direction=["to_junior", "both"])
    assert found.sessions_with_device == counted(held, device=["mentee", "both", "mentor"])
    assert found.sessions_hands_on == counted(held, device=["mentee", "both"])
    agreed = [
        one for one in made.sessions if one["state"] == "planned" and one["starts_at"] >= made.now
    ]
    meeting = [one["pair"] for one in agreed if one["pair"]["state"] in IN_FORCE_STATES]
    assert found.next_booked == len({id(pair) for pair in meeting})
    assert found.pairs_with_session == len({id(one["pair"]) for one in held})
    assert found.actions_due == len(due)
    assert found.actions_in_time == len(
        [one for one in due if one["closed"] and one["closed"].date() <= one["due"]]
    )
    first: dict[int, tuple[dict[str, Any], date]] = {}
    for one in held:
        key = id(one["pair"])
        first[key] = (one["pair"], min(one["held_on"], first.get(key, (None, today))[1]))
    assert found.days_to_first_session == sum(
        max((day - pair["row"].opened_at.date()).days, 0) for pair, day in first.values()
    )


def test_care_and_charter_are_counted(world: World) -> None:
    pair = world.signed_pair()
    programme = Pairing.objects.get(pk=pair).programme
    now = world.host.now()
    mentee = Pairing.objects.get(pk=pair).mentee
    for state in ("open", "closed"):
        HelpRequest.objects.create(
            pairing_id=pair, participant=mentee, kind="ring_me", state=state, created_at=now
        )
    RegisterEntry.objects.create(programme=programme, finding="a", created_at=now)
    RegisterEntry.objects.create(
        programme=programme, finding="b", action="c", done_on=now.date(), created_at=now
    )
    FacilitatorNote.objects.create(programme=programme, kind="focus", text="x", created_at=now)
    save_charter(
        host=world.host,
        actor=world.actor(CHIARA),
        typed={
            "goals": ["generations"],
            "kick_off": (now.date() - timedelta(days=5)).isoformat(),
            "clinic1": now.date().isoformat(),
            "clinic2": (now.date() + timedelta(days=9)).isoformat(),
            "indicator1": "a",
            "indicator1_target": "5",
            "indicator1_by": now.date().isoformat(),
            "indicator2": "b",
        },
        base_revision=0,
    )
    found = figures_of(host=world.host, actor=world.actor(CHIARA))
    assert (found.help_requests, found.help_closed) == (2, 1)
    assert (found.register_findings, found.register_done, found.focus_notes) == (2, 1, 1)
    assert (found.goals, found.kick_offs, found.clinics, found.indicators) == (1, 1, 1, 1)


def test_the_number_of_queries_does_not_grow(world: World, django_assert_num_queries) -> None:
    actor = world.actor(CHIARA)
    with django_assert_num_queries(QUERIES):
        figures_of(host=world.host, actor=actor)
    Made(world, random.Random(3))
    with django_assert_num_queries(QUERIES):
        figures_of(host=world.host, actor=actor)


def test_nobody_but_the_facilitator(world: World) -> None:
    with pytest.raises(NotAllowed):
        figures_of(host=world.host, actor=world.actor("giulia"))
