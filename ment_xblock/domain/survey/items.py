"""What a survey asks: items, instruments, and the definition of one survey in the course.

Stored answers refer to ids. The words of built-in items are in ``curriculum/surveys``, by id and revision; those that
an author wrote are part of the definition.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import attrs

from ment_xblock.domain.people import Role
from ment_xblock.domain.profile import Step

EVERYBODY = (Role.MENTOR, Role.MENTEE)
LIKERT = range(1, 6)
SCORE = range(11)
STEPS = range(min(Step), max(Step) + 1)
# Behind the id of an item that is asked twice: the answer for the time at the start.
THEN = "then"
# The item that asks about the tasks of the agreement, and its rows: one for each task that a pair may agree on.
TASKS_REACHED = "tasks-reached"
TASK_ROWS = ("task1", "task2", "task3")


class Kind(StrEnum):
    """How an item is answered."""

    LIKERT = "likert"
    SCORE = "score"
    SINGLE = "single"
    MULTIPLE = "multiple"
    STEPS = "steps"
    MATRIX = "matrix"
    TEXT = "text"

    @property
    def numbers(self) -> range:
        """The numbers to choose from: 1 to 5, 0 to 10, or the steps of skill 0 to 4; empty for other kinds."""
        return _NUMBERS.get(self, range(0))

    @property
    def has_options(self) -> bool:
        """Whether one chooses among options that the item names; those of a matrix hold for each row."""
        return self in (Kind.SINGLE, Kind.MULTIPLE, Kind.MATRIX)


_NUMBERS = {Kind.LIKERT: LIKERT, Kind.SCORE: SCORE, Kind.STEPS: STEPS}


class When(StrEnum):
    """The occasion for which a survey is made."""

    BASELINE = "baseline"
    PULSE = "pulse"
    MID = "mid"
    END = "end"
    PARTNER = "partner"
    FOLLOW_UP = "follow-up"
    OWNER = "owner"
    ONCE = "once"

    @property
    def is_repeated(self) -> bool:
        """Whether one person answers again and again: after each meeting, or about each partner."""
        return self in (When.PULSE, When.PARTNER)


class Mode(StrEnum):
    """Who may know what somebody answered: the facilitator, or nobody."""

    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Signal(StrEnum):
    """What an answer tells the rest of the programme."""

    RING_ME = "ring-me"
    NEXT_ROUND = "next-round"
    ANOTHER_PARTNER = "another-partner"
    PARTNER_RATING = "partner-rating"
    RECOMMENDATION = "recommendation"


@attrs.frozen
class Words:
    """The words of an item in the language of the author who wrote them.

    Attributes:
        text: the question or statement.
        hint: a line below it; empty where there is none.
        options: label of each option, by id.
        rows: label of each row, by id.
        low: what the smallest number means; empty for the usual words.
        high: what the largest number means; empty for the usual words.
    """

    text: str
    hint: str = ""
    options: Mapping[str, str] = attrs.field(factory=dict)
    rows: Mapping[str, str] = attrs.field(factory=dict)
    low: str = ""
    high: str = ""


@attrs.frozen
class Slot:
    """One place for one answer: an item, a row of a matrix, or an item looking back.

    Attributes:
        item: id of the item.
        row: id of the row; empty where the item is no matrix.
        looking_back: about the time at the start.
    """

    item: str
    row: str = ""
    looking_back: bool = False

    @property
    def key(self) -> str:
        """Name of the field in the form and of the column in exports: ``item``, ``item.row`` or ``item.then``."""
        part = THEN if self.looking_back else self.row
        return f"{self.item}.{part}" if part else self.item


@attrs.frozen(kw_only=True)
class Item:
    """One question.

    Attributes:
        id: stable name, unique in the survey; answers are stored under it.
        kind: how it is answered.
        revision: which revision of its built-in words is meant.
        construct: what it measures, such as ``"safety"``; empty for none.
        roles: who is asked.
        reversed: a high number is bad.
        options: ids to choose from, for ``single`` and ``multiple``, and for each row of a ``matrix``.
        rows: ids of the rows of a ``matrix``.
        best: the option that is good news, where there is one, such as a pace that was right.
        named: makes sense only where the facilitator knows the person, so in confidential surveys only.
        owners_only: asked only of mentees who own the firm.
        signal: what the answer tells the rest of the programme.
        required: the survey cannot be sent without it.
        then: asked twice, for now and looking back; ``likert``, ``score`` and ``steps`` only.
        words: own words of the author; None for the built-in ones.
    """

    id: str
    kind: Kind
    revision: int = 1
    construct: str = ""
    roles: tuple[Role, ...] = EVERYBODY
    reversed: bool = False
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    best: str = ""
    named: bool = False
    owners_only: bool = False
    signal: Signal | None = None
    required: bool = False
    then: bool = False
    words: Words | None = None

    @property
    def is_role_item(self) -> bool:
        """Whether not everybody is asked."""
        return len(self.roles) < len(EVERYBODY)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places for answers, in the order of the form."""
        if self.kind is Kind.MATRIX:
            return tuple(Slot(self.id, row) for row in self.rows)
        if self.then:
            return (Slot(self.id), Slot(self.id, looking_back=True))
        return (Slot(self.id),)

    @property
    def best_value(self) -> int | str | None:
        """The answer that is good news whoever gave it; None where no answer is better than another."""
        numbers = self.kind.numbers
        if numbers:
            return numbers[0] if self.reversed else numbers[-1]
        return self.best or None


