"""The plugin as the platform's own loader finds it: by the entry points of the installed distribution."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("edx_django_utils.plugins", reason="needs the platform's plugin loader")

from edx_django_utils.plugins import add_plugins, get_plugin_apps
from edx_django_utils.plugins.utils import import_attr, import_attr_in_module

from ment_xblock.apps import MentConfig

HOSTS = ("lms.djangoapp", "cms.djangoapp")
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


def test_the_receivers_can_be_connected() -> None:
    config = MentConfig.plugin_app["signals_config"]
    assert set(config) == {"lms.djangoapp"}
    declared = config["lms.djangoapp"]
    assert declared["receivers"]
    for receiver in declared["receivers"]:
        module = __import__(f"ment_xblock.{declared['relative_path']}", fromlist=["any"])
        assert callable(import_attr_in_module(module, receiver["receiver_func_name"]))
        assert hasattr(import_attr(receiver["signal_path"]), "connect")


def test_the_lms_gets_the_addresses_and_studio_none() -> None:
    from edx_django_utils.plugins import get_plugin_url_patterns

    ours = [one for one in get_plugin_url_patterns(HOSTS[0]) if one.namespace == "ment_xblock"]
    (joined,) = ours
    assert str(joined.pattern) == "^ment/"
    assert [str(one.pattern) for one in joined.url_patterns] == ["calendar/<str:token>.ics"]
    assert all(one.namespace != "ment_xblock" for one in get_plugin_url_patterns(HOSTS[1]))
