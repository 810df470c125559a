"""The built-in curriculum: complete, honest in its minutes, and every scenario walked."""

import json
from collections import Counter

import pytest

from ment_xblock.curriculum import library
from ment_xblock.curriculum.check import built_in_files, check_text
from ment_xblock.curriculum.readability import grade
from ment_xblock.domain.training import values as v
from ment_xblock.domain.training.conversation import GOOD, Conversation, all_paths
from ment_xblock.domain.training.minutes import estimate
from ment_xblock.domain.training.parse import ACTIVITIES
from ment_xblock.domain.training.progress import (
    Progress,
    continue_conversation,
    record,
    standing,
    to_state,
)
from ment_xblock.domain.training.score import ENDING_POINTS, possible_points, score
from ment_xblock.domain.training.texts import texts
from ment_xblock.domain.training.view import conversation_view, public_view

# content.md, junior and senior track
MINUTES = {
    **{"j1": 15, "j2": 10, "j3": 25, "j4": 30, "j5": 25, "j6": 25, "j7": 30, "j8": 15, "j9": 15},
    **{"s1": 5, "s2": 10, "s3": 10, "s4": 5, "s5": 10, "s6": 5, "s7": 3},
}
# What a 12-year-old reads is about grade 6; the built-in texts stay well below.
BUILT_IN_GRADE = 4.0

MODULES = [library.module(module_id) for module_id in library.MODULE_IDS]
CONVERSATIONS = [
    (found, one) for found in MODULES for one in found.activities if isinstance(one, Conversation)
]


def names(pairs):
    return [f"{found.id}-{one.id}" for found, one in pairs]


