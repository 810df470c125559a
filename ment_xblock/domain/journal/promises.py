"""Actions: small promises with an owner and a day, carried from meeting to meeting until they are done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

import attrs

from ment_xblock.domain.errors import FieldProblem, Invalid, Malformed
from ment_xblock.domain.journal.log import read_day
from ment_xblock.domain.text import TooLongError, clean_line

SLOTS = (1, 2, 3)
MENTOR, MENTEE, BOTH = "mentor", "mentee", "both"
OWNERS = (MENTOR, MENTEE, BOTH)
DONE, PARTLY, NOT_DONE = "done", "partly", "no"
OUTCOMES = (DONE, PARTLY, NOT_DONE)
REASONS = ("time", "device", "words", "nerves", "rank", "other")
LONGEST = 200
DAYS_AHEAD = 366


@attrs.frozen
class Promise:
    """One new action.

    Attributes:
        slot: its place in the form.
        words: what.
        owner: who; a role or ``"both"``.
        due: by when; None where nobody said.
        evidence: how the pair will see it.
    """

    slot: int
    words: str
    owner: str
    due: date | None
    evidence: str


@attrs.frozen
class Review:
    """What became of an open action.

    Attributes:
        action_id: the action.
        outcome: done, partly or no.
        reason: why not, one of ``REASONS``; empty where nobody said, or it is done.
    """

    action_id: int
    outcome: str
    reason: str = ""


def read_promises(
    typed: Mapping[str, Any], today: date
) -> tuple[tuple[Promise, ...], list[FieldProblem]]:
    """Read up to three new actions: ``action1_words``, ``action1_owner``, ``action1_due``, ``action1_evidence``….

    A place without words is empty, whatever else was chosen there.

    Args:
        typed: what was typed.
        today: the programme's day.
    """
    promises, problems = [], []
    for slot in SLOTS:
        try:
            promise = _promise(slot, typed, today)
        except Invalid as invalid:
            problems += invalid.problems
        else:
            promises += [promise] if promise else []
    return tuple(promises), problems


def read_reviews(typed: Mapping[str, Any], open_actions: Collection[int]) -> tuple[Review, ...]:
    """Read what became of open actions: ``review_<id>`` and ``reason_<id>``.

    An action that was closed meanwhile is left alone.

    Args:
        typed: what was typed.
        open_actions: ids of the pair's open actions.

    Raises:
        Malformed: an answer that the form does not have.
    """
    reviews = []
    for action_id in open_actions:
        outcome = typed.get(f"review_{action_id}", "")
        reason = typed.get(f"reason_{action_id}", "")
        if outcome not in ("", *OUTCOMES) or reason not in ("", *REASONS):
            raise Malformed("not_readable")
        if outcome:
            reviews.append(Review(action_id, outcome, "" if outcome == DONE else reason))
    return tuple(reviews)


def days_overdue(due: date | None, today: date) -> int:
    """How many days an open action is late; 0 when it is not."""
    return max((today - due).days, 0) if due else 0


def _promise(slot: int, typed: Mapping[str, Any], today: date) -> Promise | None:
    words = _line(f"action{slot}_words", typed)
    if not words:
        return None
    owner = typed.get(f"action{slot}_owner", "")
    if owner not in OWNERS:
        code = "action_owner" if owner == "" else "not_an_option"
        raise Invalid([FieldProblem(f"action{slot}_owner", code)])
    field = f"action{slot}_due"
    due = read_day(field, typed.get(field, ""))
    if due is not None and due < today:
        raise Invalid([FieldProblem(field, "action_in_past")])
    if due is not None and due > today + timedelta(days=DAYS_AHEAD):
        raise Invalid([FieldProblem(field, "action_too_far")])
    return Promise(slot, words, owner, due, _line(f"action{slot}_evidence", typed))


def _line(field: str, typed: Mapping[str, Any]) -> str:
    text = typed.get(field, "")
    if not isinstance(text, str):
        raise Invalid([FieldProblem(field, "not_readable")])
    try:
        return clean_line(text, LONGEST)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem(field, "too_long", params)]) from None
