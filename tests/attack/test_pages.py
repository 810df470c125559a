"""What the pages of the course, the admin, mails and grades tell: nothing to the partner, nothing of anonymous answers."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ment_xblock.models import SurveyAnswer, SurveyParticipation, SurveyRun
from ment_xblock.platform.local import LocalHost
from tests.attack import insider
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of
from tests.survey_world import held_session, more_people
from tests.who_what.doors import our_doors
from workbench_site import course
from workbench_site.course_run import published_course

SECRET = "zwetschgenknödel"
ASKED = "anonymous"
OLX = {
    "agreement": "<ment_agreement/>",
    "journal": "<ment_journal/>",
    "pulse": '<ment_survey instrument="pulse"/>',
    "anonymous": '<ment_survey instrument="end" mode="anonymous"/>',
}


@pytest.fixture
def still(db, monkeypatch, publish):
    """The clock stands still, and the course has four units."""
    monkeypatch.setattr(LocalHost, "now", lambda self: cast.NOW)
    cast.seed()
    publish(**OLX)


def visits(username: str, **more: str) -> dict[str, str]:
    """All that somebody can open, without the address of anything they typed."""
    found = {}
    for unit in course.UNITS:
        visitor = Visitor(username, slug=unit.slug, **more)
        found[unit.slug] = text_of(visitor.unit())
        block_type = unit.olx[1:].partition("/")[0].split()[0]
        for name, door in our_doors().items():
            if door.method == "GET" and name.startswith(f"{block_type}."):
                found[f"{unit.slug}.{name}"] = text_of(visitor.get(door.name))
    return found


def seen_of(slug: str, username: str) -> str:
    """The mark of the form that somebody sees."""
    page = text_of(Visitor(username, slug=slug).unit())
    return page.partition('name="_seen" value="')[2].partition('"')[0]


def answered(slug: str, username: str, **given):
    """Somebody sends a form, as the page does."""
    response = Visitor(username, slug=slug).post("answer", _seen=seen_of(slug, username), **given)
    assert response.status_code == 200, text_of(response)


def test_the_partner_reads_the_same_whether_the_pulse_was_1_or_5(still):
    pair = cast.make_pair("giulia", "mario")
    session = held_session(pair)
    found = []
    for value in (1, 5):
        with transaction.atomic():
            mail.outbox.clear()
            given = {f"pulse-{name}": value for name in ("safety", "practice", "relevance")}
            ring = {"ring-me": "yes" if value == 1 else "no", "pulse-different": SECRET * value}
            answered("pulse", "mario", _session=session, **given, **{"pulse-alone": value}, **ring)
            grades = [
                list(apps.get_model("workbench_site", name).objects.order_by("pk").values())
                for name in ("Grade", "Completion", "Marker")
            ]
            assert SurveyParticipation.objects.count() == 1
            found.append(
                (visits("giulia"), visits("mario", viewed_by="chiara"), grades, mail.outbox)
            )
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert SECRET not in str(found)


def crowd(number: int) -> list[str]:
    """People who all answered the anonymous survey, each with words and numbers of their own."""
    names = more_people(cast.world(), number // 2, number - number // 2)
    for place, name in enumerate(names):
        answered(
            ASKED,
            name,
            trust=1 + place % 5,
            recommend=place % 11,
            **{"tasks-evidence": f"{SECRET} of {name}"},
        )
    return names


READERS = (
    Visitor("chiara", slug=ASKED),
    Visitor("mentee1", slug=ASKED),
    Visitor("mentor1", slug=ASKED),
    Visitor("mentee1", viewed_by="chiara", slug=ASKED),
    Visitor(slug=ASKED),
)


def all_pages(visitor: Visitor) -> dict[str, str]:
    """The unit and all that can be asked of it."""
    found = {"unit": text_of(visitor.unit()), "studio": text_of(visitor.studio())}
    for name, door in our_doors().items():
        if name.startswith("ment_survey.") and door.method == "GET":
            for query in ({}, {"offset": 3, "role": "mentee"}):
                found[f"{name} {query}"] = text_of(visitor.get(door.name, **query))
    return found


def test_before_closing_nobody_reads_anything(still):
    crowd(12)
    for visitor in READERS:
        for name, text in all_pages(visitor).items():
            assert SECRET not in text, (visitor, name)


@pytest.mark.parametrize(("people", "times"), [(4, 0), (12, 12)])
def test_after_closing_texts_come_from_five_and_without_names(still, people, times):
    names = crowd(people)
    closed = Visitor("chiara", slug=ASKED).post("close_survey")
    assert closed.status_code == 200
    for visitor in READERS[1:]:
        for name, text in all_pages(visitor).items():
            assert SECRET not in text, (visitor, name)
    page = all_pages(READERS[0])
    assert page["unit"].count(SECRET) == times
    assert text_of(closed).count(SECRET) == times
    # The bar of the demo site names everybody; the block nobody.
    whole = "".join(page.values())
    for name in names:
        assert whole.count(f"{name.title()} Doe") == whole.count(f"{name.title()} Doe</option>")


def test_the_admin_has_no_answers(still):
    crowd(12)
    assert SurveyAnswer not in admin.site._registry
    assert SurveyParticipation not in admin.site._registry
    root = get_user_model().objects.create_superuser("root", password="!")
    client = Client()
    client.force_login(root)
    for closed in (False, True):
        if closed:
            Visitor("chiara", slug=ASKED).post("close_survey")
        for text in admin_pages(client):
            assert SECRET not in text
            assert "Answer to" not in text


def admin_pages(client: Client) -> list[str]:
    found = []
    for model in admin.site._registry:
        if model._meta.app_label != "ment_xblock":
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(text_of(client.get(reverse(f"{name}_changelist"))))
        for row in model.objects.all()[:3]:
            found.append(text_of(client.get(reverse(f"{name}_change", args=[row.pk]))))
            found.append(text_of(client.get(reverse(f"{name}_history", args=[row.pk]))))
    run = SurveyRun.objects.get().pk
    assert client.get(reverse("admin:ment_xblock_surveyrun_delete", args=[run])).status_code == 403
    run = SurveyRun.objects.get()
    found.append(text_of(client.get(reverse("admin:ment_xblock_surveyrun_delete", args=[run.pk]))))
    return found


def test_nothing_is_mailed_and_no_state_of_the_host_keeps_an_answer(still):
    crowd(12)
    Visitor("chiara", slug=ASKED).post("close_survey")
    assert mail.outbox == []
    for table, rows in insider.dump().items():
        if not table.startswith("ment_"):
            assert SECRET not in str(rows), table
    grades = apps.get_model("workbench_site", "Grade").objects
    key = published_course().usage_keys[ASKED]
    assert set(grades.filter(usage_key=key).values_list("earned", "possible")) == {(1.0, 1.0)}
