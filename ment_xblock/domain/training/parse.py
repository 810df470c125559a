"""From plain data to a checked module."""

import re
from collections.abc import Callable, Collection, Iterator
from typing import TypedDict

from attrs import frozen

from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.checks import check_module
from ment_xblock.domain.training.conversation import (
    OUTCOMES,
    Conversation,
    Ending,
    Node,
    Person,
    Reply,
)
from ment_xblock.domain.training.errors import ModuleInvalid, Problem
from ment_xblock.domain.training.reader import LABEL, LONG, Reader

LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
WEB_ADDRESS = re.compile(r"https://[^\s<>\"']+")
PICTURE_FILE = re.compile(r"[a-z0-9-]+\.svg")

MOST_ACTIVITIES = 40
MOST_MINUTES = 120


@frozen
class Known:
    """Ids and files outside the module that it may name.

    Attributes:
        benefits: Ids of the toolkit's benefits.
        challenges: Ids of its challenges.
        kinds: Ids of its kinds of knowledge.
        pictures: File names of the lesson pictures.
    """

    benefits: Collection[str]
    challenges: Collection[str]
    kinds: Collection[str]
    pictures: Collection[str]


class Head(TypedDict):
    """The fields that every activity has."""

    id: str
    minutes: float
    title: str
    text: str
    check: bool
    picture: v.Picture | None
    toolkit: tuple[str, ...]


def parse_module(data: object, known: Known) -> v.Module:
    """Read and check a module.

    Args:
        data: Plain dicts and lists, as a YAML or JSON loader gives them.
        known: What the module may name.

    Returns:
        The module.

    Raises:
        ModuleInvalid: With every mistake that was found.
    """
    problems: list[Problem] = []
    reader = Reader(data, "", problems)
    module = _module(reader)
    reader.refuse_others()
    if not problems:
        problems.extend(check_module(module))
        problems.extend(_check_known(module, known))
    if problems:
        raise ModuleInvalid(tuple(problems))
    return module


def _module(reader: Reader) -> v.Module:
    return v.Module(
        id=reader.ident(),
        revision=reader.whole("revision", 1, 9999),
        language=_matching(reader, "language", LANGUAGE),
        track=reader.one_of("track", v.TRACKS),
        minutes=reader.number("minutes", 1, MOST_MINUTES),
        title=reader.text("title", LABEL),
        summary=reader.text("summary"),
        pass_rule=reader.part("pass", _pass_rule, required=True) or v.PassRule(""),
        activities=reader.items("activities", _activity, 1, MOST_ACTIVITIES),
        takeaway=reader.texts("takeaway", 1, 10),
    )


def _pass_rule(reader: Reader) -> v.PassRule:
    rule = reader.one_of("rule", v.PASS_RULES)
    percent = reader.whole("percent", 1, 100) if rule == v.MARKS else None
    return v.PassRule(rule, percent)


def _matching(reader: Reader, key: str, pattern: re.Pattern[str]) -> str:
    value = reader.text(key, 500)
    if value and not pattern.fullmatch(value):
        reader.note("field.bad_form", reader.place(key), key=key, value=value[:60])
    return value


def _head(reader: Reader) -> Head:
    return {
        "id": reader.ident(),
        "minutes": reader.number("minutes", 0.5, 30),
        "title": reader.text("title", LABEL),
        "text": reader.text("text", LONG, required=False),
        "check": reader.flag("check"),
        "picture": reader.part("picture", _picture),
        "toolkit": reader.texts("toolkit", 0, 12),
    }


def _activity(reader: Reader) -> v.Activity:
    kind = reader.one_of("type", ACTIVITIES)
    head = _head(reader)
    if not kind:
        # Its other keys cannot be judged; one mistake is enough.
        reader.known.update(str(key) for key in reader.data)
        return v.Activity(**head)
    return ACTIVITIES[kind](reader, head)


def _picture(reader: Reader) -> v.Picture:
    return v.Picture(_matching(reader, "file", PICTURE_FILE), reader.text("alt"))


def _video(reader: Reader) -> v.Video:
    return v.Video(_matching(reader, "url", WEB_ADDRESS), reader.text("title", LABEL))


def _labelled(reader: Reader) -> v.Labelled:
    return v.Labelled(reader.ident(), reader.text("label", LABEL))


def _lesson(reader: Reader, head: Head) -> v.Activity:
    if reader.readable and "text" not in reader.data:
        reader.note("field.missing", reader.place("text"), key="text")
    return v.Lesson(**head, video=reader.part("video", _video))


def _card_sort(reader: Reader, head: Head) -> v.Activity:
    def card(one: Reader) -> v.Card:
        return v.Card(one.ident(), one.text("text"), one.ident("pile"), one.text("reason"))

    piles = reader.items("piles", _labelled, 2, 5)
    return v.CardSort(**head, piles=piles, cards=reader.items("cards", card, 2, 20))


def _sentence(reader: Reader) -> v.Sentence:
    return v.Sentence(
        reader.ident(), reader.text("text"), reader.text("why"), reader.text("example")
    )


def _rewrite(reader: Reader, head: Head) -> v.Activity:
    return v.Rewrite(**head, sentences=reader.items("sentences", _sentence, 1, 12))


def _open_question(reader: Reader, head: Head) -> v.Activity:
    return v.OpenQuestion(**head, sentences=reader.items("sentences", _sentence, 1, 12))


def _order(reader: Reader, head: Head) -> v.Activity:
    def step(one: Reader) -> v.Step:
        return v.Step(one.ident(), one.text("text"), one.text("reason"))

    return v.Order(**head, steps=reader.items("steps", step, 3, 12))


