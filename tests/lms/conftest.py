"""Tests inside edx-platform, against its own code and test classes; elsewhere they are skipped."""

from __future__ import annotations

import importlib.util

import pytest

NOTICE = "needs an environment of edx-platform, see CONTRIBUTING"


class Elsewhere(pytest.Module):
    """Stands in for a file that cannot even be imported without the platform."""

    def collect(self):
        pytest.skip(NOTICE, allow_module_level=True)


def pytest_pycollect_makemodule(module_path, parent):
    if importlib.util.find_spec("xmodule") is None:
        return Elsewhere.from_parent(parent, path=module_path)
    return None
