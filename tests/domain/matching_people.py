"""Made-up people for the tests of the matching rules."""

from hypothesis import strategies as st

from ment_xblock.domain.matching import Cohort
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import PLACES, STYLES, TIMES, Profile, Step, Way

TASKS = ("quote", "photo", "invoice", "map", "review", "call")
LANGUAGES = ("it", "pl", "ro", "de")
TRADES = ("wood", "food", "metal")
FIRMS = ("", "rossi", "kowalik")


def mentor(number=1, **known):
    return Profile(participant_id=number, role=Role.MENTOR, **{**BASE, "wanted": (), **known})


def mentee(number=100, **known):
    return Profile(participant_id=number, role=Role.MENTEE, **{**BASE, "skills": {}, **known})


BASE = {
    "languages": frozenset({"it"}),
    "times": frozenset({"mon-evening"}),
    "ways": frozenset({Way.VIDEO}),
    "wanted": ("quote",),
    "skills": {"quote": Step.COULD_SHOW},
}


def some(values, **limits):
    return st.frozensets(st.sampled_from(values), **limits)


@st.composite
def profiles(draw, role, number):
    is_mentor = role is Role.MENTOR
    wanted = st.lists(st.sampled_from(TASKS), max_size=3, unique=True).map(tuple)
    return Profile(
        participant_id=number,
        role=role,
        capacity=draw(st.integers(0, 3)),
        wanted=() if is_mentor else draw(wanted),
        skills=draw(st.dictionaries(st.sampled_from(TASKS), st.sampled_from(Step)))
        if is_mentor
        else {},
        languages=draw(some(LANGUAGES, max_size=2)),
        times=draw(some(TIMES[:6])),
        ways=draw(some(tuple(Way))),
        places=draw(some(PLACES)),
        style=draw(
            st.fixed_dictionaries(
                {}, optional={name: st.sampled_from(sides) for name, sides in STYLES.items()}
            )
        ),
        trade=draw(st.sampled_from(("", *TRADES))),
        wishes=draw(some(TRADES)) if is_mentor else frozenset(),
        firm=draw(st.sampled_from(FIRMS)),
        is_boss=draw(st.booleans()),
        same_firm_ok=draw(st.booleans()),
    )


@st.composite
def cohorts(draw, most=5):
    mentors = tuple(
        draw(profiles(Role.MENTOR, number)) for number in range(draw(st.integers(1, most)))
    )
    mentees = tuple(
        draw(profiles(Role.MENTEE, 100 + number)) for number in range(draw(st.integers(1, most)))
    )
    pairs = st.tuples(
        st.sampled_from([one.participant_id for one in mentors]),
        st.sampled_from([one.participant_id for one in mentees]),
    )
    previous = draw(st.frozensets(pairs, max_size=3))
    return Cohort(
        mentors=mentors,
        mentees=mentees,
        open_pairs=draw(st.frozensets(pairs, max_size=1)),
        forbidden=draw(st.frozensets(pairs, max_size=3)),
        previous=previous,
        both_ask=draw(st.sampled_from((frozenset(), previous))),
    )
