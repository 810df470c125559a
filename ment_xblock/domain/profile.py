"""A learner's profile as the matching rules know it: ids and short words, the same for juniors and seniors."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from itertools import product

import attrs

from ment_xblock.domain.people import Role

MOST_WANTED_TASKS = 3


class Step(IntEnum):
    """Steps of skill, for profile, journal and surveys (content.md of the design, "Task library")."""

    NEVER = 0
    BY_OTHERS = 1
    WITH_HELP = 2
    WITH_NOTES = 3
    COULD_SHOW = 4


class Way(StrEnum):
    """How people can meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_PARTS = ("morning", "midday", "afternoon", "evening")
TIMES = tuple(f"{day}-{part}" for day, part in product(DAYS, DAY_PARTS))

# Where two people can meet in person: all of them places where others come by.
PLACES = ("workshop", "school", "public")

# Pairs of words, each with its two sides. Whoever chose no side suits both.
STYLES: Mapping[str, tuple[str, str]] = {
    "pace": ("slow", "quick"),
    "start": ("watch", "try"),
    "talk": ("gentle", "direct"),
    "plan": ("planned", "open"),
}

# What somebody can show to others needs at least some practice of their own.
STEPS_TO_SHOW = (Step.WITH_HELP, Step.WITH_NOTES, Step.COULD_SHOW)


def folded_firm(typed: str) -> str:
    """The name of a firm, so that two ways to type it compare as the same: letters and digits alone.

    Args:
        typed: the name as somebody typed it.
    """
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


@attrs.frozen
class Profile:
    """What one participant said of themselves, as far as matching reads it.

    Attributes:
        participant_id: key of the participant.
        role: mentor or mentee.
        capacity: how many partners at the same time.
        wanted: tasks of a mentee, the most wanted first; at most ``MOST_WANTED_TASKS``.
        skills: task to step of a mentor; tasks that are left out count as ``Step.NEVER``.
        languages: language codes such as ``"it"``.
        times: some of ``TIMES``.
        ways: how to meet.
        places: ids of places such as ``"workshop"``.
        style: id of a pair of words to the side that was chosen, such as ``{"pace": "slow"}``.
        trade: id of the trade somebody works in; empty where unknown.
        wishes: ids of trades that a mentor would like to learn about.
        firm: the firm's name, folded for comparison; empty where none was given.
        is_boss: owns or leads the firm.
        same_firm_ok: agrees to be paired with a person of the same firm who is not the boss.
    """

    participant_id: int
    role: Role
    capacity: int = 1
    wanted: tuple[str, ...] = ()
    skills: Mapping[str, Step] = attrs.field(factory=dict)
    languages: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    ways: frozenset[Way] = frozenset()
    places: frozenset[str] = frozenset()
    style: Mapping[str, str] = attrs.field(factory=dict)
    trade: str = ""
    wishes: frozenset[str] = frozenset()
    firm: str = ""
    is_boss: bool = False
    same_firm_ok: bool = False
