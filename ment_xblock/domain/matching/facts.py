"""What speaks for a pair and what it lacks: from the same criteria that scored it, as codes for the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from ment_xblock.domain.matching.criteria import (
    DEFAULT_LEVELS,
    ENOUGH_TIMES,
    SKILL,
    Criterion,
    Level,
    Levels,
    fit,
    weights,
)
from ment_xblock.domain.profile import TIMES, Profile, Step, Way

SENTENCES_FOR = 3
CAN_SHOW = SKILL[Step.WITH_NOTES]


@attrs.frozen
class Fact:
    """One true thing, to be put into words for its reader.

    Attributes:
        code: which sentence.
        params: ids and numbers for it; nothing that JSON cannot hold.
    """

    code: str
    params: Mapping[str, Any] = attrs.field(factory=dict)


@attrs.frozen
class Account:
    """Why two people fit.

    Attributes:
        reasons: what speaks for the pair, the weightiest first; ``SENTENCES_FOR`` at most.
        missing: what costs the pair most of its score; None where nothing does.
    """

    reasons: tuple[Fact, ...]
    missing: Fact | None


def account(mentor: Profile, mentee: Profile, levels: Levels = DEFAULT_LEVELS) -> Account:
    """Explain a pair by the criteria that count: first what can be shown, then in the order of what adds to the score.

    Args:
        mentor: the junior.
        mentee: the senior.
        levels: how much each criterion counts.

    Returns:
        Reasons and what is missing.
    """
    shares = weights(levels)
    reached = {one: float(matrix[0, 0]) for one, matrix in fit([mentor], [mentee]).items()}
    counting = [one for one in Criterion if shares[one]]
    gained = sorted(
        counting, key=lambda one: (one is not Criterion.TASKS, -shares[one] * reached[one])
    )
    lost = sorted(counting, key=lambda one: -shares[one] * (1 - reached[one]))
    reasons = [fact for one in gained for fact in _FOR[one](mentor, mentee)]
    missing = [fact for one in lost for fact in _MISSING[one](mentor, mentee)]
    language = _languages(mentor, mentee)
    return Account(
        # A shared language is what makes a pair possible: it has its place even beside three others of less weight.
        reasons=(*reasons[: SENTENCES_FOR - len(language)], *language),
        missing=missing[0] if missing else None,
    )


def shared_account(mentor: Profile, mentee: Profile) -> Account:
    """Explain a pair to the two themselves: by tasks, times and languages alone.

    Of trade, firm, style and ways to meet only the facilitator was promised to know.

    Args:
        mentor: the junior.
        mentee: the senior.
    """
    return account(mentor, mentee, {Criterion.TASKS: Level.LOT, Criterion.TIMES: Level.NORMAL})


def covered_tasks(mentor: Profile, mentee: Profile) -> tuple[str, ...]:
    """The wanted tasks that the mentor can show, the most wanted first."""
    return tuple(task for task in mentee.wanted if _skill(mentor, task) >= CAN_SHOW)


def common_times(mentor: Profile, mentee: Profile) -> tuple[str, ...]:
    """When both are free, in the order of the week."""
    return tuple(time for time in TIMES if time in mentor.times & mentee.times)


def _skill(mentor: Profile, task: str) -> float:
    return SKILL[mentor.skills.get(task, Step.NEVER)]


def _languages(mentor: Profile, mentee: Profile) -> list[Fact]:
    shared = sorted(mentor.languages & mentee.languages)
    return [Fact("same_language", {"languages": shared})] if shared else []


def _for_tasks(mentor: Profile, mentee: Profile) -> list[Fact]:
    covered = covered_tasks(mentor, mentee)
    if covered:
        return [Fact("covers_tasks", {"tasks": list(covered), "wanted": len(mentee.wanted)})]
    tried = [task for task in mentee.wanted if _skill(mentor, task) > 0]
    return [Fact("tried_tasks", {"tasks": tried})] if tried else []


def _missing_tasks(mentor: Profile, mentee: Profile) -> list[Fact]:
    covered = covered_tasks(mentor, mentee)
    missing = [task for task in mentee.wanted if task not in covered]
    if not mentee.wanted:
        return [Fact("no_task_chosen")]
    return [Fact("lacks_tasks", {"tasks": missing})] if missing else []


def _for_times(mentor: Profile, mentee: Profile) -> list[Fact]:
    times = common_times(mentor, mentee)
    return [Fact("same_times", {"times": list(times)})] if times else []


def _missing_times(mentor: Profile, mentee: Profile) -> list[Fact]:
    times = common_times(mentor, mentee)
    if not times:
        return [Fact("no_common_time")]
    return [Fact("few_times", {"times": list(times)})] if len(times) < ENOUGH_TIMES else []


def _for_way(mentor: Profile, mentee: Profile) -> list[Fact]:
    ways = sorted(way.value for way in mentor.ways & mentee.ways if _works(way, mentor, mentee))
    places = sorted(mentor.places & mentee.places) if Way.IN_PERSON.value in ways else []
    return [Fact("same_way", {"ways": ways, "places": places})] if ways else []


def _missing_way(mentor: Profile, mentee: Profile) -> list[Fact]:
    ways = mentor.ways & mentee.ways
    if not ways:
        return [Fact("no_common_way")]
    return [] if any(_works(way, mentor, mentee) for way in ways) else [Fact("no_common_place")]


def _works(way: Way, mentor: Profile, mentee: Profile) -> bool:
    if way is not Way.IN_PERSON or not mentor.places or not mentee.places:
        return True
    return bool(mentor.places & mentee.places)


def _for_style(mentor: Profile, mentee: Profile) -> list[Fact]:
    agreed = [
        f"{name}={side}" for name, side in _both_said(mentor, mentee) if mentor.style[name] == side
    ]
    return [Fact("same_style", {"style": agreed})] if agreed else []


def _missing_style(mentor: Profile, mentee: Profile) -> list[Fact]:
    apart = [name for name, side in _both_said(mentor, mentee) if mentor.style[name] != side]
    return [Fact("other_style", {"style": apart})] if apart else []


def _both_said(mentor: Profile, mentee: Profile) -> list[tuple[str, str]]:
    return sorted((name, side) for name, side in mentee.style.items() if name in mentor.style)


def _for_wishes(mentor: Profile, mentee: Profile) -> list[Fact]:
    granted = mentee.trade and mentee.trade in mentor.wishes
    return [Fact("wish_granted", {"trade": mentee.trade})] if granted else []


def _missing_wishes(mentor: Profile, mentee: Profile) -> list[Fact]:
    open_wish = mentor.wishes and mentee.trade not in mentor.wishes
    return [Fact("wish_open", {"trades": sorted(mentor.wishes)})] if open_wish else []


def _for_variety(mentor: Profile, mentee: Profile) -> list[Fact]:
    if mentor.trade and mentee.trade and mentor.trade != mentee.trade:
        return [Fact("other_trade", {"trades": [mentor.trade, mentee.trade]})]
    if mentor.firm and mentee.firm and mentor.firm != mentee.firm:
        return [Fact("other_firm")]
    return []


def _missing_variety(mentor: Profile, mentee: Profile) -> list[Fact]:
    if mentor.firm and mentor.firm == mentee.firm:
        return [Fact("one_firm")]
    if mentor.trade and mentor.trade == mentee.trade:
        return [Fact("one_trade", {"trade": mentee.trade})]
    return []


Telling = Callable[[Profile, Profile], list[Fact]]

_FOR: Mapping[Criterion, Telling] = MappingProxyType(
    {
        Criterion.TASKS: _for_tasks,
        Criterion.TIMES: _for_times,
        Criterion.WAY: _for_way,
        Criterion.STYLE: _for_style,
        Criterion.WISHES: _for_wishes,
        Criterion.VARIETY: _for_variety,
    }
)
_MISSING: Mapping[Criterion, Telling] = MappingProxyType(
    {
        Criterion.TASKS: _missing_tasks,
        Criterion.TIMES: _missing_times,
        Criterion.WAY: _missing_way,
        Criterion.STYLE: _missing_style,
        Criterion.WISHES: _missing_wishes,
        Criterion.VARIETY: _missing_variety,
    }
)
