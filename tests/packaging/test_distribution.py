"""Wheel, sdist and editable install are the same package, and the blocks load from each."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.packaging

ROOT = Path(__file__).parents[2]
NOT_SOURCES = (
    ".git",
    ".venv*",
    ".tox",
    ".*_cache",
    "*.egg-info",
    "__pycache__",
    "build",
    "dist",
    "var",
)
LINKS = {
    "static": "ment_xblock/static",
    "templates": "ment_xblock/templates",
    "translations": "ment_xblock/conf/locale",
}


def run(*command: object, cwd: Path) -> str:
    outcome = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "DJANGO_SETTINGS_MODULE": "tests_packaging_settings",
            "PYTHONPATH": str(cwd),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


@pytest.fixture(scope="module")
def workshop(tmp_path_factory) -> Path:
    """A folder with a copy of the sources, in which the wheel and the sdist have been built."""
    folder = tmp_path_factory.mktemp("packaging")
    shutil.copytree(
        ROOT, folder / "sources", symlinks=True, ignore=shutil.ignore_patterns(*NOT_SOURCES)
    )
    (folder / "tests_packaging_settings.py").write_text(
        'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "ment_xblock"]\n'
    )
    run("-m", "build", "--no-isolation", "--outdir", folder / "made", "sources", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(workshop) -> Path:
    return next((workshop / "made").glob("*.whl"))


@pytest.fixture(scope="module")
def sdist(workshop) -> Path:
    return next((workshop / "made").glob("*.tar.gz"))


def inventory(workshop: Path, place: Path) -> dict:
    return json.loads(run(Path(__file__).with_name("inventory.py"), place, cwd=workshop))


def install(workshop: Path, archive: Path) -> Path:
    place = workshop / f"from-{archive.suffix.lstrip('.')}"
    options = ("--quiet", "--no-deps", "--no-index", "--no-build-isolation", "--target", place)
    run("-m", "pip", "install", *options, archive, cwd=workshop)
    return place


@pytest.fixture(scope="module")
def from_tree(workshop) -> dict:
    return inventory(workshop, ROOT)


@pytest.fixture(scope="module")
def from_wheel(workshop, wheel) -> dict:
    return inventory(workshop, install(workshop, wheel))


@pytest.fixture(scope="module")
def from_sdist(workshop, sdist) -> dict:
    return inventory(workshop, install(workshop, sdist))


def test_wheel_sdist_and_tree_hold_the_same_files(from_tree, from_wheel, from_sdist):
    assert Path(from_tree["place"]) == ROOT / "ment_xblock"
    assert from_wheel["files"] == from_tree["files"]
    assert from_sdist["files"] == from_tree["files"]


def test_what_the_package_needs_is_among_the_files(from_wheel):
    names = from_wheel["files"]
    for ending in (".css", ".js", ".svg", ".html", ".yaml"):
        assert any(name.endswith(ending) for name in names), ending
    for place in ("conf/locale", "locale", "translations"):
        assert f"{place}/en/LC_MESSAGES/django.mo" in names
        assert f"{place}/en/LC_MESSAGES/text.mo" in names


@pytest.mark.parametrize("source", ["from_tree", "from_wheel", "from_sdist"])
def test_every_entry_point_loads_from_its_own_installation(request, source):
    made = request.getfixturevalue(source)
    assert {name.split(":")[0] for name in made["loaded"]} >= {"xblock.v1", "lms.djangoapp"}
    assert "xblock.v1:ment_agreement" in made["loaded"]
    assert made["loaded"]["openedx.course_tab:ment_xblock"].endswith("course_tab.py")
    for name, file in made["loaded"].items():
        assert Path(file).is_relative_to(made["place"]), name


def test_the_editable_installation_is_the_tree(workshop):
    place = run("-c", "import ment_xblock; print(ment_xblock.__file__)", cwd=workshop).strip()
    assert Path(place).resolve() == (ROOT / "ment_xblock/__init__.py").resolve()


def test_the_wheel_brings_nothing_but_the_package(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ment_xblock"}


def test_the_wheel_carries_the_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_the_sdist_leaves_tests_and_site_out(sdist):
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert tops.isdisjoint({"tests", "workbench_site", "static", "templates", "translations"})


@pytest.mark.parametrize(("link", "target"), LINKS.items())
def test_the_links_at_the_top_lead_into_the_package(link, target):
    assert (ROOT / link).is_symlink()
    assert (ROOT / link).resolve(strict=True) == ROOT / target
