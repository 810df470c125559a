"""What a log holds, in the toolkit's shape: look back, what we did, what comes next. Reading what was typed into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from ment_xblock.domain.agreement.terms import Clause, Field, Kind, Terms, Value, Values
from ment_xblock.domain.agreement.values import LONGEST_TEXT, read_values
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.journal.settings import JournalSettings
from ment_xblock.domain.profile import Way
from ment_xblock.domain.text import TooLongError, clean_text

OTHER_TASK = "other"
STEPS = ("never", "somebody-else", "with-help", "with-notes", "alone")
KINDS = ("hard", "soft", "digital", "culture")
TO_SENIOR, TO_JUNIOR, BOTH_WAYS = "to_senior", "to_junior", "both"
DIRECTIONS = (TO_SENIOR, TO_JUNIOR, BOTH_WAYS)
MENTEE_HELD, BOTH_HELD, MENTOR_HELD, NO_DEVICE = "mentee", "both", "mentor", "none"
DEVICES = (MENTEE_HELD, BOTH_HELD, MENTOR_HELD, NO_DEVICE)
LONGEST_MEETING = 600

# Without these nobody could tell whether a meeting counts, or what it was about.
ALWAYS_ASKED = frozenset({"held_on", "minutes", "way", "task", "tried"})
FACTS: tuple[Field, ...] = (
    Field("held_on", Kind.DATE, required=True),
    Field("minutes", Kind.NUMBER, required=True, least=1, most=LONGEST_MEETING),
    Field("way", Kind.CHOICE, options=tuple(Way), required=True),
    Field("task", Kind.CHOICE, required=True),
    Field("step", Kind.CHOICE, options=STEPS, required=True),
    Field("kinds", Kind.CHOICES, options=KINDS, required=True),
    Field("direction", Kind.CHOICE, options=DIRECTIONS, required=True),
    Field("device", Kind.CHOICE, options=DEVICES, required=True),
    Field("came", Kind.CHOICE, options=("two", "others")),
    Field("language", Kind.CHOICE, options=("same", "mentor", "mentee", "mixed", "third")),
)
TIMING = frozenset({"held_on", "minutes"})
WORDS = ("tried", "learned", "obstacle")
SWITCHABLE = ("step", "kinds", "direction", "device", "came", "language", "learned", "obstacle")


@attrs.frozen
class LogForm:
    """What one pair is asked about a meeting.

    Attributes:
        facts: the fields that hold ids and numbers.
        words: the fields that hold each partner's own words.
    """

    facts: tuple[Field, ...]
    words: tuple[str, ...]

    @property
    def terms(self) -> Terms:
        """The facts as the reader of values takes them."""
        return Terms((Clause(id="log", number=1, revision=1, section="log", fields=self.facts),))

    def missing(self, facts: Values) -> list[FieldProblem]:
        """The required facts that are empty."""
        return [
            FieldProblem(field.id, "required")
            for field in self.facts
            if field.required and not facts.get(field.id)
        ]


def log_form(settings: JournalSettings, tasks: Iterable[int]) -> LogForm:
    """What the log asks.

    Args:
        settings: what the course author decided.
        tasks: ids of the tasks that the pair agreed on.
    """
    task_options = (*map(str, tasks), OTHER_TASK)
    off = settings.fields_off - ALWAYS_ASKED
    return LogForm(
        facts=tuple(
            attrs.evolve(field, options=task_options) if field.id == "task" else field
            for field in FACTS
            if field.id not in off
        ),
        words=tuple(name for name in WORDS if name not in off),
    )


def read_facts(
    form: LogForm,
    typed: Mapping[str, Any],
    *,
    settings: JournalSettings,
    opened_on: date,
    closed_on: date | None,
    now: datetime,
) -> tuple[dict[str, Value], list[FieldProblem]]:
    """Read the facts of a log.

    Args:
        form: what is asked.
        typed: field to what was typed; other fields are left alone.
        settings: what the course author decided.
        opened_on: day on which the pair was made.
        closed_on: day on which it ended; None while it is open.
        now: the present moment.

    Returns:
        The values that can be read, and what is wrong with the others.
    """
    asked = {field.id for field in form.facts}
    given = {name: value for name, value in typed.items() if name in asked}
    day, problems = given.pop("held_on", None), []
    values: dict[str, Value] = {}
    for name, value in given.items():
        try:
            values |= read_values(form.terms, {name: value}, now)
        except Invalid as invalid:
            problems += invalid.problems
    if day is not None:
        try:
            values["held_on"] = _held_on(day, settings.day_of(now), opened_on, closed_on)
        except Invalid as invalid:
            problems += invalid.problems
    return values, problems


def read_words(
    form: LogForm, typed: Mapping[str, Any]
) -> tuple[dict[str, str], list[FieldProblem]]:
    """Read one partner's own words.

    Returns:
        Field to text, empty where it was emptied, and what is wrong with the others.
    """
    words: dict[str, str] = {}
    problems = []
    for name in form.words:
        if name in typed:
            try:
                words[name] = clean_words(name, typed[name], LONGEST_TEXT)
            except Invalid as invalid:
                problems += invalid.problems
    return words, problems


def clean_words(field: str, typed: Any, most: int) -> str:
    """Make a typed text fit to be stored.

    Raises:
        Invalid: it is no text, or too long.
    """
    if not isinstance(typed, str):
        raise Invalid([FieldProblem(field, "not_readable")])
    try:
        return clean_text(typed, most)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem(field, "too_long", params)]) from None


def read_day(field: str, typed: Any) -> date | None:
    """Read a day; None for an empty field.

    Raises:
        Invalid: it is no day.
    """
    if typed == "":
        return None
    try:
        return date.fromisoformat(typed.strip())
    except (AttributeError, ValueError):
        raise Invalid([FieldProblem(field, "not_a_date")]) from None


def _held_on(typed: Any, today: date, opened_on: date, closed_on: date | None) -> str:
    day = read_day("held_on", typed)
    if day is None:
        return ""
    if day > today:
        raise Invalid([FieldProblem("held_on", "meeting_in_future")])
    if day < opened_on:
        raise Invalid([FieldProblem("held_on", "meeting_before_pair")])
    if closed_on is not None and day > closed_on:
        raise Invalid([FieldProblem("held_on", "meeting_after_end")])
    return day.isoformat()
