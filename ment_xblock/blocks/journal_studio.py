"""The Studio form of the journal block."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup

JOURNAL_FORM = (
    StudioGroup(lambda: _("In the course"), ("display_name", "weight", "welcome")),
    StudioGroup(lambda: _("Meetings"), ("required_sessions", "session_minutes", "time_zone")),
)
