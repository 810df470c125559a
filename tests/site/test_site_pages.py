"""The pages, and the addresses of handlers."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from workbench_site.models import FieldValue, Grade, OutboxMail

PAGES = [
    "/",
    "/unit/first/",
    "/unit/first/content/",
    "/unit/first/framed/",
    "/gradebook/",
    "/outbox/",
]


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("query", ["", "?student=giulia", "?student=zorro", "?student=nora"])
def test_every_page_for_everybody(client, cast, probes, page, query):
    response = client.get(page + query)
    assert response.status_code == 200
    text = text_of(response)
    assert text.startswith('<!doctype html>\n<html lang="en" dir="ltr">')
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in text
    assert text.count("<main") == text.count("<title>") == 1


def test_links_keep_who_is_visiting(client, cast, probes):
    text = text_of(client.get("/unit/first/?student=giulia&lang=en"))
    links = re.findall(r'<a (?:lang="\w+" hreflang="\w+" )?href="(/[^"]*)"', text)
    inside = [link for link in links if not link.startswith("/admin/")]
    assert inside
    assert all("student=giulia&amp;lang=en" in link for link in inside)


@pytest.mark.parametrize(
    ("address", "came_from", "leads_to"),
    [
        ("/unit/first/", "testserver/?student=mario&lang=en", "/unit/first/?student=mario&lang=en"),
        ("/unit/first/", "testserver/?student=", None),
        ("/unit/first/", "elsewhere.example/?student=mario", None),
        ("/unit/first/?student=", "testserver/?student=mario", None),
        ("/unit/first/?student=giulia", "testserver/?student=mario", None),
        ("/gradebook/", "testserver/?student=mario", None),
    ],
)
@pytest.mark.usefixtures("cast", "probes")
def test_a_link_of_a_block_goes_on_as_the_same_person(client, address, came_from, leads_to):
    response = client.get(address, headers={"referer": f"http://{came_from}"})
    assert response.headers.get("Location") == leads_to


def test_a_name_in_the_address_is_shown_as_text(client, cast, probes):
    for page in PAGES:
        text = text_of(client.get(page, {"student": '"><script>alert(1)</script>', "lang": "<b>"}))
        assert "<script>alert" not in text
        assert "<b>" not in text


def test_the_bar_groups_everybody_but_the_administrator(client, cast, django_user_model, probes):
    django_user_model.objects.create_user("extra", first_name="Extra")
    text = text_of(client.get("/?student=mario"))
    labels = re.findall(r'<optgroup label="([^"]+)">', text)
    assert labels == [
        "Facilitator",
        "Juniors, who mentor",
        "Seniors, who are mentored",
        "Signed in, not in the course",
        "Others",
    ]
    assert '<option value="mario" selected>Mario Tessarin</option>' in text
    assert 'value="admin"' not in text


def test_nobody_is_asked_who_they_are(client, cast, probes):
    text = text_of(client.get("/"))
    assert 'href="/?student=giulia"' in text
    assert "/unit/first/" not in text
    assert 'href="/unit/first/?student=giulia"' in text_of(client.get("/?student=giulia"))


def test_a_site_without_people_says_what_to_do(client, db, probes):
    assert "seed_demo" in text_of(client.get("/"))


def test_the_language_is_of_the_address_then_of_the_browser(client, cast, probes, settings):
    settings.LANGUAGES = [("en", "English"), ("it", "Italiano"), ("ar", "العربية")]
    assert '<html lang="it" dir="ltr">' in text_of(client.get("/?lang=it"))
    assert '<html lang="ar" dir="rtl">' in text_of(client.get("/unit/first/content/?lang=ar"))
    from_browser = client.get("/", headers={"accept-language": "it"})
    assert '<html lang="it"' in text_of(from_browser)
    overruled = client.get("/?lang=en", headers={"accept-language": "it"})
    assert '<html lang="en"' in text_of(overruled)
    assert overruled.headers["Content-Language"] == "en"
    assert 'href="/?student=giulia&amp;lang=it"' in text_of(client.get("/?student=giulia"))


def test_viewing_as_a_learner_is_said_on_top(client, cast, probes):
    text = text_of(client.get("/unit/first/?student=mario&viewed_by=chiara"))
    assert "Chiara is looking at the course as Mario" in text
    assert 'href="/unit/first/?student=chiara"' in text
    assert "Hello Mario" in text
    assert "Open in Studio" not in text


def test_staff_have_their_tools(client, cast, probes):
    text = text_of(client.get("/unit/first/?student=chiara"))
    assert 'href="/studio/first/?student=chiara"' in text
    assert '<input type="hidden" name="viewed_by" value="chiara">' in text
    assert "viewed_by" not in text_of(client.get("/unit/first/?student=giulia"))


def test_studio(client, cast, probes):
    text = text_of(client.get("/studio/first/?student=chiara"))
    assert "Author of Probe" in text
    assert ">Rename</button>" in text
    assert text.count("js/runtime/1.js") == text.count("jquery.min.js") == 1


@pytest.mark.parametrize("query", ["", "?student=giulia", "?student=mario&viewed_by=chiara"])
def test_studio_is_for_staff(client, cast, probes, query):
    response = client.get(f"/studio/first/{query}")
    assert response.status_code == 403
    assert "This page is for course staff" in text_of(response)


@pytest.mark.parametrize("page", ["/unit/x/", "/unit/x/content/", "/unit/x/framed/", "/studio/x/"])
def test_units_that_do_not_exist(client, cast, probes, page):
    assert client.get(f"{page}?student=chiara").status_code == 404


def test_finished_units_are_marked(client, cast, probes):
    call(client, "first", "press", "student=giulia")
    assert text_of(client.get("/?student=giulia")).count('<span class="tag good">') == 1
    assert '<span class="tag good">' not in text_of(client.get("/?student=mario"))


def call(client, slug, name, query, data="{}"):
    address = f"/handler/{slug}.probe.d0.u0/{name}/?{query}"
    return client.post(address, data, content_type="application/json")


def test_handlers_know_who_calls(client, cast, probes):
    assert call(client, "first", "who", "student=mario").json() == {"user": "mario", "masks": False}
    viewing = call(client, "first", "who", "student=mario&viewed_by=chiara").json()
    assert viewing == {"user": "mario", "masks": True}
    assert call(client, "first", "who", "").json() == {"user": None, "masks": False}


def test_handlers_that_do_not_exist(client, cast, probes):
    assert call(client, "first", "nothing", "student=mario").status_code == 404
    assert call(client, "first", "student_view", "student=mario").status_code == 404
    assert call(client, "third", "press", "student=mario").status_code == 404


def test_csrf(cast, probes):
    client = Client(enforce_csrf_checks=True)
    assert call(client, "first", "press", "student=mario").status_code == 403
    client.get("/unit/first/?student=mario")
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/handler/first.probe.d0.u0/press/?student=mario",
        "{}",
        content_type="application/json",
        headers={"x-csrftoken": token},
    )
    assert answer.json() == {"presses": 1}


def test_the_open_address_calls_any_handler_as_nobody(cast, probes):
    client = Client(enforce_csrf_checks=True)
    address = "/unauth_handler/first.probe.d0.u0/press?student=mario"
    answer = client.post(address, "{}", content_type="application/json")
    assert answer.json() == {"presses": 1}
    assert not FieldValue.objects.exists()
    assert not Grade.objects.exists()


def test_studio_handlers_change_the_course(client, cast, probes):
    client.post(
        "/studio/handler/first.probe.d0.u0/rename/?student=chiara",
        '{"name": "Changed"}',
        content_type="application/json",
    )
    assert "Changed" in text_of(client.get("/gradebook/"))


def test_gradebook(client, cast, probes, django_assert_max_num_queries):
    def grade(student: str, slug: str, earned: float, possible: float) -> None:
        key = probes.usage_keys[slug]
        values = {"earned": earned, "possible": possible, "updated_at": timezone.now()}
        Grade.objects.put(key={"user_id": cast[student].pk, "usage_key": key}, values=values)

    grade("mario", "first", 1, 4)
    grade("mario", "second", 0, 0)
    grade("nora", "first", 1, 1)
    with django_assert_max_num_queries(6):
        text = text_of(client.get("/gradebook/"))
    table = re.sub(r"<[^>]+>|\s+", " ", text[text.index("<table") : text.index("</table>")])
    table = re.sub(r"\s+", " ", table)
    assert "Probe 2 points" in table
    assert "Mario Tessarin 0.5 of 2 0 % done no grade yet 0 % done does not count 0 % done" in table
    assert "Nora Weidling 2 of 2" in table
    assert "Giulia Morbelli no grade yet" in table
    assert "Chiara" not in table


def test_outbox(client, cast, probes):
    OutboxMail.objects.create(
        kind="copy",
        recipient="mario@example.org",
        subject="<i>Hi</i>",
        text="<script>alert(1)</script>\n\nSee http://example.org/x",
        html='<p>"Hi"</p>',
    )
    text = text_of(client.get("/outbox/"))
    assert "&lt;i&gt;Hi&lt;/i&gt;" in text
    assert "<script>alert" not in text
    assert '<a href="http://example.org/x"' in text
    assert 'srcdoc="&lt;p&gt;&quot;Hi&quot;&lt;/p&gt;"' in text


def test_pages_can_only_be_read(client, cast, probes):
    for page in PAGES:
        assert client.post(page).status_code == 405


def test_admin(client, cast, probes):
    client.force_login(cast["admin"])
    assert client.get("/admin/").status_code == 200
    for model in (
        "profile",
        "enrolment",
        "coursestaff",
        "grade",
        "completion",
        "marker",
        "fieldvalue",
        "outboxmail",
    ):
        assert client.get(f"/admin/workbench_site/{model}/").status_code == 200
    assert "XBlock State" not in text_of(client.get("/admin/"))
