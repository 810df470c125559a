"""Tests inside edx-platform, against its own code and test classes; elsewhere they are skipped.

Files named ``test_studio*`` need Studio's settings, all others those of the LMS.
"""

from __future__ import annotations

import importlib.util

import pytest
from django.conf import settings


class Elsewhere(pytest.Module):
    """Stands in for a file that cannot even be imported here."""

    def collect(self):
        pytest.skip(missing(self.path), allow_module_level=True)


def missing(module_path) -> str:
    """What a file needs that is not here; empty when all is."""
    if importlib.util.find_spec("xmodule") is None:
        return "needs an environment of edx-platform, see CONTRIBUTING"
    if module_path.name.startswith("test_studio") != (settings.SERVICE_VARIANT == "cms"):
        return "needs the settings of the other of LMS and Studio"
    return ""


def pytest_pycollect_makemodule(module_path, parent):
    return Elsewhere.from_parent(parent, path=module_path) if missing(module_path) else None
