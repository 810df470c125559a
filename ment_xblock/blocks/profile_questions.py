"""The questions of the profile in the reader's language, with what was answered so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.profile_words import (
    day_part_words,
    day_words,
    facilitator_sees,
    partner_sees,
    place_words,
    step_words,
    style_words,
    trades,
    way_words,
)
from ment_xblock.blocks.task_cards import TaskCard, grouped
from ment_xblock.curriculum.languages import LANGUAGES
from ment_xblock.domain.people import MOST_PARTNERS, Role
from ment_xblock.domain.profile import DAY_PARTS, DAYS, STEPS_TO_SHOW, STYLES, Step
from ment_xblock.domain.profile_answers import Answers, Part
from ment_xblock.domain.profile_form import LONGEST_FIRM, LONGEST_LINE, STEP_PREFIX, STYLE_PREFIX


@attrs.frozen
class Option:
    """One answer to choose.

    Attributes:
        id: what is sent.
        words: what is read.
        chosen: whether it is the answer so far.
        language: of the words, where it is not the reader's.
    """

    id: str
    words: str
    chosen: bool = False
    language: str = ""


@attrs.frozen
class Question:
    """One question.

    Attributes:
        id: name of its input.
        kind: ``one``, ``many``, ``line``, ``text``, ``wanted``, ``skills`` or ``times``; each has a template.
        label: the question.
        sees: who sees the answer.
        hint: help, or empty.
        options: for ``one`` and ``many``.
        value: for ``line`` and ``text``.
        most: how many characters are possible.
        needed: whether matching needs an answer.
        only_with: what must be answered first for it to matter, as ``data-only-with`` has it.
        look: class of the options: ``wide`` for one below the other, ``short`` for narrow ones.
        extra: what a template of its own needs.
    """

    id: str
    kind: str
    label: str
    sees: str
    hint: str = ""
    options: tuple[Option, ...] = ()
    value: str = ""
    most: int = LONGEST_LINE
    needed: bool = False
    only_with: str = ""
    look: str = ""
    extra: Any = None


@attrs.frozen
class Asking:
    """For whom questions are put into words.

    Attributes:
        role: the reader's role.
        answers: theirs so far.
        cards: the tasks that the block offers.
        language: of the reader's account; empty where unknown.
    """

    role: Role
    answers: Answers
    cards: Mapping[str, TaskCard]
    language: str = ""


def questions(part: Part, asking: Asking) -> list[Question]:
    """The questions of one part.

    Args:
        part: which one.
        asking: for whom.
    """
    return _QUESTIONS[part](asking)


def _options(
    words: Mapping[str, str], chosen: Sequence[str], languages: bool = False
) -> tuple[Option, ...]:
    return tuple(
        Option(one, said, one in chosen, one if languages else "") for one, said in words.items()
    )


def _yes_no(answer: bool | None) -> tuple[Option, ...]:
    said = {True: "yes", False: "no"}.get(answer, "") if answer is not None else ""
    return _options({"yes": _("Yes"), "no": _("No")}, [said])


def _tasks(asking: Asking) -> list[Question]:
    if asking.role is Role.MENTOR:
        return [_skills(asking)]
    wanted = [asking.cards[task] for task in asking.answers.wanted if task in asking.cards]
    return [
        Question(
            id="wanted",
            kind="wanted",
            label=_("Which of these would you like to do alone? Choose one, two or three."),
            hint=_("Begin with the one that matters most to you."),
            sees=partner_sees(),
            needed=True,
            extra={"groups": grouped(asking.cards), "wanted": wanted},
        )
    ]


def _skills(asking: Asking) -> Question:
    steps = step_words()
    known = asking.answers.skills
    groups = [
        (
            title,
            [
                (
                    card,
                    card.id in known,
                    [
                        Option(
                            str(step.value),
                            steps[step],
                            known.get(card.id, Step.WITH_NOTES) == step,
                        )
                        for step in STEPS_TO_SHOW
                    ],
                )
                for card in cards
            ],
        )
        for title, cards in grouped(asking.cards)
    ]
    return Question(
        id="skills",
        kind="skills",
        label=_("What could you show somebody?"),
        hint=_("Three or four that you really know are better than many. Then say how well."),
        sees=partner_sees(),
        needed=True,
        extra={"groups": groups, "prefix": STEP_PREFIX},
    )


def _languages(asking: Asking) -> list[Question]:
    return [
        Question(
            id="languages",
            kind="many",
            label=_("In which languages can you talk about work?"),
            hint=_("Mistakes do not matter."),
            options=_options(
                _nearest_first(asking.language), asking.answers.languages, languages=True
            ),
            look="short",
            sees=partner_sees(),
            needed=True,
        )
    ]


def _nearest_first(mine: str) -> dict[str, str]:
    spoken = [code.lower() for code in (mine, get_language() or "", "en")]
    near = [found for code in spoken for found in (code, code.partition("-")[0])]
    return {
        code: LANGUAGES[code] for code in dict.fromkeys([*near, *LANGUAGES]) if code in LANGUAGES
    }


def _times(asking: Asking) -> list[Question]:
    return [
        Question(
            id="times",
            kind="times",
            label=_("When are you free in most weeks?"),
            hint=_("Tick all that could work. A meeting takes about an hour."),
            sees=partner_sees(),
            needed=True,
            extra=times_grid(asking.answers.times),
        )
    ]


def times_grid(chosen: Sequence[str]) -> dict[str, Any]:
    """The week as rows of days, each with its parts.

    Args:
        chosen: ids such as ``"mon-evening"``.
    """
    days, parts = day_words(), day_part_words()
    return {
        "parts": [parts[part] for part in DAY_PARTS],
        "days": [
            (
                days[day],
                [(f"{day}-{part}", parts[part], f"{day}-{part}" in chosen) for part in DAY_PARTS],
            )
            for day in DAYS
        ],
    }


def _meeting(asking: Asking) -> list[Question]:
    return [
        Question(
            id="ways",
            kind="many",
            label=_("How would you like to meet?"),
            options=_options(way_words(), [way.value for way in asking.answers.ways]),
            sees=facilitator_sees(),
            needed=True,
        ),
        Question(
            id="places",
            kind="many",
            label=_("Where could you meet?"),
            options=_options(place_words(), asking.answers.places),
            sees=facilitator_sees(),
            only_with="ways=in_person",
            needed=True,
            look="wide",
        ),
    ]


def _work(asking: Asking) -> list[Question]:
    answers, is_mentor = asking.answers, asking.role is Role.MENTOR
    asked = [
        Question(
            id="trade",
            kind="one",
            label=_("Which trade do you work in, or learn?"),
            options=_options(trades(), [answers.trade]),
            sees=facilitator_sees(),
            needed=True,
        ),
        Question(
            id="firm",
            kind="line",
            label=_("What is your firm called?"),
            hint=_("We ask so that nobody is paired with their own boss. No firm? Leave it empty."),
            value=answers.firm,
            most=LONGEST_FIRM,
            sees=facilitator_sees(),
        ),
        Question(
            id="is_boss",
            kind="one",
            label=_("Do you own or lead this firm?"),
            options=_yes_no(answers.is_boss),
            look="short",
            sees=facilitator_sees(),
            only_with="firm=",
            needed=True,
        ),
        Question(
            id="same_firm_ok",
            kind="one",
            label=_("Could your partner come from the same firm?"),
            hint=_(
                "It only happens if both of you say yes here. A boss and somebody who works for them are never paired."
            ),
            options=_yes_no(answers.same_firm_ok),
            look="short",
            sees=_("Only you and the facilitator. Nobody in your firm hears what you say here."),
            only_with="firm=",
            needed=True,
        ),
    ]
    wishes = Question(
        id="wishes",
        kind="many",
        label=_("Which trades would you like to get to know?"),
        hint=_("Your partner shows you something, too."),
        options=_options(trades(), answers.wishes),
        sees=facilitator_sees(),
    )
    return [*asked, wishes] if is_mentor else asked


def _style(asking: Asking) -> list[Question]:
    pairs = [
        Question(
            id=STYLE_PREFIX + pair,
            kind="one",
            label=question,
            options=_options(
                {**sides, "": _("Both are fine")}, [asking.answers.style.get(pair, "")]
            ),
            sees=facilitator_sees(),
        )
        for pair, (question, sides) in style_words().items()
        if pair in STYLES
    ]
    numbers = {str(number): str(number) for number in range(1, MOST_PARTNERS + 1)}
    capacity = Question(
        id="capacity",
        kind="one",
        label=_("How many partners can you take at the same time?"),
        hint=_("One is what most people take."),
        options=_options(numbers, [str(asking.answers.capacity)]),
        look="short",
        sees=facilitator_sees(),
    )
    return [*pairs, capacity]


def _about(asking: Asking) -> list[Question]:
    answers = asking.answers
    called = Question(
        id="called",
        kind="line",
        label=_("What shall we call you?"),
        hint=_("If you write nothing, it is your first name."),
        value=answers.called,
        sees=partner_sees(),
    )
    age = Question(
        id="under_18",
        kind="one",
        label=_("Are you under 18?"),
        hint=_("Then your facilitator asks a parent or guardian before you sign the agreement."),
        options=_yes_no(answers.under_18),
        look="short",
        sees=_(
            "You and the facilitator. Your agreement then has one more rule, which your partner sees."
        ),
        needed=True,
    )
    needs = Question(
        id="access_needs",
        kind="text",
        label=_("Is there anything that makes it easier for you to take part?"),
        hint=_("Such as large print, a quiet room, no stairs, or short meetings."),
        value=answers.access_needs,
        sees=facilitator_sees(),
    )
    return [called, age, needs] if asking.role is Role.MENTOR else [called, needs]


def _private(asking: Asking) -> list[Question]:
    return [
        Question(
            id="phone",
            kind="line",
            label=_("Your phone number"),
            hint=_("Only if the facilitator may ring you."),
            value=asking.answers.phone,
            sees=facilitator_sees(),
        ),
        Question(
            id="avoid",
            kind="text",
            label=_("Is there anybody you would rather not be paired with?"),
            hint=_("Write their names. You need not say why."),
            value=asking.answers.avoid,
            sees=_("Only you and the facilitator. The people you name never see it."),
        ),
    ]


_QUESTIONS: Mapping[Part, Callable[[Asking], list[Question]]] = {
    Part.TASKS: _tasks,
    Part.LANGUAGES: _languages,
    Part.TIMES: _times,
    Part.MEETING: _meeting,
    Part.WORK: _work,
    Part.STYLE: _style,
    Part.ABOUT: _about,
    Part.PRIVATE: _private,
}
