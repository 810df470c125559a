"""Pages beside the course: gradebook, sent mail, and a small studio."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from web_fragments.fragment import Fragment

from workbench_site.grades import gradebook_of
from workbench_site.models import OutboxMail
from workbench_site.people import is_course_staff
from workbench_site.runtime import SiteRuntime
from workbench_site.views.pages import find_unit

NEWEST_MAILS = 100


@require_safe
def gradebook(request: HttpRequest) -> HttpResponse:
    """Show what everybody has earned and done; open to all, since it is there to be watched."""
    return render(request, "workbench_site/gradebook.html", {"gradebook": gradebook_of()})


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the newest mails that would have been sent."""
    mails = OutboxMail.objects.all()[:NEWEST_MAILS]
    return render(request, "workbench_site/outbox.html", {"mails": mails})


@require_safe
@ensure_csrf_cookie
def studio(request: HttpRequest, slug: str) -> HttpResponse:
    """Show course staff how an author sees a unit, and its settings."""
    unit = find_unit(slug)
    if request.visit.viewed_by or not is_course_staff(request.person):
        return render(request, "workbench_site/staff_only.html", status=403)
    runtime = SiteRuntime.of(request.visit, is_author_mode=True)
    block = runtime.get_block(runtime.course.usage_keys[slug])
    preview = block.render("author_view" if hasattr(block, "author_view") else "student_view", {})
    settings = block.render("studio_view", {})
    return render(
        request,
        "workbench_site/studio.html",
        {
            "unit": unit,
            "preview": preview,
            "settings": settings,
            "resources": _resources(preview, settings),
        },
    )


def _resources(*fragments: Fragment) -> Fragment:
    """Gather styles and scripts, each once, however many fragments ask for it."""
    together = Fragment()
    for fragment in fragments:
        together.add_fragment_resources(fragment)
    return together
