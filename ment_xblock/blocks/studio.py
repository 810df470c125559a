"""The settings form of a block in Studio: grouped, explained, checked before anything is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, ClassVar

import attrs
from django.templatetags.static import static
from django.utils.translation import gettext
from web_fragments.fragment import Fragment
from webob import Response
from xblock.fields import Field, Float, Integer

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.rendering import block_uid, html_response, render
from ment_xblock.blocks.time_zones import time_zones
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.text import TooLongError, clean_text
from ment_xblock.platform.hosting import current_host

LONGEST_SETTING = 2000
WIDE_FROM = 40  # characters of an option from which options stand one below the other
FEWEST_LINES, MOST_LINES = 5, 16  # of an input for code


@attrs.frozen
class StudioInput:
    """One input of the form.

    Attributes:
        name: of the input.
        label: name or question.
        hint: help, or empty.
        kind: ``text``, ``long``, ``number``, ``time``, ``one``, ``many``, ``select``, ``date``, ``code`` or ``html`` (the value, ready-made).
        value: what is set now.
        usual: what holds where it is left empty.
        options: (id, words, chosen) for ``one``, ``many`` and ``select``.
        least: smallest number.
        most: largest number.
        step: of a number.
        check_url: handler that checks what was typed before it is saved; empty for none.
        check_words: what stands on the button for it.
        folded_until: for an input that few authors need: folded away until another input (its name) has a value.
        folded: whether it is folded away as the settings are now.
    """

    name: str
    label: str
    hint: str
    kind: str
    value: Any = ""
    usual: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    least: float | None = None
    most: float | None = None
    step: float | None = None
    check_url: str = ""
    check_words: str = ""
    folded_until: tuple[str, str] = ("", "")
    folded: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the options need a line each."""
        return any(len(words) > WIDE_FROM for _id, words, _chosen in self.options)

    @property
    def lines(self) -> int:
        """How many lines an input for code has room for."""
        return min(max(str(self.value).count("\n") + 2, FEWEST_LINES), MOST_LINES)


@attrs.frozen
class StudioGroup:
    """Inputs that belong together.

    Attributes:
        title: makes the heading, in the author's language.
        fields: names of XBlock fields, in order.
        inputs: makes further inputs from the block.
        read: reads those from what was sent: the block and the data to field values.
    """

    title: Callable[[], str]
    fields: tuple[str, ...] = ()
    inputs: Callable[[Any], list[StudioInput]] | None = None
    read: Callable[[Any, Mapping[str, Any]], dict[str, Any]] | None = None


class StudioSettings:
    """Gives a block ``studio_view`` and the handler behind it.

    Attributes:
        studio_form: the groups of the form.
        studio_help: says in two sentences what the block is for, in the author's language.
    """

    studio_form: ClassVar[tuple[StudioGroup, ...]] = ()
    studio_help: ClassVar[Callable[[], str]]

    def studio_view(self, _context: Any = None) -> Fragment:
        """The settings form."""
        block: Any = self
        groups = [(group.title(), _inputs(block, group)) for group in self.studio_form]
        fragment = Fragment(
            render(
                "studio/form.html",
                {
                    # Studio shows the block itself on the same page.
                    "uid": block_uid(current_host().block_ref(block).usage_key) + "-settings",
                    "help": type(self).studio_help(),
                    "groups": groups,
                    "save_url": block.runtime.handler_url(block, "save_settings"),
                },
            )
        )
        fragment.add_css_url(static("ment_xblock/css/ment.css"))
        fragment.add_javascript_url(static("ment_xblock/js/studio.js"))
        fragment.initialize_js("MentStudio")
        return fragment

    @entry_point(method="POST", who=Who.AUTHOR)
    def save_settings(self, call: Call) -> Response:
        """Save the form, or say what is wrong with it and save nothing."""
        values: dict[str, Any] = {}
        problems: list[FieldProblem] = []
        for read in _readers(self, call.data):
            try:
                values |= read()
            except Invalid as invalid:
                problems += invalid.problems
        if problems:
            raise Invalid(problems)
        for name, value in values.items():
            _store(self, name, value)
        return html_response(render("notice.html", {"notice": gettext("Saved.")}))


def _store(block: Any, name: str, value: Any) -> None:
    """Keep what an author changed, and nothing else, so that a better default of a later version reaches the course.

    What was set before stays set as long as it is not touched. The default itself is never stored anew.
    """
    field: Field = block.fields[name]
    if value == getattr(block, name):
        return
    if value == field.default:
        field.delete_from(block)
    else:
        setattr(block, name, value)


def _inputs(block: Any, group: StudioGroup) -> list[StudioInput]:
    inputs = [_input(block, name) for name in group.fields]
    return inputs + (group.inputs(block) if group.inputs else [])


def _input(block: Any, name: str) -> StudioInput:
    field: Field = block.fields[name]
    bounds = field.values if isinstance(field.values, dict) else {}
    return StudioInput(
        name=name,
        label=gettext(field.display_name),
        hint=gettext(field.help) if field.help else "",
        kind=_kind(field),
        value=getattr(block, name),
        usual=gettext(str(field.default)) if field.default else "",
        least=bounds.get("min"),
        most=bounds.get("max"),
        step=bounds.get("step", 1),
    )


def _kind(field: Field) -> str:
    if isinstance(field, Integer | Float):
        return "number"
    return "long" if field.runtime_options.get("multiline_editor") else "text"


def _readers(block: Any, data: Mapping[str, Any]) -> Iterator[Callable[[], dict[str, Any]]]:
    # Each input by itself, so that all that is wrong is said at once.
    for group in block.studio_form:
        for name in group.fields:
            yield partial(_read_field, name, block.fields[name], data.get(name, ""))
        if group.read:
            yield partial(group.read, block, data)


def _read_field(name: str, field: Field, typed: Any) -> dict[str, Any]:
    if not isinstance(typed, str):
        raise Invalid([FieldProblem(name, "not_readable")])
    if not typed.strip():
        return {name: field.default}
    if isinstance(field, Integer | Float):
        return {name: _read_number(name, field, typed)}
    try:
        text = clean_text(typed, LONGEST_SETTING)
    except TooLongError as error:
        params = {"most": error.most, "length": error.length}
        raise Invalid([FieldProblem(name, "too_long", params)]) from None
    if name == "time_zone" and text and text not in time_zones():
        raise Invalid([FieldProblem(name, "unknown_time_zone")])
    return {name: text or field.default}


def _read_number(name: str, field: Field, typed: str) -> float | int:
    try:
        number = int(typed) if isinstance(field, Integer) else float(typed.replace(",", "."))
    except ValueError:
        raise Invalid([FieldProblem(name, "not_a_number")]) from None
    bounds = field.values if isinstance(field.values, dict) else {}
    least, most = bounds.get("min", 0), bounds.get("max", 1000)
    if not least <= number <= most:  # NaN fails this too
        raise Invalid([FieldProblem(name, "out_of_range", {"least": least, "most": most})])
    return number
