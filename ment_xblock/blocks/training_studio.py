"""The Studio form of the training block, and what it says about an author's own module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup, StudioInput
from ment_xblock.blocks.training_module import OWN
from ment_xblock.curriculum import library
from ment_xblock.curriculum.check import Finding, check_text
from ment_xblock.curriculum.messages import MESSAGES, say
from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.training.values import JUNIOR, Module

FREE, FIXED = "free", "fixed"
FULL, SHARE = "full", "share"
MOST_SHOWN = 20


@attrs.frozen
class Line:
    """One finding in the author's language."""

    number: int
    what: str
    fix: str
    advice: bool


@attrs.frozen
class Checked:
    """What the check of an own module says.

    Attributes:
        module: None when there are mistakes.
        mistakes: what keeps it from being saved.
        advice: what could be better.
    """

    module: Module | None
    mistakes: tuple[Line, ...]
    advice: tuple[Line, ...]


def check_own(text: str) -> Checked:
    """Check an author's module.

    Args:
        text: YAML.
    """
    report = check_text(text)
    lines = [_line(finding) for finding in report.findings]
    return Checked(
        module=report.module,
        mistakes=tuple(line for line in lines if not line.advice)[:MOST_SHOWN],
        advice=tuple(line for line in lines if line.advice)[:MOST_SHOWN],
    )


def _line(finding: Finding) -> Line:
    # The checker's words are marked for the catalogue where they stand, and put into the author's language here.
    message, params = MESSAGES[finding.problem.code], finding.problem.params
    return Line(
        number=finding.line,
        what=say(_(message.what), params),
        fix=say(_(message.fix), params),
        advice=finding.advice,
    )


def _module_inputs(block: Any) -> list[StudioInput]:
    language = get_language() or library.ORIGINAL
    options = [
        (module_id, f"{module_id.upper()} · {library.module(module_id, language).title}")
        for module_id in library.MODULE_IDS
    ]
    return [
        StudioInput(
            name="module_name",
            label=_("Module"),
            hint=_("J1 to J9 are for the juniors, who mentor. S1 to S7 are for the seniors."),
            kind="select",
            value=block.module_name,
            options=tuple(
                (name, words, name == block.module_name)
                for name, words in [*options, (OWN, _("My own module, written below"))]
            ),
        ),
        StudioInput(
            name="own_module",
            label=_("My own module"),
            hint=_(
                "Only used if you chose “My own module” above. It is written in the form that the guide “How to write "
                "a training module” explains; “Check and preview” says line by line what is wrong, and saves nothing."
            ),
            kind="code",
            folded_until=("module_name", OWN),
            folded=block.module_name != OWN,
            value=block.own_module,
            check_url=block.runtime.handler_url(block, "check_module"),
            check_words=_("Check and preview"),
        ),
    ]


def _read_module(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    name, text = data.get("module_name"), data.get("own_module", "")
    if name != OWN and name not in library.MODULE_IDS:
        raise Invalid([FieldProblem("module_name", "not_an_option")])
    if not isinstance(text, str):
        raise Invalid([FieldProblem("own_module", "not_readable")])
    text = text.replace("\r\n", "\n")
    if name == OWN and not text.strip():
        raise Invalid([FieldProblem("own_module", "required")])
    if text.strip() and (mistakes := check_own(text).mistakes):
        raise Invalid([FieldProblem("own_module", "module_broken", {"mistakes": _told(mistakes)})])
    return {"module_name": name, "own_module": text}


def _told(mistakes: tuple[Line, ...]) -> str:
    return "\n".join(
        _("Line %(line)s: %(what)s %(fix)s")
        % {"line": one.number, "what": one.what, "fix": one.fix}
        for one in mistakes
    )


def _rule_inputs(block: Any) -> list[StudioInput]:
    return [
        StudioInput(
            name="order",
            label=_("Order of the parts"),
            hint="",
            kind="one",
            options=(
                (FIXED, _("One after the other"), block.order != FREE),
                (FREE, _("As the learner likes"), block.order == FREE),
            ),
        ),
        StudioInput(
            name="credit",
            label=_("Credit"),
            hint=_("For the juniors. Seniors get no marks, only credit for taking part."),
            kind="one",
            options=(
                (FULL, _("All of it from the pass mark on"), block.credit != SHARE),
                (SHARE, _("The share of the points"), block.credit == SHARE),
            ),
        ),
    ]


def _read_rules(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    problems = [
        FieldProblem(name, "not_an_option")
        for name, options in (("order", (FIXED, FREE)), ("credit", (FULL, SHARE)))
        if data.get(name) not in options
    ]
    if problems:
        raise Invalid(problems)
    return {"order": data["order"], "credit": data["credit"]}


def track_words(track: str) -> str:
    """For whom a module is."""
    return _("for juniors, who mentor") if track == JUNIOR else _("for seniors, who are mentored")


def training_help() -> str:
    """Tell authors what the block is for."""
    return _("One module of the training. For learners of the other role it does not count.")


TRAINING_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight")),
    StudioGroup(lambda: _("The module"), (), _module_inputs, _read_module),
    StudioGroup(lambda: _("How it is passed"), ("pass_percent",), _rule_inputs, _read_rules),
)
