"""The Studio form of the programme home."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup


def dashboard_help() -> str:
    """Tell authors what the block is for."""
    return _(
        "The home of the programme: each learner sees the one next step, and you see whom to ring today. Put "
        "it into the first unit; one in a course is enough."
    )


DASHBOARD_FORM = (StudioGroup(lambda: _("In the course"), ("display_name", "welcome")),)
