"""Reads from the address who is visiting, and speaks their language."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from workbench_site.people import user_of
from workbench_site.visit import Visit

PAGES = {"unit", "ment_xblock:home", "ment_xblock:desk"}


class VisitMiddleware:
    """Puts ``visit`` and ``person`` on the request. Stands after LocaleMiddleware, whose choice it may overrule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        visit = Visit.of(request)
        if before := _page_before(request):
            return HttpResponseRedirect(before.address(request.path))
        request.visit = visit
        request.person = SimpleLazyObject(lambda: user_of(visit))
        if visit.lang:
            translation.activate(visit.lang)
            request.LANGUAGE_CODE = visit.lang
        return self.get_response(request)


def _page_before(request: HttpRequest) -> Visit | None:
    """Who followed a link that says nothing of its reader, as those of a block's own pages and of mails do.

    Returns:
        The visit of the page with the link; None where nobody has to be carried on.
    """
    if request.method != "GET" or "student" in request.GET or not _is_page(request.path_info):
        return None
    origin = urlsplit(request.headers.get("Referer", ""))
    if origin.netloc != request.get_host():
        return None
    visit = Visit.of_query(QueryDict(origin.query))
    return visit if visit.student else None


def _is_page(path: str) -> bool:
    try:
        return resolve(path).view_name in PAGES
    except Resolver404:
        return False
