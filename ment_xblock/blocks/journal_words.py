"""The journal in the reader's words: ids and numbers become labels and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import attrs
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement_words import FieldCard, Option, Overlay
from ment_xblock.curriculum import library, task_library
from ment_xblock.domain.agreement.terms import Field, Kind, Value, Values
from ment_xblock.domain.journal.log import NO_DEVICE, TO_JUNIOR, TO_SENIOR, LogForm
from ment_xblock.domain.people import Role
from ment_xblock.selectors.meetings import TaskLine


@attrs.frozen
class PairNames:
    """What the page calls the two.

    Attributes:
        mentor: first name of the junior.
        mentee: first name of the senior.
        reader: role of the reader, who is called "me"; None for the facilitator.
    """

    mentor: str
    mentee: str
    reader: Role | None = None

    def name(self, role: str) -> str:
        """The first name of a partner."""
        return self.mentor if role == Role.MENTOR else self.mentee

    def who(self, role: str) -> str:
        """A partner, or "me", or both."""
        if role == "both":
            return _("Both of us") if self.reader else _("Both")
        return _("Me") if role == self.reader else self.name(role)

    def toward(self, role: str) -> str:
        """Which way something went."""
        if role == self.reader:
            return _("To me")
        return _("To %(name)s") % {"name": self.name(role)}


class JournalWords:
    """Puts the log of one pair into the reader's words."""

    def __init__(self, names: PairNames, tasks: tuple[TaskLine, ...]) -> None:
        """Remember whose log it is.

        Args:
            names: what the page calls the two.
            tasks: what they agreed to work on.
        """
        self.names = names
        self.tasks = {str(task.task_id): task for task in tasks}
        self.language = get_language() or "en"

    def label(self, field: str) -> str:
        """The question for a field."""
        mentee = self.names.mentee
        labels = {
            "held_on": _("When was it?"),
            "minutes": _("How many minutes?"),
            "way": _("How did you meet?"),
            "task": _("What did you work on?"),
            "step": _("How does %(name)s do it now?") % {"name": mentee}
            if self.names.reader is not Role.MENTEE
            else _("How do you do it now?"),
            "kinds": _("What kind of knowledge was it?"),
            "direction": _("Which way did knowledge go?"),
            "device": _("Who had the device in hand?"),
            "came": _("Who came?"),
            "language": _("In which language?"),
            "tried": _("What did you try, and what worked?"),
            "learned": _("One thing that %(name)s learned") % {"name": self.names.mentor}
            if self.names.reader is not Role.MENTOR
            else _("One thing that I learned"),
            "obstacle": _("What was in the way?"),
            "contest": _("Why it is not right"),
        }
        return labels[field]

    def short_label(self, field: str) -> str:
        """The name of a field on a card."""
        labels = {
            "way": _("Way"),
            "task": _("Task"),
            "step": _("Step"),
            "kinds": _("Kind of knowledge"),
            "direction": _("Direction"),
            "device": _("Device in hand"),
            "came": _("Who came"),
            "language": _("Language"),
        }
        return labels.get(field) or self.label(field)

    def hint(self, field: str) -> str:
        """Help for a field; empty where there is none."""
        hints = {
            "tried": _("One sentence is enough."),
            "minutes": "",
            "kinds": _("One or more."),
        }
        return hints.get(field, "")

    def option(self, field: str, option: str) -> str:
        """An answer in words."""
        readers: Mapping[str, Callable[[str], str]] = {
            "task": self.task,
            "step": self.step,
            "kinds": self._kind,
            "direction": self._direction,
            "device": self._device,
            "language": self._language,
            "came": self._came,
        }
        return readers.get(field, way_words)(option)

    def task(self, task_id: str) -> str:
        """A task in words."""
        task = self.tasks.get(str(task_id))
        if task is None:
            return _("Something else")
        return task.words or task_library.task_words(task.job, self.language).wording.words

    def step(self, step: str) -> str:
        """A step of skill in words."""
        steps = task_library.skill_steps(self.language)
        return steps[step].words if step in steps else step

    def value(self, field: Field, value: Value | None) -> str:
        """A value as people read it; empty for an empty one."""
        if value in ("", [], None):
            return ""
        if field.kind is Kind.DATE:
            return day_words(str(value))
        if field.kind is Kind.NUMBER:
            return minutes_words(int(str(value)))
        if isinstance(value, list):
            return ", ".join(self.option(field.id, one) for one in value)
        return self.option(field.id, str(value))

    def cards(
        self, form: LogForm, values: Values, overlay: Overlay, words: Mapping[str, str]
    ) -> dict[str, FieldCard]:
        """All fields of a form, ready to be shown, by id.

        Args:
            form: what is asked.
            values: what is stored, or offered to begin with.
            overlay: what was typed and not stored, and what the partner wrote meanwhile.
            words: the reader's own words so far.
        """
        cards = {field.id: self._card(field, values, overlay) for field in form.facts}
        for name in form.words:
            cards[name] = FieldCard(
                id=name,
                kind=Kind.TEXT.value,
                label=self.label(name),
                hint=self.hint(name),
                value=overlay.typed.get(name, words.get(name, "")),
                words=words.get(name, ""),
                required=name == "tried",
                unsaved=name in overlay.typed,
            )
        return cards

    def _card(self, field: Field, values: Values, overlay: Overlay) -> FieldCard:
        empty: Value = [] if field.kind is Kind.CHOICES else ""
        value: Any = overlay.typed.get(field.id, values.get(field.id, empty))
        chosen = value if isinstance(value, list) else [str(value)]
        conflict = next((one for one in overlay.conflicts if one.field == field.id), None)
        return FieldCard(
            id=field.id,
            kind=field.kind.value,
            label=self.label(field.id),
            hint=self.hint(field.id),
            value=value,
            words=self.value(field, values.get(field.id)),
            options=tuple(
                Option(option, self.option(field.id, option), option in chosen)
                for option in field.options
            ),
            least=field.least,
            most=field.most,
            required=field.required,
            theirs=self.value(field, conflict.theirs) if conflict else None,
            theirs_value=conflict.theirs if conflict else "",
            unsaved=field.id in overlay.typed,
        )

    def _direction(self, option: str) -> str:
        role = {TO_SENIOR: Role.MENTEE, TO_JUNIOR: Role.MENTOR}.get(option)
        return self.names.toward(role) if role else _("Both ways")

    def _device(self, option: str) -> str:
        return _("No device today") if option == NO_DEVICE else self.names.who(option)

    def _came(self, option: str) -> str:
        if option != "two":
            return _("Others came too")
        return _("The two of us") if self.names.reader else _("The two of them")

    def _kind(self, kind: str) -> str:
        titles = {one.id: one.title for one in library.toolkit(self.language).knowledge}
        return titles.get(kind, kind)

    def _language(self, option: str) -> str:
        words = {
            "same": _("One that both grew up with"),
            "mentor": _("The language of %(name)s") % {"name": self.names.mentor},
            "mentee": _("The language of %(name)s") % {"name": self.names.mentee},
            "mixed": _("A mix of both"),
            "third": _("Another one"),
        }
        return words.get(option, option)


