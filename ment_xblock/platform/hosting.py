"""The host that this process runs in."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from ment_xblock.platform.ports import Host


def current_host() -> Host:
    """Make the adapter that the setting ``MENT_HOST`` names."""
    host: Host = import_string(settings.MENT_HOST)()
    return host
