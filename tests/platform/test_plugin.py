"""The plugin as the platform's own loader finds it: by the entry points of the installed distribution."""

from __future__ import annotations

import inspect
import sys
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("edx_django_utils.plugins", reason="needs the platform's plugin loader")

pytest.importorskip("openedx_events", reason="needs the platform's events")
pytest.importorskip("openedx_filters", reason="needs the platform's filters")

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete
from django.dispatch import Signal
from django.utils.module_loading import import_string
from edx_django_utils.plugins import (
    add_plugins,
    connect_plugin_receivers,
    get_plugin_apps,
    get_plugin_url_patterns,
)
from openedx_events.learning.signals import COURSE_UNENROLLMENT_COMPLETED
from openedx_filters import PipelineStep

from ment_xblock.apps import MentConfig
from ment_xblock.extensions import signals as receivers
from ment_xblock.settings.common import FILTERS, MAKO_FOLDER

HOSTS = ("lms.djangoapp", "cms.djangoapp")
DASHBOARD, TABS = FILTERS
OURS = "ment_xblock.apps.MentConfig"


@pytest.fixture
def settings_module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A site's settings, importable as the loader wants them."""
    module = ModuleType("settings_of_a_site")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


@pytest.mark.parametrize("host", HOSTS)
def test_the_app_is_found(host: str) -> None:
    assert OURS in [str(app) for app in get_plugin_apps(host)]


@pytest.mark.parametrize("environment", ["common", "production", "devstack", "test"])
@pytest.mark.parametrize("host", HOSTS)
def test_the_settings_name_the_host(settings_module: Any, host: str, environment: str) -> None:
    add_plugins(settings_module.__name__, host, environment)
    assert settings_module.MENT_HOST == "ment_xblock.platform.lms.LmsHost"


@pytest.mark.parametrize("host", HOSTS)
def test_what_the_site_has_set_stays(settings_module: Any, host: str) -> None:
    settings_module.MENT_HOST = "site.own.Host"
    settings_module.SOMETHING = "else"
    for environment in ("common", "production"):
        add_plugins(settings_module.__name__, host, environment)
    assert (settings_module.MENT_HOST, settings_module.SOMETHING) == ("site.own.Host", "else")


@pytest.mark.parametrize("host", HOSTS)
def test_the_addresses_are_those_that_are_declared(host: str) -> None:
    declared = MentConfig.plugin_app.get("url_config", {}).get(host)
    modules = [
        str(getattr(one.urlconf_name, "__name__", "")) for one in get_plugin_url_patterns(host)
    ]
    ours = [module for module in modules if module.startswith("ment_xblock.")]
    assert len(ours) == (declared is not None)


def test_the_filters_are_there_after_production_settings_replaced_them(
    settings_module: Any,
) -> None:
    add_plugins(settings_module.__name__, "lms.djangoapp", "common")
    assert set(settings_module.OPEN_EDX_FILTERS_CONFIG) == set(FILTERS)
    settings_module.OPEN_EDX_FILTERS_CONFIG = {
        "of.another.plugin.v1": ["another.Step"],
        DASHBOARD: {"fail_silently": False, "pipeline": ["another.Step"], "log_level": "debug"},
        TABS: ["another.Step"],
    }
    for _again in range(2):
        add_plugins(settings_module.__name__, "lms.djangoapp", "production")
    steps = {kind: f"ment_xblock.extensions.filters.{name}" for kind, name in FILTERS.items()}
    assert {
        "of.another.plugin.v1": ["another.Step"],
        DASHBOARD: {
            "fail_silently": False,
            "pipeline": ["another.Step", steps[DASHBOARD]],
            "log_level": "debug",
        },
        TABS: {"fail_silently": True, "pipeline": ["another.Step", steps[TABS]]},
    } == settings_module.OPEN_EDX_FILTERS_CONFIG
    for step in steps.values():
        assert issubclass(import_string(step), PipelineStep)


def test_the_folder_of_mako_files_is_added_once(settings_module: Any) -> None:
    settings_module.MAKO_TEMPLATE_DIRS_BASE = ["of the site"]
    for environment in ("common", "production"):
        add_plugins(settings_module.__name__, "lms.djangoapp", environment)
    assert settings_module.MAKO_TEMPLATE_DIRS_BASE == ["of the site", MAKO_FOLDER]


