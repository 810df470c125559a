"""Who said what? In an anonymous survey that is closed, nobody can tell; and the attack is one that would find it."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from itertools import count

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ment_xblock.domain.survey import disclosure, results
from ment_xblock.domain.survey.disclosure import Shown
from ment_xblock.domain.survey.items import Kind
from ment_xblock.models import SurveyAnswer, SurveyParticipation
from ment_xblock.selectors import survey_results
from ment_xblock.services import survey_closing
from tests.attack import insider
from tests.survey_world import Survey, defined, more_people
from tests.world import World

OWN = [
    {
        "id": "own-1",
        "kind": "multiple",
        "options": ["a", "b", "c"],
        "words": {"text": "What helped?", "options": {"a": "A", "b": "B", "c": "C"}},
    },
    {
        "id": "own-2",
        "kind": "matrix",
        "rows": ["r1", "r2"],
        "options": ["no", "so", "yes"],
        "best": "yes",
        "words": {
            "text": "How was it?",
            "rows": {"r1": "One", "r2": "Two"},
            "options": {"no": "No", "so": "So", "yes": "Yes"},
        },
    },
]
ITEMS = [
    "trust",
    "hierarchy",
    "openness",
    "teaching",
    "recommend",
    {"id": "can-find", "then": True},
    {"id": "skill-listen", "then": True},
    "tasks-evidence",
    *OWN,
]
DEFINITION = defined("end", "anonymous", items=ITEMS)


@contextmanager
def undone():
    """Nothing of it stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@st.composite
def crowds(draw, least=5, most=30):
    """Roles, and what each person answers; some leave things open. Groups often agree, as people do."""
    people = draw(st.integers(least, most))
    mentors = draw(st.integers(0, people))
    names = [f"mentor{n}" for n in range(1, mentors + 1)]
    names += [f"mentee{n}" for n in range(1, people - mentors + 1)]
    mood = {role: draw(st.integers(0, 10)) for role in ("mentor", "mentee")}
    agree = draw(st.sampled_from([0, 60, 95]))
    random = draw(st.randoms(use_true_random=False))
    silent = draw(st.sampled_from([0, 0, 20, 60]))
    return {name: _answers(name, mood, agree, silent, random) for name in names}, mentors


def _answers(name, mood, agree, silent, random):
    role = name[:6]
    found = {}
    for item in DEFINITION.items:
        if not any(one.value == role for one in item.roles) or random.randrange(100) < silent:
            continue
        for slot in item.slots:
            found[slot.key] = _answer(item, mood[role], agree, random, name)
    return found or {"trust": 3}


def _answer(item, mood, agree, random, name):
    if item.kind is Kind.TEXT:
        return f"Words of {name} alone"
    values = list(item.kind.numbers or item.options)
    value = values[mood % len(values)] if random.randrange(100) < agree else random.choice(values)
    return [value] if item.kind is Kind.MULTIPLE else value


def play(world: World, answers: dict, mentors: int, definition=DEFINITION) -> Survey:
    """All answer in some order, as far as they are asked, and the survey is closed."""
    more_people(world, mentors, len(answers) - mentors)
    survey = Survey(world, definition)
    forms = {role: survey.form(name) for role, name in {one[:6]: one for one in answers}.items()}
    for name, given_ in answers.items():
        form = forms[name[:6]]
        keys = {slot.key for item in form.items for slot in item.slots}
        asked = {key: value for key, value in given_.items() if key in keys}
        survey.answer(name, asked or {"trust": 3}, seen=form.seen)
    survey.close()
    return survey


def all_found(survey: Survey) -> list[insider.Finding]:
    """Every attack on everything that can be got hold of."""
    stored = insider.dump()
    items = survey.definition.items
    found = []
    for tables in (
        insider.page(survey),
        insider.export(survey),
        insider.tables_of(stored["ment_xblock_surveyanswer"], items),
    ):
        found += insider.conclusions(tables, items)
    found += insider.ties(stored, range(0))
    found += [
        insider.Finding("few", "texts", "", shown)
        for shown in insider.texts(survey)
        if 0 < len(shown) < insider.FEW
    ]
    return found


quick = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(crowd=crowds())
def test_nobody_can_tell_who_said_what(world, crowd):
    with undone():
        assert all_found(play(world, *crowd)) == []


# The attack finds what there is to find


def agreeing(mentors: int, mentees: int) -> dict[str, dict]:
    """All mentees say the same; the mentors do not."""
    found = {}
    for number in range(1, mentors + 1):
        found[f"mentor{number}"] = {"trust": 1 + number % 5, "teaching": 1 + number % 5}
    for number in range(1, mentees + 1):
        found[f"mentee{number}"] = {"trust": 2, "openness": 1 + number % 5}
    return found


def hows(survey: Survey) -> set[str]:
    return {finding.how for finding in all_found(survey)}


def show_all(*_args, **_kwargs):
    return Shown.BY_ROLE


def switch_off(monkeypatch, rule):
    for module in (results, survey_closing):
        monkeypatch.setattr(module, "may_show", rule)
    for module in (survey_results, survey_closing):
        monkeypatch.setattr(module, "may_show_texts", lambda _answered: True)


def test_a_role_that_agrees_is_found_without_suppression(world, monkeypatch):
    with undone():
        assert hows(play(world, agreeing(6, 6), 6)) == set()
    switch_off(monkeypatch, show_all)
    with undone():
        assert "alike" in hows(play(world, agreeing(6, 6), 6))


