"""Reads from the address who is visiting, and speaks their language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from workbench_site.people import user_of
from workbench_site.visit import Visit


class VisitMiddleware:
    """Puts ``visit`` and ``person`` on the request. Stands after LocaleMiddleware, whose choice it may overrule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        visit = Visit.of(request)
        request.visit = visit
        request.person = SimpleLazyObject(lambda: user_of(visit))
        if visit.lang:
            translation.activate(visit.lang)
            request.LANGUAGE_CODE = visit.lang
        return self.get_response(request)
