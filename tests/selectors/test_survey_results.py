"""What the facilitator reads of the answers: numbers, texts, people, tables, and in how many queries."""

import pytest

from ment_xblock.domain.errors import NotAllowed, NotFound, WrongState
from ment_xblock.domain.survey.results import recommendation
from ment_xblock.models import Participant, SurveyAnswer, SurveyParticipation
from ment_xblock.selectors.survey_export import survey_table
from ment_xblock.selectors.survey_mine import my_answers
from ment_xblock.selectors.survey_results import people_answers
from tests.survey_world import Survey, defined, held_session, more_people, reads

# What the results page may ask for at most, and the export of an anonymous survey.
MOST = 23


@pytest.fixture
def end(world):
    """An anonymous survey at the end, five of each role, closed."""
    more_people(world, 5, 5)
    survey = Survey(world, defined("end", "anonymous"))
    for number in range(1, 6):
        survey.answer(f"mentor{number}", {"trust": number, "hierarchy": 2, "recommend": 5 + number})
        given = {"trust": 3 + number % 3, "hierarchy": 1 + number % 5, "recommend": 2 * number}
        then = {"can-find": 2 + number % 3, "can-find.then": number % 3}
        survey.answer(f"mentee{number}", {**given, **then})
    survey.close()
    return survey


# Numbers


def test_distribution_and_mean_by_role(end):
    (slot,) = end.shown("trust").slots
    assert slot.total.counts == ((1, 1), (2, 1), (3, 2), (4, 3), (5, 3))
    assert slot.total.mean == pytest.approx(3.6)
    assert slot.by_role["mentor"].counts == ((1, 1), (2, 1), (3, 1), (4, 1), (5, 1))
    assert slot.by_role["mentee"].mean == pytest.approx(4.2)


def test_a_role_that_agreed_hides_the_item(end):
    assert end.shown("hierarchy") is None
    assert not SurveyAnswer.objects.filter(slot="hierarchy").exists()


def test_change_between_then_and_now(end):
    change = end.shown("can-find").change
    assert (change.answered, change.mean, change.is_few) == (5, pytest.approx(2.0), True)


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_change_since_the_baseline_of_those_who_answered_both(world, mode):
    more_people(world, 5, 5)
    before = Survey(world, defined("baseline", mode), usage_key="before")
    before.answer("mentee1", {"can-find": 1, "can-photo": 2})
    before.answer("mentee2", {"can-find": 0})
    after = Survey(world, defined("end"), usage_key="after")
    for name, now in (("mentee1", 4), ("mentee2", 1), ("mentee3", 0)):
        after.answer(name, {"can-find": now, "can-find.then": 0})
    found = {slot: (one.answered, one.mean) for slot, one in after.results().since_baseline.items()}
    assert found == ({"can-find": (2, 2.0)} if mode == "confidential" else {})


def test_of_two_baselines_the_first_counts(world):
    more_people(world, 0, 2)
    for key, start in (("first", 1), ("second", 3)):
        Survey(world, defined("baseline"), usage_key=key).answer("mentee1", {"can-find": start})
        world.wait(days=1)
    Survey(world, defined("baseline"), usage_key="third").answer("mentee2", {"can-find": 2})
    after = Survey(world, defined("end"), usage_key="after")
    for name in ("mentee1", "mentee2"):
        after.answer(name, {"can-find": 4, "can-find.then": 0})
    (found,) = after.results().since_baseline.values()
    assert (found.answered, found.mean) == (2, 2.5)


def test_recommendation_score(end):
    found = recommendation(end.shown("recommend"))
    assert (found.promoters, found.neutral, found.detractors) == (3, 3, 4)
    assert found.score == -10
    assert recommendation(end.shown("recommend"), "mentor").score == 20
    assert recommendation(end.shown("trust")) is None


