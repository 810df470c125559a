"""Every sentence about a matching is true: each fact is checked against the profiles, without the code that told it."""

import itertools

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ment_xblock.domain.matching import (
    DEFAULT_LEVELS,
    Bar,
    Cohort,
    Criterion,
    Level,
    Table,
    account,
    balance,
    left_over,
    propose,
    shared_account,
    why_not,
)
from ment_xblock.domain.matching.criteria import score
from ment_xblock.domain.matching.rules import bars_between
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Step, Way
from tests.domain.matching_people import cohorts, mentee, mentor, profiles

SHOWS = {Step.WITH_NOTES, Step.COULD_SHOW}
LEVELS = st.fixed_dictionaries({one: st.sampled_from(Level) for one in Criterion})


def shows(one, task):
    return one.skills.get(task) in SHOWS


def can_meet(one, other):
    ways = one.ways & other.ways
    somewhere = not one.places or not other.places or one.places & other.places
    return bool(ways - {Way.IN_PERSON}) or (Way.IN_PERSON in ways and bool(somewhere))


def agreed(one, other):
    both = one.style.keys() & other.style.keys()
    return {name for name in both if one.style[name] == other.style[name]}, both


TRUE_OF = {
    "covers_tasks": lambda a, b, p: (
        p["tasks"] == [task for task in b.wanted if shows(a, task)]
        and p["tasks"]
        and p["wanted"] == len(b.wanted)
    ),
    "tried_tasks": lambda a, b, p: (
        p["tasks"] == [task for task in b.wanted if a.skills.get(task) is Step.WITH_HELP]
        and p["tasks"]
        and not any(shows(a, task) for task in b.wanted)
    ),
    "same_times": lambda a, b, p: set(p["times"]) == a.times & b.times and p["times"],
    "same_language": lambda a, b, p: set(p["languages"]) == a.languages & b.languages,
    "same_way": lambda a, b, p: (
        can_meet(a, b) and set(p["ways"]) <= {way.value for way in a.ways & b.ways} and p["ways"]
    ),
    "same_style": lambda a, b, p: (
        {pair.partition("=")[0] for pair in p["style"]} == agreed(a, b)[0] != set()
    ),
    "wish_granted": lambda a, b, p: p["trade"] == b.trade and b.trade in a.wishes,
    "other_trade": lambda a, b, p: p["trades"] == [a.trade, b.trade] and a.trade != b.trade,
    "other_firm": lambda a, b, p: a.firm and b.firm and a.firm != b.firm,
    "lacks_tasks": lambda a, b, p: (
        p["tasks"] == [task for task in b.wanted if not shows(a, task)] and p["tasks"]
    ),
    "no_task_chosen": lambda a, b, p: not b.wanted,
    "no_common_time": lambda a, b, p: not a.times & b.times,
    "few_times": lambda a, b, p: set(p["times"]) == a.times & b.times and 0 < len(p["times"]) < 3,
    "no_common_way": lambda a, b, p: not a.ways & b.ways,
    "no_common_place": lambda a, b, p: (
        a.ways & b.ways == {Way.IN_PERSON} and not a.places & b.places
    ),
    "other_style": lambda a, b, p: set(p["style"]) == agreed(a, b)[1] - agreed(a, b)[0],
    "wish_open": lambda a, b, p: set(p["trades"]) == a.wishes and b.trade not in a.wishes,
    "one_firm": lambda a, b, p: a.firm == b.firm != "",
    "one_trade": lambda a, b, p: a.trade == b.trade == p["trade"] != "",
}


@given(profiles(Role.MENTOR, 1), profiles(Role.MENTEE, 100), LEVELS)
def test_what_is_said_of_a_pair_is_true(one, other, levels):
    told = account(one, other, levels)
    facts = [*told.reasons, *([told.missing] if told.missing else [])]
    for fact in facts:
        assert TRUE_OF[fact.code](one, other, fact.params), fact
    assert len(told.reasons) <= 3
    assert len({fact.code for fact in facts}) == len(facts)
    if one.languages & other.languages:
        assert told.reasons[-1].code == "same_language"


def test_reasons_stand_in_the_order_of_what_they_add():
    one = mentor(skills={"quote": Step.COULD_SHOW}, times=frozenset({"mon-evening"}))
    other = mentee(wanted=("quote",), times=frozenset({"mon-evening", "tue-evening"}))
    told = account(one, other)
    assert [fact.code for fact in told.reasons] == ["covers_tasks", "same_way", "same_language"]
    assert told.missing.code == "few_times"
    more_times = account(one, other, {Criterion.TIMES: Level.LOT, Criterion.WAY: Level.LITTLE})
    assert [fact.code for fact in more_times.reasons][:2] == ["same_times", "same_way"]


