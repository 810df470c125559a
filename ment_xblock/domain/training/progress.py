"""How far a learner is in a module: ids, points and positions, nothing that was typed."""

from collections.abc import Mapping

from attrs import evolve, field, frozen

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import Conversation, walk
from ment_xblock.domain.training.errors import AnswerRefused
from ment_xblock.domain.training.score import Outcome, possible_points

MOST_TRIES = 999


@frozen
class Done:
    """The best result of one activity and the number of tries."""

    points: int
    possible: int
    tries: int


@frozen
class Progress:
    """Progress of one learner in one module.

    Attributes:
        revision: Revision of the module that was last answered.
        at: Id of the activity to resume at, or "".
        best: Best share of the credit ever reached, 0 to 1; never falls, also when the module
            is changed later.
        done: Best result by activity id.
        paths: Open conversations: reply ids so far by activity id.
    """

    revision: int = 0
    at: str = ""
    best: float = 0.0
    done: Mapping[str, Done] = field(factory=dict)
    paths: Mapping[str, tuple[str, ...]] = field(factory=dict)


@frozen
class Standing:
    """Where a learner stands by the rule of the module.

    Attributes:
        share: Best share so far, 0 to 1: of the check points for juniors, of the activities for
            seniors, 0 or 1 where all must be right.
        passed: Whether the pass rule is met.
        done: Activities done, of those in the present revision.
        total: Activities in the present revision.
    """

    share: float
    passed: bool
    done: int
    total: int


def record(module: v.Module, progress: Progress, activity_id: str, outcome: Outcome) -> Progress:
    """Note a result; the best one counts (product.md).

    Args:
        module: The module.
        progress: Progress before.
        activity_id: The activity that was answered.
        outcome: Its judged answer.

    Returns:
        Progress after, standing at the same activity so that its feedback can be read.

    Raises:
        AnswerRefused: The module has no such activity.
    """
    _must_have(module, activity_id)
    before = progress.done.get(activity_id)
    tries = min((before.tries if before else 0) + 1, MOST_TRIES)
    best = Done(outcome.points, outcome.possible, tries)
    if before and _share(before) > _share(best):
        best = evolve(before, tries=tries)
    paths = {key: path for key, path in progress.paths.items() if key != activity_id}
    after = evolve(
        progress,
        revision=module.revision,
        at=activity_id,
        done={**progress.done, activity_id: best},
        paths=paths,
    )
    return evolve(after, best=max(progress.best, current_share(module, after)))


def move(module: v.Module, progress: Progress, activity_id: str) -> Progress:
    """Go to an activity, forth or back.

    Args:
        module: The module.
        progress: Progress before.
        activity_id: Where to go.

    Returns:
        Progress after.

    Raises:
        AnswerRefused: The module has no such activity.
    """
    _must_have(module, activity_id)
    return evolve(progress, at=activity_id)


def continue_conversation(
    module: v.Module, progress: Progress, activity_id: str, path: tuple[str, ...]
) -> Progress:
    """Remember how far an open conversation has come; also for a replay from any point.

    Args:
        module: The module.
        progress: Progress before.
        activity_id: The conversation.
        path: Reply ids so far.

    Returns:
        Progress after.

    Raises:
        AnswerRefused: There is no such conversation, or the path is not one of it.
    """
    activity = _must_have(module, activity_id)
    if not isinstance(activity, Conversation):
        raise AnswerRefused("answer_no_conversation", activity_id)
    walk(activity, path)
    return evolve(progress, at=activity_id, paths={**progress.paths, activity_id: path})


def open_path(module: v.Module, progress: Progress, activity_id: str) -> tuple[str, ...]:
    """Where to resume a conversation; at the start when a change of the module cut the path.

    Args:
        module: The module.
        progress: Progress.
        activity_id: The conversation.

    Returns:
        Reply ids so far.
    """
    activity = module.activity(activity_id)
    path = progress.paths.get(activity_id, ())
    if not isinstance(activity, Conversation):
        return ()
    try:
        walk(activity, path)
    except AnswerRefused:
        return ()
    return path


def resume_at(module: v.Module, progress: Progress) -> str:
    """The activity to open: where the learner left, else the first that is not done.

    Args:
        module: The module, perhaps changed since.
        progress: Progress.

    Returns:
        An activity id of this module.
    """
    if module.activity(progress.at):
        return progress.at
    ids = [activity.id for activity in module.activities]
    return next((one for one in ids if one not in progress.done), ids[0])


def may_open(module: v.Module, progress: Progress, activity_id: str, *, free_order: bool) -> bool:
    """Whether an activity may be opened: any in free order, else up to the first not done.

    Args:
        module: The module.
        progress: Progress.
        activity_id: The activity.
        free_order: The author's setting.

    Returns:
        True when it may.
    """
    ids = [activity.id for activity in module.activities]
    if activity_id not in ids:
        return False
    if free_order:
        return True
    return all(one in progress.done for one in ids[: ids.index(activity_id)])


