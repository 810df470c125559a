"""The package of the LMS host can be imported where there is no LMS."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import ment_xblock.platform.lms

PACKAGE = Path(ment_xblock.platform.lms.__file__).parent
PLATFORM = {
    "lms", "cms", "openedx", "common", "xmodule",
    "completion", "crum", "edx_ace", "edx_django_utils", "eventtracking",
}  # fmt: skip
FILES = sorted(PACKAGE.glob("*.py"))


def test_importing_the_host_imports_nothing_of_the_platform() -> None:
    script = (
        "import sys; from ment_xblock.platform.lms import LmsHost; LmsHost();"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "ment_xblock" in loaded
    assert not loaded & PLATFORM


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 3


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_platform_is_imported_inside_functions_only(path: Path) -> None:
    at_the_top = [node for node in ast.parse(path.read_text()).body if _imports_platform(node)]
    assert at_the_top == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_function_names_the_file_of_the_platform_it_relies_on(path: Path) -> None:
    source = path.read_text()
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        if any(_imports_platform(node) for node in ast.walk(function)):
            text = ast.get_source_segment(source, function) or ""
            assert ".py, " in text, function.name


def _imports_platform(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").partition(".")[0] in PLATFORM
    return isinstance(node, ast.Import) and any(
        name.name.partition(".")[0] in PLATFORM for name in node.names
    )
