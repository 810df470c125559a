"""The one table of states, acts and parties: written down a second time, and walked through at random."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.errors import NotAllowed, WrongState
from ment_xblock.domain.pairing import (
    IN_FORCE_STATES,
    OPEN_STATES,
    Act,
    Party,
    State,
    next_state,
    possible_acts,
)

# Who may do it, then where it leads: p both partners, u a partner who has not signed this version, f the facilitator,
# a all of them; "before" is the state that the pause interrupted.
EXPECTED = """
                    edit               sign                  decline     withdraw_change  pause     resume    end      ask_rematch
draft               p:draft            u:half_signed         p:declined  -                a:paused  -         f:ended  p:draft
half_signed         p:draft            u:active              u:declined  -                a:paused  -         a:ended  p:half_signed
active              p:change_proposed  -                     -           -                a:paused  -         a:ended  p:active
change_proposed     p:change_proposed  u:change_half_signed  -           p:active         a:paused  -         a:ended  p:change_proposed
change_half_signed  p:change_proposed  u:active              -           p:active         a:paused  -         a:ended  p:change_half_signed
paused              -                  -                     -           -                -         a:before  a:ended  p:paused
ended               -                  -                     -           -                -         -         -        -
declined            -                  -                     -           -                -         -         -        -
"""
WHO = {
    "p": {Party.PARTNER, Party.UNSIGNED_PARTNER},
    "u": {Party.UNSIGNED_PARTNER},
    "f": {Party.FACILITATOR},
    "a": set(Party),
}
PARTNERS = ("mentor", "mentee")


def expected_table() -> dict[tuple[State, Act], str]:
    head, *rows = (line.split() for line in EXPECTED.strip().splitlines())
    return {
        (State(state), Act(act)): cell
        for state, *cells in rows
        for act, cell in zip(head, cells, strict=True)
    }


TABLE = expected_table()


def test_the_expected_table_leaves_nothing_out():
    assert set(TABLE) == set(product(State, Act))


@pytest.mark.parametrize(("state", "act", "party"), [*product(State, Act, Party)])
def test_each_state_act_and_party(state, act, party):
    cell = TABLE[state, act]
    if cell == "-":
        with pytest.raises(WrongState) as refused:
            next_state(state, act, party, State.ACTIVE)
        assert refused.value.code == f"cannot_{act}"
        assert act not in possible_acts(state, party)
        return
    who, to = cell.split(":")
    if party not in WHO[who]:
        with pytest.raises(NotAllowed) as refused:
            next_state(state, act, party, State.ACTIVE)
        assert refused.value.code == f"not_yours_to_{act}"
        assert act not in possible_acts(state, party)
        return
    for before in OPEN_STATES - {State.PAUSED}:
        wanted = before if to == "before" else State(to)
        assert next_state(state, act, party, before) is wanted
    assert act in possible_acts(state, party)


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("state", sorted(set(State) - OPEN_STATES))
def test_a_closed_pair_is_a_dead_end(state, party):
    assert possible_acts(state, party) == frozenset()


def test_resuming_without_a_pause_is_refused():
    with pytest.raises(WrongState) as refused:
        next_state(State.PAUSED, Act.RESUME, Party.PARTNER)
    assert refused.value.code == "no_pause"


@pytest.mark.parametrize("state", [State.DRAFT, State.HALF_SIGNED])
def test_no_thank_you_until_the_own_first_signature(state):
    assert Act.DECLINE in possible_acts(state, Party.UNSIGNED_PARTNER)


def test_nobody_declines_what_they_have_signed():
    assert Act.DECLINE not in possible_acts(State.HALF_SIGNED, Party.PARTNER)
    for state in (*IN_FORCE_STATES, State.PAUSED):
        for party in Party:
            assert Act.DECLINE not in possible_acts(state, party)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_state_has_a_way_out_for_everybody(state):
    ways_out = {Act.END, Act.DECLINE, Act.ASK_REMATCH}
    assert possible_acts(state, Party.PARTNER) & ways_out
    assert possible_acts(state, Party.UNSIGNED_PARTNER) & ways_out
    assert Act.END in possible_acts(state, Party.FACILITATOR)


class Walk:
    """A pair walked through the table, with a tally of signatures kept beside it."""

    def __init__(self):
        self.state = State.DRAFT
        self.before_pause = None
        self.signed = set()
        self.in_force = False

    def step(self, who, act):
        """Do what the table lets happen; tell whether it did."""
        try:
            state = next_state(self.state, act, self.party(who), self.before_pause)
        except (WrongState, NotAllowed):
            return False
        if act is Act.PAUSE:
            self.before_pause = self.state
        if act is Act.SIGN:
            self.signed.add(who)
        if act in (Act.EDIT, Act.WITHDRAW_CHANGE):
            self.signed.clear()
        if len(self.signed) == len(PARTNERS):
            self.in_force = True
            self.signed.clear()
        self.state = state
        return True

    def party(self, who):
        if who == "facilitator":
            return Party.FACILITATOR
        return Party.PARTNER if who in self.signed else Party.UNSIGNED_PARTNER


steps = st.lists(
    st.tuples(st.sampled_from((*PARTNERS, "facilitator")), st.sampled_from(Act)), max_size=40
)


@given(steps)
def test_states_keep_to_the_tally_of_signatures(done):
    walk = Walk()
    for who, act in done:
        walk.step(who, act)
        state = walk.before_pause if walk.state is State.PAUSED else walk.state
        if state in (State.ENDED, State.DECLINED):
            continue
        assert len(walk.signed) == (state in (State.HALF_SIGNED, State.CHANGE_HALF_SIGNED))
        assert walk.in_force == (state in IN_FORCE_STATES)


@given(steps)
def test_nothing_happens_after_the_end(done):
    walk = Walk()
    for who, act in done:
        was_open = walk.state in OPEN_STATES
        happened = walk.step(who, act)
        assert was_open or not happened


@given(steps, st.sampled_from((*PARTNERS, "facilitator")))
def test_a_pause_changes_nothing(done, who):
    walk = Walk()
    for step in done:
        walk.step(*step)
    before = walk.state
    if walk.step(who, Act.PAUSE):
        walk.step("mentor", Act.ASK_REMATCH)
        assert walk.step("mentee", Act.RESUME)
        assert walk.state is before
