"""What counts as an answer: everything else is refused, and nothing is made up for what was left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.survey.items import Asking, Definition, Item, Kind, Slot
from ment_xblock.domain.text import TooLongError, clean_text

MOST_TEXT = 2000


@attrs.frozen
class Answer:
    """What somebody answered in one place.

    Attributes:
        slot: key of the place, such as ``"trust"`` or ``"can-find.then"``.
        number: for likert, score and steps.
        options: what was chosen, for single, multiple and a row of a matrix.
        text: what was written.
    """

    slot: str
    number: int | None = None
    options: tuple[str, ...] = ()
    text: str = ""


class _Refused(Exception):
    """The value is no answer to this item."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_answers(
    definition: Definition, asking: Asking, given: Mapping[str, Any]
) -> tuple[Answer, ...]:
    """Check what somebody sent against what they were asked.

    Args:
        definition: the survey.
        asking: which of its items this person is asked.
        given: value by key of a slot; numbers may come as digits, as forms send them. None, an empty text and an
            empty list count as left open.

    Returns:
        The answers, in the order of the form.

    Raises:
        Invalid: with every problem beside its field: ``not_asked`` (no such item, or not for this person),
            ``not_an_answer`` (out of range, or of another kind), ``too_long``, ``answer_needed``, ``answer_both``
            (an item that is asked twice needs both answers or none), ``nothing_answered``.
    """
    items = definition.items_for(asking)
    asked = {slot.key: item for item in items for slot in item.slots}
    problems = [FieldProblem(str(key)[:90], "not_asked") for key in given if key not in asked]
    answers: dict[str, Answer] = {}
    for key, item in asked.items():
        try:
            found = _read(item, key, given.get(key))
        except _Refused as refused:
            problems.append(FieldProblem(key, refused.code, refused.params))
        else:
            if found is not None:
                answers[key] = found
    if not problems:
        problems.extend(_left_open(items, answers))
    if problems:
        raise Invalid(problems)
    return tuple(answers[key] for key in asked if key in answers)


def _read(item: Item, key: str, value: object) -> Answer | None:
    if isinstance(value, str):
        value = value.strip()
    if value is None or value in ("", []):
        return None
    return _READERS[item.kind](item, key, value)


def _number(item: Item, key: str, value: object) -> Answer | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= len("10"):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value not in item.kind.numbers:
        raise _Refused("not_an_answer")
    return Answer(key, number=value)


def _one_option(item: Item, key: str, value: object) -> Answer | None:
    if not isinstance(value, str) or value not in item.options:
        raise _Refused("not_an_answer")
    return Answer(key, options=(value,))


def _some_options(item: Item, key: str, value: object) -> Answer | None:
    # A form sends a single tick without a list.
    chosen = [value] if isinstance(value, str) else value
    if not isinstance(chosen, list) or any(one not in item.options for one in chosen):
        raise _Refused("not_an_answer")
    return Answer(key, options=tuple(option for option in item.options if option in chosen))


def _text(item: Item, key: str, value: object) -> Answer | None:
    if not isinstance(value, str):
        raise _Refused("not_an_answer")
    try:
        text = clean_text(value, MOST_TEXT)
    except TooLongError as error:
        raise _Refused("too_long", most=error.most, length=error.length) from error
    return Answer(key, text=text) if text else None


_READERS: Mapping[Kind, Callable[[Item, str, object], Answer | None]] = {
    Kind.LIKERT: _number,
    Kind.SCORE: _number,
    Kind.STEPS: _number,
    Kind.SINGLE: _one_option,
    Kind.MATRIX: _one_option,
    Kind.MULTIPLE: _some_options,
    Kind.TEXT: _text,
}


def _left_open(items: Iterable[Item], answers: Mapping[str, Answer]) -> list[FieldProblem]:
    problems = []
    slots: list[Slot] = []
    for item in items:
        slots += item.slots
        missing = [slot.key for slot in item.slots if slot.key not in answers]
        if item.required:
            problems += [FieldProblem(key, "answer_needed") for key in missing]
        elif item.then and len(missing) == 1:
            # With one of the two alone, the other answers could be told apart by subtraction.
            problems.append(FieldProblem(missing[0], "answer_both"))
    if not answers and not problems:
        problems.append(FieldProblem(slots[0].key if slots else "", "nothing_answered"))
    return problems
