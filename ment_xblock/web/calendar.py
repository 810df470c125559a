"""A person's meetings for the calendar program that they use: it comes back by itself, and signs in nowhere."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ment_xblock.domain.calendar import calendar_file
from ment_xblock.domain.errors import NotFound
from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.calendar_feed import calendar_feed_of


@require_GET
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The meetings of whom the address belongs to.

    Wrong, renewed and switched-off addresses, and those of people who left, are answered alike. There is no limit on how
    often somebody asks: the token has 256 random bits, so that trying leads nowhere, and an answer costs few queries.

    Args:
        request: of anybody who knows the address.
        token: the secret part of the address.

    Raises:
        Http404: the address leads nowhere.
    """
    try:
        feed = calendar_feed_of(host=current_host(), token=token)
    except NotFound:
        raise Http404 from None
    with translation.override(feed.language or None):
        meetings = [meeting.titled(_title(meeting.partner)) for meeting in feed.meetings]
        body = calendar_file(meetings, _("Mentoring"))
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _title(partner: str) -> str:
    return _("Mentoring with %(name)s") % {"name": partner} if partner else _("Mentoring")