def test_a_small_rest_is_found_without_complementary_suppression(world, monkeypatch):
    """Mentors may leave an item open, so that fewer than five answered it."""
    answers = agreeing(6, 6)
    for number in (1, 2, 3):
        answers[f"mentor{number}"].pop("trust")
    with undone():
        assert hows(play(world, answers, 6)) == set()

    def no_complement(groups, *, asked, best):
        enough = {role: one for role, one in groups.items() if one.is_enough}
        return Shown.BY_ROLE if enough else Shown.NOTHING

    switch_off(monkeypatch, no_complement)
    with undone():
        assert "few" in hows(play(world, answers, 6))


def test_four_people_are_found_without_the_least_number(world, monkeypatch):
    answers = {
        name: {"trust": 1 + number, "tasks-evidence": f"Words of {name} alone"}
        for number, name in enumerate(("mentor1", "mentor2", "mentee1", "mentee2"))
    }
    with undone():
        survey = play(world, answers, 2)
        assert all_found(survey) == []
        assert survey.results().answered == 4
        assert not SurveyAnswer.objects.exists()
    monkeypatch.setattr(disclosure, "FEWEST", 1)
    with undone():
        assert "few" in hows(play(world, answers, 2))


def test_a_dump_is_found_out_where_closing_forgets_nothing(world, monkeypatch):
    monkeypatch.setattr(survey_closing, "_forget", lambda _run: None)
    with undone():
        survey = play(world, agreeing(6, 6), 6)
        stored = insider.dump()["ment_xblock_surveyanswer"]
        tables = insider.tables_of(stored, DEFINITION.items)
        assert {one.how for one in insider.conclusions(tables, DEFINITION.items)} == {"alike"}
        assert list(insider.conclusions(insider.page(survey), DEFINITION.items)) == []


def test_a_row_that_names_a_person_is_found(world, monkeypatch):
    with undone():
        survey = play(world, agreeing(6, 6), 6)
        person = SurveyParticipation.objects.first()
        SurveyAnswer.objects.filter(pk=SurveyAnswer.objects.first().pk).update(participation=person)
        assert "tie" in hows(survey)


# Order


def writers(survey: Survey) -> tuple[list[str], list[str], list[str]]:
    """Texts as they lie in the table, texts by key, and people as they lie in the table."""
    stored = insider.dump()
    names = {row["id"]: row["username"] for row in stored["auth_user"]}
    person = {row["id"]: names.get(row["user_id"]) for row in stored["ment_xblock_participant"]}
    answers = [row for row in stored["ment_xblock_surveyanswer"] if row["text"]]
    by_key = sorted(answers, key=lambda row: row["id"])
    people = [person[row["participant_id"]] for row in stored["ment_xblock_surveyparticipation"]]
    return [row["text"] for row in answers], [row["text"] for row in by_key], people


def right_guesses(world: World) -> int:
    """The best that laying rows side by side gives, of thirty people."""
    names = [f"mentor{n}" for n in range(1, 16)] + [f"mentee{n}" for n in range(1, 16)]
    truth = {name: f"Words of {name} alone" for name in names}
    answers = {name: {"tasks-evidence": text, "trust": 3} for name, text in truth.items()}
    survey = play(world, answers, 15)
    lying, by_key, people = writers(survey)
    assert len(lying) == 30
    shown = [one.text for one in next(iter(survey.results().texts.values()))]
    by_role = [*names[15:], *names[:15]]  # as an index that begins with the role gives them
    orders = [names, by_role, people, sorted(names), [*reversed(names)], [*reversed(people)]]
    return max(
        insider.matches(found, order, truth) for found in (lying, by_key, shown) for order in orders
    )


# Of thirty shuffled texts one is right by chance; nine or more of them less than once in a hundred thousand times.
BY_CHANCE = 8


def test_no_order_of_rows_tells_who_wrote_what(world):
    assert right_guesses(world) <= BY_CHANCE


def test_the_order_is_found_where_rows_are_numbered(world, monkeypatch):
    numbers = count(1)
    for model in (SurveyAnswer, SurveyParticipation):
        monkeypatch.setattr(model._meta.pk, "default", lambda: next(numbers))
        monkeypatch.setattr(model._meta.pk, "_get_default", lambda: next(numbers))
    monkeypatch.setattr(survey_closing, "_shuffle", lambda rows: None)
    assert right_guesses(world) > BY_CHANCE


# Elsewhere


def test_no_log_and_no_mail_tells_anything(world, caplog):
    caplog.set_level(logging.DEBUG, logger="ment_xblock")
    answers = agreeing(6, 6)
    for name in answers:
        answers[name]["tasks-evidence"] = f"Words of {name} alone"
    play(world, answers, 6)
    assert [record for record in caplog.records if record.name.startswith("ment_xblock")] == []
    assert mail.outbox == []


def test_gradebook_and_states_are_the_same_whatever_was_answered(world):
    found = []
    for value in (1, 5):
        answers = {name: {"trust": value} for name in agreeing(5, 5)}
        with undone():
            play(world, answers, 5)
            found.append(without_times(insider.dump()))
    assert found[0] == found[1]


def without_times(stored):
    """The host's tables, by names of users, without the moments at which the two rounds were played."""
    moments = {"updated_at", "saved_at", "created_at"}
    names = {row["id"]: row["username"] for row in stored["auth_user"]}
    return {
        table: [
            {
                column: names.get(value) if column == "user_id" else value
                for column, value in row.items()
                if column not in (*moments, "id")
            }
            for row in rows
        ]
        for table, rows in stored.items()
        if table.startswith("workbench_site")
    }


@pytest.mark.parametrize("username", ["mentee1", "mentor1"])
def test_before_closing_not_even_the_facilitator_sees_anything(world, username):
    more_people(world, 6, 6)
    survey = Survey(world, DEFINITION)
    for name, given_ in agreeing(6, 6).items():
        survey.answer(name, given_)
    found = survey.results()
    assert found.is_hidden
    assert (found.items, found.texts, found.constructs) == ((), {}, ())
    assert found.answered == 12
