"""The Tutor plugin can be read without Tutor, and names only what there is."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import attrs
import pytest
import yaml
from django.core.management import get_commands

import ment_xblock
from ment_xblock.management import PERIODIC

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "contrib/tutor/ment.py"
GUIDE = (ROOT / "docs/guides/site-operator.md").read_text(encoding="utf-8")


@attrs.define
class Filter:
    """Collects what a plugin adds, as Tutor's filters do."""

    items: list[Any] = attrs.field(factory=list)

    def add_item(self, item: Any) -> None:
        self.items.append(item)

    def add_items(self, items: list[Any]) -> None:
        self.items.extend(items)


@attrs.frozen
class Plugin:
    """What the plugin adds to Tutor."""

    defaults: dict[str, Any]
    patches: dict[str, str]
    mounted: list[Any]

    def rendered(self, name: str) -> str:
        """A patch with the values in it, for the two forms of places that it uses."""
        values = {**self.defaults, "DOCKER_IMAGE_OPENEDX": "image"}

        def value(place: re.Match[str]) -> str:
            found = values[place[1]]
            return " ".join(found) if place[2] else str(found)

        text = re.sub(r'{{ (\w+)(\|join\(" "\))? }}', value, self.patches[name])
        return re.sub(r"{% (if \w+|endif) %}", "", text)


@pytest.fixture
def plugin(monkeypatch: pytest.MonkeyPatch) -> Plugin:
    names = ("CONFIG_DEFAULTS", "ENV_PATCHES", "MOUNTED_DIRECTORIES")
    filters = {name: Filter() for name in names}
    tutor = ModuleType("tutor")
    tutor.hooks = SimpleNamespace(Filters=SimpleNamespace(**filters))
    monkeypatch.setitem(sys.modules, "tutor", tutor)
    runpy.run_path(str(PLUGIN))
    defaults, patches, mounted = (filters[name].items for name in names)
    return Plugin(dict(defaults), dict(patches), mounted)


def test_it_installs_this_version_and_nothing_besides(plugin):
    assert plugin.defaults["MENT_PACKAGE"] == f"ment-xblock=={ment_xblock.__version__}"
    line = plugin.rendered("openedx-dockerfile-post-python-requirements").strip()
    assert line == f"RUN pip install --no-deps 'ment-xblock=={ment_xblock.__version__}'"
    assert plugin.mounted == [("openedx", "ment-xblock")]


def test_every_job_is_a_command_of_ours(plugin):
    assert plugin.defaults["MENT_JOBS"] == list(PERIODIC)
    for job in plugin.defaults["MENT_JOBS"]:
        assert get_commands()[job] == "ment_xblock"


def test_its_settings_have_its_name(plugin):
    assert {name.partition("_")[0] for name in plugin.defaults} == {"MENT"}


def test_the_container_runs_the_jobs_for_ever(plugin):
    service = yaml.safe_load(plugin.rendered("local-docker-compose-prod-services"))["ment-jobs"]
    assert service["image"] == "image"
    assert service["command"] == [
        "sh",
        "-c",
        "while true; do for job in ment_settle ment_send_due ment_retention; "
        "do ./manage.py lms $$job; done; sleep 900; done",
    ]


def test_the_cron_job_runs_them_once(plugin):
    document = yaml.safe_load(plugin.rendered("k8s-deployments"))
    assert (document["kind"], document["spec"]["schedule"]) == ("CronJob", "*/15 * * * *")
    (container,) = document["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    assert container["args"][-1] == (
        "for job in ment_settle ment_send_due ment_retention; do ./manage.py lms $job; done"
    )


def test_the_guide_names_the_same_jobs():
    table = re.findall(r"^\| `\./manage\.py lms (ment_\w+)` \|", GUIDE, re.MULTILINE)
    assert table == list(PERIODIC)
    cron = re.findall(r"for job in ([\w ]+); do", GUIDE)
    assert [line.split() for line in cron] == [list(PERIODIC)]
