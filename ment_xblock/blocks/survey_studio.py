"""The Studio form of the survey block: which survey, for whom, when, and the editor of its questions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.studio import StudioGroup, StudioInput
from ment_xblock.blocks.survey_rows import (
    BOTH,
    Row,
    beside_inputs,
    items_data,
    shown_rows,
    standard_items,
    typed_rows,
)
from ment_xblock.blocks.survey_words import survey_words
from ment_xblock.curriculum import surveys
from ment_xblock.domain.errors import FieldProblem, Invalid, NotFound
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.errors import SurveyInvalid
from ment_xblock.domain.survey.items import Definition, Kind, Mode
from ment_xblock.domain.survey.parse import OWN
from ment_xblock.domain.survey.schedule import After
from ment_xblock.platform.hosting import current_host

ALL, ONE = "all", "one"
DATES = ("opens_on", "closes_on")
ROLES = (BOTH, *(role.value for role in Role))
CHOICES: Mapping[str, tuple[str, ...]] = {
    "instrument": (),  # filled in below, since it is long
    "mode": tuple(Mode),
    "role": ROLES,
    "layout": (ALL, ONE),
    "after": tuple(After),
}


def checked_definition(block: Any, data: Mapping[str, Any]) -> tuple[Definition, dict[str, Any]]:
    """Read what the form says is asked.

    Args:
        block: the survey as it is stored.
        data: what was sent.

    Returns:
        The definition, and the values of the block's fields for it.

    Raises:
        Invalid: with every mistake beside its input.
        Malformed: not as our editor sends it.
    """
    _refuse_unknown(data, ("instrument", "mode", "role"))
    rows = typed_rows(data)
    instrument, mode, role = data["instrument"], data["mode"], data["role"]
    if data.get("rows_of") != instrument:
        rows = tuple(row for row in rows if row.is_own) + shown_rows(
            instrument, standard_items(instrument)
        )
    questions = items_data(rows, instrument, _stored_items(block))
    asked = {"instrument": instrument, "mode": mode, "roles": roles_of(role), "items": questions}
    try:
        definition = surveys.definition(asked)
    except SurveyInvalid as invalid:
        raise Invalid(beside_inputs(invalid.problems, rows)) from None
    kept = _to_keep(block, definition, questions)
    return definition, {"instrument": instrument, "mode": mode, "role": role, "questions": kept}


def _to_keep(block: Any, definition: Definition, questions: list[dict[str, Any]]) -> Any:
    """As in ``studio``: what was set before and is the same stays, what comes with the instrument is not kept."""
    try:
        if block.definition.items == definition.items:
            return block.questions
    except NotFound:
        pass  # it was written by hand, and nobody can read it: it is mended now
    as_it_comes = [{"id": item.id} for item in standard_items(definition.instrument)]
    return block.fields["questions"].default if questions == as_it_comes else questions


def instrument_in(data: Mapping[str, Any]) -> str:
    """The built-in survey that was chosen.

    Raises:
        Invalid: there is no such survey.
    """
    _refuse_unknown(data, ("instrument",))
    return str(data["instrument"])


def roles_of(role: str) -> list[str]:
    """The roles that are asked, as a definition names them."""
    return [role] if role in set(Role) else [one.value for one in Role]


def editor(block: Any, rows: tuple[Row, ...], instrument: str, *, focus: str = "") -> str:
    """The questions as rows to move, change, leave out and add.

    Args:
        block: the survey.
        rows: the questions.
        instrument: the built-in survey that they began with.
        focus: key of the row that was just added; empty for the heading.
    """
    return render(
        "survey/editor.html",
        {
            "uid": block_uid(current_host().block_ref(block).usage_key) + "-rows",
            "rows": [(row, kind_words(row.kind), asked_words(row.role)) for row in rows],
            "instrument": instrument,
            "focus": focus,
            "kinds": [(kind.value, kind_words(kind)) for kind in Kind],
            "roles": [(role, asked_words(role)) for role in ROLES],
            "urls": {
                name: block.runtime.handler_url(block, name).rstrip("?")
                for name in ("add_question", "other_questions", "check_survey")
            },
        },
    )


def kind_words(kind: Kind) -> str:
    """Name a kind of question for authors."""
    return {
        Kind.LIKERT: _("Scale from 1 to 5"),
        Kind.SCORE: _("Number from 0 to 10"),
        Kind.SINGLE: _("One answer of several"),
        Kind.MULTIPLE: _("Several answers of several"),
        Kind.STEPS: _("Steps of skill"),
        Kind.MATRIX: _("Table: the same answers for several lines"),
        Kind.TEXT: _("Own words"),
    }[kind]


def role_words(role: str) -> str:
    """Name the people of a role for authors."""
    return _("the mentors (juniors)") if role == Role.MENTOR else _("the mentees (seniors)")


def asked_words(role: str) -> str:
    """Say who is asked."""
    return _("everybody") if role == BOTH else role_words(role)


def _what_inputs(block: Any) -> list[StudioInput]:
    built_in = [(one, _title(one)) for one in surveys.instruments()]
    return [
        _choice(
            block,
            "instrument",
            _("Which survey"),
            [*built_in, (OWN, _("A survey of my own"))],
            hint=_("Its questions are below; you can change them there."),
            kind="select",
        ),
        _choice(
            block,
            "mode",
            _("Who may know the answers"),
            [
                (Mode.CONFIDENTIAL, _("Confidential: the facilitator sees them with the name, the partner never")),
                (Mode.ANONYMOUS, _("Anonymous: nobody; only groups of five or more are shown, once it is closed")),
            ],
            hint=_("This cannot be changed any more once somebody has answered."),
        ),
        _choice(
            block,
            "role",
            _("Who is asked"),
            [(role, asked_words(role)) for role in ROLES],
        ),
        _choice(
            block,
            "layout",
            _("How it looks"),
            [(ALL, _("All questions on one page")), (ONE, _("One question at a time"))],
        ),
    ]  # fmt: skip


def _title(instrument: str) -> str:
    return ": ".join((survey_words(instrument, "for"), survey_words(instrument, "title")))


def _choice(
    block: Any,
    name: str,
    label: str,
    options: list[tuple[str, str]],
    *,
    hint: str = "",
    kind: str = "one",
) -> StudioInput:
    chosen = getattr(block, name)
    return StudioInput(
        name=name,
        label=label,
        hint=hint,
        kind=kind,
        options=tuple((str(value), words, value == chosen) for value, words in options),
    )


def _read_what(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    _refuse_unknown(data, ("layout",))
    return {"layout": data["layout"]}


def _editor_inputs(block: Any) -> list[StudioInput]:
    rows = shown_rows(block.instrument, block.stored_definition.items)
    html = editor(block, rows, block.instrument)
    return [StudioInput(name="rows", label="", hint="", kind="html", value=html)]


def _read_questions(block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    definition, fields = checked_definition(block, data)
    block.refuse_other_mode(definition)
    return fields


def _when_inputs(block: Any) -> list[StudioInput]:
    return [
        StudioInput("opens_on", _("Opens on"), _("Empty: at once."), "date", block.opens_on),
        StudioInput(
            "closes_on",
            _("Last day"),
            _("Empty: you close it by hand. A closed survey cannot be opened again."),
            "date",
            block.closes_on,
        ),
        _choice(
            block,
            "after",
            _("For each person it opens"),
            [
                (After.NOTHING, _("at once")),
                (After.EACH_SESSION, _("after each of their meetings")),
                (After.SESSION_NUMBER, _("after a certain meeting of theirs")),
                (After.PAIR_CLOSED, _("when their pair has come to its end")),
            ],
            hint=_(
                "“How was this meeting?” opens after each meeting, whatever you choose here. “Half way” waits for the first meeting; with a day above, for the first partner."
            ),
            kind="select",
        ),
    ]


def _read_when(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    problems = [FieldProblem(name, "not_a_date") for name in DATES if not _is_date(data.get(name))]
    if not problems and "" < data["closes_on"] < data["opens_on"]:
        problems = [FieldProblem("closes_on", "end_before_start")]
    if problems:
        raise Invalid(problems)
    _refuse_unknown(data, ("after",))
    return {name: data[name] for name in (*DATES, "after")}


def _read_closing(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data.get(name) == "true" for name in ("closes_with_last", "expected")}


def _closing_inputs(block: Any) -> list[StudioInput]:
    return [
        StudioInput(
            name="closes_with_last",
            label=_("It closes by itself"),
            hint="",
            kind="many",
            options=(("true", _("when the last of those who are asked has answered"), block.closes_with_last),),
        ),
        StudioInput(
            name="expected",
            label=_("It has to be answered"),
            hint=_("Otherwise the form says that one may leave it out. Then give it no points above."),
            kind="many",
            options=(("true", _("everybody who is asked shall answer"), block.expected),),
        ),
    ]  # fmt: skip


def _is_date(typed: Any) -> bool:
    try:
        return typed == "" or bool(date.fromisoformat(typed))
    except (TypeError, ValueError):
        return False


def _refuse_unknown(data: Mapping[str, Any], names: tuple[str, ...]) -> None:
    allowed = {**CHOICES, "instrument": (*surveys.instruments(), OWN)}
    wrong = [
        FieldProblem(name, "not_an_option")
        for name in names
        if not isinstance(data.get(name), str) or data[name] not in allowed[name]
    ]
    if wrong:
        raise Invalid(wrong)


def _stored_items(block: Any) -> dict[str, Any]:
    return {item.id: item for item in block.stored_definition.items}


def survey_help() -> str:
    """Tell authors what the block is for."""
    return _(
        "One form of questions, with its results for you. It opens and closes by itself, as you set it below."
    )


SURVEY_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight", "intro", "thanks")),
    StudioGroup(lambda: _("The survey"), (), _what_inputs, _read_what),
    StudioGroup(lambda: _("When"), (), _when_inputs, _read_when),
    StudioGroup(
        lambda: _("When exactly"),
        ("session_number", "weeks_later", "time_zone"),
    ),
    StudioGroup(
        lambda: _("Closing and credit"),
        ("required_sessions",),
        _closing_inputs,
        _read_closing,
    ),
    StudioGroup(lambda: _("The questions"), (), _editor_inputs, _read_questions),
)