def _choice(reader: Reader, head: Head) -> v.Activity:
    def option(one: Reader) -> v.Option:
        right = one.flag("right", default=None)
        return v.Option(one.ident(), one.text("text"), right, one.text("reason"))

    multiple = reader.flag("multiple")
    return v.Choice(**head, multiple=multiple, options=reader.items("options", option, 2, 8))


def _traffic_light(reader: Reader, head: Head) -> v.Activity:
    def case(one: Reader) -> v.Case:
        light = one.one_of("light", v.LIGHTS)
        return v.Case(one.ident(), one.text("text"), light, one.text("reason"))

    return v.TrafficLight(**head, cases=reader.items("cases", case, 2, 12))


def _conversation(reader: Reader, head: Head) -> v.Activity:
    def person(one: Reader) -> Person:
        return Person(one.ident(), one.text("name", LABEL), one.text("role", LABEL))

    def reply(one: Reader) -> Reply:
        return Reply(one.ident(), one.text("text"), one.text("reaction"), one.ident("to"))

    def node(one: Reader) -> Node:
        return Node(
            id=one.ident(),
            who=one.ident("who"),
            says=one.text("says"),
            choices=one.items("choices", reply, 1, 5),
            scene=one.text("scene", required=False),
        )

    def ending(one: Reader) -> Ending:
        return Ending(
            id=one.ident(),
            outcome=one.one_of("outcome", OUTCOMES),
            title=one.text("title", LABEL),
            text=one.text("text"),
            noticed=one.text("noticed"),
        )

    return Conversation(
        **head,
        people=reader.items("people", person, 1, 5),
        start=reader.ident("start"),
        nodes=reader.items("nodes", node, 1, 40),
        endings=reader.items("endings", ending, 2, 8),
        challenge=reader.ident("challenge", required=False),
    )


def _practice_log(reader: Reader, head: Head) -> v.Activity:
    def field(one: Reader) -> v.Field:
        kind = one.one_of("kind", v.LOG_KINDS)
        return v.Field(
            id=one.ident(),
            kind=kind,
            label=one.text("label", LABEL),
            hint=one.text("hint", required=False),
            example=one.text("example", required=False),
            required=one.flag("required", default=True),
            options=one.items("options", _labelled, 2, 8) if kind in ("one", "many") else (),
        )

    return v.PracticeLog(**head, fields=reader.items("fields", field, 1, 20))


def _rubric(reader: Reader, head: Head) -> v.Activity:
    def criterion(one: Reader) -> v.Criterion:
        return v.Criterion(one.ident(), one.text("text"), one.text("tip"))

    return v.Rubric(
        **head,
        levels=reader.items("levels", _labelled, 2, 5),
        criteria=reader.items("criteria", criterion, 1, 10),
    )


def _prompt(reader: Reader) -> v.Prompt:
    return v.Prompt(reader.ident(), reader.text("text"))


def _reflection(reader: Reader, head: Head) -> v.Activity:
    spoken = reader.flag("spoken")
    return v.Reflection(**head, spoken=spoken, prompts=reader.items("prompts", _prompt, 1, 6))


def _choose_benefits(reader: Reader, head: Head) -> v.Activity:
    benefits = reader.texts("benefits", 2, 20)
    least, most = _bounds(reader, len(benefits))
    return v.ChooseBenefits(**head, benefits=benefits, least=least, most=most)


def _choose_tasks(reader: Reader, head: Head) -> v.Activity:
    least, most = _bounds(reader, 10)
    return v.ChooseTasks(**head, least=least, most=most)


def _bounds(reader: Reader, limit: int) -> tuple[int, int]:
    least, most = reader.whole("least", 1, 20), reader.whole("most", 1, 20)
    if not least <= most <= max(limit, 1):
        reader.note("choose.bounds", reader.place("most"), least=least, most=most, limit=limit)
    return least, most


def _checklist(reader: Reader, head: Head) -> v.Activity:
    def item(one: Reader) -> v.Item:
        return v.Item(one.ident(), one.text("text"))

    return v.Checklist(**head, items=reader.items("items", item, 1, 20))


ACTIVITIES: dict[str, Callable[[Reader, Head], v.Activity]] = {
    v.Lesson.kind: _lesson,
    v.CardSort.kind: _card_sort,
    v.Rewrite.kind: _rewrite,
    v.OpenQuestion.kind: _open_question,
    v.Order.kind: _order,
    v.Choice.kind: _choice,
    v.TrafficLight.kind: _traffic_light,
    Conversation.kind: _conversation,
    v.PracticeLog.kind: _practice_log,
    v.Rubric.kind: _rubric,
    v.Reflection.kind: _reflection,
    v.ChooseBenefits.kind: _choose_benefits,
    v.ChooseTasks.kind: _choose_tasks,
    v.Checklist.kind: _checklist,
}


def _check_known(module: v.Module, known: Known) -> Iterator[Problem]:
    everything = {*known.benefits, *known.challenges, *known.kinds}
    for index, activity in enumerate(module.activities):
        place = f"activities[{index}]"
        picture = (activity.picture.file,) if activity.picture else ()
        yield from _unknown(picture, known.pictures, f"{place}.picture.file", "picture.unknown")
        yield from _unknown(activity.toolkit, everything, f"{place}.toolkit")
        if isinstance(activity, Conversation) and activity.challenge:
            named = (activity.challenge,)
            yield from _unknown(named, known.challenges, f"{place}.challenge")
        if isinstance(activity, v.ChooseBenefits):
            yield from _unknown(activity.benefits, known.benefits, f"{place}.benefits")


def _unknown(
    named: tuple[str, ...], allowed: Collection[str], path: str, code: str = "toolkit.unknown"
) -> Iterator[Problem]:
    for one in named:
        if one not in allowed:
            yield Problem(code, path, {"id": one, "allowed": tuple(sorted(allowed))})