def test_the_course_tab_is_declared() -> None:
    (ours,) = entry_points(group="openedx.course_tab", name="ment_xblock")
    assert ours.value == "ment_xblock.extensions.course_tab:MentTab"


class Platform:
    """The signals of the platform that we listen to, in modules that stand in for the platform's."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.retire_misc, self.retire_critical, self.others = Signal(), Signal(), Signal()
        self.student_module = type("StudentModule", (), {})
        self._module(
            monkeypatch,
            "openedx.core.djangoapps.user_api.accounts.signals",
            USER_RETIRE_LMS_MISC=self.retire_misc,
            USER_RETIRE_LMS_CRITICAL=self.retire_critical,
            USER_RETIRE_MAILINGS=self.others,
        )
        self._module(
            monkeypatch,
            "lms.djangoapps.courseware.models",
            StudentModule=self.student_module,
        )

    @staticmethod
    def _module(monkeypatch: pytest.MonkeyPatch, path: str, **names: Any) -> None:
        parts = path.split(".")
        for end in range(1, len(parts) + 1):
            module = ModuleType(".".join(parts[:end]))
            module.__path__ = []  # type: ignore[attr-defined]
            monkeypatch.setitem(sys.modules, module.__name__, module)
        vars(module).update(names)


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    return Platform(monkeypatch)


def listeners(signal: Any, sender: Any = None) -> list[Any]:
    live = signal._live_receivers(sender)
    found = live[0] if live and isinstance(live[0], list) else live
    return [one for one in found if one.__module__ == receivers.__name__]


def test_the_receivers_are_connected_by_the_loader(platform: Platform) -> None:
    def another(**_said: Any) -> None:
        """A receiver of another plugin."""

    platform.retire_misc.connect(another)
    # Twice, as two settings that name the plugin would do it.
    connect_plugin_receivers("lms.djangoapp")
    connect_plugin_receivers("lms.djangoapp")
    try:
        assert listeners(platform.retire_misc) == [receivers.erase_retired_person]
        assert listeners(platform.retire_critical) == [receivers.erase_retired_person]
        assert listeners(COURSE_UNENROLLMENT_COMPLETED) == [receivers.tell_partners_of_leaving]
        deleted = listeners(post_delete, platform.student_module)
        assert deleted == [receivers.restart_credit_of_deleted_state]
        assert listeners(post_delete, get_user_model()) == []
        assert platform.others.receivers == []
        assert len(platform.retire_misc.receivers) == 2
    finally:
        for name in ("restart_credit_of_deleted_state", "tell_partners_of_leaving"):
            for signal in (post_delete, COURSE_UNENROLLMENT_COMPLETED):
                signal.disconnect(
                    sender=platform.student_module, dispatch_uid=f"ment_xblock.{name}"
                )
                signal.disconnect(dispatch_uid=f"ment_xblock.{name}")


def test_studio_listens_to_nothing(platform: Platform) -> None:
    connect_plugin_receivers("cms.djangoapp")
    assert platform.retire_misc.receivers == []
    assert listeners(post_delete, platform.student_module) == []


def test_every_receiver_takes_what_it_does_not_know() -> None:
    for receiver in MentConfig.plugin_app["signals_config"]["lms.djangoapp"]["receivers"]:
        function = getattr(receivers, receiver["receiver_func_name"])
        kinds = [one.kind for one in inspect.signature(function).parameters.values()]
        assert inspect.Parameter.VAR_KEYWORD in kinds


def test_the_lms_gets_the_addresses_and_studio_none() -> None:
    ours = [one for one in get_plugin_url_patterns(HOSTS[0]) if one.namespace == "ment_xblock"]
    (joined,) = ours
    assert str(joined.pattern) == "^ment/"
    assert {one.name for one in joined.url_patterns} == {"calendar", "home", "desk"}
    assert all(one.namespace != "ment_xblock" for one in get_plugin_url_patterns(HOSTS[1]))