def test_constructs_turn_reversed_items_round(world):
    more_people(world, 2, 1)
    items = ["hierarchy", {"id": "own-1", "kind": "likert", "construct": "hierarchy"}]
    items[1]["words"] = {"text": "Nobody is the boss here"}
    survey = Survey(world, defined("own", items=items))
    survey.answer("mentor1", {"hierarchy": 1, "own-1": 5})
    survey.answer("mentor2", {"hierarchy": 2})
    survey.answer("mentee1", {"own-1": 3})
    (found,) = survey.results().constructs
    assert found.mean == pytest.approx((5 + 5 + 4 + 3) / 4)
    assert found.by_role == {"mentor": pytest.approx(14 / 3), "mentee": 3}


def test_what_each_role_was_asked_in_its_own_words_stands_in_its_own_column(world):
    """Both are about trust in oneself; one is for mentors, one for mentees."""
    more_people(world, 1, 1)
    survey = Survey(world, defined("own", items=["pulse-ready", "pulse-alone"]))
    survey.answer("mentor1", {"pulse-ready": 4})
    survey.answer("mentee1", {"pulse-alone": 8})
    (found,) = survey.results().constructs
    assert (found.mean, found.by_role) == (6, {"mentor": 4, "mentee": 8})


def test_response_rate_stays_as_it_was_at_closing(end, world):
    before = {role: (one.asked, one.answered) for role, one in end.results().rates.items()}
    assert before == {"mentor": (5, 5), "mentee": (5, 5)}
    world.join("giulia")
    assert {role: (one.asked, one.answered) for role, one in end.results().rates.items()} == before


# Texts


@pytest.mark.parametrize(("writers", "shown"), [(4, 0), (5, 5)])
def test_anonymous_texts_come_from_five(world, writers, shown):
    more_people(world, 5, 5)
    survey = Survey(world, defined("end", "anonymous"))
    for number in range(1, 6):
        survey.answer(f"mentor{number}", {"trust": number})
    for number in range(1, 6):
        text = {"tasks-evidence": f"Text {number}"} if number <= writers else {}
        survey.answer(f"mentee{number}", {"trust": number, **text})
    survey.close()
    texts = [one for found in survey.results().texts.values() for one in found]
    assert len(texts) == shown
    assert {one.name for one in texts} <= {""}
    assert SurveyAnswer.objects.exclude(text="").count() == shown
    assert set(SurveyAnswer.objects.exclude(text="").values_list("role", flat=True)) <= {""}


def test_confidential_texts_come_with_names(world):
    more_people(world, 1, 1)
    survey = Survey(world, defined("end"))
    survey.answer("mentor1", {"tasks-evidence": "The quote went out"})
    texts = next(found for found in survey.results().texts.values() if found)
    assert [(one.text, one.name) for one in texts] == [("The quote went out", "Mentor1 Doe")]


# By person


def test_the_facilitator_reads_confidential_answers_by_person(world):
    more_people(world, 1, 2)
    survey = Survey(world, defined())
    survey.answer("mentor1", {"trust": 2, "go-on": "another-partner"})
    survey.answer("mentee1", {"trust": 5})
    found = people_answers(host=world.host, actor=world.actor("chiara"), here=survey.here)
    assert [(one.name, dict(one.values)) for one in found.people] == [
        ("Mentee1 Doe", {"trust": 5}),
        ("Mentor1 Doe", {"trust": 2, "go-on": ("another-partner",)}),
    ]
    with pytest.raises(NotAllowed):
        people_answers(host=world.host, actor=world.actor("mentee1"), here=survey.here)


def test_nobody_reads_anonymous_answers_by_person(end, world):
    with pytest.raises(NotFound):
        people_answers(host=world.host, actor=world.actor("chiara"), here=end.here)
    assert my_answers(actor=world.actor("mentee1"), here=end.here) == ()


# Export


def table(survey, username="chiara"):
    return survey_table(
        host=survey.world.host,
        actor=survey.world.actor(username),
        here=survey.here,
        definition=survey.definition,
    )


