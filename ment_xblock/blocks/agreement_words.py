"""The agreement in the reader's words: ids and values become labels and sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

import attrs
from django.templatetags.static import static
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.curriculum import clauses as texts
from ment_xblock.curriculum import task_library
from ment_xblock.domain.agreement.merge import Conflict
from ment_xblock.domain.agreement.terms import OWN_JOB, Clause, Field, Kind, Value, Values
from ment_xblock.selectors.versions import Version

_PLACE = re.compile(r"{(\w+)}")


@attrs.frozen
class Names:
    """What the texts call people and things.

    Attributes:
        mentor: first name of the junior.
        mentee: first name of the senior.
        facilitator: name, or what stands for it.
        contact: how to reach the facilitator.
        guardian_date: day of a guardian's consent, in words.
        months: how long words are kept after the programme, in months.
    """

    mentor: str
    mentee: str
    facilitator: str
    contact: str
    guardian_date: str
    months: int = 12

    def fill(self, words: str) -> str:
        """Put the names into a text."""
        values = attrs.asdict(self)
        # In one go: what looks like a place for a name within a name stays as it is.
        return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), words)


@attrs.frozen
class Option:
    """One answer to choose from."""

    id: str
    words: str
    chosen: bool


@attrs.frozen
class OptionGroup:
    """Answers that belong together."""

    title: str
    options: tuple[Option, ...]


@attrs.frozen
class FieldCard:
    """One field, ready to be shown.

    Attributes:
        id: of the field.
        kind: what can be typed or chosen.
        label: name or question.
        hint: help, or empty.
        value: as an input takes it.
        words: as people read it; empty when nothing is filled in.
        options: for choices.
        groups: for jobs.
        least: smallest number.
        most: largest number.
        required: nobody can sign before it is filled.
        only_with: "field=value" that makes this field matter; ``"field="`` for any value.
        changed_by: first name of who changed it last, when it was the partner.
        theirs: what the partner stored meanwhile, in words; None without a conflict.
        theirs_value: the same as an input takes it.
        picture: address of a picture, for a job.
        unsaved: the value was typed but not stored, and has to be sent again.
    """

    id: str
    kind: str
    label: str
    hint: str
    value: Value
    words: str
    options: tuple[Option, ...] = ()
    groups: tuple[OptionGroup, ...] = ()
    least: int | None = None
    most: int | None = None
    required: bool = False
    only_with: str = ""
    changed_by: str = ""
    theirs: str | None = None
    theirs_value: Value = ""
    picture: str = ""
    unsaved: bool = False

    @property
    def theirs_json(self) -> str:
        """What the partner stored, for the script that takes it over."""
        return json.dumps(self.theirs_value)


@attrs.frozen
class ClauseCard:
    """One clause, ready to be shown."""

    number: int
    title: str
    text: str
    fields: tuple[FieldCard, ...]


@attrs.frozen
class SectionCard:
    """One part of the agreement, ready to be shown.

    Attributes:
        id: of the section.
        title: of the section.
        intro: one sentence.
        clauses: what stands in it.
        missing: labels of what is still to be filled in.
    """

    id: str
    title: str
    intro: str
    clauses: tuple[ClauseCard, ...]
    missing: tuple[str, ...]

    @property
    def fields(self) -> list[FieldCard]:
        """All fields of the section."""
        return [field for clause in self.clauses for field in clause.fields]

    @property
    def has_answers(self) -> bool:
        """Whether anything is filled in."""
        return any(field.words for field in self.fields)

    @property
    def changed_by(self) -> str:
        """First name of the partner, if anything here comes from them."""
        return next((field.changed_by for field in self.fields if field.changed_by), "")


@attrs.frozen
class Overlay:
    """What lies over the stored values while somebody edits.

    Attributes:
        typed: field id to what the person typed, kept although it was not stored.
        conflicts: what the partner stored meanwhile.
    """

    typed: Mapping[str, Any] = attrs.field(factory=dict)
    conflicts: tuple[Conflict, ...] = ()


class AgreementWords:
    """Puts one version of an agreement into the reader's words."""

    def __init__(
        self,
        version: Version,
        names: Names,
        partner_names: Mapping[int, str],
        signed_values: Values | None = None,
        hints: Mapping[str, str] | None = None,
        *,
        wanted: Sequence[str] = (),
    ) -> None:
        """Remember whose agreement it is.

        Args:
            version: the version.
            names: what the texts call people.
            partner_names: participant id to first name, for those whose changes are pointed out.
            signed_values: what both have signed; only what differs from it is pointed out.
            hints: further help for this reader alone, by field.
            wanted: jobs that the mentee chose in the profile, offered first.
        """
        self.version = version
        self.names = names
        self.partner_names = partner_names
        self.hints = hints or {}
        known = {task.id for task in task_library.all_tasks()}
        self.wanted = tuple(job for job in wanted if job in known)
        self.language = get_language() or "en"
        self.missing = version.terms.missing(version.values)
        self.signed_values = signed_values

    def sections(self) -> list[SectionCard]:
        """All parts that have something in them, in order."""
        cards = [self.section(section) for section in texts.sections()]
        return [card for card in cards if card.clauses]

    def section(self, section: str, overlay: Overlay | None = None) -> SectionCard:
        """One part.

        Args:
            section: its id.
            overlay: what lies over the stored values while somebody edits.
        """
        clauses = [c for c in self.version.terms.clauses if c.section == section]
        missing = [
            self.label(field.id)
            for clause in clauses
            for field in clause.fields
            if field.id in self.missing
        ]
        return SectionCard(
            id=section,
            title=texts.words(self.language, "sections", section, "title"),
            intro=texts.words(self.language, "sections", section, "intro"),
            clauses=tuple(self._clause(clause, overlay or Overlay()) for clause in clauses),
            missing=tuple(missing),
        )

    def label(self, field_id: str) -> str:
        """The name of a field."""
        return self._field_words(field_id, "label")

    def value_words(self, field_id: str, value: Value) -> str:
        """A value as people read it; empty for an empty one."""
        field = self.version.terms.fields.get(field_id)
        if field is None or value in ("", [], None):
            return ""
        return _SHOW[field.kind](self, field, value)

    def job_words(self, job: str) -> str:
        """A job of the task library in words, as the version means it."""
        revision = self.version.revisions["jobs"].get(job)
        return task_library.task_words(job, self.language, revision).wording.words

    def option_words(self, field: Field, option: str) -> str:
        """An answer in words."""
        revision = self._revision_of(field.id)
        words = texts.words(self.language, "fields", field.id, revision, "options", option)
        return self.names.fill(words or option)

    def _clause(self, clause: Clause, overlay: Overlay) -> ClauseCard:
        path = ("clauses", clause.id, clause.revision)
        return ClauseCard(
            number=clause.number,
            title=self.names.fill(texts.words(self.language, *path, "title")),
            text=self.names.fill(texts.words(self.language, *path, "text")),
            fields=tuple(self._field(field, overlay) for field in clause.fields),
        )

    def _field(self, field: Field, overlay: Overlay) -> FieldCard:
        stored = self.version.values.get(field.id, [] if field.kind is Kind.CHOICES else "")
        value = overlay.typed.get(field.id, stored)
        conflict = next((one for one in overlay.conflicts if one.field == field.id), None)
        applies = field.applies(self.version.values)
        return FieldCard(
            id=field.id,
            kind=field.kind.value,
            label=self.label(field.id),
            hint=" ".join(
                filter(None, (self._field_words(field.id, "hint"), self.hints.get(field.id)))
            ),
            value=value,
            words=self.value_words(field.id, stored) if applies else "",
            options=self._options(field, value),
            groups=self._job_groups(value) if field.kind is Kind.JOB else (),
            least=field.least,
            most=field.most,
            required=field.required,
            only_with=_condition(field),
            changed_by=self._changed_by(field.id, stored),
            theirs=self.value_words(field.id, conflict.theirs) if conflict else None,
            theirs_value=conflict.theirs if conflict else "",
            picture=_picture(field, stored),
            unsaved=field.id in overlay.typed,
        )

    def _changed_by(self, field_id: str, stored: Value) -> str:
        if self.signed_values is not None and self.signed_values.get(field_id, "") == stored:
            return ""
        touch = self.version.touches.get(field_id)
        return self.partner_names.get(touch.by, "") if touch else ""

    def _options(self, field: Field, value: Value) -> tuple[Option, ...]:
        chosen = value if isinstance(value, list) else [str(value)]
        return tuple(
            Option(option, self.option_words(field, option), option in chosen)
            for option in field.options
        )

    def _job_groups(self, value: Value) -> tuple[OptionGroup, ...]:
        title = _("What %(mentee)s would like to learn") % {"mentee": self.names.mentee}
        groups = [(title, list(self.wanted))] if self.wanted else []
        for area, words in task_library.areas(self.language).items():
            jobs = [task.id for task in task_library.all_tasks() if task.area == area]
            groups.append((words.words, [job for job in jobs if job not in self.wanted]))
        return tuple(
            OptionGroup(name, tuple(Option(job, self.job_words(job), job == value) for job in jobs))
            for name, jobs in groups
            if jobs
        )

    def _field_words(self, field_id: str, part: str) -> str:
        path = ("fields", field_id, self._revision_of(field_id), part)
        return self.names.fill(texts.words(self.language, *path))

    def _revision_of(self, field_id: str) -> int:
        for clause in self.version.terms.clauses:
            if any(field.id == field_id for field in clause.fields):
                return clause.revision
        return 1


