"""Numbers of a survey as bars and curves: what a template needs to draw them, beside the same numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
from django.utils.translation import gettext as _

from ment_xblock.blocks.survey_studio import role_words
from ment_xblock.blocks.survey_words import option_words, question, slot_words
from ment_xblock.domain.survey.disclosure import Shown
from ment_xblock.domain.survey.items import LIKERT, Item, Kind
from ment_xblock.domain.survey.results import (
    Change,
    Distribution,
    ItemResult,
    Recommendation,
    SlotResult,
    recommendation,
)
from ment_xblock.selectors.survey_results import TextAnswer

# The curve's drawing area, in units of its viewBox.
LEFT, RIGHT, TOP, BOTTOM = 24, 312, 10, 118


@attrs.frozen
class Bar:
    """One answer.

    Attributes:
        words: the answer.
        count: how often it was given; once by each person, but after every meeting in the short forms.
        percent: of all that were given, rounded.
    """

    words: str
    count: int
    percent: int


@attrs.frozen
class Chart:
    """How a group answered in one place.

    Attributes:
        words: whose answers, or to which part of the question; empty where that is clear.
        answered: how many answers there are.
        mean: None where answers are no numbers.
        bars: every possible answer.
    """

    words: str
    answered: int
    mean: float | None
    bars: tuple[Bar, ...]


@attrs.frozen
class Part:
    """One place of the form: all together, then by role.

    Attributes:
        chart: None where nothing may be shown.
        by_role: empty where roles may not, or need not, be told apart.
        roles_are_hidden: roles were asked, and may not be told apart.
        words: to which part of the question; empty where there is only one.
    """

    chart: Chart | None
    by_role: tuple[Chart, ...]
    roles_are_hidden: bool
    words: str = ""


@attrs.frozen
class Result:
    """One question with what may be shown of its answers.

    Attributes:
        item: the question.
        text: in the reader's language.
        ends: what the numbers mean; empty for other kinds.
        is_earlier: asked in these words before the author changed them.
        parts: its places.
        is_hidden: nothing of it may be shown.
        change: then and now; None where it was asked once.
        change_by_role: (role, change).
        recommendation: for the question whether one would recommend it.
        texts: what was written; None where that may not be shown, and for other kinds.
        since: how those who had answered it at the start changed; None where nobody had.
    """

    item: Item
    text: str
    ends: str
    is_earlier: bool
    parts: tuple[Part, ...]
    is_hidden: bool
    change: Change | None
    change_by_role: tuple[tuple[str, Change], ...]
    recommendation: Recommendation | None
    texts: tuple[TextAnswer, ...] | None = None
    since: Change | None = None

    @property
    def changes(self) -> list[tuple[str, str, Change]]:
        """What is compared, how much higher or lower it is now, and with how many people."""
        compared = (
            (_("Looking back and now"), self.change),
            (_("What they said at the start and now"), self.since),
            *((role, change) for role, change in self.change_by_role),
        )
        return [(words, signed(change.mean), change) for words, change in compared if change]


@attrs.frozen
class Point:
    """One pulse on the curve."""

    day: date
    mean: float
    x: float
    y: float


@attrs.frozen
class Line:
    """A number at the edge of the curve, with its line."""

    value: int
    y: float

    @property
    def text_y(self) -> float:
        """Where the number stands."""
        return self.y + 4


@attrs.frozen
class Curve:
    """Somebody's own pulses over time.

    Attributes:
        points: the oldest first.
        lines: of the scale.
        path: of the SVG.
    """

    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    path: str


def signed(number: float) -> str:
    """A difference with its sign."""
    return f"{number:+.1f}".replace("-", "\N{MINUS SIGN}")


def result(
    found: ItemResult,
    texts: tuple[TextAnswer, ...] | None = None,
    since: Change | None = None,
) -> Result:
    """Make one question ready to be drawn.

    Args:
        found: what may be shown of it.
        texts: what was written; None where that may not be shown, and for other kinds.
        since: how those who had answered it at the start changed.
    """
    item = found.item
    words = question(item)
    ends = ""
    if words.is_scale:
        low, high = item.kind.numbers[0], item.kind.numbers[-1]
        ends = f"{low}: {words.low} · {high}: {words.high}"
    return Result(
        item=item,
        text=words.text,
        ends=ends,
        is_earlier=not found.is_current,
        parts=tuple(_part(item, slot) for slot in found.slots),
        is_hidden=texts is None if item.kind is Kind.TEXT else found.is_hidden,
        change=found.change,
        change_by_role=tuple(
            (role_words(role), change) for role, change in found.change_by_role.items()
        ),
        recommendation=recommendation(found),
        texts=texts,
        since=since if found.is_current else None,
    )


def curve(means: Sequence[tuple[date, float]]) -> Curve | None:
    """Draw somebody's own pulses.

    Args:
        means: day and mean from 1 to 5, the oldest first.

    Returns:
        None where there is none yet.
    """
    if not means:
        return None
    step = (RIGHT - LEFT - 16) / max(1, len(means) - 1)
    points = tuple(
        Point(day, mean, round(LEFT + 8 + step * number, 1), _height(mean))
        for number, (day, mean) in enumerate(means)
    )
    return Curve(
        points=points,
        lines=tuple(Line(value, _height(value)) for value in LIKERT),
        path="M" + " L".join(f"{point.x} {point.y}" for point in points),
    )


def _height(value: float) -> float:
    share = (value - LIKERT[0]) / (LIKERT[-1] - LIKERT[0])
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _part(item: Item, slot: SlotResult) -> Part:
    words = slot_words(item, slot.slot)
    return Part(
        chart=_chart(item, slot.total, words) if slot.total is not None else None,
        by_role=tuple(
            _chart(item, found, role_words(role)) for role, found in slot.by_role.items()
        ),
        roles_are_hidden=slot.shown is Shown.TOTAL and not item.is_role_item,
        words=words,
    )


def _chart(item: Item, found: Distribution, words: str) -> Chart:
    labels = option_words(item)
    return Chart(
        words=words,
        answered=found.answered,
        mean=found.mean,
        bars=tuple(
            Bar(
                labels.get(str(value), str(value)),
                count,
                round(100 * count / found.answered) if found.answered else 0,
            )
            for value, count in found.counts
        ),
    )


def scale_words(kind: Kind) -> str:
    """Name the scale of a mean."""
    return {
        Kind.LIKERT: _("from 1 to 5"),
        Kind.SCORE: _("from 0 to 10"),
        Kind.STEPS: _("steps from 0 to 4"),
    }[kind]
