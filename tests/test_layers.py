"""Imports go down only. The contracts stand in pyproject.toml; here they are run, and shown to bite."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RUN_CONTRACTS = (
    "import sys; from importlinter.cli import lint_imports;"
    "sys.exit(lint_imports(no_cache=True, no_logo=True))"
)
VIOLATIONS = [
    ("domain", "import django", "The domain knows neither Django nor XBlock"),
    ("domain", "from ment_xblock import models", "Imports go down only"),
    ("selectors", "from ment_xblock import services", "Imports go down only"),
    ("models", "from ment_xblock import blocks", "Imports go down only"),
    ("services", "import lms.djangoapps", "Only platform.lms and the extensions import the LMS"),
    ("blocks", "import completion.models", "Only platform.lms and the extensions import the LMS"),
    (
        "services",
        "from ment_xblock.platform import local",
        "What serves a page does not choose the host",
    ),
]


def run_contracts(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", RUN_CONTRACTS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def copy_of_package(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "ment_xblock",
        tmp_path / "ment_xblock",
        ignore=lambda folder, names: [
            name for name in names if not (Path(folder, name).is_dir() or name.endswith(".py"))
        ],
    )
    return tmp_path


def test_every_contract_is_kept():
    outcome = run_contracts(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(("layer", "statement", "contract"), VIOLATIONS)
def test_a_forbidden_import_is_found(copy_of_package, layer, statement, contract):
    (copy_of_package / "ment_xblock" / layer / "probe.py").write_text(f"{statement}\n")
    outcome = run_contracts(copy_of_package)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert f"{contract} BROKEN" in outcome.stdout


def test_the_lms_may_be_imported_where_the_host_is_spoken_to(copy_of_package):
    for place in ("platform/lms/probe.py", "extensions/probe.py"):
        module = copy_of_package / "ment_xblock" / place
        module.write_text("import lms.djangoapps\nimport openedx.core\n")
    outcome = run_contracts(copy_of_package)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
