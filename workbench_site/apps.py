"""The Django app of the demo site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.http import HttpRequest


class SiteConfig(AppConfig):
    """The site, and what ``ment_xblock.platform.local`` asks of its course."""

    name = "workbench_site"
    verbose_name = "Demo course"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let readers and a writer of the SQLite file not wait for each other."""
        connection_created.connect(_write_ahead, dispatch_uid="workbench_site.write_ahead")

    def blocks(self, course_key: str) -> Iterator[Any]:
        """Load the blocks of the site's course for nobody; none for another course run.

        Args:
            course_key: the course run asked for.
        """
        from workbench_site.runtime import SiteRuntime  # noqa: PLC0415

        runtime = SiteRuntime()
        yield from runtime.course.blocks(runtime) if course_key == runtime.course.key else ()

    def course_name(self, course_key: str) -> str:
        """What the site's course is called; empty for another course run.

        Args:
            course_key: the course run asked for.
        """
        from workbench_site.course import COURSE_KEY, TITLE  # noqa: PLC0415

        return str(TITLE) if course_key == COURSE_KEY else ""

    def runtime_of(self, request: HttpRequest) -> Any:
        """Make a runtime for whom the address of a request stands for.

        Args:
            request: as the middleware leaves it.
        """
        from workbench_site.runtime import SiteRuntime  # noqa: PLC0415

        return SiteRuntime.of(request.visit)

    def slug_of(self, usage_key: str) -> str:
        """Name the unit in which a block stands; empty for a block of elsewhere.

        Args:
            usage_key: the block's address.
        """
        from workbench_site.course_run import published_course  # noqa: PLC0415

        return published_course().slug_of(usage_key)


def _write_ahead(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
