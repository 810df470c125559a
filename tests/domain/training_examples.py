"""A module with every type of activity, as plain data, for tests to break."""

from copy import deepcopy
from functools import cache

from ment_xblock.domain.training.parse import Known, parse_module

KNOWN = Known(
    benefits={"leadership", "explaining", "climate"},
    challenges={"resistance"},
    kinds={"hard"},
    pictures={"two-way.svg"},
)


def _part(one, **others):
    return {"id": one, "text": f"Text of {one}.", **others}


def _activity(kind, **others):
    return {"id": kind.replace("_", "-"), "type": kind, "minutes": 1, "title": kind, **others}


SENTENCES = [_part("s1", why="Because.", example="Better."), _part("s2", why="W.", example="E.")]

ACTIVITIES = [
    _activity(
        "lesson",
        text="Read **this**.",
        picture={"file": "two-way.svg", "alt": "Two people."},
        video={"url": "https://example.org/v", "title": "A film"},
        toolkit=["hard", "leadership", "resistance"],
    ),
    _activity(
        "card_sort",
        check=True,
        piles=[{"id": "p1", "label": "One"}, {"id": "p2", "label": "Two"}],
        cards=[_part("c1", pile="p1", reason="R1."), _part("c2", pile="p2", reason="R2.")],
    ),
    _activity("rewrite", sentences=SENTENCES),
    _activity("open_question", sentences=SENTENCES),
    _activity("order", check=True, steps=[_part(f"t{n}", reason=f"R{n}.") for n in range(1, 5)]),
    _activity(
        "choice",
        check=True,
        options=[
            _part("o1", right=False, reason="No."),
            _part("o2", right=True, reason="Yes."),
            _part("o3", right=False, reason="Not this."),
        ],
    ),
    _activity(
        "traffic_light",
        check=True,
        cases=[_part("k1", light="green", reason="G."), _part("k2", light="red", reason="R.")],
    ),
    _activity(
        "conversation",
        check=True,
        challenge="resistance",
        people=[{"id": "ann", "name": "Ann", "role": "baker"}],
        start="n1",
        nodes=[
            {
                "id": "n1",
                "who": "ann",
                "says": "Well?",
                "scene": "A shop.",
                "choices": [
                    _part("a", reaction="Aha.", to="n2"),
                    _part("b", reaction="Oh.", to="bad"),
                ],
            },
            {
                "id": "n2",
                "who": "ann",
                "says": "And now?",
                "choices": [
                    _part("c", reaction="Good.", to="good"),
                    _part("d", reaction="Hm.", to="so-so"),
                ],
            },
        ],
        endings=[
            {"id": one, "outcome": outcome, "title": one, "text": "End.", "noticed": "Seen."}
            for one, outcome in (("good", "good"), ("so-so", "mixed"), ("bad", "poor"))
        ],
    ),
    _activity(
        "practice_log",
        fields=[
            {"id": "what", "kind": "text", "label": "What?", "example": "A photo."},
            {"id": "minutes", "kind": "number", "label": "Minutes?"},
            {
                "id": "way",
                "kind": "one",
                "label": "Way?",
                "options": [{"id": "phone", "label": "Phone"}, {"id": "video", "label": "Video"}],
            },
            {
                "id": "kinds",
                "kind": "many",
                "label": "Kinds?",
                "required": False,
                "options": [{"id": "x", "label": "X"}, {"id": "y", "label": "Y"}],
            },
        ],
    ),
    _activity(
        "rubric",
        check=True,
        levels=[{"id": f"l{n}", "label": f"Level {n}"} for n in range(1, 5)],
        criteria=[_part("r1", tip="Tip 1."), _part("r2", tip="Tip 2.")],
    ),
    _activity("reflection", spoken=True, prompts=[_part("q1"), _part("q2")]),
    _activity("choose_benefits", benefits=["leadership", "explaining", "climate"], least=1, most=2),
    _activity("choose_tasks", least=1, most=3),
    _activity("checklist", items=[_part("i1"), _part("i2")]),
]


def example(**others):
    """A fresh copy of the module that may be changed at will."""
    return {
        "id": "m1",
        "revision": 1,
        "language": "en",
        "track": "junior",
        "minutes": len(ACTIVITIES),
        "title": "All types",
        "summary": "One of each.",
        "pass": {"rule": "marks", "percent": 60},
        "activities": deepcopy(ACTIVITIES),
        "takeaway": ["Done."],
        **others,
    }


def module(**others):
    """The module as a value object."""
    return parse_module(example(**others), KNOWN)


def index(kind):
    """Place of an activity in the list, by type."""
    return next(number for number, one in enumerate(ACTIVITIES) if one["type"] == kind)


@cache
def activity(kind):
    """One activity as a value object, by type."""
    return module().activities[index(kind)]


RIGHT = {
    "lesson": {"read": True},
    "card_sort": {"piles": {"c1": "p1", "c2": "p2"}},
    "rewrite": {"texts": {"s1": "Secret words", "s2": "More secrets"}},
    "open_question": {"texts": {"s1": "Secret words", "s2": "More secrets"}},
    "order": {"order": ["t1", "t2", "t3", "t4"]},
    "choice": {"options": ["o2"]},
    "traffic_light": {"lights": {"k1": "green", "k2": "red"}},
    "conversation": {"path": ["a", "c"]},
    "practice_log": {"fields": {"what": "Secret words", "minutes": 45, "way": "phone"}},
    "rubric": {"levels": {"r1": "l1", "r2": "l4"}},
    "reflection": {"texts": {"q1": "Secret words"}},
    "choose_benefits": {"benefits": ["climate"]},
    "choose_tasks": {"tasks": ["quote-as-pdf"]},
    "checklist": {"ticked": []},
}
