"""The pages of the programme home: from what selectors read to HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement import perform
from ment_xblock.blocks.agreement_pages import notice_words
from ment_xblock.blocks.alert_words import call_card
from ment_xblock.blocks.dashboard_charter import charter_sections
from ment_xblock.blocks.dashboard_exports import exports_page
from ment_xblock.blocks.dashboard_next_round import next_round_page
from ment_xblock.blocks.dashboard_notes import notes_page
from ment_xblock.blocks.dashboard_pairs import (
    WayBack,
    asked_for,
    how_words,
    pair_page,
    pairs_page,
    phone_links,
    way_back,
)
from ment_xblock.blocks.dashboard_words import channel_words, partner_name, step_words, way
from ment_xblock.blocks.entry_points import Call
from ment_xblock.blocks.evidence_pages import evidence_page, figures_page
from ment_xblock.blocks.learning_figures import learning_page
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.agreement.merge import Conflict
from ment_xblock.domain.agreement.terms import Values
from ment_xblock.domain.errors import Malformed, NotFound
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.charter import stored_charter
from ment_xblock.selectors.home import AGREEMENT, JOURNAL, HomePage, home_page
from ment_xblock.selectors.overview import Asked
from ment_xblock.selectors.pair_view import pair_to_look_after
from ment_xblock.selectors.today import today_page
from ment_xblock.services import charter

HANDLERS = (
    "part",
    "count_anew",
    "handle_alert",
    "save_charter",
    "evidence_document",
    "overview",
    "pair_view",
    "act",
    "add_note",
    "delete_note",
    "save_item_note",
)


def facilitator_home(block: Any, host: Host, actor: Actor) -> str:
    """The facilitator's home, with the list of whom to ring."""
    require_facilitator(actor)
    return render(
        "dashboard/facilitator.html",
        {
            **_common(block, host),
            "parts": [(name, title()) for name, (title, _page) in PARTS.items()],
            "inner": part(block, host, actor, "today"),
            "mails": block.mail_switches(host, actor),
        },
    )


def part(block: Any, host: Host, actor: Actor, name: str) -> str:
    """One part of the facilitator's home.

    Args:
        block: the block.
        host: the host.
        actor: the facilitator.
        name: of the part.

    Raises:
        NotFound: there is no such part.
    """
    if name not in PARTS:
        raise NotFound("no_such_section")
    return PARTS[name][1](block, host, actor)


def count_anew(block: Any, call: Call) -> str:
    """A part of the page that shows figures, counted at this moment.

    Raises:
        NotFound: there is no such part.
    """
    pages = {"figures": figures_page, "evidence": evidence_page}
    page = pages.get(call.text("name"))
    if page is None:
        raise NotFound("no_such_section")
    return page(call.host, call.actor, _common(block, call.host), anew=True)


def save_charter(block: Any, call: Call) -> str:
    """Save what was typed into the charter, and show it anew.

    Raises:
        Malformed, Invalid: as ``services.charter`` has it.
    """
    fields = call.text("fields").split()
    if len(fields) > len(charter.terms_of_charters().fields):
        raise Malformed("not_readable")
    saved = charter.save_charter(
        host=call.host,
        actor=call.actor,
        typed={field: call.data.get(field, "") for field in fields},
        base_revision=call.optional_number("revision") or 0,
    )
    notice = "" if saved.conflicts else _("Saved.")
    return _charter_page(block, call.host, call.actor, saved.conflicts, notice)


def all_pairs(block: Any, call: Call) -> str:
    """The table of all pairs, as it was asked for.

    Raises:
        Malformed: an order or a state that does not exist.
    """
    return pairs_page(call.host, call.actor, _common(block, call.host), asked_for(call))


def one_pair(block: Any, call: Call, way: WayBack, notice: str = "") -> str:
    """One pair, with the way back to where the reader came from.

    Args:
        block: the block.
        call: with the pair.
        way: where the reader goes back to.
        notice: what has just been done.

    Raises:
        NotFound, NotAllowed: as ``selectors.pair_view`` has it.
    """
    return pair_page(call, _common(block, call.host), way, notice)


def act(block: Any, call: Call) -> str:
    """Pause a pair, let it go on, or end it, and show it anew.

    Raises:
        Malformed: an act that does not exist.
        MentError: as ``services.pairings`` has it.
    """
    way = way_to_pair(call)
    done = perform(call, call.number("pairing"))
    return one_pair(block, call, way, notice_words(f"done_{done.value}"))


def way_to_pair(call: Call) -> WayBack:
    """Check before anything is changed that the pair can be shown afterwards, and where its page leads back to.

    Raises:
        NotFound, NotAllowed: as ``selectors.pair_view`` has it.
        Malformed: as ``all_pairs`` has it.
    """
    pair_to_look_after(call.actor, call.number("pairing"))
    return way_back(call)


