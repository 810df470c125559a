"""Settings for every environment of the LMS and Studio."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

MAKO_FOLDER = Path(__file__).resolve().parent.parent / "extensions" / "mako"

FILTERS: Mapping[str, str] = {
    "org.openedx.learning.instructor.dashboard.render.started.v1": "AddInstructorSection",
    "org.openedx.learning.instructor.dashboard.tabs.requested.v1": "AddInstructorTab",
}


def plugin_settings(settings: Any) -> None:
    """Add our settings, leaving what the site has set. Called twice, it adds nothing twice.

    The platform calls it for ``common`` and again for ``production``, since the settings of a site may have replaced
    ``OPEN_EDX_FILTERS_CONFIG`` as a whole in between (lms/envs/production.py).

    Args:
        settings: the platform's settings module.
    """
    settings.MENT_HOST = getattr(settings, "MENT_HOST", "ment_xblock.platform.lms.LmsHost")
    _add_filters(settings)
    _add_mako_folder(settings)


def _add_filters(settings: Any) -> None:
    config = dict(getattr(settings, "OPEN_EDX_FILTERS_CONFIG", None) or {})
    for filter_type, step_name in FILTERS.items():
        step = f"ment_xblock.extensions.filters.{step_name}"
        entry = _whole_entry(config.get(filter_type))
        if step not in entry["pipeline"]:
            entry["pipeline"] = [*entry["pipeline"], step]
        config[filter_type] = entry
    settings.OPEN_EDX_FILTERS_CONFIG = config


def _whole_entry(entry: Any) -> dict[str, Any]:
    """Spell out an entry, which a site may also write as one step or a list of steps.

    openedx_filters/tooling.py, OpenEdxPublicFilter.get_pipeline_configuration, takes all three.
    """
    if isinstance(entry, str):
        entry = [entry]
    if isinstance(entry, list):
        entry = {"pipeline": entry}
    return {"fail_silently": True, "pipeline": [], **(entry or {})}


def _add_mako_folder(settings: Any) -> None:
    # lms/envs/common.py, MAKO_TEMPLATE_DIRS_BASE: where the old instructor dashboard looks for a section's file
    folders = getattr(settings, "MAKO_TEMPLATE_DIRS_BASE", None)
    if isinstance(folders, list) and MAKO_FOLDER not in folders:
        folders.append(MAKO_FOLDER)
