"""The pages of the training block: one activity per screen, the end, and what the facilitator sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import attrs

from ment_xblock.blocks.messages import message
from ment_xblock.blocks.rendering import block_uid, render
from ment_xblock.blocks.training_studio import Checked
from ment_xblock.blocks.training_words import Card, card, choice_words
from ment_xblock.domain.errors import NotAllowed, WrongState
from ment_xblock.domain.people import Actor, Role
from ment_xblock.domain.training import progress as steps
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation
from ment_xblock.domain.training.progress import Progress
from ment_xblock.domain.training.score import Outcome
from ment_xblock.domain.training.settings import TRACK_OF, TrainingSettings
from ment_xblock.platform.ports import BlockRef, Host
from ment_xblock.selectors.training_page import (
    PAGE_SIZE,
    Learner,
    own_choices,
    own_words,
    results,
)

END = "_end"
HANDLERS = ("page", "go", "answer", "talk", "choose_role", "people", "take_away")
CHOICE_OF = {"choose_benefits": "benefits", "choose_tasks": "tasks"}


@attrs.frozen
class Reading:
    """Who reads which module, and how far they are.

    Attributes:
        block: the block.
        host: the host.
        actor: the reader.
        here: the block's address.
        settings: the module and what the author decided.
        learner: the reader's part in the programme.
        progress: where they are; nowhere for staff, who only look.
    """

    block: Any
    host: Host
    actor: Actor
    here: BlockRef
    settings: TrainingSettings
    learner: Learner
    progress: Progress

    @property
    def module(self) -> v.Module:
        """The module."""
        return self.settings.module

    @property
    def is_preview(self) -> bool:
        """The facilitator looks at it: nothing is stored."""
        return self.actor.is_staff

    @property
    def is_for_me(self) -> bool:
        """Whether the module belongs to the reader's role."""
        return self.learner.role is not None and TRACK_OF[self.learner.role] == self.module.track

    @property
    def shows_marks(self) -> bool:
        """Seniors get no marks."""
        return self.module.pass_rule.rule != v.TAKING_PART


@attrs.frozen
class Shown:
    """An answer that was just given.

    Attributes:
        given: what was sent, by part.
        outcome: how it was judged.
    """

    given: Mapping[str, Any]
    outcome: Outcome


def refuse_others(reading: Reading) -> NoReturn:
    """Say no to somebody without a role, or of the other one.

    Raises:
        WrongState: no role yet.
        NotAllowed: a module of the other role.
    """
    if reading.learner.role is None:
        raise WrongState("role_first")
    raise NotAllowed("not_your_track")


def whole_page(reading: Reading) -> str:
    """The page as it is when the unit is opened."""
    if reading.is_preview:
        context = {**_common(reading), "stage": stage(reading), "people": people(reading)}
        return render("training/facilitator.html", context)
    return render("training/page.html", {**_common(reading), "stage": learner_stage(reading)})


def learner_stage(reading: Reading, *, fresh: bool = False) -> str:
    """What a learner sees first: the question for their role, a kind word, or where they left."""
    if reading.learner.role is None:
        return render("training/role.html", {**_common(reading), "fresh": fresh})
    if not reading.is_for_me:
        return render("training/other_role.html", {**_common(reading), "fresh": fresh})
    done = reading.progress.done
    if all(activity.id in done for activity in reading.module.activities):
        return end(reading, fresh=fresh)
    return stage(reading, fresh=fresh)


def stage(
    reading: Reading,
    activity_id: str = "",
    *,
    shown: Shown | None = None,
    path: tuple[str, ...] | None = None,
    fresh: bool = False,
) -> str:
    """One activity.

    Args:
        reading: who reads.
        activity_id: which one; without it, where the reader left.
        shown: the answer that was just given.
        path: replies in a conversation; without it, those that are stored.
        fresh: it takes the place of another, so the focus moves to it.
    """
    module = reading.module
    activity_id = activity_id or steps.resume_at(module, reading.progress)
    activity = module.activity(activity_id)
    if activity is None:
        return end(reading, fresh=fresh)
    ready = _card(reading, activity, shown, path)
    position = module.activities.index(activity)
    return render(
        "training/activity.html",
        {
            **_common(reading),
            **_way(reading, position),
            "card": ready,
            "base": f"{block_uid(reading.here.usage_key)}-{activity.id}",
            "best": reading.progress.done.get(activity.id),
            "is_first_visit": position == 0 and not reading.progress.done,
            "fresh": fresh,
        },
    )


def end(reading: Reading, *, fresh: bool = False) -> str:
    """What the learner takes away, and how far they are."""
    return render(
        "training/end.html",
        {
            **_common(reading),
            **_way(reading, len(reading.module.activities)),
            **_take_away(reading),
            "fresh": fresh,
        },
    )


def printed(reading: Reading) -> str:
    """The same on paper, with the checklists and the reader's own words."""
    words = {} if reading.is_preview else own_words(reading.actor, reading.here)
    return render(
        "training/print.html",
        {
            "title": reading.module.title,
            **_take_away(reading),
            "module": reading.module,
            "checklists": [one for one in reading.module.activities if one.kind == "checklist"],
            "own_words": _own_words(reading.module, words),
        },
    )


