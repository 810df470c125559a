"""What was typed or ticked in one part of the profile, checked and put into the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.people import MOST_PARTNERS, Role
from ment_xblock.domain.profile import (
    MOST_WANTED_TASKS,
    PLACES,
    STEPS_TO_SHOW,
    STYLES,
    TIMES,
    Step,
    Way,
)
from ment_xblock.domain.profile_answers import Answers, Part
from ment_xblock.domain.text import TooLongError, clean_line, clean_text

LONGEST_LINE = 60
LONGEST_FIRM = 120
LONGEST_TEXT = 1000
STEP_PREFIX, STYLE_PREFIX = "step-", "style-"


@attrs.frozen
class Offered:
    """What can be chosen.

    Attributes:
        tasks: ids of the library and of the author's own tasks.
        trades: ids of trades.
        languages: language codes.
    """

    tasks: frozenset[str]
    trades: frozenset[str]
    languages: frozenset[str]


def read_part(
    part: Part, role: Role, typed: Mapping[str, Any], before: Answers, offered: Offered
) -> Answers:
    """Read one part; the answers of all others stay.

    Args:
        part: which one.
        role: the role of who answers.
        typed: input to what was typed (a text) or ticked (a text, or a list of texts).
        before: the answers so far.
        offered: what can be chosen.

    Raises:
        Invalid: every input in which something is wrong or missing.
    """
    form = _Form(typed)
    answers = attrs.evolve(before, **_READERS[part](form, role, offered))
    if form.problems:
        raise Invalid(form.problems)
    return answers


class _Form:
    """The inputs of a form, and all problems found in them so far."""

    def __init__(self, typed: Mapping[str, Any]) -> None:
        self._typed = typed
        self.problems: list[FieldProblem] = []

    def refuse(self, name: str, code: str, **params: Any) -> None:
        self.problems.append(FieldProblem(name, code, params))

    def many(self, name: str, options: Iterable[str], *, needed: bool = False) -> tuple[str, ...]:
        """What was ticked, each once, in the order in which it was sent."""
        sent = self._typed.get(name) or []
        ticked = sent if isinstance(sent, list) else [sent]
        if not all(isinstance(one, str) for one in ticked):
            self.refuse(name, "not_readable")
        elif not set(ticked) <= set(options):
            self.refuse(name, "not_an_option")
        elif needed and not ticked:
            self.refuse(name, "tick_one")
        else:
            return tuple(dict.fromkeys(ticked))
        return ()

    def one(self, name: str, options: Iterable[str], *, needed: bool = False) -> str:
        """The one that was chosen; empty for none."""
        sent = self._typed.get(name) or ""
        if not isinstance(sent, str):
            self.refuse(name, "not_readable")
        elif sent and sent not in options:
            self.refuse(name, "not_an_option")
        elif needed and not sent:
            self.refuse(name, "choose_one")
        else:
            return sent
        return ""

    def yes_or_no(self, name: str, *, needed: bool = False) -> bool | None:
        chosen = self.one(name, ("yes", "no"), needed=needed)
        return chosen == "yes" if chosen else None

    def text(self, name: str, most: int, clean: Callable[[str, int], str] = clean_line) -> str:
        sent = self._typed.get(name) or ""
        if not isinstance(sent, str):
            self.refuse(name, "not_readable")
            return ""
        try:
            return clean(sent, most)
        except TooLongError as error:
            self.refuse(name, "too_long", most=error.most, length=error.length)
            return ""


def _tasks(form: _Form, role: Role, offered: Offered) -> dict[str, Any]:
    return _wanted(form, offered) if role is Role.MENTEE else _skills(form, offered)


def _wanted(form: _Form, offered: Offered) -> dict[str, Any]:
    ticked = form.many("wanted", offered.tasks)
    order = [task for task in form.many("order", offered.tasks) if task in ticked]
    wanted = tuple(dict.fromkeys([*order, *ticked]))
    if not 1 <= len(wanted) <= MOST_WANTED_TASKS:
        form.refuse("wanted", "choose_between", least=1, most=MOST_WANTED_TASKS)
    return {"wanted": wanted}


def _skills(form: _Form, offered: Offered) -> dict[str, Any]:
    # A tick alone counts as the middle step: the highest one is only for those who say so.
    steps = {str(step.value): step for step in STEPS_TO_SHOW}
    tasks = form.many("skills", offered.tasks, needed=True)
    said = {task: form.one(STEP_PREFIX + task, steps) for task in tasks}
    return {"skills": {task: steps.get(step, Step.WITH_NOTES) for task, step in said.items()}}


def _languages(form: _Form, _role: Role, offered: Offered) -> dict[str, Any]:
    return {"languages": form.many("languages", offered.languages, needed=True)}


def _times(form: _Form, _role: Role, _offered: Offered) -> dict[str, Any]:
    return {"times": form.many("times", TIMES, needed=True)}


def _meeting(form: _Form, _role: Role, _offered: Offered) -> dict[str, Any]:
    ways = tuple(Way(way) for way in form.many("ways", tuple(Way), needed=True))
    in_person = Way.IN_PERSON in ways
    places = form.many("places", PLACES, needed=in_person)
    return {"ways": ways, "places": places if in_person else ()}


def _work(form: _Form, role: Role, offered: Offered) -> dict[str, Any]:
    firm = form.text("firm", LONGEST_FIRM)
    is_boss = form.yes_or_no("is_boss", needed=bool(firm))
    same_firm_ok = form.yes_or_no("same_firm_ok", needed=bool(firm))
    return {
        "trade": form.one("trade", offered.trades, needed=True),
        "firm": firm,
        "is_boss": is_boss if firm else None,
        "same_firm_ok": same_firm_ok if firm else None,
        "wishes": form.many("wishes", offered.trades) if role is Role.MENTOR else (),
    }


def _style(form: _Form, _role: Role, _offered: Offered) -> dict[str, Any]:
    sides = {pair: form.one(STYLE_PREFIX + pair, STYLES[pair]) for pair in STYLES}
    capacity = form.one("capacity", [str(number + 1) for number in range(MOST_PARTNERS)])
    chosen = {"capacity": int(capacity)} if capacity else {}
    return {"style": {pair: side for pair, side in sides.items() if side}, **chosen}


def _about(form: _Form, role: Role, _offered: Offered) -> dict[str, Any]:
    is_junior = role is Role.MENTOR
    return {
        "called": form.text("called", LONGEST_LINE),
        "under_18": form.yes_or_no("under_18", needed=True) if is_junior else None,
        "access_needs": form.text("access_needs", LONGEST_TEXT, clean_text),
    }


def _private(form: _Form, _role: Role, _offered: Offered) -> dict[str, Any]:
    return {
        "phone": form.text("phone", LONGEST_LINE),
        "avoid": form.text("avoid", LONGEST_TEXT, clean_text),
    }


_READERS: Mapping[Part, Callable[[_Form, Role, Offered], dict[str, Any]]] = {
    Part.TASKS: _tasks,
    Part.LANGUAGES: _languages,
    Part.TIMES: _times,
    Part.MEETING: _meeting,
    Part.WORK: _work,
    Part.STYLE: _style,
    Part.ABOUT: _about,
    Part.PRIVATE: _private,
}
