"""What the columns of the exports mean: the headings of the CSV, a sentence on each, and the codes with their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import attrs
from django.utils.translation import gettext, gettext_lazy

from ment_xblock.blocks.dashboard_pairs import pair_state_words
from ment_xblock.blocks.journal_words import JournalWords, PairNames, outcome_words, state_words
from ment_xblock.domain.journal import states
from ment_xblock.domain.journal.log import DEVICES, DIRECTIONS, KINDS, STEPS
from ment_xblock.domain.journal.planning import WAYS
from ment_xblock.domain.journal.promises import OUTCOMES, OWNERS
from ment_xblock.domain.people import Role
from ment_xblock.selectors.exports import TABLES

# Column to its heading in the CSV, and what it holds.
COLUMNS: Mapping[str, tuple[Any, Any]] = {
    "participant_id": (gettext_lazy("Number of the person"), gettext_lazy("Stands for the person in all tables, so that the others need no names.")),
    "name": (gettext_lazy("Name"), gettext_lazy("As the site knows it. Empty for somebody who was erased.")),
    "username": (gettext_lazy("Username"), gettext_lazy("The name to sign in with. Empty for somebody who was erased.")),
    "role": (gettext_lazy("Role"), gettext_lazy("The part that somebody plays.")),
    "partners": (gettext_lazy("Partners at the same time"), gettext_lazy("How many partners the person takes at most.")),
    "profile_complete": (gettext_lazy("Profile complete"), gettext_lazy("Whether nothing is missing in the profile for this role. CSV: 1 or 0; JSON: true or false.")),
    "modules_done": (gettext_lazy("Parts of the training done"), gettext_lazy("Parts of the training of this role that are done to the end and passed.")),
    "open_pairs": (gettext_lazy("Open pairs"), gettext_lazy("Pairs of this person that have not come to an end.")),
    "pair_id": (gettext_lazy("Number of the pair"), gettext_lazy("Stands for the pair in all tables.")),
    "mentor_id": (gettext_lazy("Number of the mentor"), gettext_lazy("The junior, who shows. Look the person up in the table of people.")),
    "mentee_id": (gettext_lazy("Number of the mentee"), gettext_lazy("The senior, who learns. Look the person up in the table of people.")),
    "state": (gettext_lazy("State"), gettext_lazy("How it stands.")),
    "opened_at": (gettext_lazy("Paired at"), gettext_lazy("When the two became a pair.")),
    "in_force_since": (gettext_lazy("Agreement signed at"), gettext_lazy("When both had signed their first agreement. Empty: not yet.")),
    "closed_at": (gettext_lazy("Closed at"), gettext_lazy("When it came to its end. Empty: it has not.")),
    "meetings_held": (gettext_lazy("Meetings held"), gettext_lazy("Meetings that took place, whether or not they count yet.")),
    "meetings_counting": (gettext_lazy("Meetings that count"), gettext_lazy("Of these, the ones that are confirmed, not contested, settled, or entered from paper.")),
    "minutes_counting": (gettext_lazy("Minutes that count"), gettext_lazy("The length of those that count, added up.")),
    "last_held_on": (gettext_lazy("Last meeting"), gettext_lazy("The day of the latest meeting that took place.")),
    "session_id": (gettext_lazy("Number of the meeting"), gettext_lazy("Stands for the meeting in all tables.")),
    "starts_at": (gettext_lazy("Planned for"), gettext_lazy("The date that the two proposed or agreed on. Empty: it was never planned.")),
    "held_on": (gettext_lazy("Held on"), gettext_lazy("The day on which they met. Empty: they have not, or not written it down.")),
    "minutes": (gettext_lazy("Minutes"), gettext_lazy("How long it was, or is to be.")),
    "way": (gettext_lazy("Way to meet"), gettext_lazy("How they met, or are to meet.")),
    "task": (gettext_lazy("Task"), gettext_lazy("The id of the task in the built-in library. Empty: a task in own words, or something else.")),
    "step": (gettext_lazy("Step"), gettext_lazy("How the mentee does the task after the meeting.")),
    "kinds": (gettext_lazy("Kinds of knowledge"), gettext_lazy("What it was about, several with a semicolon between.")),
    "direction": (gettext_lazy("Which way knowledge went"), gettext_lazy("Who learned from whom.")),
    "device": (gettext_lazy("Who held the device"), gettext_lazy("Who had the phone, tablet or computer in hand.")),
    "on_paper": (gettext_lazy("Entered from paper"), gettext_lazy("Whether a facilitator entered it. CSV: 1 or 0; JSON: true or false.")),
    "logged_at": (gettext_lazy("Logged at"), gettext_lazy("When it was written down.")),
    "counted_at": (gettext_lazy("Counts since"), gettext_lazy("Since when it counts. Empty: it does not.")),
    "action_id": (gettext_lazy("Number of the promise"), gettext_lazy("Stands for the promise.")),
    "owner": (gettext_lazy("Whose it is"), gettext_lazy("Who is to keep it.")),
    "outcome": (gettext_lazy("Looked back at"), gettext_lazy("What the two said of it the last time they looked back.")),
    "due": (gettext_lazy("Due on"), gettext_lazy("By which day. Empty: no day was named.")),
    "created_at": (gettext_lazy("Made at"), gettext_lazy("When it was written down.")),
    "figure": (gettext_lazy("Figure"), gettext_lazy("The id of the figure. It stays the same from version to version.")),
    "value": (gettext_lazy("How many"), gettext_lazy("What was counted. Two figures together make a share: so many of so many. Empty: it could tell who said what.")),
    "words": (gettext_lazy("What it counts"), gettext_lazy("The figure in words; in the CSV only.")),
}  # fmt: skip
MOMENTS = frozenset(name for name in COLUMNS if name.endswith("_at")) | {"in_force_since"}
DAYS = frozenset({"last_held_on", "held_on", "due"})


@attrs.frozen
class ColumnWords:
    """One column of one table.

    Attributes:
        table: name of the table.
        column: name of the column in the JSON.
        head: its heading in the CSV.
        meaning: what it holds.
        codes: each code with its words; empty where the column has none.
    """

    table: str
    column: str
    head: str
    meaning: str
    codes: tuple[tuple[str, str], ...]


def heading(column: str) -> str:
    """The heading of a column in the CSV, in the reader's language."""
    return str(COLUMNS[column][0])


