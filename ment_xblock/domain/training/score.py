"""Judges an answer to an activity. What a learner types is looked at and never kept."""

from collections.abc import Collection, Mapping, Sequence
from functools import singledispatch

from attrs import frozen

from ment_xblock.domain.errors import FieldProblem, Invalid
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import GOOD, MIXED, Conversation, walk
from ment_xblock.domain.training.errors import AnswerRefused

MOST_TYPED = 2000
MOST_PATH = 40
MOST_NUMBER = 9999
ENDING_POINTS = {GOOD: 2, MIXED: 1}
BEST_ENDING = 2


@frozen
class Feedback:
    """What may be shown for one part of the activity, now that there is an answer.

    Attributes:
        id: Of the card, option, case, step, sentence, criterion, field or ending.
        right: Whether the answer was right there; None where nothing is right or wrong.
    """

    id: str
    right: bool | None = None


@frozen
class Outcome:
    """The result of one answer.

    Attributes:
        points: Earned, from 0 to ``possible``.
        possible: Points of the activity.
        feedback: Parts whose reason, example or tip may now be shown; no others.
        chosen: Ids that other blocks take over (benefits, tasks), or the path of a conversation.
    """

    points: int
    possible: int
    feedback: tuple[Feedback, ...] = ()
    chosen: tuple[str, ...] = ()


def score(
    activity: v.Activity, answer: object, *, known_tasks: Collection[str] = frozenset()
) -> Outcome:
    """Judge an answer.

    Args:
        activity: The activity.
        answer: What the browser sent, as plain data; its shape is in docs/curriculum-format.md.
        known_tasks: Ids of the task library; only for an activity that chooses tasks.

    Returns:
        Points, and what may be shown.

    Raises:
        AnswerRefused: The answer has not the shape of this activity, or names what is not there:
            codes ``answer_…`` and ``conversation_…``.
        Invalid: Something is missing or too long, which the learner can mend; codes ``required``,
            ``too_long`` and ``choose_between``, each beside the part it is about.
    """
    if not isinstance(answer, Mapping):
        raise AnswerRefused("answer_type")
    if isinstance(activity, v.ChooseTasks):
        tasks = _chosen(answer, "tasks", known_tasks, activity.least, activity.most)
        return _done(chosen=tasks)
    return judge(activity, answer)


def possible_points(activity: v.Activity) -> int:
    """Points that can be earned; an activity without right and wrong has one, for doing it.

    Args:
        activity: The activity.

    Returns:
        The points.
    """
    match activity:
        case v.CardSort():
            return len(activity.cards)
        case v.Order():
            return len(activity.steps)
        case v.TrafficLight():
            return len(activity.cases)
        case Conversation():
            return BEST_ENDING
        case _:
            return 1


@singledispatch
def judge(activity: v.Activity, answer: Mapping[str, object]) -> Outcome:
    """Judge an answer that is a mapping; one function for each type of activity.

    Args:
        activity: The activity.
        answer: The answer.

    Returns:
        Points, and what may be shown.

    Raises:
        AnswerRefused: See ``score``.
    """
    raise AnswerRefused("answer_no_rule")


@judge.register
def _lesson(activity: v.Lesson, answer: Mapping[str, object]) -> Outcome:
    if _only(answer, "read") is not True:
        raise AnswerRefused("answer_type", "read")
    return _done()


@judge.register
def _card_sort(activity: v.CardSort, answer: Mapping[str, object]) -> Outcome:
    piles = _assigned(
        answer,
        "piles",
        [card.id for card in activity.cards],
        [pile.id for pile in activity.piles],
    )
    return _marked(
        activity, [Feedback(card.id, piles[card.id] == card.pile) for card in activity.cards]
    )


@judge.register
def _traffic_light(activity: v.TrafficLight, answer: Mapping[str, object]) -> Outcome:
    lights = _assigned(answer, "lights", [case.id for case in activity.cases], v.LIGHTS)
    return _marked(
        activity, [Feedback(case.id, lights[case.id] == case.light) for case in activity.cases]
    )


