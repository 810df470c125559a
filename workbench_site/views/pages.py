"""The course as people see it: its outline and its units."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from workbench_site import course
from workbench_site.course import Unit
from workbench_site.course_run import published_course
from workbench_site.models import Completion
from workbench_site.runtime import SiteRuntime


@require_safe
def outline(request: HttpRequest) -> HttpResponse:
    """Show the units in order, and which of them the person has finished."""
    runtime = SiteRuntime.of(request.visit)
    done = set(
        Completion.objects.filter(user_id=request.person.pk, completion=1.0).values_list(
            "usage_key", flat=True
        )
    )
    units = [
        {"unit": unit, "is_done": runtime.course.usage_keys[slug] in done}
        for slug, unit in runtime.course.units.items()
    ]
    return render(request, "workbench_site/outline.html", {"title": course.TITLE, "units": units})


@require_safe
@ensure_csrf_cookie
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one unit with its block. Strangers see it too, so that the block's own refusal can be seen."""
    return _with_block(request, slug, "workbench_site/unit.html")


@require_safe
@ensure_csrf_cookie
def content(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the block alone, for a frame that is as tall as it."""
    return _with_block(request, slug, "workbench_site/content.html")


@require_safe
def framed(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one unit in a frame as tall as its content, as the learning MFE does."""
    return render(request, "workbench_site/framed.html", {"unit": find_unit(slug)})


def find_unit(slug: str) -> Unit:
    """Find a unit of the course.

    Raises:
        Http404: there is none.
    """
    try:
        return published_course().units[slug]
    except KeyError as missing:
        raise Http404 from missing


def _with_block(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    found = find_unit(slug)
    runtime = SiteRuntime.of(request.visit)
    block = runtime.get_block(runtime.course.usage_keys[slug])
    fragment = block.render("student_view", {})
    return render(request, template, {"unit": found, "fragment": fragment})