def test_a_criterion_that_is_off_is_not_spoken_of():
    levels = {**DEFAULT_LEVELS, Criterion.TASKS: Level.OFF}
    told = account(mentor(skills={}), mentee(wanted=("quote",)), levels)
    codes = {fact.code for fact in told.reasons} | {told.missing.code}
    assert not codes & {"covers_tasks", "tried_tasks", "lacks_tasks"}


@given(profiles(Role.MENTOR, 1), profiles(Role.MENTEE, 100))
def test_the_two_themselves_hear_nothing_that_was_promised_to_the_facilitator(one, other):
    codes = {fact.code for fact in shared_account(one, other).reasons}
    assert codes <= {"covers_tasks", "tried_tasks", "same_times", "same_language"}


def legal_locks(cohort, pairs):
    """Some pairs that fit into the capacities, open ones counted."""
    load = {}
    for pair in cohort.open_pairs:
        for person in pair:
            load[person] = load.get(person, 0) + 1
    room = {one.participant_id: one.capacity for one in cohort.people}
    kept = []
    for pair in pairs:
        if pair not in cohort.open_pairs and all(load.get(p, 0) < room[p] for p in pair):
            kept.append(pair)
            for person in pair:
                load[person] = load.get(person, 0) + 1
    return kept


@settings(max_examples=40)
@given(cohorts(), st.data())
def test_a_proposal_keeps_every_rule(cohort, data):
    every = list(
        itertools.product(
            [one.participant_id for one in cohort.mentors],
            [one.participant_id for one in cohort.mentees],
        )
    )
    locked = legal_locks(
        cohort, data.draw(st.lists(st.sampled_from(every), max_size=2, unique=True))
    )
    table = Table(cohort, DEFAULT_LEVELS)
    pairs = propose(table, locked)
    assert set(locked) <= set(pairs)
    assert not set(pairs) & cohort.open_pairs
    for pair in set(pairs) - set(locked):
        assert not bars_between(cohort, table.row[pair[0]], table.column[pair[1]])
    for one in cohort.people:
        held = [pair for pair in {*pairs, *cohort.open_pairs} if one.participant_id in pair]
        standing = [pair for pair in cohort.open_pairs if one.participant_id in pair]
        assert len(held) <= max(one.capacity, len(standing))


@settings(max_examples=40)
@given(cohorts())
def test_why_the_next_best_lost_is_true(cohort):
    table = Table(cohort, DEFAULT_LEVELS)
    pairs = propose(table)
    scores = score(cohort, DEFAULT_LEVELS)
    for (junior, senior), fact in why_not(table, pairs).items():
        row, column = table.row[junior], table.column[senior]
        if fact.code == "nobody_else":
            continue
        other = table.row[fact.params["other"]]
        assert other != row
        assert not bars_between(cohort, other, column)
        if fact.code == "fits_less":
            assert scores[other, column] < scores[row, column]
            one = account_shares(cohort, row, column)
            two = account_shares(cohort, other, column)
            ahead = {name: one[name] - two[name] for name in one}
            assert ahead[fact.params["criterion"]] == pytest.approx(max(ahead.values()))
        else:
            assert scores[other, column] >= scores[row, column]
            has_partner = [pair for pair in pairs if pair[0] == fact.params["other"]]
            assert bool(has_partner) == (fact.code == "needed_there")
            if has_partner:
                assert (fact.params["other"], fact.params["mentee"]) in pairs


def account_shares(cohort, row, column):
    """What each criterion adds to the score of one pair: all others switched off, one after the other."""
    pair = Cohort((cohort.mentors[row],), (cohort.mentees[column],))
    whole = sum(level.weight for level in DEFAULT_LEVELS.values())
    return {
        name.value: score(pair, {name: level})[0, 0] * level.weight / whole
        for name, level in DEFAULT_LEVELS.items()
    }


