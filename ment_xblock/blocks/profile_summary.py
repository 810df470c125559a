"""What somebody answered, as lines to read: for themselves on the overview, and for the facilitator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import attrs
from django.utils.translation import gettext as _

from ment_xblock.blocks import profile_words as words
from ment_xblock.blocks.task_cards import TaskCard
from ment_xblock.curriculum.languages import LANGUAGES
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import DAYS, Step
from ment_xblock.domain.profile_answers import Answers, Part


@attrs.frozen
class Line:
    """One answer.

    Attributes:
        label: what it is about.
        said: the answer, one text or several.
        pictures: addresses of pictures beside the answers.
    """

    label: str
    said: tuple[str, ...]
    pictures: tuple[str, ...] = ()

    @property
    def shown(self) -> list[tuple[str, str]]:
        """Each text with its picture, or with none."""
        return list(zip_longest(self.said, self.pictures, fillvalue=""))


def summary(part: Part, role: Role, answers: Answers, cards: Mapping[str, TaskCard]) -> list[Line]:
    """The answers of one part in the reader's language; what was not answered is left out.

    Args:
        part: which one.
        role: the role of who answered.
        answers: theirs.
        cards: the tasks that the block offers.
    """
    lines = {
        Part.TASKS: lambda: _tasks(role, answers, cards),
        Part.LANGUAGES: lambda: [_line(_("Languages"), said_languages(answers.languages))],
        Part.TIMES: lambda: [_line(_("Free"), said_times(answers.times))],
        Part.MEETING: lambda: _meeting(answers),
        Part.WORK: lambda: _work(role, answers),
        Part.STYLE: lambda: _style(answers),
        Part.ABOUT: lambda: _about(role, answers),
        Part.PRIVATE: lambda: _private(answers),
    }[part]()
    return [line for line in lines if line.said]


def said_languages(codes: Iterable[str]) -> list[str]:
    """Languages by the name they have for themselves."""
    return [LANGUAGES[code] for code in codes if code in LANGUAGES]


def said_times(times: Iterable[str]) -> list[str]:
    """Free times, one day on a line, such as "Tuesday: evening"."""
    chosen, days, parts = set(times), words.day_words(), words.day_part_words()
    found = [
        (days[day], [name for part, name in parts.items() if f"{day}-{part}" in chosen])
        for day in DAYS
    ]
    return [
        _("%(day)s: %(parts)s") % {"day": day, "parts": ", ".join(free).lower()}
        for day, free in found
        if free
    ]


def task_lines(
    role: Role, answers: Answers, cards: Mapping[str, TaskCard]
) -> list[tuple[str, TaskCard]]:
    """What a person wants to learn or can show: how well (nothing for a mentee), and the task."""
    if role is Role.MENTEE:
        return [("", cards[task]) for task in answers.wanted if task in cards]
    steps = words.step_words()
    best_first = sorted(answers.skills.items(), key=lambda skill: -skill[1])
    return [(steps.get(Step(step), ""), cards[task]) for task, step in best_first if task in cards]


def _line(label: str, said: Sequence[str]) -> Line:
    return Line(label, tuple(one for one in said if one))


def _tasks(role: Role, answers: Answers, cards: Mapping[str, TaskCard]) -> list[Line]:
    found = task_lines(role, answers, cards)
    return [
        Line(
            label="",
            said=tuple(
                f"{card.words} ({how_well})" if how_well else card.words for how_well, card in found
            ),
            pictures=tuple(card.picture for _how_well, card in found),
        )
    ]


def _meeting(answers: Answers) -> list[Line]:
    ways, places = words.way_words(), words.place_words()
    return [
        _line(_("How"), [ways[way.value] for way in answers.ways]),
        _line(_("Where"), [places[place] for place in answers.places if place in places]),
    ]


def _work(role: Role, answers: Answers) -> list[Line]:
    trades = words.trades()
    wishes = [trades[trade] for trade in answers.wishes if trade in trades]
    return [
        _line(_("Trade"), [trades.get(answers.trade, "")]),
        _line(_("Firm"), [answers.firm]),
        _line(_("Owns or leads the firm"), [_yes_no(answers.is_boss)]),
        _line(_("Partner from the same firm"), [_yes_no(answers.same_firm_ok)]),
        _line(_("Would like to get to know"), wishes if role is Role.MENTOR else []),
    ]


def _style(answers: Answers) -> list[Line]:
    sides = words.style_words()
    said = [sides[pair][1].get(side, "") for pair, side in answers.style.items() if pair in sides]
    return [
        _line(_("Suits"), said),
        _line(_("Partners at the same time"), [str(answers.capacity)]),
    ]


def _about(role: Role, answers: Answers) -> list[Line]:
    return [
        _line(_("Called"), [answers.called]),
        _line(_("Under 18"), [_yes_no(answers.under_18)] if role is Role.MENTOR else []),
        _line(_("Makes it easier"), [answers.access_needs]),
    ]


def _private(answers: Answers) -> list[Line]:
    return [
        _line(_("Phone"), [answers.phone]),
        _line(_("Rather not paired with"), [answers.avoid]),
    ]


def _yes_no(answer: bool | None) -> str:
    return {True: _("yes"), False: _("no")}.get(answer, "") if answer is not None else ""