@judge.register
def _order(activity: v.Order, answer: Mapping[str, object]) -> Outcome:
    """A step is right when it follows the step that it should follow (or stands first)."""
    right = [step.id for step in activity.steps]
    given = _ids(answer, "order", right)
    if len(given) != len(right):
        raise _incomplete(*(one for one in right if one not in given))
    before = dict(zip(right, ["", *right], strict=False))
    given_before = dict(zip(given, ["", *given], strict=False))
    return _marked(activity, [Feedback(step, given_before[step] == before[step]) for step in right])


@judge.register
def _choice(activity: v.Choice, answer: Mapping[str, object]) -> Outcome:
    """Reasons of chosen options only, so that another go is worth it; all once it is right."""
    most = len(activity.options) if activity.multiple else 1
    given = _chosen(answer, "options", [option.id for option in activity.options], 1, most)
    right = {option.id for option in activity.options if option.right}
    solved = set(given) == right
    shown = [
        Feedback(option.id, option.right)
        for option in activity.options
        if solved or option.id in given
    ]
    return Outcome(int(solved), 1, tuple(shown))


@judge.register
def _conversation(activity: Conversation, answer: Mapping[str, object]) -> Outcome:
    path = conversation_path(_only(answer, "path"))
    ending = walk(activity, path).ending
    if ending is None:
        raise AnswerRefused("conversation_not_at_end", "path")
    points = ENDING_POINTS.get(ending.outcome, 0)
    shown = Feedback(ending.id, ending.outcome == GOOD)
    return Outcome(points, BEST_ENDING, (shown,), path)


def conversation_path(value: object) -> tuple[str, ...]:
    """Check the shape of a path that the browser sent, before walking it.

    Args:
        value: The raw value.

    Returns:
        The path.

    Raises:
        AnswerRefused: It is not a list of at most 40 texts.
    """
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise AnswerRefused("answer_type", "path")
    if len(value) > MOST_PATH:
        raise AnswerRefused("answer_too_long", "path")
    return tuple(value)


@judge.register(v.Rewrite)
@judge.register(v.OpenQuestion)
def _sentences(activity: v.Rewrite | v.OpenQuestion, answer: Mapping[str, object]) -> Outcome:
    ids = [sentence.id for sentence in activity.sentences]
    written = _typed(_only(answer, "texts"), "texts", ids)
    _complete(written, ids)
    return _done(ids)


@judge.register
def _reflection(activity: v.Reflection, answer: Mapping[str, object]) -> Outcome:
    if activity.spoken and "spoken" in answer:
        if _only(answer, "spoken") is not True:
            raise AnswerRefused("answer_type", "spoken")
        return _done()
    ids = [prompt.id for prompt in activity.prompts]
    if not _typed(_only(answer, "texts"), "texts", ids):
        raise _incomplete("texts")
    return _done()


@judge.register
def _practice_log(activity: v.PracticeLog, answer: Mapping[str, object]) -> Outcome:
    raw = _only(answer, "fields")
    if not isinstance(raw, Mapping):
        raise AnswerRefused("answer_type", "fields")
    by_id = {field.id: field for field in activity.fields}
    for key, value in raw.items():
        if key not in by_id:
            raise AnswerRefused("answer_unknown_id", "fields", id=str(key)[:60])
        _check_field(by_id[key], value)
    _complete(
        {key for key, value in raw.items() if not _blank(value)},
        [field.id for field in activity.fields if field.required],
    )
    return _done([field.id for field in activity.fields if field.example])