def current_share(module: v.Module, progress: Progress) -> float:
    """Share of the credit by the present revision alone.

    Args:
        module: The module.
        progress: Progress.

    Returns:
        0 to 1.
    """
    if module.pass_rule.rule == v.TAKING_PART:
        return _activities_done(module, progress) / len(module.activities)
    checks = [activity for activity in module.activities if activity.check]
    earned = _earned(checks, progress)
    if module.pass_rule.rule == v.ALL_RIGHT:
        return float(earned == 1.0)
    return earned


def standing(module: v.Module, progress: Progress, *, pass_percent: int | None = None) -> Standing:
    """Judge progress by the module's pass rule (product.md, credit in the gradebook).

    Args:
        module: The module.
        progress: Progress.
        pass_percent: The author's own pass mark; only for a module with marks.

    Returns:
        Share and whether it is enough.
    """
    share = max(progress.best, current_share(module, progress))
    needed = 100
    if module.pass_rule.rule == v.MARKS:
        needed = pass_percent if pass_percent is not None else module.pass_rule.percent or 100
    passed = round(share * 100, 6) >= needed
    return Standing(share, passed, _activities_done(module, progress), len(module.activities))


def checks_to_repeat(module: v.Module, progress: Progress) -> tuple[str, ...]:
    """The checks in which something is not right yet.

    Args:
        module: The module.
        progress: Progress.

    Returns:
        Ids of those that were done and have not all their points, in the order of the module.
    """
    done = {one.id: progress.done.get(one.id) for one in module.activities if one.check}
    return tuple(key for key, result in done.items() if result and _share(result) < 1)


def credit(found: Standing, *, full_at_pass: bool) -> float:
    """Credit for the gradebook before the weight.

    Args:
        found: Where the learner stands.
        full_at_pass: The author's setting: full credit from the pass mark on.

    Returns:
        0 to 1.
    """
    return 1.0 if full_at_pass and found.passed else found.share


def whole_percent(share: float) -> int:
    """A share as people read it; rounded down, so that nobody seems to have passed who has not.

    Args:
        share: 0 to 1.

    Returns:
        0 to 100.
    """
    return int(share * 100 + 1e-6)


def to_state(progress: Progress) -> dict[str, object]:
    """Make the small plain mapping that is stored for a learner.

    Args:
        progress: Progress.

    Returns:
        Plain data; see ``from_state``.
    """
    return {
        "r": progress.revision,
        "at": progress.at,
        "best": round(progress.best, 4),
        "a": {key: [one.points, one.possible, one.tries] for key, one in progress.done.items()},
        "p": {key: list(path) for key, path in progress.paths.items()},
    }


def from_state(state: object) -> Progress:
    """Read stored progress; what cannot be read counts as not begun, never as an error.

    Args:
        state: What ``to_state`` gave: ``{"r": revision, "at": id, "best": share,
            "a": {activity: [points, possible, tries]}, "p": {activity: [reply, …]}}``.

    Returns:
        Progress.
    """
    if not isinstance(state, Mapping):
        return Progress()
    done, paths = state.get("a"), state.get("p")
    best, revision, at = state.get("best"), state.get("r"), state.get("at")
    return Progress(
        revision=revision if isinstance(revision, int) else 0,
        at=at if isinstance(at, str) else "",
        best=min(max(float(best), 0.0), 1.0) if isinstance(best, int | float) else 0.0,
        done=_read_done(done) if isinstance(done, Mapping) else {},
        paths=_read_paths(paths) if isinstance(paths, Mapping) else {},
    )


def _read_done(raw: Mapping[object, object]) -> dict[str, Done]:
    return {
        str(key): Done(*value)
        for key, value in raw.items()
        if isinstance(value, list)
        and len(value) == len(("points", "possible", "tries"))
        and all(isinstance(one, int) for one in value)
        and 0 <= value[0] <= value[1]
    }


def _read_paths(raw: Mapping[object, object]) -> dict[str, tuple[str, ...]]:
    return {
        str(key): tuple(value)
        for key, value in raw.items()
        if isinstance(value, list) and all(isinstance(one, str) for one in value)
    }


def _must_have(module: v.Module, activity_id: str) -> v.Activity:
    activity = module.activity(activity_id)
    if activity is None:
        raise AnswerRefused("answer_unknown_activity", str(activity_id)[:60])
    return activity


def _share(done: Done) -> float:
    return done.points / done.possible if done.possible else 0.0


def _activities_done(module: v.Module, progress: Progress) -> int:
    return sum(activity.id in progress.done for activity in module.activities)


def _earned(checks: list[v.Activity], progress: Progress) -> float:
    """Share of the check points; points earned under an older revision keep their share."""
    from_possible = {activity.id: possible_points(activity) for activity in checks}
    earned = sum(
        _share(progress.done[key]) * points
        for key, points in from_possible.items()
        if key in progress.done
    )
    total = sum(from_possible.values())
    return round(earned / total, 9) if total else 0.0
