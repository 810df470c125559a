"""The Studio form of the block of profile and match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup, StudioInput
from ment_xblock.blocks.task_cards import as_lines, read_lines
from ment_xblock.curriculum import task_library
from ment_xblock.domain.errors import FieldProblem, Invalid


def _task_inputs(block: Any) -> list[StudioInput]:
    return [
        StudioInput(
            name="own_tasks",
            label=_("Tasks of my own"),
            hint=_(
                "Jobs of your trade that are missing among the built-in cards, one on a line: a short id of your own "
                "| area | what people read. Such as: order-timber | information | Order timber online. "
                "Areas: %(areas)s. Leave it empty if nothing is missing."
            )
            % {"areas": ", ".join(task_library.areas("en"))},
            kind="code",
            value=as_lines(block.own_tasks),
        )
    ]


def _read_tasks(_block: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    typed = data.get("own_tasks", "")
    if not isinstance(typed, str):
        raise Invalid([FieldProblem("own_tasks", "not_readable")])
    return {"own_tasks": read_lines(typed)}


def matching_help() -> str:
    """Tell authors what the block is for."""
    return _(
        "Learners say here what they want and can. The same block has the desk where you find partners for "
        "them; one in a course is enough."
    )


MATCHING_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight", "welcome")),
    StudioGroup(lambda: _("Tasks to choose from"), (), _task_inputs, _read_tasks),
)