def test_the_anonymous_table_says_what_the_page_says(end):
    rows = list(table(end).rows)
    assert ("trust", "", "", 3, 2) in rows
    assert ("trust", "", "mentor", 3, 1) in rows
    assert ("can-find", "then", "", 0, 1) in rows
    assert not any(row[0] == "hierarchy" for row in rows)


def test_the_confidential_table_has_a_row_per_form(world):
    more_people(world, 1, 1)
    survey = Survey(world, defined())
    survey.answer("mentor1", {"trust": 2, "go-on": "change"})
    found = table(survey)
    (row,) = list(found.rows)
    columns = [slot.key for _item, slot in found.slots]
    assert row[:2] == ("Mentor1 Doe", "mentor")
    values = dict(zip(columns, row[5:], strict=True))
    assert (values["trust"], values["go-on"], values["voice"]) == (2, "change", None)


def test_nothing_is_exported_of_an_open_anonymous_survey_nor_to_learners(world):
    more_people(world, 5, 5)
    survey = Survey(world, defined(mode="anonymous"))
    with pytest.raises(NotFound):
        table(survey)
    survey.answer("mentor1", {"trust": 2})
    with pytest.raises(WrongState):
        table(survey)
    with pytest.raises(NotAllowed):
        table(survey, "mentor1")


# Bounded


def many(survey, mode, people):
    """Answers of many people, as rows: closing and reading do not ask how they came."""
    row = SurveyParticipation.objects.first()
    version = survey.run.versions.get()
    participants = Participant.objects.bulk_create(
        Participant(programme=row.run.programme, role="mentee", created_at=survey.world.host.now())
        for _ in range(people)
    )
    participations = SurveyParticipation.objects.bulk_create(
        SurveyParticipation(
            run=row.run,
            participant=one,
            version=version if mode == "confidential" else None,
            answered_at=row.answered_at,
        )
        for one in participants
    )
    slots = [(item.id, slot) for item in survey.definition.items for slot in item.slots]
    rows = []
    for number, one in enumerate(participations):
        for item_id, slot in slots:
            item = survey.definition.item(item_id)
            values = list(item.kind.numbers or item.options)
            value = values[number % len(values)] if values else f"Text {number}"
            key = "number" if item.kind.numbers else "option" if values else "text"
            rows.append(
                SurveyAnswer(
                    run=row.run,
                    version=version,
                    participation=one if mode == "confidential" else None,
                    slot=slot.key,
                    **{key: value},
                )
            )
    SurveyAnswer.objects.bulk_create(rows)


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_results_of_many_ask_no_more_often_than_of_few(world, mode):
    more_people(world, 5, 5)
    survey = Survey(world, defined("end", mode))
    survey.answer("mentee1", {"trust": 4, "job-changed": "All of them"})
    many(survey, mode, 6)
    if mode == "anonymous":
        survey.close()
    few, for_few = reads(survey.results)
    if mode == "confidential":
        many(survey, mode, 300)
    _many, for_many = reads(survey.results)
    assert few.items
    assert for_many <= for_few <= MOST


def test_closing_many_asks_no_more_often_than_closing_few(world):
    more_people(world, 5, 5)
    times = []
    for key, people in (("few", 6), ("many", 300)):
        survey = Survey(world, defined("mid", "anonymous"), usage_key=key)
        survey.answer("mentee1", {"trust": 4})
        SurveyParticipation.objects.exclude(run=survey.run).delete()
        many(survey, "anonymous", people)
        times.append(reads(survey.close)[1])
        assert survey.shown("trust").slots[0].total.answered == people + 1
    assert times[0] == times[1]


def test_a_form_asks_no_more_often_for_many_sessions(world):
    pair = world.pair()
    survey = Survey(world, defined("pulse"))
    times = []
    for days in range(3):
        held_session(pair, days)
        times.append(reads(survey.form, "mario")[1])
    assert times[0] == times[1] == times[2]
