"""The agreement on paper, in a calendar, and in a mail to oneself."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.agreement_pages import names_of
from ment_xblock.blocks.agreement_words import AgreementWords
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.rendering import calendar_response, render
from ment_xblock.domain.agreement.rhythm import meeting_dates
from ment_xblock.domain.agreement.terms import Values
from ment_xblock.domain.calendar import Meeting
from ment_xblock.domain.errors import WrongState
from ment_xblock.platform.ports import Mail
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.document import AgreementDocument, agreement_document


def printed(block: Any, call: Call) -> str:
    """One version as a page of its own."""
    context = _context(block, _document(block, call))
    charter = charter_for(call.actor.course_key)
    return render("agreement/print.html", {**context, "charter": charter})


def copy_mail(block: Any, call: Call) -> None:
    """Send the reader the version at hand.

    Raises:
        WrongState: the host knows no address of the reader.
    """
    if call.actor.person is None or not call.actor.person.email:
        raise WrongState("no_email")
    context = _context(block, _document(block, call))
    call.host.send_mail(
        user_id=call.actor.user_id,
        course_key=call.actor.course_key,
        mail=Mail(
            kind="agreement_copy",
            subject=_("Your agreement: %(mentor)s and %(mentee)s")
            % {"mentor": context["names"].mentor, "mentee": context["names"].mentee},
            text=render("agreement/copy.txt", context),
            html=render("agreement/copy.html", context),
        ),
    )


def calendar_file(block: Any, call: Call) -> Response:
    """The agreed dates as a calendar file, in the time zone of the course.

    Raises:
        WrongState: the pair has not said yet when it meets.
    """
    document = _document(block, call)
    context = _context(block, document)
    values = document.version.terms.relevant(document.version.values)
    if not values.get("start") or not values.get("time"):
        raise WrongState("no_dates")
    meetings = _meetings(document, context, values, call.host.now(), block.time_zone_name)
    return calendar_response(meetings)


def _meetings(
    document: AgreementDocument,
    context: dict[str, Any],
    values: Values,
    now: datetime,
    time_zone: str,
) -> list[Meeting]:
    names, zone = context["names"], ZoneInfo(time_zone)
    start_time = time.fromisoformat(str(values["time"]))
    title = _("Mentoring: %(mentor)s and %(mentee)s") % {
        "mentor": names.mentor,
        "mentee": names.mentee,
    }
    return [
        Meeting(
            uid=f"pair-{document.pairing_id}-meeting-{turn}@ment-xblock",
            starts_at=datetime.combine(day, start_time, zone),
            minutes=int(str(values.get("minutes", 60))),
            title=title,
            changed_at=now,
            place=str(values.get("place", "")),
        )
        for turn, day in enumerate(_dates(values), start=1)
    ]


def _dates(values: Values) -> list[date]:
    end = values.get("end")
    return meeting_dates(
        date.fromisoformat(str(values["start"])),
        date.fromisoformat(str(end)) if end else None,
        int(str(values.get("every_weeks", "2"))),
        int(str(values.get("number", 1))),
    )


def _document(block: Any, call: Call) -> AgreementDocument:
    return agreement_document(
        host=call.host,
        actor=call.actor,
        settings=block.author_settings,
        pairing_id=call.number("pairing"),
        number=call.optional_number("number"),
    )


def _context(block: Any, document: AgreementDocument) -> dict[str, Any]:
    names = names_of(block, document)
    words = AgreementWords(document.version, names, {})
    return {
        "document": document,
        "names": names,
        "sections": words.sections(),
        "language": get_language() or "en",
        "title": block.display_name,
    }
