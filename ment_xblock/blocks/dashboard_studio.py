"""The Studio form of the programme home."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ment_xblock.blocks.studio import StudioGroup

DASHBOARD_FORM = (StudioGroup(lambda: _("In the course"), ("display_name", "welcome")),)
