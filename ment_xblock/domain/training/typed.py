"""What of an answer is the learner's alone: their words, and marks that mean nothing to anybody else."""

from collections.abc import Mapping
from functools import singledispatch

from ment_xblock.domain.training import values as v

Words = Mapping[str, str]


@singledispatch
def private_words(activity: v.Activity, answer: Mapping[str, object]) -> Words:
    """What to keep for the learner alone, so that they find it again.

    Args:
        activity: the activity.
        answer: an answer that ``score`` accepted.

    Returns:
        Texts by field; an empty text for what was emptied, nothing for an activity without such fields. Several
        chosen ids stand in one text, separated by spaces.
    """
    return {}


@private_words.register(v.Rewrite)
@private_words.register(v.OpenQuestion)
def _sentences(activity: v.Rewrite | v.OpenQuestion, answer: Mapping[str, object]) -> Words:
    return _texts(answer, "texts", [sentence.id for sentence in activity.sentences])


@private_words.register
def _reflection(activity: v.Reflection, answer: Mapping[str, object]) -> Words:
    if "texts" not in answer:
        return {}  # answered aloud: what was written before stays
    return _texts(answer, "texts", [prompt.id for prompt in activity.prompts])


@private_words.register
def _practice_log(activity: v.PracticeLog, answer: Mapping[str, object]) -> Words:
    return _texts(answer, "fields", [field.id for field in activity.fields])


@private_words.register
def _rubric(activity: v.Rubric, answer: Mapping[str, object]) -> Words:
    return _texts(answer, "levels", [criterion.id for criterion in activity.criteria])


@private_words.register
def _checklist(activity: v.Checklist, answer: Mapping[str, object]) -> Words:
    ticked = answer.get("ticked")
    given = ticked if isinstance(ticked, list) else []
    return {item.id: "yes" if item.id in given else "" for item in activity.items}


def _texts(answer: Mapping[str, object], key: str, ids: list[str]) -> Words:
    given = answer.get(key)
    values = given if isinstance(given, Mapping) else {}
    return {one: _as_text(values.get(one)) for one in ids}


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)
