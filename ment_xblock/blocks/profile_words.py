"""The words of the profile in the reader's language: parts, trades, times, ways, styles, and who sees what."""

from __future__ import annotations

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ment_xblock.curriculum import task_library
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import STEPS_TO_SHOW, Step, Way
from ment_xblock.domain.profile_answers import Part

OTHER_TRADE = "other"
# The library's ids of the steps, as the rules count them.
_STEP_IDS = {Step.WITH_HELP: "with-help", Step.WITH_NOTES: "with-notes", Step.COULD_SHOW: "alone"}


def part_title(part: Part, role: Role) -> str:
    """The heading of a part."""
    is_mentor = role is Role.MENTOR
    return {
        Part.TASKS: _("What I can show") if is_mentor else _("What I want to learn"),
        Part.LANGUAGES: _("My languages"),
        Part.TIMES: _("When I am free"),
        Part.MEETING: _("How we meet"),
        Part.WORK: _("My work"),
        Part.STYLE: _("What suits me"),
        Part.ABOUT: _("About me"),
        Part.PRIVATE: _("For the facilitator only"),
    }[part]


def trades() -> dict[str, str]:
    """Trades to choose from, in the reader's language."""
    words = {
        trade: name.words
        for trade, name in task_library.trades(get_language() or "en").items()
        if trade != "any"
    }
    return {**words, OTHER_TRADE: _("Another trade")}


def partner_sees() -> str:
    """Said of what the partner may know."""
    return _("You and the facilitator; your partner once you are a pair")


def facilitator_sees() -> str:
    """Said of what stays between the learner and the facilitator."""
    return _("Only you and the facilitator")


def step_words() -> dict[Step, str]:
    """Steps of skill that can be shown to others, in the reader's language."""
    names = task_library.skill_steps(get_language() or "en")
    return {step: names[_STEP_IDS[step]].words for step in STEPS_TO_SHOW}


def day_words() -> dict[str, str]:
    """Days of the week in the reader's language."""
    return {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
        "sat": _("Saturday"),
        "sun": _("Sunday"),
    }


def day_part_words() -> dict[str, str]:
    """Parts of a day in the reader's language."""
    return {
        "morning": pgettext("part of a day", "Morning"),
        "midday": pgettext("part of a day", "Midday"),
        "afternoon": pgettext("part of a day", "Afternoon"),
        "evening": pgettext("part of a day", "Evening"),
    }


def way_words() -> dict[str, str]:
    """Ways to meet in the reader's language."""
    return {
        Way.IN_PERSON.value: _("In person"),
        Way.PHONE.value: _("By phone"),
        Way.VIDEO.value: _("By video call"),
    }


def place_words() -> dict[str, str]:
    """Places to meet in the reader's language."""
    return {
        "workshop": _("In the workshop or the shop"),
        "school": _("At the school or training centre"),
        "public": _("In a public place, such as a library"),
    }


def style_words() -> dict[str, tuple[str, dict[str, str]]]:
    """Pairs of words: the question, and the words of each side."""
    return {
        "pace": (_("How fast?"), {"slow": _("Slowly, step by step"), "quick": _("Quickly")}),
        "start": (
            _("How do we begin?"),
            {"watch": _("First look, then try"), "try": _("Try at once")},
        ),
        "talk": (_("How do we talk?"), {"gentle": _("Gently"), "direct": _("Straight out")}),
        "plan": (_("With a plan?"), {"planned": _("With a plan"), "open": _("See what comes up")}),
    }
