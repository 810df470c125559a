"""Items of a survey in the reader's language, ready for the form, the editor and the results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ment_xblock.curriculum.surveys import words
from ment_xblock.curriculum.task_library import skill_steps
from ment_xblock.curriculum.texts import FALLBACK_LANGUAGE
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import Item, Kind, Slot

WIDE_FROM = 24  # characters of an option from which options stand one below the other


@attrs.frozen
class Field:
    """One place for an answer, as a form shows it.

    Attributes:
        name: of the input.
        words: what it is about, beside the question; empty where the question says it all.
        given: what was answered before: option ids and numbers as texts, or the text.
    """

    name: str
    words: str = ""
    given: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What was written."""
        return self.given[0] if self.given else ""


@attrs.frozen
class Question:
    """An item in the reader's language.

    Attributes:
        item: the item.
        text: question or statement.
        hint: a line below it, or empty.
        options: (value, words) to choose from; for numbers, value and words are the number.
        low: what the smallest number means.
        high: what the largest number means.
        fields: where the answers go: one, one for each row, or one for now and one looking back.
    """

    item: Item
    text: str
    hint: str
    options: tuple[tuple[str, str], ...]
    low: str
    high: str
    fields: tuple[Field, ...]

    @property
    def kind(self) -> str:
        """How it is answered."""
        return self.item.kind.value

    @property
    def is_scale(self) -> bool:
        """Whether it is answered by a number between two ends."""
        return self.item.kind in (Kind.LIKERT, Kind.SCORE)

    @property
    def is_wide(self) -> bool:
        """Whether the options need a line each."""
        return any(len(words) > WIDE_FROM for _value, words in self.options)

    @property
    def has_parts(self) -> bool:
        """Whether there are several answers to give."""
        return len(self.fields) > 1 or bool(self.fields[0].words)


def question(
    item: Item, given: Mapping[str, Any] | None = None, *, language: str | None = None
) -> Question:
    """Put an item into words.

    Args:
        item: the item.
        given: answers by slot key.
        language: other than the reader's.
    """
    if language is not None:
        with override(language):
            return question(item, given)
    answers = given or {}
    return Question(
        item=item,
        text=_word(item, "text"),
        hint=_word(item, "hint"),
        options=_options(item),
        low=_end(item, "low"),
        high=_end(item, "high"),
        fields=tuple(_field(item, slot, answers.get(slot.key)) for slot in item.slots),
    )


def value_words(item: Item, value: Any) -> str:
    """Say an answer: a number, an option, or what was written.

    Args:
        item: what was asked.
        value: as it is stored.
    """
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(value_words(item, one) for one in value)
    return option_words(item).get(str(value), str(value))


def option_words(item: Item) -> dict[str, str]:
    """What each possible answer is called, by value as text."""
    return dict(_options(item))


def slot_words(item: Item, slot: Slot) -> str:
    """What a place for an answer is about, beside the question."""
    if slot.looking_back:
        return _("Looking back, at the start")
    if item.then:
        return _("Now")
    return _label(item, "rows", slot.row) if slot.row else ""


def survey_words(instrument: str, name: str, revision: int = 1) -> str:
    """Words of a built-in survey in the reader's language.

    Args:
        instrument: its id.
        name: ``title``, ``for``, ``intro`` or ``thanks``.
        revision: of the instrument.

    Returns:
        The words; empty for a survey of the author's own.
    """
    return _built_in("instruments", instrument, revision, name)


def construct_words(construct: str) -> str:
    """Name what an item measures; an author's own construct is its own name."""
    return _built_in("constructs", construct) or construct


def role_name(role: str) -> str:
    """What one person of a role is called."""
    return _("mentor") if role == Role.MENTOR else _("mentee")


def rate_words(answered: int, asked: int, *, is_closed: bool) -> str:
    """How many answered, of those for whom the survey is open, or was."""
    if asked:
        return _("%(answered)s of %(asked)s answered") % {"answered": answered, "asked": asked}
    return _("it was open for nobody") if is_closed else _("open for nobody yet")


def _field(item: Item, slot: Slot, value: Any) -> Field:
    several = isinstance(value, Sequence) and not isinstance(value, str)
    given = value if several else () if value in (None, "") else (value,)
    return Field(slot.key, slot_words(item, slot), tuple(str(one) for one in given))


def _options(item: Item) -> tuple[tuple[str, str], ...]:
    if item.kind is Kind.STEPS:
        labels = skill_steps(get_language() or FALLBACK_LANGUAGE).values()
        return tuple((str(number), str(label)) for number, label in enumerate(labels))
    if item.kind.numbers:
        return tuple((str(number), str(number)) for number in item.kind.numbers)
    return tuple((option, _label(item, "options", option)) for option in item.options)


def _word(item: Item, name: str) -> str:
    if item.words is not None:
        return str(getattr(item.words, name))
    return _built_in("items", item.id, item.revision, name)


def _label(item: Item, name: str, label: str) -> str:
    if item.words is not None:
        found = getattr(item.words, name).get(label, "")
    else:
        found = _built_in("items", item.id, item.revision, name, label)
    return found or label


def _end(item: Item, name: str) -> str:
    if item.kind not in (Kind.LIKERT, Kind.SCORE):
        return ""
    return _word(item, name) or _built_in("scales", item.kind.value, name)


def _built_in(*path: str | int) -> str:
    return words(get_language() or FALLBACK_LANGUAGE, *path)
