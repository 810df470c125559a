"""Home, key figures, overview and export count a module as finished by one rule."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import product

import pytest

from ment_xblock.domain.credit import TrainingFact
from ment_xblock.domain.home import Stage
from ment_xblock.models import CreditStart, Participant, TrainingResult
from ment_xblock.platform.ports import BlockRef
from ment_xblock.selectors.exports import export_table
from ment_xblock.selectors.figures import figures_of
from ment_xblock.selectors.home import HomePage, home_page
from ment_xblock.selectors.learning_overview import learning_overview
from ment_xblock.selectors.training_results import IS_FINISHED
from tests.survey_world import more_people
from tests.world import CHIARA, World

pytestmark = pytest.mark.django_db
PEOPLE = ("mentor1", "mentor2", "mentor3", "mentee1", "mentee2")


def modules_for(world: World, role: str) -> list[BlockRef]:
    track = "junior" if role == "mentor" else "senior"
    blocks = world.host.blocks(world.course_key, "ment_training")
    return [block for block in blocks if block.settings["track"] == track]


def learn(
    world: World, who: Participant, block: BlockRef, *, passed: bool = True, done: int = 4
) -> None:
    TrainingResult.objects.create(
        participant=who,
        usage_key=block.usage_key,
        module=block.usage_key,
        share=1.0 if passed else 0.5,
        passed=passed,
        done=done,
        total=4,
        updated_at=world.host.now(),
    )


def delete_state(who: Participant, block: BlockRef, at: datetime) -> None:
    CreditStart.objects.create(participant=who, usage_key=block.usage_key, credit_from=at)


def person(username: str) -> Participant:
    return Participant.objects.get(user__username=username)


def home(world: World, username: str) -> HomePage:
    return home_page(host=world.host, actor=world.actor(username))


def trained(world: World) -> int:
    return figures_of(host=world.host, actor=world.actor(CHIARA)).trained


def exported(world: World) -> dict[int, int]:
    table = export_table(host=world.host, actor=world.actor(CHIARA), name="participants")
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.rows)
    return {row["participant_id"]: row["modules_done"] for row in rows}


def test_the_database_reads_the_rule_as_the_domain_does(world: World) -> None:
    more_people(world, 1, 0)
    mentor, block = person("mentor1"), modules_for(world, "mentor")[0]
    for passed, done, total in product((True, False), (0, 3, 4, 5), (0, 4)):
        fact = TrainingFact(1.0, passed, done, total, world.host.now())
        learn(world, mentor, block, passed=passed, done=done)
        TrainingResult.objects.update(total=total)
        assert TrainingResult.objects.filter(IS_FINISHED).exists() == fact.is_finished
        TrainingResult.objects.all().delete()


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_who_went_through_without_passing_has_not_finished(world: World, role: str) -> None:
    more_people(world, 1, 1)
    who = person(f"{role}1")
    *others, last = modules_for(world, role)
    for block in others:
        learn(world, who, block)
    learn(world, who, last, passed=False)
    assert trained(world) == 0
    assert Stage.TRAIN not in home(world, f"{role}1").done
    TrainingResult.objects.update(passed=True)
    assert trained(world) == 1
    assert Stage.TRAIN in home(world, f"{role}1").done


def test_what_the_instructor_deleted_has_to_be_done_again(world: World) -> None:
    more_people(world, 1, 0)
    mentor, (first, *others) = person("mentor1"), modules_for(world, "mentor")
    for block in (first, *others):
        learn(world, mentor, block)
    delete_state(mentor, first, world.host.now())
    assert trained(world) == 0
    assert home(world, "mentor1").facts.modules_done == len(others)
    assert exported(world)[mentor.pk] == len(others)
    TrainingResult.objects.update(updated_at=world.host.now() + timedelta(seconds=1))
    assert trained(world) == 1


def test_parts_of_a_role_of_before_are_not_counted(world: World) -> None:
    more_people(world, 1, 0)
    mentor = person("mentor1")
    for block in modules_for(world, "mentee"):
        learn(world, mentor, block)
    assert (trained(world), exported(world)[mentor.pk]) == (0, 0)
    assert home(world, "mentor1").facts.modules_done == 0


@pytest.mark.parametrize("seed", range(6))
def test_they_all_count_alike(world: World, seed: int) -> None:
    dice = random.Random(seed)
    more_people(world, 3, 2)
    for username in PEOPLE:
        who = person(username)
        for block in modules_for(world, who.role):
            if dice.random() < 0.95:
                learn(
                    world, who, block, passed=dice.random() < 0.95, done=dice.choice([4] * 19 + [3])
                )
            if dice.random() < 0.05:
                delete_state(who, block, world.host.now() + timedelta(dice.choice([-1, 1])))
    homes = {username: home(world, username) for username in PEOPLE}
    done = {username: page.facts.modules_done for username, page in homes.items()}
    assert trained(world) == sum(Stage.TRAIN in page.done for page in homes.values())
    rows = exported(world)
    assert done == {username: rows[person(username).pk] for username in PEOPLE}
    by_role = Counter[str]()
    for line in learning_overview(host=world.host, actor=world.actor(CHIARA)).modules:
        by_role[line.role] += line.done
    assert by_role["mentor"] == sum(done[one] for one in PEOPLE[:3])
    assert by_role["mentee"] == sum(done[one] for one in PEOPLE[3:])
