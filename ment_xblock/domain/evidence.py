"""The toolkit's nine checklist items and sixteen outputs, ticked from figures (content.md, "The toolkit, item by item").

An item is done when each of its checks is met, partly done when something of it is there, and open otherwise. Nothing
here knows a name.
"""

from __future__ import annotations

from enum import StrEnum

import attrs

from ment_xblock.domain.figures import Figures, share

MOST = 0.8
HALF = 0.5


class Status(StrEnum):
    """How far an item is."""

    OPEN = "open"
    PARTLY = "partly"
    DONE = "done"


@attrs.frozen
class Check:
    """One figure that an item rests on.

    Attributes:
        figure: name of a figure.
        of: name of the figure that it is a part of; empty for a mere count.
        needed: the count that is needed, or the share of ``of``.
    """

    figure: str
    of: str = ""
    needed: float = 1


@attrs.frozen
class Item:
    """One item of the toolkit's checklist, or one output of its phases.

    Attributes:
        id: key of its words.
        group: ``before``, ``during``, ``after``, or ``phase1`` to ``phase5``.
        checks: what it rests on.
    """

    id: str
    group: str
    checks: tuple[Check, ...]


CHECKLIST = (
    Item("goals", "before", (Check("goals"), Check("pairs_with_tasks", "pairs_signed", MOST))),
    Item("balanced_pairs", "before", (Check("matched", "participants", MOST),)),
    Item("introduction", "before", (Check("kick_offs"), Check("pairs_signed", "pairs", MOST))),
    Item(
        "trust", "during", (Check("trained_for_trust", "mentors", MOST), Check("pulses_answered"))
    ),
    Item(
        "sharing",
        "during",
        (
            Check("sessions_with_direction", "sessions_held", MOST),
            Check("sessions_two_way"),
        ),
    ),
    Item("involvement", "during", (Check("pulses_answered", "pulses_expected", HALF),)),
    Item("feedback", "after", (Check("end_answered", "end_expected", HALF), Check("focus_notes"))),
    Item("improvement", "after", (Check("register_done"),)),
    Item("continuity", "after", (Check("next_round"),)),
)

OUTPUTS = (
    Item("objectives", "phase1", (Check("goals"),)),
    Item("evaluation", "phase1", (Check("indicators"), Check("baselines", "participants", HALF))),
    Item("matching_basis", "phase1", (Check("goals"), Check("profiled", "participants", MOST))),
    Item("pairs", "phase2", (Check("matched", "participants", MOST),)),
    Item("roles", "phase2", (Check("pairs_with_tasks", "pairs", MOST),)),
    Item("commitment", "phase2", (Check("pairs_signed", "pairs", MOST),)),
    Item("skills", "phase3", (Check("trained", "participants", MOST),)),
    Item("guidelines", "phase3", (Check("kick_offs"),)),
    Item("support", "phase3", (Check("clinics"), Check("help_closed", "help_requests", MOST))),
    Item("task_goals", "phase4", (Check("sessions_with_task", "sessions_held", MOST),)),
    Item("consistency", "phase4", (Check("pairs_in_rhythm", "pairs_that_stay", MOST),)),
    Item(
        "exchange",
        "phase4",
        (
            Check("sessions_hands_on", "sessions_with_device", MOST),
            Check("sessions_two_way", "sessions_with_direction", HALF),
        ),
    ),
    Item("monitoring", "phase4", (Check("pulses_answered", "pulses_expected", HALF),)),
    Item("model", "phase5", (Check("next_round"), Check("register_done"))),
    Item("evidence_base", "phase5", (Check("matched_then_and_now"),)),
    Item("cycle", "phase5", (Check("next_round"),)),
)


@attrs.frozen
class Finding:
    """What one check found.

    Attributes:
        figure: name of the figure.
        value: the count; None where it could tell who answered what in a survey. It ticks nothing then.
        of: of how many; None for a mere count.
        is_met: whether it is enough.
    """

    figure: str
    value: int | None
    of: int | None
    is_met: bool


@attrs.frozen
class Line:
    """One item with its state, and the figures that say so."""

    item: Item
    status: Status
    findings: tuple[Finding, ...]


def evidence(figures: Figures) -> tuple[Line, ...]:
    """Tick the toolkit's items.

    Args:
        figures: of the programme.

    Returns:
        The nine checklist items, then the sixteen outputs, in the toolkit's order.
    """
    return tuple(_line(item, figures) for item in CHECKLIST + OUTPUTS)


def _line(item: Item, figures: Figures) -> Line:
    findings = tuple(_finding(check, figures) for check in item.checks)
    if all(finding.is_met for finding in findings):
        status = Status.DONE
    elif any(finding.value for finding in findings):
        status = Status.PARTLY
    else:
        status = Status.OPEN
    return Line(item, status, findings)


def _finding(check: Check, figures: Figures) -> Finding:
    value: int | None = getattr(figures, check.figure)
    if value is None:
        return Finding(check.figure, None, None, is_met=False)
    if not check.of:
        return Finding(check.figure, value, None, value >= check.needed)
    whole = getattr(figures, check.of)
    part = share(value, whole)
    return Finding(check.figure, value, whole, part is not None and part >= check.needed)