def own_job_words() -> str:
    """What stands in the list of jobs for a task in own words."""
    return _("Another job, in our own words")


def _condition(field: Field) -> str:
    if field.only_with is not None:
        return "=".join(field.only_with)
    return f"{field.only_if}=" if field.only_if else ""


def _picture(field: Field, value: Value) -> str:
    if field.kind is not Kind.JOB or value in ("", OWN_JOB):
        return ""
    return static(task_library.task(str(value)).picture)


def _show_plain(_words: AgreementWords, _field: Field, value: Value) -> str:
    return str(value)


def _show_date(_words: AgreementWords, _field: Field, value: Value) -> str:
    return str(date_format(date.fromisoformat(str(value)), "DATE_FORMAT"))


def _show_time(_words: AgreementWords, _field: Field, value: Value) -> str:
    return str(time_format(time.fromisoformat(str(value)), "TIME_FORMAT"))


def _show_choice(words: AgreementWords, field: Field, value: Value) -> str:
    return words.option_words(field, str(value))


def _show_choices(words: AgreementWords, field: Field, value: Value) -> str:
    chosen = value if isinstance(value, list) else [str(value)]
    return ", ".join(words.option_words(field, option) for option in chosen)


def _show_job(words: AgreementWords, _field: Field, value: Value) -> str:
    return own_job_words() if value == OWN_JOB else words.job_words(str(value))


_SHOW: Mapping[Kind, Callable[[AgreementWords, Field, Value], str]] = {
    Kind.LINE: _show_plain,
    Kind.TEXT: _show_plain,
    Kind.NUMBER: _show_plain,
    Kind.DATE: _show_date,
    Kind.TIME: _show_time,
    Kind.CHOICE: _show_choice,
    Kind.CHOICES: _show_choices,
    Kind.JOB: _show_job,
}