def learner_home(block: Any, host: Host, actor: Actor) -> str:
    """The learner's home."""
    page = home_page(host=host, actor=actor)
    language = get_language() or "en"
    return render(
        "dashboard/learner.html",
        {
            **_common(block, host),
            "page": page,
            "step": step_words(page, page.step),
            "others": [step_words(page, step) for step in page.others],
            "way": way(page),
            "pairs": [
                (pair, partner_name(pair), channel_words(language, pair)) for pair in page.pairs
            ],
            "credit": _credit(page),
            "masquerading": actor.is_masquerading,
            "papers": block.my_papers(actor),
            "mails": block.mail_switches(host, actor),
        },
    )


def author_page(block: Any) -> str:
    """What the block is, for an author."""
    return render("dashboard/author.html", {"block": block})


def _credit(page: HomePage) -> list[tuple[str, str, str]]:
    """Name, words, and the share as a number that a browser reads, of each part that counts."""
    lines = []
    if page.facts.modules:
        done, parts = page.facts.modules_done, page.facts.modules
        lines.append(
            (
                _("Training"),
                _("%(done)s of %(parts)s parts") % {"done": done, "parts": parts},
                done / parts,
            )
        )
    names = {AGREEMENT: _("Agreement"), JOURNAL: _("Meetings")}
    for kind, credit in page.credit.items():
        percent = _("%(percent)s per cent") % {"percent": round(100 * credit.earned)}
        lines.append((names[kind], percent, credit.earned))
    return [(name, words, f"{share:.3f}") for name, words, share in lines]


def today(block: Any, host: Host, actor: Actor, *, handled: str = "") -> str:
    """Whom to ring.

    Args:
        block: the block.
        host: the host.
        actor: the facilitator.
        handled: what has just been done about an alert; empty for nothing.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
    """
    page = today_page(host=host, actor=actor)
    lines = [(line, call_card(line), phone_links(line)) for line in page.lines]
    return render(
        "dashboard/today.html",
        {
            **_common(block, host),
            "page": page,
            "lines": lines,
            "hows": how_words(),
            "notice": _handled(handled),
            "find_pairs": "" if page.pairs else _matching_desk(host, actor),
        },
    )


def _matching_desk(host: Host, actor: Actor) -> str:
    found = host.blocks(actor.course_key, "ment_matching")
    return host.unit_url(found[0].usage_key) if found else ""


def _handled(how: str) -> str:
    return {
        "called": _("Noted: you called. It comes back here if it gets worse or happens again."),
        "later": _("Put off for three days."),
        "closed": _("Closed. It comes back here if it gets worse or happens again."),
    }.get(how, "")


def _pairs(block: Any, host: Host, actor: Actor) -> str:
    return pairs_page(host, actor, _common(block, host), Asked())


def _figures(block: Any, host: Host, actor: Actor) -> str:
    return figures_page(host, actor, _common(block, host))


def _evidence(block: Any, host: Host, actor: Actor) -> str:
    return evidence_page(host, actor, _common(block, host))


def _charter(block: Any, host: Host, actor: Actor) -> str:
    return _charter_page(block, host, actor)


def _charter_page(
    block: Any, host: Host, actor: Actor, conflicts: Iterable[Conflict] = (), notice: str = ""
) -> str:
    values: Values
    revision, values = stored_charter(actor.course_key)
    return render(
        "dashboard/charter.html",
        {
            **_common(block, host),
            "sections": charter_sections(charter.terms_of_charters().clauses, values, conflicts),
            "revision": revision,
            "conflicts": bool(conflicts),
            "notice": notice,
            "partner": _("Another facilitator"),
        },
    )


def _common(block: Any, host: Host) -> dict[str, Any]:
    urls = {name: block.runtime.handler_url(block, name) for name in HANDLERS}
    return {"block": block, "uid": block_uid(host.block_ref(block).usage_key), "urls": urls}


Page = Callable[[Any, Host, Actor], str]
PARTS: Mapping[str, tuple[Callable[[], str], Page]] = {
    "today": (lambda: _("Ring today"), today),
    "pairs": (lambda: _("All pairs"), _pairs),
    "figures": (lambda: _("Key figures"), _figures),
    "learning": (lambda: _("Training and surveys"), learning_page),
    "evidence": (lambda: _("Evidence"), _evidence),
    "charter": (lambda: _("Charter"), _charter),
    "next_round": (lambda: _("Next round"), next_round_page),
    "notes": (lambda: _("Notes"), notes_page),
    "exports": (lambda: _("Exports"), exports_page),
}
