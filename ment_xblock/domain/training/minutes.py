"""How long an activity takes: reading at a calm pace, and the time for doing.

Reading 130 words a minute is slow for silent reading and about the pace of reading aloud. Times
for doing are for a thumb on a phone. A conversation counts as played nearly twice, on a path of mean length.
"""

import re
from statistics import mean

from attrs import frozen

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation, all_paths, walk
from ment_xblock.domain.training.errors import Problem
from ment_xblock.domain.training.texts import texts

WORDS_A_MINUTE = 130
WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")

# Minutes for doing one part, by type of activity and the field that holds its parts.
DOING = {
    "card_sort": ("cards", 0.12),
    "order": ("steps", 0.2),
    "traffic_light": ("cases", 0.2),
    "rewrite": ("sentences", 0.75),
    "open_question": ("sentences", 0.75),
    "rubric": ("criteria", 0.2),
    "reflection": ("prompts", 1.25),
    "choose_benefits": ("benefits", 0.25),
    "checklist": ("items", 0.1),
}
PICTURE = 0.25
THINK = 0.25
WRITE_FIELD = 0.75
TAP_FIELD = 0.15
LIBRARY_OF_TASKS = 3.0
PLAYS = 1.75  # the second time, part of the way is known

ACTIVITY_TOLERANCE = 0.3
ACTIVITY_SLACK = 0.75  # minutes; half minutes cannot be met more closely
MODULE_TOLERANCE = 0.10


@frozen
class Estimate:
    """Minutes for reading and for doing."""

    reading: float
    doing: float

    @property
    def minutes(self) -> float:
        """Both together."""
        return self.reading + self.doing


def count_words(text: str) -> int:
    """Count words, leaving out the marks of Markdown.

    Args:
        text: A text.

    Returns:
        Number of words.
    """
    return len(WORD.findall(text))


def estimate(activity: v.Activity) -> Estimate:
    """Estimate an activity.

    Args:
        activity: The activity.

    Returns:
        Minutes.
    """
    if isinstance(activity, Conversation):
        return _conversation(activity)
    words = sum(count_words(text) for path, text in texts(activity) if not path.endswith("alt"))
    doing = _doing(activity) + (PICTURE if activity.picture else 0)
    return Estimate(words / WORDS_A_MINUTE, doing)


def _doing(activity: v.Activity) -> float:
    match activity:
        case v.Choice():
            return THINK
        case v.ChooseTasks():
            return LIBRARY_OF_TASKS
        case v.PracticeLog():
            writing = sum(field.kind == "text" for field in activity.fields)
            return WRITE_FIELD * writing + TAP_FIELD * (len(activity.fields) - writing)
    if activity.kind not in DOING:
        return 0.0
    parts, minutes = DOING[activity.kind]
    return minutes * len(getattr(activity, parts))


def _conversation(activity: Conversation) -> Estimate:
    frame = count_words(activity.title) + count_words(activity.text)
    nodes = {node.id: sum(count_words(text) for _, text in texts(node)) for node in activity.nodes}
    lengths, turns = [], []
    for path in all_paths(activity):
        # Of each node a person reads all replies, but hears one reaction: count it as read whole.
        passed = [walk(activity, path[:number]).node for number in range(len(path))]
        end = walk(activity, path).ending
        ending = sum(count_words(text) for _, text in texts(end))
        lengths.append(sum(nodes[node.id] for node in passed if node) + ending)
        turns.append(len(path))
    reading = (frame + PLAYS * mean(lengths)) / WORDS_A_MINUTE
    return Estimate(reading, PLAYS * THINK * mean(turns))


def check_minutes(module: v.Module) -> list[Problem]:
    """Compare the stated minutes with the estimate.

    Args:
        module: A checked module.

    Returns:
        Activities and modules whose stated minutes are not honest.
    """
    problems = []
    total = 0.0
    for index, activity in enumerate(module.activities):
        found = estimate(activity).minutes
        total += found
        if abs(found - activity.minutes) > max(ACTIVITY_SLACK, ACTIVITY_TOLERANCE * found):
            params = {"stated": activity.minutes, "estimate": round(found, 1)}
            problems.append(Problem("minutes.activity", f"activities[{index}].minutes", params))
    if abs(total - module.minutes) > MODULE_TOLERANCE * module.minutes:
        params = {"stated": module.minutes, "estimate": round(total, 1)}
        problems.append(Problem("minutes.module", "minutes", params))
    return problems
