"""Values of a copy of somebody's data as that person reads them: moments, states, tasks, answers, people.

Nobody is called by name: the copy is about its reader, and what they may know of others is on other pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

import attrs
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.journal_words import JournalWords, PairNames
from ment_xblock.domain.people import Role
from ment_xblock.selectors.meetings import TaskLine
from ment_xblock.selectors.personal_references import References

Row = Mapping[str, Any]


@attrs.frozen(slots=False)
class Reading:
    """One copy while it is put into words.

    Attributes:
        rows: kind of row, then primary key, to the row.
        references: what the copy points at.
    """

    rows: Mapping[str, Mapping[int, Row]]
    references: References

    @classmethod
    def of(cls, copy: Mapping[str, Any], references: References) -> Reading:
        """Get hold of the rows of a copy."""
        stored = {kind["kind"]: {row["id"]: row for row in kind["rows"]} for kind in copy["stored"]}
        return cls(stored, references)

    @property
    def language(self) -> str:
        """The reader's."""
        return get_language() or "en"

    def row(self, kind: str, pk: int | None) -> Row:
        """A row of the copy; empty where it is not in it."""
        return self.rows.get(kind, {}).get(pk or 0, {})

    @cached_property
    def _mine(self) -> frozenset[int]:
        return frozenset(self.rows.get("Participant", {}))

    @cached_property
    def _partners(self) -> frozenset[int]:
        pairs = self.rows.get("Pairing", {}).values()
        return frozenset(pair[role] for pair in pairs for role in Role) - self._mine

    def person(self, participant_id: int) -> str:
        """The reader, a partner of theirs, or somebody else by number."""
        if participant_id in self._mine:
            return _("me")
        if participant_id in self._partners:
            return _("my partner")
        return _("person number %(number)s") % {"number": participant_id}

    def pair_of(self, row: Row) -> Row:
        """The pair to which a row belongs, directly or by what it is about."""
        if "session" in row and "pairing" not in row:
            row = self.row("Session", row["session"])
        if "agreement" in row:
            row = self.row("Agreement", row["agreement"])
        return self.row("Pairing", row.get("pairing"))

    def journal(self, row: Row) -> JournalWords:
        """How the log of a pair speaks to the reader."""
        pair = self.pair_of(row)
        mine = next((role for role in Role if pair.get(role) in self._mine), None)
        tasks = tuple(
            TaskLine(task["id"], task["job"], task.get("words", ""), task["dropped_at"] is not None)
            for task in self.rows.get("Task", {}).values()
        )
        return JournalWords(PairNames(_("my partner"), _("my partner"), mine), tasks)


Say = Callable[[Any, Row, Reading], str]


def plain(value: Any, _row: Row, _reading: Reading) -> str:
    """As it is stored: words that somebody typed, and counts."""
    return str(value)


def yes_no(value: Any, _row: Row, _reading: Reading) -> str:
    """Yes or no."""
    return _("yes") if value else _("no")


def day(value: Any, _row: Row, _reading: Reading) -> str:
    """A day in the reader's language."""
    return str(date_format(date.fromisoformat(value), "DATE_FORMAT"))


def moment(value: Any, _row: Row, _reading: Reading) -> str:
    """Day and time in the reader's language and time zone."""
    return str(date_format(localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT"))


def percent(value: Any, _row: Row, _reading: Reading) -> str:
    """A share as a percentage."""
    return _("%(number)s %%") % {"number": round(100 * value)}


def one_of(words: Callable[[], Mapping[Any, Any]]) -> Say:
    """One of a list, by its words.

    Args:
        words: makes the words by what is stored, in the reader's language. What is not in it stays as it is.
    """
    return lambda value, _row, _reading: str(words().get(value, value))


def several_of(words: Callable[[], Mapping[Any, Any]]) -> Say:
    """The same of several, each on a line of its own."""
    say = one_of(words)
    return lambda value, row, reading: in_lines(say(one, row, reading) for one in value)


def in_lines(words: Any) -> str:
    """Several things below each other; empty ones are left out."""
    return "\n".join(one for one in words if one)


def said_by(sayer: Callable[[Any], str]) -> Say:
    """What a function of the value alone says."""
    return lambda value, _row, _reading: sayer(value)


def course(value: Any, _row: Row, reading: Reading) -> str:
    """The course, for somebody who is in several."""
    courses = reading.references.courses
    return courses.get(value, "") if len(courses) > 1 else ""


def who(value: Any, _row: Row, reading: Reading) -> str:
    """A participant, from the reader's point of view."""
    return reading.person(value)


def pair(value: Any, _row: Row, reading: Reading) -> str:
    """Which pair, for somebody who has or had several."""
    pairs = reading.rows.get("Pairing", {})
    found = pairs.get(value)
    if found is None:
        return _("pair number %(number)s") % {"number": value}
    if len(pairs) == 1:
        return ""
    since = localtime(datetime.fromisoformat(found["opened_at"]))
    return _("The pair since %(day)s") % {"day": date_format(since, "DATE_FORMAT")}


def meeting(value: Any, row: Row, reading: Reading) -> str:
    """A meeting by its day."""
    found = reading.row("Session", value)
    if found.get("held_on"):
        return day(found["held_on"], row, reading)
    when = found.get("starts_at") or found.get("created_at")
    return moment(when, row, reading) if when else ""


def in_log(field: str) -> Say:
    """An answer of the log of a meeting, or several of them.

    Args:
        field: of the log.
    """

    def say(value: Any, row: Row, reading: Reading) -> str:
        words = reading.journal(row)
        chosen = value if isinstance(value, list) else [str(value)]
        return in_lines(words.option(field, one) for one in chosen)

    return say


def role_in_pair(value: Any, row: Row, reading: Reading) -> str:
    """A partner by role, or both."""
    return reading.journal(row).names.who(value)


def answered_on(participation_id: Any, row: Row, reading: Reading) -> str:
    """When the form was sent in which an answer stood, and after which meeting."""
    form = reading.row("SurveyParticipation", participation_id)
    if not form.get("answered_at"):
        return ""
    about = meeting(form["session"], row, reading)
    return in_lines(
        (
            moment(form["answered_at"], row, reading),
            _("After the meeting of %(day)s") % {"day": about} if about else "",
        )
    )
