"""What must hold between the parts of a module, beyond the form of each part."""

from collections.abc import Callable, Iterator
from functools import singledispatch

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import GOOD, Conversation, all_paths
from ment_xblock.domain.training.errors import Problem

MINUTES_TOLERANCE = 0.10  # content.md: within 10 % of its number
MOST_PATHS = 300


def check_module(module: v.Module) -> list[Problem]:
    """Find what does not fit together in a module whose parts are well formed.

    Args:
        module: The module.

    Returns:
        The mistakes, in reading order.
    """
    problems = [*_check_minutes(module), *_check_track(module)]
    for index, activity in enumerate(module.activities):
        problems.extend(check_activity(activity, f"activities[{index}]"))
    return problems


def _check_minutes(module: v.Module) -> Iterator[Problem]:
    total = sum(activity.minutes for activity in module.activities)
    if abs(total - module.minutes) > MINUTES_TOLERANCE * module.minutes:
        yield Problem("minutes.sum", "minutes", {"stated": module.minutes, "sum": total})


def _check_track(module: v.Module) -> Iterator[Problem]:
    """Juniors earn marks, seniors never see any (product.md, credit in the gradebook)."""
    marked = [index for index, one in enumerate(module.activities) if one.check]
    taking_part = module.pass_rule.rule == v.TAKING_PART
    if (module.track == v.SENIOR) != taking_part:
        yield Problem("pass.rule_track", "pass.rule", {"track": module.track})
    if module.track == v.JUNIOR and not marked:
        yield Problem("track.no_check", "activities")
    if module.track == v.SENIOR:
        yield from (Problem("track.senior_check", f"activities[{index}].check") for index in marked)


@singledispatch
def check_activity(activity: v.Activity, path: str) -> list[Problem]:
    """Find what does not fit together in one activity.

    Args:
        activity: The activity.
        path: Its place in the module.

    Returns:
        The mistakes.
    """
    return []


@check_activity.register
def _card_sort(activity: v.CardSort, path: str) -> list[Problem]:
    piles = {pile.id for pile in activity.piles}
    problems = [
        Problem("card.unknown_pile", f"{path}.cards[{index}].pile", {"pile": card.pile})
        for index, card in enumerate(activity.cards)
        if card.pile not in piles
    ]
    used = {card.pile for card in activity.cards}
    problems += [
        Problem("pile.unused", f"{path}.piles[{index}].id", {"pile": pile.id})
        for index, pile in enumerate(activity.piles)
        if pile.id not in used
    ]
    return problems


@check_activity.register
def _choice(activity: v.Choice, path: str) -> list[Problem]:
    right = sum(option.right for option in activity.options)
    place = f"{path}.options"
    if right == 0:
        return [Problem("choice.no_right", place)]
    if right > 1 and not activity.multiple:
        return [Problem("choice.many_right", place, {"count": right})]
    if right == len(activity.options):
        return [Problem("choice.no_wrong", place)]
    return []


@check_activity.register
def _choose_benefits(activity: v.ChooseBenefits, path: str) -> list[Problem]:
    return [
        Problem("id.repeated", f"{path}.benefits[{index}]", {"id": benefit})
        for index, benefit in enumerate(activity.benefits)
        if benefit in activity.benefits[:index]
    ]


@check_activity.register
def _conversation(activity: Conversation, path: str) -> list[Problem]:
    # A later check relies on the earlier ones: paths can be counted only without loops.
    stages: tuple[Callable[[Conversation, str], list[Problem]], ...] = (
        _names,
        _loops,
        _reached,
        _endings,
        _paths,
    )
    for stage in stages:
        problems = stage(activity, path)
        if problems:
            return problems
    return []


def _names(activity: Conversation, path: str) -> list[Problem]:
    people = {person.id for person in activity.people}
    nodes = {node.id for node in activity.nodes}
    endings = {ending.id for ending in activity.endings}
    problems = []
    if activity.start not in nodes:
        problems.append(
            Problem("conversation.unknown_start", f"{path}.start", {"id": activity.start})
        )
    problems += [
        Problem("id.repeated", f"{path}.endings[{index}].id", {"id": ending.id})
        for index, ending in enumerate(activity.endings)
        if ending.id in nodes
    ]
    seen: set[str] = set()
    for index, node in enumerate(activity.nodes):
        place = f"{path}.nodes[{index}]"
        if node.who not in people:
            problems.append(
                Problem("conversation.unknown_person", f"{place}.who", {"id": node.who})
            )
        for number, reply in enumerate(node.choices):
            spot = f"{place}.choices[{number}]"
            if reply.to not in nodes | endings:
                problems.append(
                    Problem("conversation.unknown_target", f"{spot}.to", {"id": reply.to})
                )
            if reply.id in seen:
                problems.append(Problem("id.repeated", f"{spot}.id", {"id": reply.id}))
            seen.add(reply.id)
    return problems


def _reachable(activity: Conversation) -> set[str]:
    nodes = {node.id: node for node in activity.nodes}
    reached: set[str] = set()
    waiting = [activity.start]
    while waiting:
        at = waiting.pop()
        if at in reached:
            continue
        reached.add(at)
        if at in nodes:
            waiting.extend(reply.to for reply in nodes[at].choices)
    return reached


def _loops(activity: Conversation, path: str) -> list[Problem]:
    """A node is closed once all that it leads to is closed; what stays open runs in a loop."""
    still_open = {
        node.id: {reply.to for reply in node.choices} - {end.id for end in activity.endings}
        for node in activity.nodes
    }
    while closed := {node for node, targets in still_open.items() if not targets}:
        still_open = {
            node: targets - closed for node, targets in still_open.items() if node not in closed
        }
    return [
        Problem("conversation.loop", f"{path}.nodes[{index}]", {"id": node.id})
        for index, node in enumerate(activity.nodes)
        if node.id in still_open
    ]


def _reached(activity: Conversation, path: str) -> list[Problem]:
    reached = _reachable(activity)
    parts = [("nodes", [node.id for node in activity.nodes])]
    parts.append(("endings", [ending.id for ending in activity.endings]))
    return [
        Problem("conversation.unreachable", f"{path}.{key}[{index}]", {"id": found})
        for key, ids in parts
        for index, found in enumerate(ids)
        if found not in reached
    ]


def _endings(activity: Conversation, path: str) -> list[Problem]:
    outcomes = {ending.outcome for ending in activity.endings}
    if GOOD not in outcomes:
        return [Problem("conversation.no_good_ending", f"{path}.endings")]
    if len(outcomes) == 1:
        return [Problem("conversation.same_endings", f"{path}.endings")]
    return []


def _paths(activity: Conversation, path: str) -> list[Problem]:
    for number, _ in enumerate(all_paths(activity), start=1):
        if number > MOST_PATHS:
            return [Problem("conversation.too_many_paths", f"{path}.nodes", {"limit": MOST_PATHS})]
    return []