@judge.register
def _rubric(activity: v.Rubric, answer: Mapping[str, object]) -> Outcome:
    """Credit for doing; the tip comes with each level in the weaker half."""
    levels = [level.id for level in activity.levels]
    given = _assigned(answer, "levels", [one.id for one in activity.criteria], levels)
    weaker = set(levels[: len(levels) // 2])
    return _done([one.id for one in activity.criteria if given[one.id] in weaker])


@judge.register
def _choose_benefits(activity: v.ChooseBenefits, answer: Mapping[str, object]) -> Outcome:
    given = _chosen(answer, "benefits", activity.benefits, activity.least, activity.most)
    return _done(chosen=given)


@judge.register
def _checklist(activity: v.Checklist, answer: Mapping[str, object]) -> Outcome:
    _ids(answer, "ticked", [item.id for item in activity.items])
    return _done()


def _done(shown: Sequence[str] = (), chosen: tuple[str, ...] = ()) -> Outcome:
    return Outcome(1, 1, tuple(Feedback(one) for one in shown), chosen)


def _marked(activity: v.Activity, feedback: Sequence[Feedback]) -> Outcome:
    points = sum(bool(one.right) for one in feedback)
    return Outcome(points, possible_points(activity), tuple(feedback))


def _only(answer: Mapping[str, object], key: str) -> object:
    """The one value of an answer; anything beside it, such as points, is a forgery."""
    for other in answer:
        if other != key:
            raise AnswerRefused("answer_unknown_key", str(other)[:60])
    if key not in answer:
        raise AnswerRefused("answer_missing", key)
    return answer[key]


def _ids(answer: Mapping[str, object], key: str, allowed: Collection[str]) -> tuple[str, ...]:
    value = _only(answer, key)
    if not isinstance(value, list):
        raise AnswerRefused("answer_type", key)
    for one in value:
        if not isinstance(one, str) or one not in allowed:
            raise AnswerRefused("answer_unknown_id", key, id=str(one)[:60])
    if len(set(value)) != len(value):
        raise AnswerRefused("answer_repeated", key)
    return tuple(value)


def _chosen(
    answer: Mapping[str, object], key: str, allowed: Collection[str], least: int, most: int
) -> tuple[str, ...]:
    given = _ids(answer, key, allowed)
    if not least <= len(given) <= most:
        raise Invalid([FieldProblem(key, "choose_between", {"least": least, "most": most})])
    return given


def _assigned(
    answer: Mapping[str, object], key: str, ids: Collection[str], allowed: Collection[str]
) -> dict[str, str]:
    value = _only(answer, key)
    if not isinstance(value, Mapping):
        raise AnswerRefused("answer_type", key)
    for one, target in value.items():
        if one not in ids:
            raise AnswerRefused("answer_unknown_id", key, id=str(one)[:60])
        if not isinstance(target, str) or target not in allowed:
            raise AnswerRefused("answer_unknown_id", f"{key}.{one}", id=str(target)[:60])
    _complete(value, ids)
    return dict(value)


def _typed(value: object, path: str, ids: Collection[str]) -> set[str]:
    """Ids of the texts that are not blank."""
    if not isinstance(value, Mapping):
        raise AnswerRefused("answer_type", path)
    for key, text in value.items():
        if key not in ids:
            raise AnswerRefused("answer_unknown_id", path, id=str(key)[:60])
        _check_text(text, f"{path}.{key}")
    return {key for key, text in value.items() if text.strip()}


def _complete(given: Collection[str], ids: Collection[str]) -> None:
    missing = tuple(one for one in ids if one not in given)
    if missing:
        raise _incomplete(*missing)


def _incomplete(*missing: str) -> Invalid:
    return Invalid([FieldProblem(one, "required") for one in missing])


def _check_text(value: object, path: str) -> None:
    if not isinstance(value, str):
        raise AnswerRefused("answer_type", path)
    if len(value) > MOST_TYPED:
        params = {"length": len(value), "most": MOST_TYPED}
        raise Invalid([FieldProblem(path.rpartition(".")[2], "too_long", params)])


def _blank(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _check_field(field: v.Field, value: object) -> None:
    path = f"fields.{field.id}"
    options = {option.id for option in field.options}
    if _blank(value):
        return
    if field.kind == "text":
        _check_text(value, path)
    elif field.kind == "number":
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_NUMBER:
            raise AnswerRefused("answer_type", path)
    else:
        given = [value] if field.kind == "one" else value
        if not isinstance(given, list):
            raise AnswerRefused("answer_type", path)
        if not all(isinstance(one, str) and one in options for one in given):
            raise AnswerRefused("answer_unknown_id", path)
        if len(set(given)) != len(given):
            raise AnswerRefused("answer_repeated", path)