@settings(max_examples=40)
@given(cohorts())
def test_what_is_said_of_people_without_a_partner_is_true(cohort):
    pairs = propose(Table(cohort, DEFAULT_LEVELS))
    table = Table(cohort, DEFAULT_LEVELS)
    held = {}
    for pair in {*pairs, *cohort.open_pairs}:
        for person in pair:
            held[person] = held.get(person, 0) + 1
    told = left_over(table, pairs)
    alone = {
        one.participant_id
        for one in cohort.people
        if one.capacity and not held.get(one.participant_id)
    }
    assert set(told) == alone
    for pk, facts in told.items():
        one = next(person for person in cohort.people if person.participant_id == pk)
        others = cohort.mentees if one.role is Role.MENTOR else cohort.mentors
        for fact in facts:
            check_left(cohort, one, others, held, fact)


def against(cohort, one, other):
    pair = (one, other) if one.role is Role.MENTOR else (other, one)
    two = Cohort(
        (pair[0],),
        (pair[1],),
        cohort.open_pairs,
        cohort.forbidden,
        cohort.previous,
        cohort.both_ask,
    )
    return set(bars_between(two, 0, 0))


def has_room(other, held):
    return held.get(other.participant_id, 0) < other.capacity


def check_left(cohort, one, others, held, fact):
    possible = [other for other in others if not against(cohort, one, other)]
    match fact.code:
        case "all_taken":
            assert fact.params["fitting"] == len(possible) > 0
            assert not any(has_room(other, held) for other in possible)
        case "one_more_place":
            assert set(fact.params["people"]) <= {other.participant_id for other in possible}
        case "if_language":
            would = [
                other
                for other in others
                if has_room(other, held)
                and not against(
                    cohort,
                    attrs.evolve(one, languages=one.languages | {fact.params["language"]}),
                    other,
                )
            ]
            assert fact.params["count"] == len(would) > 0
            assert fact.params["meet"] == sum(bool(one.times & other.times) for other in would)
        case "if_same_firm" | "if_forbidden" | "if_previous":
            bar = Bar(fact.code.removeprefix("if_"))
            would = [o for o in others if has_room(o, held) and against(cohort, one, o) == {bar}]
            assert fact.params["count"] == len(would) > 0
        case "run_again":
            pytest.fail("somebody with room was left out")
        case _:
            assert not possible
            bar = Bar(fact.code.removeprefix("barred_"))
            barred = [other for other in others if bar in against(cohort, one, other)]
            assert fact.params["barred"] == len(barred) > 0
            assert fact.params["people"] == len(others)


def test_the_example_of_the_product():
    """Nobody speaks Romanian; two people would fit if Ioana also spoke Italian, one of them at her times."""
    ioana = mentee(100, languages=frozenset({"ro"}), times=frozenset({"mon-morning"}))
    juniors = (
        mentor(1, times=frozenset({"mon-evening"})),
        mentor(2, times=frozenset({"mon-morning"})),
    )
    table = Table(Cohort(juniors, (ioana,)), DEFAULT_LEVELS)
    reason, help_ = left_over(table, propose(table))[100]
    assert (reason.code, dict(reason.params)) == (
        "barred_language",
        {"barred": 2, "people": 2, "languages": ["ro"]},
    )
    assert (help_.code, dict(help_.params)) == (
        "if_language",
        {"language": "it", "count": 2, "meet": 1},
    )


def test_old_pairs_do_not_hold_new_ones_down():
    """An open pair that fits badly is no reason to lift nothing else."""
    old = (mentor(1, skills={}, times=frozenset()), mentee(101, times=frozenset()))
    cohort = Cohort(
        (old[0], mentor(2), mentor(3, skills={})),
        (old[1], mentee(102)),
        open_pairs=frozenset({(1, 101)}),
    )
    assert propose(Table(cohort, DEFAULT_LEVELS)) == [(2, 102)]


@settings(max_examples=40)
@given(cohorts())
def test_balance_counts_what_is_there(cohort):
    table = Table(cohort, DEFAULT_LEVELS)
    pairs = propose(table)
    assume(pairs)
    two = [(cohort.mentors[table.row[m]], cohort.mentees[table.column[s]]) for m, s in pairs]
    found = balance(table, pairs)
    assert found.pairs == len(two)
    assert found.first_task == sum(bool(b.wanted) and shows(a, b.wanted[0]) for a, b in two)
    assert found.any_task == sum(any(shows(a, task) for task in b.wanted) for a, b in two)
    assert found.times == sum(bool(a.times & b.times) for a, b in two)
    assert found.other_trade == sum(
        a.trade != b.trade and "" not in (a.trade, b.trade) for a, b in two
    )
    assert found.more_languages == sum(a.languages != b.languages for a, b in two)
    assert found.wishes <= found.with_wishes
    assert found.style <= found.with_style
