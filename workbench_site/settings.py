"""Settings of the demo site, on top of those of xblock-sdk's workbench.

``DATABASE_URL`` chooses another database than the SQLite file in ``var/``, ``ALLOWED_HOSTS`` (comma-separated) lets
phones of the same network in, ``SITE_URL`` is what links in mails begin with.
"""

import os
from pathlib import Path

import dj_database_url
from workbench.settings import *  # noqa: F403
from workbench.settings import INSTALLED_APPS as WORKBENCH_APPS

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VAR.mkdir(exist_ok=True)

ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("ALLOWED_HOSTS", "").split(",")),
]
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
# There is no way to sign in: the outline lets everybody choose who they are.
LOGIN_URL = "outline"
ROOT_URLCONF = "workbench_site.urls"
MENT_HOST = "ment_xblock.platform.local.LocalHost"
EMAIL_BACKEND = "workbench_site.outbox.OutboxBackend"
DEFAULT_FROM_EMAIL = "course@example.org"

WORKBENCH = {
    "reset_state_on_restart": False,
    "services": {
        "settings": "workbench.services.SettingsService",
        "user": "workbench_site.user_service.SiteUserService",
    },
}
# No block of ours keeps files: the workbench's file app is not needed.
INSTALLED_APPS = [
    "ment_xblock",
    "workbench_site",
    *(app for app in WORKBENCH_APPS if app not in {"djpyfs", "debug_toolbar"}),
]
MIDDLEWARE = [
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "workbench_site.middleware.VisitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'demo.sqlite3'}"
    )
}
_DATABASE = DATABASES["default"]
if _DATABASE["ENGINE"].endswith("sqlite3"):
    # The write-ahead log is switched on per connection, see apps.py. Tests with threads need a real file; its name is
    # of this process, since a log that a killed run left behind must not meet a new file.
    _DATABASE["OPTIONS"] = {"timeout": 20}
    _DATABASE["TEST"] = {"NAME": str(VAR / f"test-{os.getpid()}.sqlite3")}
elif _DATABASE["ENGINE"].endswith("mysql"):
    _DATABASE["OPTIONS"] = {**_DATABASE.get("OPTIONS", {}), "charset": "utf8mb4"}
    _DATABASE["TEST"] = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"}

TIME_ZONE = "Europe/Rome"
LANGUAGE_CODE = "en"
_CATALOGUES = ROOT / "ment_xblock" / "conf" / "locale"
_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "pl": "Polski",
    "ro": "Română",
}
# A language is offered once the package has a catalogue for it.
LANGUAGES = [
    ("en", "English"),
    *((code, name) for code, name in _NAMES.items() if (_CATALOGUES / code).is_dir()),
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
