"""The learner's page of the journal: from what a selector read to HTML."""

from __future__ import annotations

from typing import Any

import attrs
from django.utils.translation import gettext as _

from ment_xblock.blocks.journal_plan_page import PLAN_HANDLERS, plan_context
from ment_xblock.blocks.journal_plan_words import plan_notice_words
from ment_xblock.blocks.journal_progress import progress_cards
from ment_xblock.blocks.journal_words import (
    JournalWords,
    PairNames,
    not_counting_words,
    notice_words,
    outcome_words,
    state_words,
    time_left_words,
)
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.domain.journal.log import FACTS
from ment_xblock.domain.people import Actor, require_member
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.journal_meetings import MeetingLine
from ment_xblock.selectors.journal_page import (
    PAGE_SIZE,
    JournalPage,
    NoPair,
    journal_page,
)
from ment_xblock.selectors.meetings import ActionLine
from ment_xblock.services.settling import settle_due

HANDLERS = (
    "page",
    "log_form",
    "send_log",
    "confirm",
    "contest",
    "settle",
    "take_back",
    "share",
    "mark_action",
    "reflect",
    "ring_me",
    "stop_ringing",
)
# On the first line of a card already.
_ON_TOP = frozenset({"held_on", "minutes", "way", "task"})


@attrs.frozen
class WordsCard:
    """What one partner wrote, ready to be shown."""

    label: str
    author: str
    text: str


@attrs.frozen
class ActionCard:
    """A promise, ready to be shown."""

    line: ActionLine
    owner: str
    last_time: str


@attrs.frozen
class MeetingCard:
    """One meeting, ready to be shown.

    Attributes:
        line: what is stored.
        state: in words.
        colour: of its tag.
        minutes: in words.
        way: in words.
        task: in words.
        facts: label and words of the rest.
        words: what the partners wrote.
        contest: why it is contested; None where it is not.
        time_left: how long the partner still has, in words.
        not_counting: why it earns nothing, in words.
        actions: what was promised in it.
    """

    line: MeetingLine
    state: str
    colour: str
    minutes: str
    way: str
    task: str
    facts: tuple[tuple[str, str], ...]
    words: tuple[WordsCard, ...]
    contest: WordsCard | None
    time_left: str
    not_counting: str
    actions: tuple[ActionCard, ...]


def learner_page(
    block: Any,
    host: Host,
    actor: Actor,
    pairing_id: int | None = None,
    *,
    notice: str = "",
    offset: int = 0,
) -> str:
    """The whole page of a learner.

    Args:
        block: the journal block.
        host: the host.
        actor: the reader.
        pairing_id: which pair, for somebody who has several.
        notice: code of what has just been done, to be said on top.
        offset: index of the first meeting to show.
    """
    page = read_page(block, host, actor, pairing_id, offset)
    context = {**common(block, host), "page": page, "masquerading": actor.is_masquerading}
    if isinstance(page, NoPair):
        return render("journal/no_pair.html", context)
    context |= {
        **page_context(block, page),
        **plan_context(block, host, actor, page, words_for(page)),
        "notice": notice_words(notice) or plan_notice_words(notice),
    }
    return render("journal/page.html", context)


def read_page(
    block: Any, host: Host, actor: Actor, pairing_id: int | None = None, offset: int = 0
) -> JournalPage | NoPair:
    """What a learner sees; logs whose seven days are over count from this moment on."""
    require_member(actor)
    here = host.block_ref(block)
    if not actor.is_masquerading:
        settle_due(host=host, course_key=actor.course_key, here=here)
    return journal_page(
        host=host,
        actor=actor,
        settings=block.journal_settings,
        here=here,
        pairing_id=pairing_id,
        offset=offset,
    )


def common(block: Any, host: Host) -> dict[str, Any]:
    """What every template of the learner's page needs."""
    return {
        "block": block,
        "uid": block_uid(host.block_ref(block).usage_key),
        "urls": {
            name: block.runtime.handler_url(block, name).rstrip("?")
            for name in (*HANDLERS, *PLAN_HANDLERS)
        },
    }


def words_for(page: JournalPage) -> JournalWords:
    """The page's way of speaking."""
    names = PairNames(
        mentor=page.mentor.first_name if page.mentor else _("the mentor"),
        mentee=page.mentee.first_name if page.mentee else _("the mentee"),
        reader=page.role,
    )
    return JournalWords(names, page.tasks)


def page_context(block: Any, page: JournalPage) -> dict[str, Any]:
    """What the page of one pair needs."""
    words = words_for(page)
    least = block.journal_settings.least_minutes
    return {
        "partner": page.partner.first_name if page.partner else _("your partner"),
        "to_answer": [meeting_card(words, page, line, least) for line in page.to_answer],
        "meetings": [meeting_card(words, page, line, least) for line in page.meetings],
        "open_actions": [action_card(words, line) for line in page.open_actions],
        "progress": progress_cards(words, page),
        "later": page.offset - PAGE_SIZE if page.offset >= PAGE_SIZE else None,
        "earlier": page.offset + PAGE_SIZE if page.offset + PAGE_SIZE < page.total else None,
        "required": block.required_sessions,
        "counted": round(page.credit.earned * block.required_sessions),
        "least_minutes": least,
    }


def meeting_card(
    words: JournalWords, page: JournalPage, line: MeetingLine, least_minutes: int
) -> MeetingCard:
    """One meeting in the reader's words."""
    state, colour = state_words(line.state)
    facts = {field.id: words.value(field, line.facts.get(field.id)) for field in FACTS}
    written = [
        WordsCard(words.label(one.field), _author(words, page, one.author_id), one.text)
        for one in line.words
        if one.field != "contest"
    ]
    contests = [
        WordsCard(words.label("contest"), _author(words, page, one.author_id), one.text)
        for one in line.words
        if one.field == "contest" and line.state == "contested"
    ]
    return MeetingCard(
        line=line,
        state=state,
        colour=colour,
        minutes=facts["minutes"],
        way=facts["way"],
        task=facts["task"],
        facts=tuple(
            (words.short_label(name), value)
            for name, value in facts.items()
            if value and name not in _ON_TOP
        ),
        words=tuple(written),
        contest=contests[-1] if contests else None,
        time_left=time_left_words(line.time_left),
        not_counting=not_counting_words(line.not_counting, least_minutes),
        actions=tuple(action_card(words, one) for one in line.actions),
    )


def action_card(words: JournalWords, line: ActionLine) -> ActionCard:
    """A promise in the reader's words."""
    return ActionCard(line, words.names.who(line.owner), outcome_words(line.outcome, line.reason))


def author_page(block: Any) -> str:
    """What an author sees in Studio."""
    return render("journal/author.html", {"block": block})


def _author(words: JournalWords, page: JournalPage, author_id: int) -> str:
    mine = page.role if author_id == page.me else page.role.other
    return words.names.who(mine)
