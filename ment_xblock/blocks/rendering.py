"""From templates to fragments and responses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, get_language_bidi
from web_fragments.fragment import Fragment
from webob import Response

from ment_xblock.blocks.messages import message
from ment_xblock.domain.calendar import Meeting, calendar_file
from ment_xblock.domain.errors import Invalid, MentError
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host

LARGEST_IN_MEMORY, PIECE = 2**20, 2**16
_STATIC = "ment_xblock/"


def block_uid(usage_key: str) -> str:
    """A short name for a block that is unique on a page and fits into an HTML id."""
    return "ment-" + hashlib.sha256(usage_key.encode("utf-8")).hexdigest()[:10]


def draft_owner(actor: Actor) -> str:
    """Name the person whose drafts a device keeps, so that nobody can tell from the name who it is.

    Returns:
        Hexadecimal digits; empty for nobody, and for staff who view as a learner, who type nothing.
    """
    if actor.person is None or actor.is_masquerading:
        return ""
    return salted_hmac("ment_xblock.drafts", str(actor.user_id)).hexdigest()[:20]


def render(template: str, context: Mapping[str, Any]) -> str:
    """Render one of our templates, with the reader's language and direction.

    Args:
        template: name below ``templates/ment_xblock/``.
        context: what the template needs.
    """
    language = {"language": get_language() or "en", "rtl": get_language_bidi()}
    return str(get_template(f"ment_xblock/{template}").render({**language, **context}))


def home_unit(host: Host, actor: Actor) -> str:
    """Where a learner reads what comes next.

    Args:
        host: the host.
        actor: the reader.

    Returns:
        Address of the home's unit; empty where the course has none, and for who is no learner.
    """
    is_facilitator = actor.is_staff and not actor.is_masquerading
    if actor.person is None or is_facilitator or not (actor.is_enrolled or actor.is_staff):
        return ""
    homes = host.blocks(actor.course_key, "ment_dashboard")
    return next((url for block in homes if (url := host.unit_url(block.usage_key))), "")


@contextmanager
def reading_as(actor: Actor) -> Iterator[None]:
    """Show days and times in the reader's own time zone, where the host knows it."""
    name = actor.person.time_zone if actor.person else ""
    try:
        zone = ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        zone = None
    if zone is None:
        yield
    else:
        with timezone.override(zone):
            yield


def page_fragment(html: str, scripts: tuple[str, ...] = ()) -> Fragment:
    """Wrap a page into a fragment with our style sheet and script.

    Args:
        html: the page.
        scripts: further modules below ``static/ment_xblock/js/``, without ``.js``; each exports ``start(root)``.
    """
    fragment = Fragment(html)
    fragment.add_css_url(static(_STATIC + "css/ment.css"))
    fragment.add_javascript_url(static(_STATIC + "js/boot.js"))
    # The hashed addresses are handed down, since production storage does not rewrite imports in ES modules.
    fragment.initialize_js(
        "MentXBlock",
        {
            "page": static(_STATIC + "js/page.js"),
            "htmx": static(_STATIC + "vendor/htmx.esm.min.js"),
            "more": [static(f"{_STATIC}js/{name}.js") for name in scripts],
        },
    )
    return fragment


class FramedPage:
    """Gives a block the frame around its page."""

    def framed(
        self, inner: str, scripts: tuple[str, ...] = (), learner: Actor | None = None
    ) -> Fragment:
        """Put the block's page into its frame, with style sheet and script.

        Args:
            inner: the page as HTML.
            scripts: further modules below ``static/ment_xblock/js/``, without ``.js``; each exports ``start(root)``.
            learner: who reads it and is to find the way to their home from here.
        """
        host = current_host()
        uid = block_uid(host.block_ref(self).usage_key)
        owner = draft_owner(host.actor(self)) if "drafts" in scripts else ""
        home = home_unit(host, learner) if learner is not None else ""
        frame = render(
            "frame.html", {"uid": uid, "inner": inner, "draft_owner": owner, "home": home}
        )
        return page_fragment(frame, scripts)


def html_response(html: str, status: int = 200) -> Response:
    """Answer with HTML that is never kept by a cache."""
    return Response(
        body=html.encode("utf-8"),
        status=status,
        content_type="text/html",
        charset="utf-8",
        headerlist=[
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
            # Tells our script that this is our answer, and not a login or error page of the host.
            ("X-Ment", "1"),
        ],
    )


def calendar_response(meetings: Iterable[Meeting]) -> Response:
    """Answer with a calendar file to download, which is never kept by a cache."""
    return Response(
        body=calendar_file(meetings),
        content_type="text/calendar",
        charset="utf-8",
        headerlist=[
            ("Content-Type", "text/calendar; charset=utf-8"),
            ("Content-Disposition", 'attachment; filename="mentoring.ics"'),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def file_response(lines: Iterable[str], content_type: str, name: str) -> Response:
    """Answer with a file to keep.

    It is written to its end before the answer begins: an error on the way is answered as one, and nobody keeps half a
    table. The LMS would join it in any case (``webob_to_django_response`` in courseware/block_render.py). What is
    larger than ``LARGEST_IN_MEMORY`` waits in a temporary file that has no name.

    Args:
        lines: the text, taken line by line.
        content_type: such as ``"text/csv"``.
        name: of the file.
    """
    with ExitStack() as until_written:
        file = until_written.enter_context(SpooledTemporaryFile(LARGEST_IN_MEMORY))
        file.writelines(line.encode("utf-8") for line in lines)
        until_written.pop_all()
    size = file.tell()
    file.seek(0)
    return Response(
        app_iter=_pieces(file),
        headerlist=[
            ("Content-Type", f"{content_type}; charset=utf-8"),
            ("Content-Length", str(size)),
            ("Content-Disposition", f'attachment; filename="{name}"'),
            ("Cache-Control", "private, no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )


def _pieces(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def message_response(error: MentError, status: int) -> Response:
    """Answer with what went wrong; the page shows each problem beside its field, and swaps nothing.

    Args:
        error: what went wrong.
        status: HTTP status.
    """
    problems = error.problems if isinstance(error, Invalid) else []
    html = render(
        "message.html",
        {
            "code": error.code,
            "message": message(error.code, error.params),
            "problems": [(one.field, message(one.code, one.params)) for one in problems],
        },
    )
    response = html_response(html, status)
    response.headers["HX-Reswap"] = "none"
    return response