@attrs.frozen
class Instrument:
    """A built-in set of items.

    Attributes:
        id: stable name, such as ``"mid"``.
        revision: raised when its items change.
        when: the occasion it is made for.
        items: the items in their order.
    """

    id: str
    revision: int
    when: When
    items: tuple[Item, ...]


@attrs.frozen
class Asking:
    """Which of the items somebody is asked.

    Attributes:
        role: the person's role.
        owns_firm: a mentee who ticked "I own the firm".
        role_items: the roles that are asked their own items: all, but for small groups in anonymous surveys.
        owner_items: whether owners are asked theirs.
        tasks: how many tasks their pair agreed on; 0 where that is not known, so that they are asked about three.
    """

    role: Role
    owns_firm: bool = False
    role_items: frozenset[Role] = frozenset(EVERYBODY)
    owner_items: bool = True
    tasks: int = 0


@attrs.frozen
class Definition:
    """What one survey in the course asks, as its author decided.

    Attributes:
        instrument: id of the instrument that it began with; ``"own"`` for a survey of the author's own.
        when: the occasion.
        mode: who may know the answers.
        roles: who is asked at all.
        items: the items in their order, of all roles.
        digest: tells two wordings apart: the same items in the same words give the same one.
    """

    instrument: str
    when: When
    mode: Mode
    roles: tuple[Role, ...]
    items: tuple[Item, ...]
    digest: str

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may know who answered what."""
        return self.mode is Mode.ANONYMOUS

    @property
    def has_role_items(self) -> bool:
        """Whether the roles that are asked have items of their own, so that answers are told apart by role."""
        return len(self.roles) > 1 and any(item.is_role_item for item in self.items)

    def item(self, item_id: str) -> Item | None:
        """Find an item by id."""
        return next((item for item in self.items if item.id == item_id), None)

    def items_for(self, asking: Asking) -> tuple[Item, ...]:
        """The items that one person is asked, in order; none for somebody whose role is not asked."""
        if asking.role not in self.roles:
            return ()
        return tuple(_as_asked(item, asking) for item in self.items if _is_asked(item, asking))


def _as_asked(item: Item, asking: Asking) -> Item:
    """Of the tasks only those that the pair agreed on; the rows that are left keep their ids."""
    if item.id != TASKS_REACHED or not asking.tasks:
        return item
    rows = tuple(row for row in item.rows if row not in TASK_ROWS[asking.tasks :])
    return attrs.evolve(item, rows=rows) if rows else item


def _is_asked(item: Item, asking: Asking) -> bool:
    if asking.role not in item.roles:
        return False
    if item.owners_only:
        return asking.owns_firm and asking.owner_items
    return not item.is_role_item or asking.role in asking.role_items
