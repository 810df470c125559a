"""Every built-in module, from the first page to the last, through the real handlers."""

from __future__ import annotations

import json

import pytest

from ment_xblock.curriculum import library
from ment_xblock.domain.people import Role
from ment_xblock.domain.training.values import JUNIOR, SENIOR
from tests.blocks import cast
from tests.blocks.learner import WORDS, credit_of, do, state_of
from tests.blocks.visitor import Visitor, text_of, tree_of

LEARNER = {JUNIOR: ("giulia", Role.MENTOR), SENIOR: ("mario", Role.MENTEE)}


@pytest.mark.parametrize("module_id", library.MODULE_IDS)
def test_a_learner_goes_through_the_module_to_the_end(module_id: str) -> None:
    module = library.module(module_id)
    username, role = LEARNER[module.track]
    cast.give_role(username, role)
    visitor = Visitor(username, slug=module_id)
    opened = visitor.unit()
    assert module.activities[0].title in tree_of(opened).text_content()
    for number, activity in enumerate(module.activities):
        for response in do(visitor, activity):
            assert response.status_code == 200, (activity.id, text_of(response))
        following = (
            module.activities[number + 1].id if activity is not module.activities[-1] else "_end"
        )
        went = visitor.post("go", _activity=following)
        assert went.status_code == 200, text_of(went)
    last = tree_of(visitor.unit()).text_content()
    assert all(line in last for line in module.takeaway)
    assert credit_of(cast.user_id(username), module_id) == (1.0, 1.0, 1.0)
    state = json.dumps(state_of(username, module_id))
    assert WORDS not in state
    assert WORDS not in text_of(Visitor("chiara", slug=module_id).unit())


@pytest.mark.parametrize("track", [JUNIOR, SENIOR])
def test_the_state_of_the_whole_curriculum_stays_small(track: str) -> None:
    username, role = LEARNER[track]
    cast.give_role(username, role)
    kept = 0
    for module in library.track(track):
        visitor = Visitor(username, slug=module.id)
        for activity in module.activities:
            do(visitor, activity)
        kept += len(json.dumps(state_of(username, module.id)))
    assert 0 < kept < 20_000, kept
