"""The learner's page of the profile: one part on a screen, then all of them to look over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs
from django.utils.translation import gettext as _

from ment_xblock.blocks.entry_points import STATUS, Call
from ment_xblock.blocks.messages import message
from ment_xblock.blocks.profile_questions import Asking, questions
from ment_xblock.blocks.profile_summary import (
    Line,
    said_languages,
    said_times,
    summary,
    task_lines,
)
from ment_xblock.blocks.profile_words import part_title, trades
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.task_cards import TaskCard, task_cards
from ment_xblock.curriculum.languages import LANGUAGES
from ment_xblock.domain.errors import NotFound, Stale, WrongState
from ment_xblock.domain.people import Actor, Role
from ment_xblock.domain.profile_answers import Answers, Part
from ment_xblock.domain.profile_form import Offered, read_part
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.partners import PartnerCard, partner_cards
from ment_xblock.selectors.profile_page import ProfilePage, profile_page
from ment_xblock.services import profiles

HANDLERS = ("profile", "save_part", "choose_role", "ask_to_change")


@attrs.frozen
class PartLine:
    """One part on the overview.

    Attributes:
        part: which one.
        title: its heading.
        lines: what was answered.
        is_missing: whether matching still needs an answer.
        is_saved: whether it was saved at least once.
    """

    part: Part
    title: str
    lines: list[Line]
    is_missing: bool
    is_saved: bool


@attrs.frozen
class Partner:
    """A partner in words.

    Attributes:
        card: what may be known of them.
        name: what they are called.
        reasons: why the two were brought together.
        tasks: what they want, or can show best first.
        languages: theirs.
        times: when both are free; where there is no such time, when the partner is.
    """

    card: PartnerCard
    name: str
    reasons: Sequence[str]
    tasks: list[TaskCard]
    languages: list[str]
    times: list[str]

    @property
    def times_are_said(self) -> bool:
        """Whether the reasons name the times already."""
        return bool(self.reasons and self.card.both_free)


@attrs.frozen
class Reading:
    """Somebody before their profile.

    Attributes:
        block: the block.
        host: the host.
        uid: of the block on the page.
        actor: the reader.
        page: their profile, as far as it may be shown.
    """

    block: Any
    host: Host
    uid: str
    actor: Actor
    page: ProfilePage

    @classmethod
    def begin(cls, block: Any, host: Host, actor: Actor) -> Reading:
        """Read somebody's profile.

        Raises:
            NotSignedIn, NotAllowed: a stranger.
        """
        uid = block_uid(host.block_ref(block).usage_key)
        return cls(block, host, uid, actor, profile_page(actor))

    @property
    def role(self) -> Role:
        """The reader's role.

        Raises:
            WrongState: they have none yet.
        """
        if self.page.role is None:
            raise WrongState("role_first")
        return self.page.role


def learner_page(block: Any, host: Host, actor: Actor) -> str:
    """The whole page of a learner: where they left, or the overview.

    Args:
        block: the block.
        host: the host.
        actor: the reader.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
    """
    reading = Reading.begin(block, host, actor)
    # Who comes back with all that is needed is not asked for the rest once more.
    inner = overview(reading) if reading.page.is_complete else stage(reading)
    return render("profile/page.html", {**_common(reading), "stage": inner})


def stage(reading: Reading, *, fresh: bool = False) -> str:
    """The next thing to do: the question for the role, a part, or the overview.

    Args:
        reading: who reads.
        fresh: whether it comes in answer to an act, and takes the focus.
    """
    page = reading.page
    if page.role is None:
        return render("training/role.html", {**_common(reading), "fresh": fresh})
    if page.next_part is None or page.is_settled or reading.actor.is_masquerading:
        return overview(reading, fresh=fresh)
    return part_form(reading, page.next_part, fresh=fresh)


def overview(reading: Reading, *, fresh: bool = False) -> str:
    """All parts with what was answered, and what comes next.

    Args:
        reading: who reads.
        fresh: whether it comes in answer to an act, and takes the focus.
    """
    lines = _lines(reading)
    context = {
        "parts": lines,
        "missing": [line for line in lines if line.is_missing],
        "partners": _partners(reading),
        "fresh": fresh,
    }
    return render("profile/overview.html", {**_common(reading), **context})


def part_form(
    reading: Reading,
    part: Part,
    *,
    fresh: bool = False,
    unsaved: Answers | None = None,
    problem: str = "",
) -> str:
    """One part to fill in.

    Args:
        reading: who reads.
        part: which one.
        fresh: whether it comes in answer to an act, and takes the focus.
        unsaved: what they typed, where it could not be saved.
        problem: code of why it could not.

    Raises:
        WrongState: no role yet, or settled.
    """
    page = reading.page
    if page.is_settled:
        raise WrongState("profile_settled")
    person = reading.actor.person
    asking = Asking(
        role=reading.role,
        answers=unsaved or page.answers,
        cards=task_cards(reading.block),
        language=person.language if person else "",
    )
    asked = questions(part, asking)
    sees = {question.sees for question in asked}
    context = {
        "part": part,
        "title": part_title(part, reading.role),
        "number": list(Part).index(part) + 1,
        "total": len(Part),
        "questions": asked,
        "sees": sees.pop() if len(sees) == 1 else "",
        "is_first_visit": not page.saved and not unsaved,
        "from_training": part is Part.TASKS and part not in page.saved and page.answers.wanted,
        "unsaved": unsaved is not None,
        "problem": problem,
        "message": message(problem) if problem else "",
        "fresh": fresh,
    }
    return render("profile/part.html", {**_common(reading), **context})


def save_part(block: Any, call: Call) -> tuple[str, int]:
    """Save a part and show the next one, or the same again where another window was faster.

    Args:
        block: the block.
        call: what the page sent.

    Returns:
        HTML and HTTP status.

    Raises:
        NotFound: a part that does not exist.
        WrongState, Invalid: as the service has it.
    """
    part = named_part(call)
    reading = Reading.begin(block, call.host, call.actor)
    revision = call.optional_number("revision") or 0
    try:
        profiles.save_part(
            host=call.host,
            actor=call.actor,
            participant_id=reading.page.participant_id,
            here=call.here,
            part=part,
            typed=call.data,
            base_revision=revision,
            offered=offered(block),
        )
    except Stale as stale:
        page = reading.page
        typed = read_part(part, reading.role, call.data, page.answers, offered(block))
        html = part_form(reading, part, fresh=True, unsaved=typed, problem=stale.code)
        return html, STATUS[Stale]
    return stage(Reading.begin(block, call.host, call.actor), fresh=True), 200


def named_part(call: Call) -> Part:
    """The part that a request is about.

    Raises:
        NotFound: there is none of this name.
    """
    name = call.text("part")
    if name not in set(Part):
        raise NotFound("no_such_part")
    return Part(name)


def author_page(block: Any) -> str:
    """What an author sees in Studio: all questions of both roles, with nothing answered.

    Args:
        block: the block.
    """
    cards = task_cards(block)
    tracks = [
        (role, [(part_title(part, role), _asked(part, role, cards)) for part in Part])
        for role in (Role.MENTEE, Role.MENTOR)
    ]
    return render("profile/author.html", {"block": block, "tracks": tracks, "cards": cards})


def offered(block: Any) -> Offered:
    """What can be chosen in a block's profile.

    Args:
        block: the block.
    """
    return Offered(
        tasks=frozenset(task_cards(block)),
        trades=frozenset(trades()),
        languages=frozenset(LANGUAGES),
    )


def _asked(part: Part, role: Role, cards: Mapping[str, TaskCard]) -> list[tuple[str, str]]:
    return [(one.label, one.sees) for one in questions(part, Asking(role, Answers(), cards))]


def _partners(reading: Reading) -> list[Partner]:
    cards, host, actor = task_cards(reading.block), reading.host, reading.actor
    reasons = reading.block.match_reasons(host, actor)
    return [
        Partner(
            card=one,
            name=one.name or _("A former partner"),
            reasons=reasons.get(one.pairing_id, ()),
            tasks=_theirs(one, reading.page.answers.wanted, cards),
            languages=said_languages(one.answers.languages),
            times=said_times(one.both_free or one.answers.times),
        )
        for one in partner_cards(host=host, actor=actor)
    ]


def _theirs(
    partner: PartnerCard, wanted: Sequence[str], cards: Mapping[str, TaskCard]
) -> list[TaskCard]:
    """The partner's tasks, those first that the reader wants to learn."""
    tasks = [card for _how_well, card in task_lines(partner.role, partner.answers, cards)]
    return sorted(tasks, key=lambda card: card.id not in wanted)


def _lines(reading: Reading) -> list[PartLine]:
    page, role, cards = reading.page, reading.role, task_cards(reading.block)
    return [
        PartLine(
            part=part,
            title=part_title(part, role),
            lines=summary(part, role, page.answers, cards) if part in page.saved else [],
            is_missing=part in page.missing,
            is_saved=part in page.saved,
        )
        for part in Part
    ]


def _common(reading: Reading) -> dict[str, Any]:
    block = reading.block
    return {
        "block": block,
        "uid": reading.uid,
        "page": reading.page,
        "masquerading": reading.actor.is_masquerading,
        "urls": {name: block.runtime.handler_url(block, name) for name in HANDLERS},
    }
