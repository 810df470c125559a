"""What a learner takes along: the certificate, and all that is stored about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.dashboard_exports import JSON
from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.my_data.page import readable_page
from ment_xblock.blocks.rendering import block_uid, file_response, html_response, render
from ment_xblock.curriculum import task_library
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.people import Actor, Role, require_writer
from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.certificate import Certificate, Missing, certificate
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.personal_copy import copy_of
from ment_xblock.selectors.personal_references import references_of

HTML = "html"

MISSING: Mapping[Missing, Any] = {
    Missing.ROLE: gettext_lazy(
        "You have no role in the programme yet, so there is no certificate."
    ),
    Missing.PARTNER: gettext_lazy("You get it when you have met. You have no partner yet."),
    Missing.MEETING: gettext_lazy(
        "You get it when a first meeting counts. Meet, and write it into your log."
    ),
    Missing.CONFIRMATION: gettext_lazy(
        "You get it when a first meeting counts. Its log waits for one of you to confirm it."
    ),
}


class PaperHandlers:
    """The doors through which learners get what is theirs."""

    def my_papers(self, actor: Actor) -> str:
        """The part of the home with the certificate and the copy of one's data."""
        block: Any = self
        url = block.runtime.handler_url
        return render(
            "dashboard/mine.html",
            {
                "uid": block_uid(current_host().block_ref(block).usage_key),
                "certificate": url(block, "certificate"),
                "readable": url(block, "my_data", query="form=html"),
                "json": url(block, "my_data", query="form=json"),
                "masquerading": actor.is_masquerading,
            },
        )

    @entry_point(method="GET", who=Who.MEMBER)
    def my_data(self, call: Call) -> Response:
        """All that is stored about the one who asks; nobody gets it of somebody else."""
        require_writer(call.actor)
        form = call.text("form")
        if form not in (HTML, JSON):
            raise Malformed("not_readable")
        copy = copy_of(host=call.host, user_id=call.actor.user_id)
        if form == JSON:
            text = json.dumps(copy, ensure_ascii=False, indent=2)
            return file_response([text], "application/json", "my-data.json")
        return html_response(readable_page(copy, references_of(host=call.host, copy=copy)))

    @entry_point(method="GET", who=Who.MEMBER)
    def certificate(self, call: Call) -> Response:
        """The learner's certificate, to print."""
        found = certificate(host=call.host, actor=call.actor)
        block: Any = self
        named = block.display_name != block.fields["display_name"].default
        return html_response(
            render(
                "dashboard/certificate.html",
                {
                    "found": found,
                    "missing": str(MISSING[found.missing]) if found.missing else "",
                    "part": _part(found),
                    "programme": block.display_name if named else "",
                    "dates": _dates(found.first_on, found.last_on),
                    "time": _time(found.minutes),
                    "tasks": list(_tasks(found.tasks)),
                    "day": call.host.now(),
                    "charter": charter_for(call.actor.course_key),
                },
            )
        )


def _part(found: Certificate) -> str:
    if found.role is Role.MENTOR:
        return _("took part in reverse mentoring as a mentor: the junior who shows the senior.")
    return _("took part in reverse mentoring as a mentee: the senior who learns from the junior.")


def _dates(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    return _("%(first)s to %(last)s") % {
        "first": date_format(first, "DATE_FORMAT"),
        "last": date_format(last, "DATE_FORMAT"),
    }


def _time(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    words = []
    if hours:
        words.append(ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours})
    if rest or not hours:
        words.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(words)


def _tasks(tasks: Iterable[tuple[str, str]]) -> Iterable[str]:
    language = get_language() or "en"
    for job, words in tasks:
        if words or job:
            yield words or task_library.task_words(job, language).wording.words