def way_words(way: str) -> str:
    """A way to meet in words."""
    ways = {"in_person": _("In person"), "phone": _("By phone"), "video": _("By video")}
    return ways.get(way, way)


def day_words(day: str) -> str:
    """A stored day as people read it."""
    return str(date_format(date.fromisoformat(day), "DATE_FORMAT"))


def minutes_words(minutes: int) -> str:
    """A length in words."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def state_words(state: str) -> tuple[str, str]:
    """A state of a meeting in words, and the colour of its tag."""
    states = {
        "proposed": (_("Proposed"), "warn"),
        "planned": (_("Planned"), "good"),
        "cancelled": (_("Cancelled"), ""),
        "missed": (_("Missed"), "warn"),
        "logged": (_("Waits for a yes"), "warn"),
        "contested": (_("Not agreed yet"), "bad"),
        "confirmed": (_("Confirmed"), "good"),
        "uncontested": (_("Not contested"), "good"),
        "settled": (_("Settled"), "good"),
        "entered": (_("From paper"), "good"),
        "withdrawn": (_("Taken back"), ""),
    }
    return states[state]


def not_counting_words(code: str, least_minutes: int) -> str:
    """Why a meeting earns no credit; empty where it does."""
    reasons = {
        "too_short": _("It earns no credit, because it was shorter than %(n)s minutes.")
        % {"n": least_minutes},
        "too_late": _("It earns no credit, because it was noted down more than 30 days later."),
        "before_pair": _("It earns no credit, because it was before you became a pair."),
        "same_day": _("You met twice that day. For the credit, a day counts once."),
        "in_future": _("It earns no credit yet: its day has not come."),
    }
    return reasons.get(code, "")


def time_left_words(left: timedelta | None) -> str:
    """How long the partner still has, in days; empty where nobody waits."""
    if left is None:
        return ""
    days = left.days + (1 if left.seconds else 0)
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def outcome_words(outcome: str, reason: str) -> str:
    """What became of an action at the last review; empty before the first one."""
    outcomes = {"done": _("done"), "partly": _("partly done"), "no": _("not done yet")}
    if outcome not in outcomes:
        return ""
    why = dict(reason_options()).get(reason, "")
    return f"{outcomes[outcome]} ({why})" if why else outcomes[outcome]


def reason_options() -> tuple[tuple[str, str], ...]:
    """Why an action was not done: id and words."""
    return (
        ("time", _("no time")),
        ("device", _("the device or the network")),
        ("words", _("we did not understand each other")),
        ("nerves", _("it felt too hard")),
        ("rank", _("rank at work")),
        ("other", _("something else")),
    )


def notice_words(code: str) -> str:
    """What to say after something was done; empty for nothing."""
    notices = {
        "log": _("It is noted down. Your partner confirms it with one tap, or it counts by itself after 7 days."),
        "log_confirm": _("You have both noted down this meeting, so it counts now."),
        "log_same": _("It is noted down."),
        "log_correct": _("The log is corrected. You both see it, and the credit stays."),
        "log_retime": _("Day or length changed, so your partner is asked again. It counts as soon as they say yes."),
        "log_contested": _("The change is saved. Your partner says whether it is right now."),
        "confirm": _("Thank you. This meeting counts now, for both of you."),
        "contest": _("Your partner sees why. Change the log together until it is right; your facilitator can help."),
        "settle": _("It is settled. This meeting counts."),
        "take_back": _("The log is taken back. The day is free again."),
        "share_both": _("You both agree: your facilitator can read your words on this meeting."),
        "share_mine": _("Noted. Your facilitator can read the words as soon as your partner agrees too."),
        "share_off": _("Your facilitator cannot read your words on this meeting."),
        "action_done": _("Well done. It is off the list."),
        "action_dropped": _("You let it go. That is all right."),
        "action_open": _("It is on the list again."),
        "reflect": _("Saved for you alone."),
        "ring": _("Your facilitator will ring you. Nobody else knows."),
        "ring_back": _("Your request is taken back."),
        "entered": _("The log is entered and counts. Both partners are told."),
        "noted": _("Saved."),
        "dismissed": _("The log is set aside. It does not count."),
    }  # fmt: skip
    return notices.get(code, "")