@pytest.mark.parametrize(
    "path", built_in_files(), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_every_file_passes_the_strict_check_and_is_where_its_id_says(path):
    report = check_text(path.read_text(encoding="utf-8"))
    assert [(one.line, one.what) for one in report.findings] == []
    assert (report.module.language, report.module.id) == (path.parent.name, path.stem)


def test_both_tracks_are_whole():
    assert [found.id for found in library.track(v.JUNIOR)] == [f"j{n}" for n in range(1, 10)]
    assert [found.id for found in library.track(v.SENIOR)] == [f"s{n}" for n in range(1, 8)]
    assert {found.id: found.minutes for found in MODULES} == MINUTES
    assert all(found.track == v.JUNIOR for found in library.track(v.JUNIOR))
    assert all(found.track == v.SENIOR for found in library.track(v.SENIOR))


@pytest.mark.parametrize(("track", "minutes"), [(v.JUNIOR, 190), (v.SENIOR, 48)])
def test_minutes_of_a_track_are_real(track, minutes):
    real = sum(estimate(one).minutes for found in library.track(track) for one in found.activities)
    assert real == pytest.approx(minutes, rel=0.10)


@pytest.mark.parametrize("found", MODULES, ids=lambda found: found.id)
def test_texts_are_easy_to_read(found):
    assert grade(text for _, text in texts(found)) <= BUILT_IN_GRADE


def test_every_type_of_activity_is_used():
    assert {one.kind for found in MODULES for one in found.activities} == set(ACTIVITIES)


def test_all_of_the_toolkit_is_used():
    lists = library.toolkit()
    taught = {item for found in MODULES for one in found.activities for item in one.toolkit}
    offered = {
        item
        for found in MODULES
        for one in found.activities
        if isinstance(one, v.ChooseBenefits)
        for item in one.benefits
    }
    benefits = {item.id for item in lists.benefits}
    challenges = {item.id for item in lists.challenges}
    assert benefits == offered
    assert benefits <= taught
    assert challenges == {talk.challenge for found, talk in CONVERSATIONS if found.id == "j7"}
    assert {item.id for item in lists.knowledge} <= taught


def test_the_swapped_labels_of_the_toolkit_are_not_inherited():
    groups = {item.id: item.group for item in library.toolkit().benefits}
    assert {one for one, group in groups.items() if group == "mentor"} == {
        *("leadership", "explaining", "belonging", "satisfaction"),
    }
    assert {one for one, group in groups.items() if group == "mentee"} == {
        *("technology", "openness", "understanding-young", "trust-in-young"),
    }
    assert Counter(groups.values()) == {"mentor": 4, "mentee": 4, "organisation": 4}


def test_checks_are_those_of_the_plan():
    checks = {found.id: [one for one in found.activities if one.check] for found in MODULES}
    kinds = {key: Counter(one.kind for one in some) for key, some in checks.items()}
    assert kinds["j1"] == {"choice": 4}
    assert kinds["j2"] == {"choose_benefits": 1}
    assert kinds["j3"] == {"choice": 4}
    assert kinds["j4"] == {"rubric": 1}
    assert kinds["j5"]["order"] == 1
    assert kinds["j6"] == {"practice_log": 1, "rubric": 1}
    assert kinds["j7"] == {"conversation": 5, "choice": 5}
    assert kinds["j8"] == {"traffic_light": 1}
    assert kinds["j9"] == {"choice": 12}
    assert not any(checks[found.id] for found in library.track(v.SENIOR))
    assert library.module("j8").pass_rule.rule == v.ALL_RIGHT
    assert len(checks["j8"][0].cases) == 5
    assert library.module("j9").pass_rule == v.PassRule(v.MARKS, 80)


def test_activities_of_the_plan_have_their_size():
    cards = next(one for one in library.module("j1").activities if one.kind == "card_sort")
    assert len(cards.cards) == 10
    rewrites = [one for one in library.module("j3").activities if one.kind == "rewrite"]
    assert len(rewrites[0].sentences) == 6
    benefits = next(one for one in library.module("j2").activities if one.kind == "choose_benefits")
    assert (len(benefits.benefits), benefits.least, benefits.most) == (12, 2, 2)
    tasks = next(one for one in library.module("s5").activities if one.kind == "choose_tasks")
    assert (tasks.least, tasks.most) == (1, 3)


@pytest.mark.parametrize(("found", "talk"), CONVERSATIONS, ids=names(CONVERSATIONS))
def test_every_scenario_is_played_on_all_paths_to_every_ending(found, talk):
    reached = set()
    for path in all_paths(talk):
        progress = Progress()
        for steps in range(len(path) + 1):
            view = conversation_view(talk, path[:steps])
            assert (view["node"] is None) == (steps == len(path))
            assert len(view["told"]) == steps
            progress = continue_conversation(found, progress, talk.id, path[:steps])
        outcome = score(talk, {"path": list(path)})
        ending = view["ending"]
        assert outcome.points == ENDING_POINTS.get(ending["outcome"], 0)
        assert not record(found, progress, talk.id, outcome).paths
        reached.add(ending["id"])
    assert reached == {ending.id for ending in talk.endings}


@pytest.mark.parametrize(("found", "talk"), CONVERSATIONS, ids=names(CONVERSATIONS))
def test_scenarios_have_several_endings_and_real_choices(found, talk):
    assert len(talk.endings) >= 3
    assert len({ending.outcome for ending in talk.endings}) >= 2
    assert all(len(node.choices) >= 2 for node in talk.nodes)
    # The good ending is not reached from the start in one step: there is something to find out.
    good = {ending.id for ending in talk.endings if ending.outcome == GOOD}
    first = next(node for node in talk.nodes if node.id == talk.start)
    assert not good & {reply.to for reply in first.choices}


def test_the_right_answer_is_given_away_neither_by_place_nor_by_length():
    single = [
        one
        for found in MODULES
        for one in found.activities
        if isinstance(one, v.Choice) and not one.multiple
    ]
    longest = sum(max(one.options, key=lambda o: len(o.text)).right for one in single)
    places = Counter()
    for one in single:
        right = next(option.id for option in one.options if option.right)
        shown = [option["id"] for option in public_view(one)["options"]]
        places[shown.index(right)] += 1
    assert longest / len(single) < 0.5
    assert max(places.values()) / len(single) < 0.5


def best_path(talk):
    """The way through a conversation that earns most."""
    paths = [list(path) for path in all_paths(talk)]
    return max(paths, key=lambda path: score(talk, {"path": path}).points)


BEST_ANSWERS = {
    "lesson": lambda one: {"read": True},
    "card_sort": lambda one: {"piles": {card.id: card.pile for card in one.cards}},
    "order": lambda one: {"order": [step.id for step in one.steps]},
    "traffic_light": lambda one: {"lights": {case.id: case.light for case in one.cases}},
    "choice": lambda one: {"options": [option.id for option in one.options if option.right]},
    "conversation": lambda one: {"path": best_path(one)},
    "practice_log": lambda one: {"fields": {field.id: sample(field) for field in one.fields}},
    "rubric": lambda one: {"levels": {line.id: one.levels[0].id for line in one.criteria}},
    "rewrite": lambda one: {"texts": {sentence.id: "Own words" for sentence in one.sentences}},
    "open_question": lambda one: {"texts": {part.id: "Own words" for part in one.sentences}},
    "reflection": lambda one: {"texts": {one.prompts[0].id: "Own words"}},
    "choose_benefits": lambda one: {"benefits": list(one.benefits[: one.most])},
    "choose_tasks": lambda one: {"tasks": ["any"]},
    "checklist": lambda one: {"ticked": [item.id for item in one.items]},
}


def sample(field):
    """A value that fits a field of a log."""
    samples = {"text": "Own words", "number": 45}
    if field.kind in samples:
        return samples[field.kind]
    return field.options[0].id if field.kind == "one" else [field.options[0].id]


def test_a_learner_can_finish_everything_and_the_state_stays_small():
    states = []
    for found in MODULES:
        progress = Progress()
        for one in found.activities:
            outcome = score(one, BEST_ANSWERS[one.kind](one), known_tasks={"any"})
            assert outcome.points == possible_points(one)
            if isinstance(one, Conversation):
                progress = continue_conversation(found, progress, one.id, outcome.chosen)
            progress = record(found, progress, one.id, outcome)
        result = standing(found, progress)
        assert (result.share, result.passed, result.done) == (1.0, True, result.total)
        states.append(json.dumps(to_state(progress)))
    assert "Own words" not in "".join(states)
    assert sum(map(len, states)) < 20_000


def test_pictures_are_all_used_small_and_without_words():
    used = {one.picture.file for found in MODULES for one in found.activities if one.picture}
    files = {entry.name: entry.read_text() for entry in library.PICTURES.iterdir()}
    assert used == set(files)
    for drawing in files.values():
        assert len(drawing) < 4000
        assert "<text" not in drawing
        assert "<script" not in drawing
        assert 'viewBox="0 0 320 180"' in drawing


def test_ids_are_those_that_learners_progress_hangs_on():
    """Renaming an activity loses progress: this list only ever grows."""
    ids = {found.id: [one.id for one in found.activities] for found in MODULES}
    assert ids["j8"] == ["lights", "keys", "people", "friendly-no", "unpaid", "cases", "card"]
    assert ids["s7"] == ["wrong-press", "takes-phone", "give"]
    assert sum(map(len, ids.values())) == len({(k, one) for k, some in ids.items() for one in some})


def test_no_name_of_the_seeded_cast_is_used_for_somebody_else():
    cast = {"Chiara", "Giulia", "Piotr", "Lena", "Amir", "Sofia", "Yusuf", "Mario", "Anna"}
    cast |= {"Tomas", "Ioana", "Paolo", "Greta", "Nora"}
    words = {
        word.strip(".,!?“”'*:;()")
        for found in MODULES
        for _, text in texts(found)
        for word in text.split()
    }
    assert not cast & words


@pytest.mark.parametrize("language", ["it-it", "it", "xx", "en-GB", "", "../../toolkit", "a/b"])
def test_a_language_that_is_not_there_falls_back(language):
    assert library.module("j1", language).language in {"en", language[:2].lower()}
    assert library.toolkit(language).benefits


def test_languages_are_tried_from_near_to_far():
    assert library.fallbacks("pt_BR") == ("pt-br", "pt", "en")
    assert library.fallbacks("en-gb") == ("en-gb", "en")


def test_a_module_that_does_not_exist():
    with pytest.raises(KeyError):
        library.module("../j1")