def people(reading: Reading, offset: int = 0) -> str:
    """Who is how far; for the facilitator."""
    found = results(
        host=reading.host,
        actor=reading.actor,
        here=reading.here,
        track=reading.module.track,
        offset=offset,
    )
    return render(
        "training/people.html",
        {**_common(reading), "results": found, "page_size": PAGE_SIZE},
    )


def author_page(block: Any, module: v.Module, usage_key: str) -> str:
    """The whole module as an author sees it in Studio, one activity below the other."""
    return render(
        "training/author.html",
        {
            "block": block,
            "module": module,
            "uid": block_uid(usage_key),
            "cards": [card(activity) for activity in module.activities],
        },
    )


def checked_page(block: Any, checked: Checked, usage_key: str) -> str:
    """What the check of an own module says, with the module as learners will see it."""
    preview = author_page(block, checked.module, usage_key) if checked.module else ""
    return render("training/checked.html", {"checked": checked, "preview": preview})


def broken_page(code: str) -> str:
    """What people see while an own module cannot be read."""
    return render("refusal.html", {"message": message(code)})


def _common(reading: Reading) -> dict[str, Any]:
    block = reading.block
    return {
        "block": block,
        "module": reading.module,
        "uid": block_uid(reading.here.usage_key),
        "urls": {name: block.runtime.handler_url(block, name).rstrip("?") for name in HANDLERS},
        "is_preview": reading.is_preview,
        "masquerading": reading.actor.is_masquerading,
        "shows_marks": reading.shows_marks,
        "needed": reading.settings.needed,
        "roles": [role.value for role in Role],
        "END": END,
    }


def _card(
    reading: Reading, activity: v.Activity, shown: Shown | None, path: tuple[str, ...] | None
) -> Card:
    if isinstance(activity, Conversation) and path is None:
        path = steps.open_path(reading.module, reading.progress, activity.id)
    return card(
        activity,
        given=shown.given if shown else _given_before(reading, activity),
        outcome=shown.outcome if shown else None,
        path=path or (),
        shows_marks=reading.shows_marks and activity.check,
    )


def _given_before(reading: Reading, activity: v.Activity) -> Mapping[str, Any]:
    if reading.is_preview or activity.id not in reading.progress.done:
        return {}
    if activity.kind in CHOICE_OF:
        chosen = own_choices(reading.actor).get(CHOICE_OF[activity.kind], ())
        return dict.fromkeys(chosen, True)
    return own_words(reading.actor, reading.here, activity.id)


def _way(reading: Reading, position: int) -> dict[str, Any]:
    """Where the reader is among the activities: what is done, and what may be opened."""
    module, progress = reading.module, reading.progress
    found = steps.standing(module, progress, pass_percent=reading.settings.pass_percent)
    activities = module.activities
    ways: list[dict[str, Any]] = [
        {
            "activity": activity,
            "words": f"{number}. {activity.title}",
            "is_here": number == position + 1,
            "is_done": activity.id in progress.done,
            "best": progress.done.get(activity.id),
            "may_open": steps.may_open(
                module, progress, activity.id, free_order=reading.settings.free_order
            ),
        }
        for number, activity in enumerate(activities, start=1)
    ]
    is_enough = found.passed or not reading.shows_marks
    repeat = () if is_enough else steps.checks_to_repeat(module, progress)
    following = ways[position + 1] if position + 1 < len(ways) else None
    return {
        "ways": ways,
        "number": position + 1,
        "standing": found,
        "percent": steps.whole_percent(found.share),
        "before": activities[position - 1].id if position > 0 else "",
        "after": following["activity"].id if following else END,
        "may_go_on": following["may_open"] if following else _is_finished(reading),
        "still_open": [way for way in ways if not way["is_done"]],
        "to_repeat": [way for way in ways if way["activity"].id in repeat],
    }


def _is_finished(reading: Reading) -> bool:
    """The end may be seen: the last activity is done, or any may be opened."""
    return reading.settings.free_order or reading.module.activities[-1].id in reading.progress.done


def _take_away(reading: Reading) -> dict[str, Any]:
    kinds = {CHOICE_OF[one.kind] for one in reading.module.activities if one.kind in CHOICE_OF}
    chosen = own_choices(reading.actor) if kinds and not reading.is_preview else {}
    return {
        "takeaway": reading.module.takeaway,
        "chosen": [
            (kind, choice_words(kind, chosen[kind])) for kind in sorted(kinds) if chosen.get(kind)
        ],
    }


def _own_words(module: v.Module, words: Mapping[str, str]) -> list[tuple[str, list[Any]]]:
    """Activity title to (question, the reader's words), for what was written in sentences."""
    found = []
    for activity in module.activities:
        ready = card(activity)
        lines = [
            (part.get("text") or part.get("label"), words[f"{activity.id} {part['id']}"])
            for part in ready.parts
            if ready.is_written
            and part.get("kind", "text") == "text"
            and f"{activity.id} {part['id']}" in words
        ]
        if lines:
            found.append((activity.title, lines))
    return found
