"""Mistakes in the data of a module: each is found, with its code and its place."""

from operator import setitem

import pytest

from ment_xblock.domain.training.errors import ModuleInvalid
from ment_xblock.domain.training.parse import ACTIVITIES as TYPES
from ment_xblock.domain.training.parse import parse_module
from tests.domain.training_examples import ACTIVITIES, KNOWN, example, index, module


def problems(data):
    with pytest.raises(ModuleInvalid) as caught:
        parse_module(data, KNOWN)
    return {(problem.code, problem.path) for problem in caught.value.problems}


def test_the_example_is_valid_and_has_every_type():
    found = module()
    assert {one.kind for one in found.activities} == set(TYPES)
    assert found.activities[0].picture.file == "two-way.svg"
    assert found.pass_rule.percent == 60


HEAD = [
    (lambda d: d.pop("title"), ("field.missing", "title")),
    (lambda d: d.update(titel="x"), ("field.unknown", "titel")),
    (lambda d: d.update(id="M 1"), ("field.bad_id", "id")),
    (lambda d: d.update(revision=0), ("field.range", "revision")),
    (lambda d: d.update(revision=1.5), ("field.not_whole", "revision")),
    (lambda d: d.update(revision=True), ("field.type", "revision")),
    (lambda d: d.update(language="English"), ("field.bad_form", "language")),
    (lambda d: d.update(track="boss"), ("field.not_allowed", "track")),
    (lambda d: d.update(minutes=40), ("minutes.sum", "minutes")),
    (lambda d: d.update(title="  "), ("field.empty", "title")),
    (lambda d: d.update(title="x" * 200), ("field.too_long", "title")),
    (lambda d: d.update(summary=["x"]), ("field.type", "summary")),
    (lambda d: d.update(takeaway=[]), ("list.length", "takeaway")),
    (lambda d: d.update(activities="x"), ("field.type", "activities")),
    (lambda d: d.update(activities=[]), ("list.length", "activities")),
    (lambda d: d.update(activities=[{}]), ("field.missing", "activities[0].type")),
    (lambda d: d.update(activities=["x"]), ("field.type", "activities[0]")),
    (lambda d: d.update({"pass": {"rule": "marks"}}), ("field.missing", "pass.percent")),
    (lambda d: d.update({"pass": {"rule": "luck"}}), ("field.not_allowed", "pass.rule")),
    (lambda d: d.update({"pass": {"rule": "taking_part"}}), ("pass.rule_track", "pass.rule")),
    (lambda d: d.update(activities=d["activities"] * 4), ("list.length", "activities")),
    (
        lambda d: d["activities"].append(dict(d["activities"][0])),
        ("id.repeated", f"activities[{len(ACTIVITIES)}].id"),
    ),
]


@pytest.mark.parametrize(("spoil", "expected"), HEAD)
def test_mistakes_in_the_head(spoil, expected):
    data = example()
    spoil(data)
    assert expected in problems(data)


