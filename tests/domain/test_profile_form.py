"""What is typed in a part of the profile: read, checked, and nothing else touched."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ment_xblock.domain.errors import Invalid
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import TIMES, Step, Way, folded_firm
from ment_xblock.domain.profile_answers import Answers, Part, missing
from ment_xblock.domain.profile_form import Offered, read_part

OFFERED = Offered(
    tasks=frozenset("abcd"), trades=frozenset({"wood", "food"}), languages=frozenset({"it", "pl"})
)
BEFORE = Answers(phone="555", languages=("pl",), capacity=2)
COMPLETE = Answers(
    wanted=("a",),
    skills={"b": Step.COULD_SHOW},
    languages=("it",),
    times=("mon-evening",),
    ways=(Way.PHONE,),
    trade="wood",
    under_18=False,
)


def read(part: Part, role: Role = Role.MENTEE, **typed: Any) -> Answers:
    return read_part(part, role, typed, BEFORE, OFFERED)


def problems(part: Part, role: Role = Role.MENTEE, **typed: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        read(part, role, **typed)
    return {one.field: one.code for one in caught.value.problems}


def test_the_order_is_that_of_the_list_and_then_that_of_the_ticks() -> None:
    assert read(Part.TASKS, wanted=["a", "b", "c"], order=["c", "a"]).wanted == ("c", "a", "b")
    assert read(Part.TASKS, wanted="b", order=["c", "b"]).wanted == ("b",)


@pytest.mark.parametrize("wanted", [[], ["a", "b", "c", "d"], None])
def test_one_to_three_tasks_are_wanted(wanted: Any) -> None:
    assert problems(Part.TASKS, wanted=wanted) == {"wanted": "choose_between"}


def test_a_tick_alone_is_no_claim_to_teach_it() -> None:
    typed = {"skills": ["a", "b"], "step-b": "4", "step-c": "4"}
    assert read(Part.TASKS, Role.MENTOR, **typed).skills == {
        "a": Step.WITH_NOTES,
        "b": Step.COULD_SHOW,
    }


@pytest.mark.parametrize("step", ["0", "1", "5", "x"])
def test_only_some_steps_can_be_shown_to_others(step: str) -> None:
    typed = {"skills": ["a"], "step-a": step}
    assert problems(Part.TASKS, Role.MENTOR, **typed) == {"step-a": "not_an_option"}


def test_places_count_only_for_meetings_in_person() -> None:
    met = read(Part.MEETING, ways=["phone"], places=["school"])
    assert (met.ways, met.places) == ((Way.PHONE,), ())
    assert problems(Part.MEETING, ways=["in_person"]) == {"places": "tick_one"}


def test_boss_and_same_firm_are_asked_of_those_with_a_firm() -> None:
    alone = read(Part.WORK, trade="wood", is_boss="yes", same_firm_ok="yes")
    assert (alone.is_boss, alone.same_firm_ok) == (None, None)
    assert problems(Part.WORK, trade="wood", firm="F") == {
        "is_boss": "choose_one",
        "same_firm_ok": "choose_one",
    }
    both = read(Part.WORK, trade="wood", firm=" F  & G ", is_boss="no", same_firm_ok="yes")
    assert (both.firm, both.is_boss, both.same_firm_ok) == ("F & G", False, True)


def test_only_juniors_have_wishes_and_an_age() -> None:
    assert read(Part.WORK, trade="wood", wishes=["food"]).wishes == ()
    assert read(Part.WORK, Role.MENTOR, trade="wood", wishes=["food"]).wishes == ("food",)
    assert read(Part.ABOUT, under_18="yes").under_18 is None
    assert problems(Part.ABOUT, Role.MENTOR) == {"under_18": "choose_one"}


@pytest.mark.parametrize("capacity", ["0", "4", "-1", "1.5"])
def test_one_to_three_partners(capacity: str) -> None:
    assert problems(Part.STYLE, capacity=capacity) == {"capacity": "not_an_option"}


def test_who_says_nothing_of_partners_keeps_their_number() -> None:
    assert read(Part.STYLE).capacity == 2
    assert read(Part.STYLE, capacity="3").capacity == 3


def test_texts_have_an_end() -> None:
    assert problems(Part.PRIVATE, phone="5" * 61, avoid="x" * 1001) == {
        "phone": "too_long",
        "avoid": "too_long",
    }


@given(
    part=st.sampled_from(Part),
    role=st.sampled_from(Role),
    typed=st.dictionaries(
        st.sampled_from(
            [
                "wanted",
                "order",
                "skills",
                "step-a",
                "languages",
                "times",
                "ways",
                "places",
                "trade",
                "firm",
                "is_boss",
                "same_firm_ok",
                "wishes",
                "style-pace",
                "capacity",
                "called",
                "under_18",
                "access_needs",
                "phone",
                "avoid",
            ]
        ),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.text(max_size=10),
            st.lists(st.one_of(st.sampled_from([*"abcd", "it", "wood", *TIMES]), st.integers())),
            st.dictionaries(st.text(max_size=2), st.integers()),
        ),
    ),
)
def test_whatever_is_sent_is_read_or_refused(part: Part, role: Role, typed: dict[str, Any]) -> None:
    try:
        after = read_part(part, role, typed, BEFORE, OFFERED)
    except Invalid:
        return
    if part is not Part.PRIVATE:
        assert after.phone == "555"
    if part is not Part.LANGUAGES:
        assert after.languages == ("pl",)
    assert set(after.wanted) | set(after.skills) <= OFFERED.tasks
    assert 1 <= after.capacity <= 3


def test_nothing_is_missing_from_a_complete_profile() -> None:
    assert missing(COMPLETE, Role.MENTEE) == missing(COMPLETE, Role.MENTOR) == ()


@pytest.mark.parametrize(
    ("change", "role", "part"),
    [
        ({"wanted": ()}, Role.MENTEE, Part.TASKS),
        ({"skills": {}}, Role.MENTOR, Part.TASKS),
        ({"languages": ()}, Role.MENTEE, Part.LANGUAGES),
        ({"times": ()}, Role.MENTEE, Part.TIMES),
        ({"ways": ()}, Role.MENTEE, Part.MEETING),
        ({"ways": (Way.IN_PERSON,)}, Role.MENTEE, Part.MEETING),
        ({"trade": ""}, Role.MENTEE, Part.WORK),
        ({"firm": "F", "is_boss": True}, Role.MENTEE, Part.WORK),
        ({"firm": "F", "same_firm_ok": True}, Role.MENTEE, Part.WORK),
        ({"under_18": None}, Role.MENTOR, Part.ABOUT),
    ],
)
def test_what_is_missing(change: dict[str, Any], role: Role, part: Part) -> None:
    assert missing(attrs.evolve(COMPLETE, **change), role) == (part,)


def test_what_the_other_role_is_asked_is_not_missing() -> None:
    assert missing(attrs.evolve(COMPLETE, skills={}, under_18=None), Role.MENTEE) == ()
    assert missing(attrs.evolve(COMPLETE, wanted=()), Role.MENTOR) == ()


def test_matching_reads_what_belongs_to_the_role() -> None:
    answers = attrs.evolve(COMPLETE, firm="Tessarin & Figli, S.r.l.", wishes=("food",), avoid="Bob")
    mentee, mentor = (answers.for_matching(7, role) for role in (Role.MENTEE, Role.MENTOR))
    assert (mentee.wanted, mentee.skills, mentee.wishes) == (("a",), {}, frozenset())
    assert (mentor.wanted, mentor.skills) == ((), {"b": Step.COULD_SHOW})
    assert mentee.firm == "tessarinfiglisrl"
    assert "Bob" not in str(mentor)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller GmbH", " MÜLLER  gmbh."), ("Straße 7", "STRASSE 7"), ("Ａｒｔｅ", "arte")],  # noqa: RUF001
)
def test_two_ways_to_type_a_firm(one: str, other: str) -> None:
    assert folded_firm(one) == folded_firm(other)


def test_two_firms_are_two() -> None:
    assert folded_firm("Rossi") != folded_firm("Bianchi")
    assert folded_firm(" . ") == ""
