"""Settings for every environment of the LMS and Studio."""

from __future__ import annotations

from typing import Any


def plugin_settings(settings: Any) -> None:
    """Add our settings, leaving what the site has set.

    Args:
        settings: the platform's settings module.
    """
    settings.MENT_HOST = getattr(settings, "MENT_HOST", "ment_xblock.platform.lms.LmsHost")