def dictionary(table: str) -> list[ColumnWords]:
    """What each column of a table means, in the reader's language.

    Args:
        table: one of ``TABLES``.
    """
    columns = (*TABLES[table][0], *(("words",) if table == "figures" else ()))
    return [
        ColumnWords(
            table=table,
            column=name,
            head=heading(name),
            meaning=_meaning(name),
            codes=tuple(_codes(table, name).items()),
        )
        for name in columns
    ]


def _meaning(column: str) -> str:
    said = [str(COLUMNS[column][1])]
    if column in MOMENTS:
        said.append(gettext("Day and time in UTC, as in 2026-03-31T15:00:00+00:00."))
    if column in DAYS:
        said.append(gettext("A day, as in 2026-03-31."))
    return " ".join(said)


def _codes(table: str, column: str) -> dict[str, str]:
    found = _CODES.get((table, column))
    return {str(code): str(words) for code, words in found().items()} if found else {}


def _logged(field: str, codes: tuple[str, ...]) -> Callable[[], Mapping[str, str]]:
    def words() -> Mapping[str, str]:
        names = PairNames(gettext("the mentor"), gettext("the mentee"))
        log = JournalWords(names, ())
        return {code: log.option(field, code) for code in codes}

    return words


def _owners() -> Mapping[str, str]:
    names = PairNames(gettext("the mentor"), gettext("the mentee"))
    return {owner: names.who(owner) for owner in OWNERS}


_CODES: Mapping[tuple[str, str], Callable[[], Mapping[Any, Any]]] = {
    ("participants", "role"): lambda: {
        Role.MENTOR.value: gettext("Mentor (junior)"),
        Role.MENTEE.value: gettext("Mentee (senior)"),
    },
    ("pairs", "state"): lambda: {state.value: words for state, words in pair_state_words().items()},
    ("sessions", "state"): lambda: {
        state.value: state_words(state.value)[0] for state in states.State
    },
    ("sessions", "way"): _logged("way", WAYS),
    ("sessions", "step"): _logged("step", STEPS),
    ("sessions", "kinds"): _logged("kinds", KINDS),
    ("sessions", "direction"): _logged("direction", DIRECTIONS),
    ("sessions", "device"): _logged("device", DEVICES),
    ("actions", "owner"): _owners,
    ("actions", "state"): lambda: {
        "open": gettext("open"),
        "done": gettext("done"),
        "dropped": gettext("let go"),
    },
    ("actions", "outcome"): lambda: {code: outcome_words(code, "") for code in OUTCOMES},
}