PARTS = [
    ("lesson", lambda a: a.pop("text"), "field.missing", "text"),
    ("lesson", lambda a: a["video"].update(url="http://x"), "field.bad_form", "video.url"),
    ("lesson", lambda a: a["video"].update(url="javascript:x"), "field.bad_form", "video.url"),
    ("lesson", lambda a: a["picture"].pop("alt"), "field.missing", "picture.alt"),
    ("lesson", lambda a: a["picture"].update(file="no.svg"), "picture.unknown", "picture.file"),
    (
        "lesson",
        lambda a: a["picture"].update(file="../x.svg"),
        "field.bad_form",
        "picture.file",
    ),
    ("lesson", lambda a: a.update(toolkit=["money"]), "toolkit.unknown", "toolkit"),
    ("lesson", lambda a: a.update(minutes=0), "field.range", "minutes"),
    ("lesson", lambda a: a.update(type="film"), "field.not_allowed", "type"),
    ("lesson", lambda a: a.update(check="yes"), "field.type", "check"),
    ("card_sort", lambda a: a["cards"][0].pop("reason"), "field.missing", "cards[0].reason"),
    ("card_sort", lambda a: a["cards"][1].update(pile="p9"), "card.unknown_pile", "cards[1].pile"),
    ("card_sort", lambda a: a["cards"][1].update(pile="p1"), "pile.unused", "piles[1].id"),
    ("card_sort", lambda a: a["cards"][1].update(id="c1"), "id.repeated", "cards[1].id"),
    (
        "rewrite",
        lambda a: a["sentences"][0].pop("example"),
        "field.missing",
        "sentences[0].example",
    ),
    ("open_question", lambda a: a["sentences"][1].pop("why"), "field.missing", "sentences[1].why"),
    ("order", lambda a: setitem(a, "steps", a["steps"][:2]), "list.length", "steps"),
    ("choice", lambda a: a["options"][0].pop("reason"), "field.missing", "options[0].reason"),
    ("choice", lambda a: a["options"][0].pop("right"), "field.missing", "options[0].right"),
    ("choice", lambda a: a["options"][0].update(right=True), "choice.many_right", "options"),
    ("choice", lambda a: a["options"][1].update(right=False), "choice.no_right", "options"),
    (
        "choice",
        lambda a: a.update(multiple=True, options=[{**o, "right": True} for o in a["options"]]),
        "choice.no_wrong",
        "options",
    ),
    ("choice", lambda a: a["options"].__setitem__(2, {}), "field.missing", "options[2].id"),
    (
        "traffic_light",
        lambda a: a["cases"][0].update(light="blue"),
        "field.not_allowed",
        "cases[0].light",
    ),
    ("practice_log", lambda a: a["fields"][2].pop("options"), "field.missing", "fields[2].options"),
    (
        "practice_log",
        lambda a: a["fields"][0].update(options=[]),
        "field.unknown",
        "fields[0].options",
    ),
    ("rubric", lambda a: a["criteria"][0].pop("tip"), "field.missing", "criteria[0].tip"),
    ("reflection", lambda a: a.update(prompts=[]), "list.length", "prompts"),
    (
        "choose_benefits",
        lambda a: a.update(benefits=["climate", "gold"]),
        "toolkit.unknown",
        "benefits",
    ),
    (
        "choose_benefits",
        lambda a: a.update(benefits=["climate", "climate"]),
        "id.repeated",
        "benefits[1]",
    ),
    ("choose_benefits", lambda a: a.update(most=9), "choose.bounds", "most"),
    ("choose_tasks", lambda a: a.update(least=3, most=2), "choose.bounds", "most"),
    ("checklist", lambda a: a["items"][0].update(id="I1"), "field.bad_id", "items[0].id"),
    ("conversation", lambda a: a.update(challenge="war"), "toolkit.unknown", "challenge"),
    ("conversation", lambda a: a.update(start="n9"), "conversation.unknown_start", "start"),
    (
        "conversation",
        lambda a: a["nodes"][0].update(who="bob"),
        "conversation.unknown_person",
        "nodes[0].who",
    ),
    ("conversation", lambda a: a["nodes"][1].update(choices=[]), "list.length", "nodes[1].choices"),
    (
        "conversation",
        lambda a: a["nodes"][1]["choices"][0].update(to="n7"),
        "conversation.unknown_target",
        "nodes[1].choices[0].to",
    ),
    (
        "conversation",
        lambda a: a["nodes"][1]["choices"][0].update(id="a"),
        "id.repeated",
        "nodes[1].choices[0].id",
    ),
    (
        "conversation",
        lambda a: a["nodes"][1]["choices"][0].update(to="n1"),
        "conversation.loop",
        "nodes[0]",
    ),
    (
        "conversation",
        lambda a: a["nodes"][0]["choices"][0].update(to="bad"),
        "conversation.unreachable",
        "nodes[1]",
    ),
    (
        "conversation",
        lambda a: a["nodes"][1]["choices"][0].update(to="bad"),
        "conversation.unreachable",
        "endings[0]",
    ),
    ("conversation", lambda a: a["endings"][0].update(id="n1"), "id.repeated", "endings[0].id"),
    (
        "conversation",
        lambda a: a["endings"][0].update(outcome="poor"),
        "conversation.no_good_ending",
        "endings",
    ),
    (
        "conversation",
        lambda a: [ending.update(outcome="good") for ending in a["endings"]],
        "conversation.same_endings",
        "endings",
    ),
    (
        "conversation",
        lambda a: a["endings"][0].pop("noticed"),
        "field.missing",
        "endings[0].noticed",
    ),
]


@pytest.mark.parametrize(("kind", "spoil", "code", "path"), PARTS)
def test_mistakes_in_an_activity(kind, spoil, code, path):
    data = example()
    place = index(kind)
    spoil(data["activities"][place])
    assert (code, f"activities[{place}].{path}") in problems(data)


def test_all_mistakes_are_found_at_once():
    data = example(title="", revision="one")
    data["activities"][index("choice")]["options"][0].pop("reason")
    assert len(problems(data)) == 3


def test_a_misspelt_key_names_the_nearest_one():
    data = example()
    data["activities"][0]["pictur"] = data["activities"][0].pop("picture")
    with pytest.raises(ModuleInvalid) as caught:
        parse_module(data, KNOWN)
    assert caught.value.problems[0].params == {"key": "pictur", "near": "picture"}


def test_seniors_have_no_checks_and_juniors_need_one():
    senior = example(track="senior", **{"pass": {"rule": "taking_part"}})
    assert ("track.senior_check", f"activities[{index('choice')}].check") in problems(senior)
    junior = example()
    for one in junior["activities"]:
        one.pop("check", None)
    assert problems(junior) == {("track.no_check", "activities")}


def test_a_conversation_with_too_many_ways_is_refused():
    data = example()
    talk = data["activities"][index("conversation")]
    talk["nodes"] = [
        {
            "id": f"n{level}",
            "who": "ann",
            "says": "Hm.",
            "choices": [
                {"id": f"x{level}-{way}", "text": "T", "reaction": "R", "to": target}
                for way, target in enumerate(
                    [f"n{level + 1}"] * 3 if level < 30 else ["good", "so-so", "bad"]
                )
            ],
        }
        for level in range(1, 31)
    ]
    place = f"activities[{index('conversation')}].nodes"
    assert problems(data) == {("conversation.too_many_paths", place)}


@pytest.mark.parametrize("data", [None, [], "text", 3, {}])
def test_what_is_no_module_at_all(data):
    assert problems(data)
