"""Addresses of block handlers, open to the same callers as in the LMS."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import NoSuchHandlerError, NoSuchUsage

from workbench_site.runtime import SiteRuntime


def handler(
    request: HttpRequest, usage_id: str, handler_slug: str, suffix: str = ""
) -> HttpResponse:
    """Call a handler as the person of the address. Nobody and strangers get through too: the block must check."""
    return _answer(SiteRuntime.of(request.visit), request, usage_id, handler_slug, suffix)


@csrf_exempt
def unauth_handler(
    request: HttpRequest, usage_id: str, handler_slug: str, suffix: str = ""
) -> HttpResponse:
    """Call a handler as nobody, without CSRF check, as ``handler_noauth`` of the LMS does with every handler."""
    return _answer(SiteRuntime(""), request, usage_id, handler_slug, suffix)


def studio_handler(
    request: HttpRequest, usage_id: str, handler_slug: str, suffix: str = ""
) -> HttpResponse:
    """Call a handler on the studio page. Who is not course staff gets through too, and can change no field."""
    runtime = SiteRuntime.of(request.visit, is_author_mode=True)
    return _answer(runtime, request, usage_id, handler_slug, suffix)


def _answer(
    runtime: SiteRuntime, request: HttpRequest, usage_id: str, handler_slug: str, suffix: str
) -> HttpResponse:
    try:
        block = runtime.get_block(usage_id)
        response = runtime.handle(
            block, handler_slug, django_to_webob_request(request), suffix or ""
        )
    except (NoSuchUsage, NoSuchHandlerError) as missing:
        raise Http404 from missing
    return webob_to_django_response(response)
