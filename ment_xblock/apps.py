"""The Django app, and how the platform plugs it in. Imports no models: it is loaded while settings are read."""

from __future__ import annotations

from django.apps import AppConfig


class MentConfig(AppConfig):
    """The MENT XBlocks as a plugin app of the LMS and Studio, and as a plain app elsewhere."""

    name = "ment_xblock"
    verbose_name = "MENT reverse mentoring"
    default_auto_field = "django.db.models.BigAutoField"

    plugin_app = {
        "settings_config": {
            host: {
                environment: {"relative_path": f"settings.{module}"}
                for environment, module in (
                    ("common", "common"),
                    ("production", "common"),
                    ("devstack", "common"),
                    ("test", "common"),
                )
            }
            for host in ("lms.djangoapp", "cms.djangoapp")
        },
        # Joined to the LMS's addresses by edx_django_utils/plugins/plugin_urls.py; Studio has no learners.
        "url_config": {
            "lms.djangoapp": {
                "namespace": "ment_xblock",
                "regex": r"^ment/",
                "relative_path": "web.urls",
            }
        },
        # Connected by edx_django_utils/plugins/plugin_signals.py once all apps are ready; learners have no state in Studio.
        "signals_config": {
            "lms.djangoapp": {
                "relative_path": "extensions.signals",
                "receivers": [
                    {
                        "receiver_func_name": "restart_credit_of_deleted_state",
                        "signal_path": "django.db.models.signals.post_delete",
                        "sender_path": "lms.djangoapps.courseware.models.StudentModule",
                        "dispatch_uid": "ment_xblock.restart_credit_of_deleted_state",
                    }
                ],
            }
        },
    }
