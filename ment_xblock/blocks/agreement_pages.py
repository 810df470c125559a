"""The learner's page of the agreement: from what a selector read to HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import attrs
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement_words import AgreementWords, Names, Overlay, own_job_words
from ment_xblock.blocks.entry_points import STATUS, Call
from ment_xblock.blocks.messages import message
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.training_words import choice_words
from ment_xblock.curriculum import clauses as texts
from ment_xblock.domain.agreement.terms import Value, Values
from ment_xblock.domain.errors import Malformed, MentError, NotFound, Stale, WrongState
from ment_xblock.domain.pairing import Act
from ment_xblock.domain.people import Actor
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.agreement_page import AgreementPage, NoPair, agreement_page
from ment_xblock.selectors.document import AgreementDocument
from ment_xblock.selectors.versions import Version, live_terms
from ment_xblock.services import agreements

MOST_FIELDS = 40


@attrs.frozen
class SectionRequest:
    """What the page sends about one part of the agreement.

    Attributes:
        pairing_id: the pair.
        section: id of the part.
        edit: whether to show the form.
        fields: ids of the fields that the form had.
        typed: what was typed into them.
        revision: revision of the page it was typed on.
        new_version: whether the form said that a change makes a new version.
    """

    pairing_id: int
    section: str
    edit: bool
    typed: Mapping[str, Any]
    revision: int
    new_version: bool

    @classmethod
    def read(cls, call: Call) -> SectionRequest:
        """Read it from a call.

        Raises:
            NotFound: a part that does not exist.
            Malformed: something that is not of this form.
        """
        section = call.text("section")
        if section not in texts.sections():
            raise NotFound("no_such_section")
        fields = call.text("fields").split()
        if len(fields) > MOST_FIELDS:
            raise Malformed("not_readable")
        return cls(
            pairing_id=call.number("pairing"),
            section=section,
            edit=call.flag("edit"),
            typed={field: call.data.get(field, "") for field in fields},
            revision=call.optional_number("revision") or 0,
            new_version=call.flag("new_version"),
        )


def learner_page(
    block: Any,
    host: Host,
    actor: Actor,
    pairing_id: int | None = None,
    notice_code: str = "",
) -> str:
    """The whole page of a learner.

    Args:
        block: the agreement block.
        host: the host.
        actor: the reader.
        pairing_id: which pair, for somebody who has several.
        notice_code: what has just been done, to be said on top.
    """
    here = host.block_ref(block)
    page = agreement_page(
        host=host,
        actor=actor,
        settings=block.author_settings,
        here=here,
        pairing_id=pairing_id,
    )
    context = {
        **_common(block, here.usage_key),
        "page": page,
        "masquerading": actor.is_masquerading,
        "notice": notice_words(notice_code),
    }
    if isinstance(page, NoPair):
        return render("agreement/no_pair.html", context)
    return render("agreement/page.html", {**context, **_page_context(block, page)})


def section(block: Any, call: Call, wanted: SectionRequest) -> str:
    """One part of the agreement, to read or to edit."""
    page = _page(block, call, wanted)
    if wanted.edit and Act.EDIT not in page.acts:
        raise WrongState("cannot_edit")
    return _section_html(block, call, page, wanted.section, Overlay() if wanted.edit else None)


def save_section(block: Any, call: Call, wanted: SectionRequest) -> tuple[str, int]:
    """Save one part and show it: the card, or the form again where the partner was faster.

    Returns:
        HTML and HTTP status.
    """
    try:
        outcome = agreements.save(
            host=call.host,
            actor=call.actor,
            pairing_id=wanted.pairing_id,
            settings=block.author_settings,
            typed=wanted.typed,
            base_revision=wanted.revision,
            new_version=wanted.new_version,
        )
    except Stale as stale:
        page = _page(block, call, wanted)
        overlay = Overlay(typed=wanted.typed)
        html = _section_html(block, call, page, wanted.section, overlay, notice=message(stale.code))
        return html, STATUS[Stale]
    page = _page(block, call, wanted)
    if outcome.conflicts:
        mine = {conflict.field: conflict.mine for conflict in outcome.conflicts}
        overlay = Overlay(typed=mine, conflicts=outcome.conflicts)
        html = _section_html(block, call, page, wanted.section, overlay)
        return html + _status_html(block, call, page), STATUS[Stale]
    html = _section_html(block, call, page, wanted.section, None, saved=True)
    return html + _status_html(block, call, page), 200


def author_page(block: Any) -> str:
    """What an author sees in Studio: the clauses that are on, with two invented names."""
    terms = live_terms(block.author_settings, mentor_is_minor=False)
    names = Names(
        mentor=_("Giulia"),
        mentee=_("Mario"),
        facilitator=block.facilitator_name or _("your facilitator"),
        contact=block.contact or _("not filled in yet"),
        guardian_date=_("not yet"),
    )
    words = AgreementWords(Version(None, 1, terms, {}, {}), names, {})
    return render("agreement/author.html", {"block": block, "sections": words.sections()})


def refusal(error: MentError) -> str:
    """What somebody sees who may not see the page."""
    return render("refusal.html", {"message": message(error.code, error.params)})


def notice(code: str) -> str:
    """One sentence on what has just been done."""
    return render("notice.html", {"notice": notice_words(code)})


def names_of(block: Any, pair: AgreementPage | AgreementDocument) -> Names:
    """What the texts of one pair call people and things."""
    mentor, mentee, consent = pair.mentor, pair.mentee, pair.guardian_consent
    return Names(
        mentor=mentor.first_name if mentor else _("the mentor"),
        mentee=mentee.first_name if mentee else _("the mentee"),
        facilitator=block.facilitator_name or _("your facilitator"),
        contact=block.contact or _("ask in the course"),
        guardian_date=date_format(consent, "DATE_FORMAT") if consent else _("not yet"),
        months=pair.months_kept,
    )


def notice_words(code: str) -> str:
    """What to say after something was done; empty for nothing."""
    notices = {
        "signed": _("You have signed."),
        "clause_added": message("clause_added"),
        "copy_sent": _("The copy is on its way to your mailbox."),
        "done_decline": _("You have said no. Your facilitator knows now, and will look for another partner."),
        "done_pause": _("The pair is on a pause now."),
        "done_resume": _("The pair goes on."),
        "done_end": _("The pair has ended. Nobody is to blame. All credit stays."),
        "done_ask_rematch": _("Your facilitator knows now. Your partner does not."),
        "done_withdraw_change": _("The change is taken back. The signed agreement stays as it was."),
        "paired": _("The pair is open. Both can fill in their agreement now."),
        "request_closed": _("The request is closed."),
    }  # fmt: skip
    return notices.get(code, "")


def link(block: Any, handler: str, **query: int) -> str:
    """The address of a handler that is opened by a link. Holds ids only, never what people type."""
    return str(block.runtime.handler_url(block, handler, query=urlencode(query)))


def _common(block: Any, usage_key: str) -> dict[str, Any]:
    handlers = ("page", "section", "save_section", "sign", "act", "mail_copy")
    return {
        "block": block,
        "uid": block_uid(usage_key),
        "urls": {name: block.runtime.handler_url(block, name).rstrip("?") for name in handlers},
        "own_job": own_job_words(),
    }


def _page(block: Any, call: Call, wanted: SectionRequest) -> AgreementPage:
    page = agreement_page(
        host=call.host,
        actor=call.actor,
        settings=block.author_settings,
        here=call.here,
        pairing_id=wanted.pairing_id,
    )
    if isinstance(page, NoPair):
        raise NotFound("no_such_pair")
    return page


def _page_context(block: Any, page: AgreementPage) -> dict[str, Any]:
    words = _words(block, page)
    sections = words.sections()
    missing = [card for card in sections if card.missing]
    return {
        "names": words.names,
        "sections": sections,
        "missing_sections": missing,
        # What waits for a first signature lies open; a signed agreement is folded, and so is one that only changed.
        "to_read": Act.SIGN in page.acts and not missing and page.in_force is None,
        "changes": _changes(words, page),
        "names_by_id": {
            page.mentor_id: words.names.mentor,
            page.mentee_id: words.names.mentee,
        },
        "partner": (page.partner.first_name if page.partner else _("your partner")),
        "has_dates": {"start", "time"} <= set(page.version.values),
        "links": {
            "print": link(block, "print_page", pairing=page.pairing_id),
            "calendar": link(block, "calendar", pairing=page.pairing_id),
        },
        "history": [
            (line, link(block, "print_page", pairing=page.pairing_id, number=line.number))
            for line in page.history
        ],
    }


def _words(block: Any, page: AgreementPage) -> AgreementWords:
    names = names_of(block, page)
    partner_id = page.mentee_id if page.me == page.mentor_id else page.mentor_id
    partner_name = names.mentee if page.me == page.mentor_id else names.mentor
    return AgreementWords(
        page.version,
        names,
        {partner_id: partner_name},
        _signed_values(page),
        _hints(page),
        wanted=page.wanted,
    )


def _signed_values(page: AgreementPage) -> Values | None:
    """What both have signed; None as long as they have signed nothing."""
    if page.in_force is not None:
        return page.in_force.values
    is_in_force = page.version.row is not None and page.version.row.in_force_for is not None
    return page.version.values if is_in_force else None


def _hints(page: AgreementPage) -> dict[str, str]:
    goals = choice_words("benefits", page.goals)
    if not goals:
        return {}
    return {
        "mentor_goal": _("In your training you chose: %(goals)s.") % {"goals": "; ".join(goals)}
    }


def _changes(words: AgreementWords, page: AgreementPage) -> list[tuple[str, str, str]]:
    if page.in_force is None or page.is_closed:
        return []
    before = AgreementWords(page.in_force, words.names, {})
    new, old = _relevant(page.version), _relevant(page.in_force)
    fields = [*page.version.terms.fields, *page.in_force.terms.fields]
    return [
        (
            words.label(field) or before.label(field),
            before.value_words(field, old.get(field, "")),
            words.value_words(field, new.get(field, "")),
        )
        for field in dict.fromkeys(fields)
        if new.get(field) != old.get(field)
    ]


def _relevant(version: Version) -> dict[str, Value]:
    return version.terms.relevant(version.values)


def _section_html(
    block: Any,
    call: Call,
    page: AgreementPage,
    section: str,
    overlay: Overlay | None,
    *,
    notice: str = "",
    saved: bool = False,
) -> str:
    words = _words(block, page)
    context = {
        **_common(block, call.here.usage_key),
        **_page_context(block, page),
        "page": page,
        "section": words.section(section, overlay),
        "notice": notice,
        "conflicts": overlay.conflicts if overlay else (),
        "fresh": True,
        "saved": saved,
    }
    template = "agreement/section.html" if overlay is None else "agreement/section_form.html"
    return render(template, context)


def _status_html(block: Any, call: Call, page: AgreementPage) -> str:
    context = {
        **_common(block, call.here.usage_key),
        **_page_context(block, page),
        "page": page,
        "out_of_band": True,
    }
    return render("agreement/status.html", context) + render("agreement/sign.html", context)
