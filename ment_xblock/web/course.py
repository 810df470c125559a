"""The programme outside a unit: its home for everybody, and its desks for the facilitator.

Each page shows a block of the course, loaded by the host for the reader. So the pages open no door of their own: what they
show and take is what the block and its handlers do, with their checks (docs/decisions/0022-pages-outside-a-unit.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any

import attrs
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from web_fragments.fragment import Fragment

from ment_xblock.blocks.agreement_pages import refusal
from ment_xblock.blocks.entry_points import log
from ment_xblock.blocks.rendering import page_fragment, render
from ment_xblock.domain.errors import MentError, NotAllowed, NotSignedIn
from ment_xblock.domain.people import Actor, require_member
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host

HOME = "ment_dashboard"


@attrs.frozen
class Desk:
    """A page for the facilitator alone; learners use the units of the course.

    Attributes:
        block_type: the block that it shows.
        title: its name in the navigation.
    """

    block_type: str
    title: str | Promise


DESKS: Mapping[str, Desk] = {
    "matching": Desk("ment_matching", gettext_lazy("Find pairs")),
    "agreements": Desk("ment_agreement", gettext_lazy("Agreements")),
    "meetings": Desk("ment_journal", gettext_lazy("Meetings")),
}

View = Callable[..., HttpResponse]


def _for_members(view: Callable[..., HttpResponse]) -> View:
    """Let in who is of the course, and answer everybody else and every failure with a page that helps on."""

    @require_safe
    @ensure_csrf_cookie
    @wraps(view)
    def answer(request: HttpRequest, course_key: str, **page: str) -> HttpResponse:
        host = current_host()
        try:
            actor = host.visitor(request, course_key)
            require_member(actor)
            return view(request, host, actor, **page)
        except NotSignedIn:
            return redirect_to_login(request.get_full_path())
        except NotAllowed as error:
            return _page(page_fragment(_framed(refusal(error))), _("Mentoring"), status=403)
        except DatabaseError:
            log.exception("A page of %s failed", course_key)
            return _page(
                page_fragment(_framed(refusal(MentError("try_again")))), _("Mentoring"), status=503
            )

    return answer


@_for_members
def home(request: HttpRequest, host: Host, actor: Actor) -> HttpResponse:
    """The programme's home.

    Args:
        request: of a member of the course run.
        host: the host.
        actor: who that is.
    """
    return _with_block(request, host, actor, HOME, "")


@_for_members
def desk(request: HttpRequest, host: Host, actor: Actor, desk: str) -> HttpResponse:
    """A desk of the facilitator. Learners are led to the unit, where the same block shows them their own page.

    Args:
        request: of a member of the course run.
        host: the host.
        actor: who that is.
        desk: which one.

    Raises:
        Http404: there is no such desk.
    """
    if desk not in DESKS:
        raise Http404
    block_type = DESKS[desk].block_type
    if _facilitates(actor):
        return _with_block(request, host, actor, block_type, desk)
    return HttpResponseRedirect(_unit_url(host, actor, block_type) or _address(actor))


def _with_block(
    request: HttpRequest, host: Host, actor: Actor, block_type: str, desk: str
) -> HttpResponse:
    found = host.blocks(actor.course_key, block_type)
    block = host.open_block(request, found[0].usage_key) if found else None
    around = {
        "links": _links(actor, desk) if _facilitates(actor) else (),
        "unit": host.unit_url(found[0].usage_key) if block is not None else "",
    }
    if block is None:
        empty = render("web/empty.html", {"facilitates": _facilitates(actor), "desk": desk})
        return _page(page_fragment(_framed(empty)), _("Mentoring"), around)
    return _page(block.student_view({}), block.display_name, around)


def _page(
    fragment: Fragment,
    title: str,
    around: Mapping[str, Any] = MappingProxyType({}),
    *,
    status: int = 200,
) -> HttpResponse:
    html = render(
        "web/page.html",
        {"title": title, "fragment": fragment, "arguments": fragment.json_init_args, **around},
    )
    response = HttpResponse(html, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _framed(inner: str) -> str:
    return render("frame.html", {"uid": "ment-notice", "inner": inner})


def _facilitates(actor: Actor) -> bool:
    return actor.is_staff and not actor.is_masquerading


def _links(actor: Actor, here: str) -> list[tuple[str, str, bool]]:
    """Name and address of each page of the facilitator, and whether it is the present one."""
    pages = {"": _("Home"), **{name: str(one.title) for name, one in DESKS.items()}}
    return [(title, _address(actor, name), name == here) for name, title in pages.items()]


def _address(actor: Actor, desk: str = "") -> str:
    if desk:
        return reverse("ment_xblock:desk", args=[actor.course_key, desk])
    return reverse("ment_xblock:home", args=[actor.course_key])


def _unit_url(host: Host, actor: Actor, block_type: str) -> str:
    found = host.blocks(actor.course_key, block_type)
    return host.unit_url(found[0].usage_key) if found else ""
