"""What the local host promises."""

from __future__ import annotations

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils import timezone

from ment_xblock.domain.people import Actor
from ment_xblock.platform.local import LocalHost
from ment_xblock.platform.ports import BlockRef, Mail
from workbench_site.course import COURSE_KEY
from workbench_site.models import Completion, CourseStaff, Enrolment, Grade, Marker
from workbench_site.runtime import SiteRuntime

HOST = LocalHost()
OTHER_COURSE = "course-v1:MENT+RM101+other"


def block_for(student: str | None, slug: str = "first", **kwargs):
    runtime = SiteRuntime(student, **kwargs)
    return runtime.get_block(runtime.course.usage_keys[slug])


@pytest.fixture
def ref(cast, probes) -> BlockRef:
    return HOST.block_ref(block_for(None))


def test_the_clock_has_a_time_zone():
    assert timezone.is_aware(HOST.now())


def test_block_ref(ref):
    assert ref == BlockRef(
        usage_key="first.probe.d0.u0",
        course_key=COURSE_KEY,
        block_type="probe",
        weight=2.0,
        settings={"required": 6},
        name="Probe",
    )


def test_a_block_outside_a_course_has_no_course_key(cast, probes):
    block = block_for("giulia")
    block.runtime.course = None
    assert HOST.course_key(block) == ""


def test_actor_of_a_learner(cast, probes):
    actor = HOST.actor(block_for("piotr"))
    assert (actor.course_key, actor.user_id) == (COURSE_KEY, cast["piotr"].pk)
    assert (actor.is_enrolled, actor.is_staff, actor.is_masquerading) == (True, False, False)
    person = actor.person
    assert (person.full_name, person.first_name) == ("Piotr Zalewicz", "Piotr")
    assert (person.language, person.time_zone) == ("pl", "Europe/Warsaw")


@pytest.mark.parametrize(
    ("student", "viewed_by", "expected"),
    [
        ("chiara", "", (True, True, False)),
        ("nora", "", (False, False, False)),
        ("mario", "chiara", (True, False, True)),
        ("chiara", "chiara", (True, False, True)),
    ],
)
def test_actors(cast, probes, student, viewed_by, expected):
    actor = HOST.actor(block_for(student, viewed_by=viewed_by))
    assert actor.person.username == student
    assert (actor.is_enrolled, actor.is_staff, actor.is_masquerading) == expected


@pytest.mark.parametrize("student", ["", "zorro", None])
def test_nobody_acts(cast, probes, student):
    assert HOST.actor(block_for(student)) == Actor(COURSE_KEY)


def test_in_studio_nobody_takes_part(cast, probes):
    block = block_for("chiara", is_author_mode=True)
    actor = HOST.actor(block)
    assert (actor.person.username, actor.is_enrolled, actor.is_staff) == ("chiara", False, False)
    assert HOST.may_author(block)


@pytest.mark.parametrize(
    ("student", "in_studio"), [("chiara", False), ("giulia", True), ("nora", True), ("", True)]
)
def test_who_may_not_author(cast, probes, student, in_studio):
    assert not HOST.may_author(block_for(student, is_author_mode=in_studio))


def test_somebody_who_left_is_not_enrolled(cast, probes):
    Enrolment.objects.filter(user=cast["giulia"]).update(is_active=False)
    assert not HOST.is_enrolled(COURSE_KEY, cast["giulia"].pk)
    assert not HOST.actor(block_for("giulia")).is_enrolled
    assert cast["giulia"].pk not in {p.user_id for p in HOST.learners(COURSE_KEY).people}


def test_people_in_one_query(cast, django_assert_num_queries, django_user_model):
    bare = django_user_model.objects.create_user("bare")
    retired = django_user_model.objects.create_user("gone", is_active=False)
    with django_assert_num_queries(1):
        people = HOST.people([cast["giulia"].pk, bare.pk, retired.pk, 10**6])
    assert {person.username for person in people.values()} == {"giulia", "bare"}
    assert people[bare.pk].full_name == "bare"
    assert (people[bare.pk].language, people[bare.pk].email) == ("", "")


def test_learners_are_in_order_and_leave_staff_out(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        page = HOST.learners(COURSE_KEY)
    names = [person.full_name for person in page.people]
    assert page.total == len(names) == 12
    assert names == sorted(names)
    assert not {"Chiara Valdesi", "Nora Weidling"} & set(names)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("MARIO", ["mario"]),
        ("tessarin", ["mario"]),
        ("rio tes", ["mario"]),
        (" greta ", ["greta"]),
        ("chiara", []),
        ("%", []),
    ],
)
def test_search(cast, search, found):
    page = HOST.learners(COURSE_KEY, search=search)
    assert [person.username for person in page.people] == found
    assert page.total == len(found)


def test_pages_of_learners(cast, django_user_model):
    nameless = django_user_model.objects.create_user("aaron")
    Enrolment.objects.create(course_key=COURSE_KEY, user=nameless)
    everybody = HOST.learners(COURSE_KEY, limit=100).people
    assert everybody[0].username == "aaron"
    page = HOST.learners(COURSE_KEY, offset=5, limit=3)
    assert page.people == everybody[5:8]
    assert page.total == 13


def test_staff_ids_are_of_one_course(cast):
    CourseStaff.objects.create(course_key=OTHER_COURSE, user=cast["giulia"])
    everybody = [user.pk for user in cast.values()]
    assert HOST.staff_ids(COURSE_KEY, everybody) == {cast["chiara"].pk}
    assert HOST.staff_ids(OTHER_COURSE, everybody) == {cast["giulia"].pk}
    assert HOST.staff_ids(COURSE_KEY, []) == frozenset()


def test_user_id_of_an_unknown_anonymous_id(cast):
    assert HOST.user_id_of("student") is None


def test_blocks_are_found_within_blocks_and_as_edited(cast, probes, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        before = HOST.blocks(COURSE_KEY, "probe")
    assert [ref.usage_key.partition(".")[0] for ref in before] == ["first", "first", "second"]
    assert [ref.weight for ref in before] == [2.0, 1.0, 1.0]
    block = block_for("chiara", is_author_mode=True)
    block.required = 9
    block.save()
    assert HOST.blocks(COURSE_KEY, "probe")[0].settings == {"required": 9}
    assert HOST.blocks(COURSE_KEY, "ment_agreement") == ()
    assert HOST.blocks(OTHER_COURSE, "probe") == ()


def test_a_grade_is_kept_once_and_overwritten(cast, ref):
    mario = cast["mario"].pk
    HOST.publish_grade(user_id=mario, block=ref, earned=0.5, possible=1.0)
    first = Grade.objects.get()
    with transaction.atomic():
        HOST.publish_grade(user_id=mario, block=ref, earned=0.0, possible=0.0)
        Grade.objects.get()
    again = Grade.objects.get()
    assert (first.earned, first.possible) == (0.5, 1.0)
    assert (again.pk, again.earned, again.possible) == (first.pk, 0.0, 0.0)
    assert again.updated_at > first.updated_at


def test_a_broken_transaction_takes_the_grade_back(cast, ref):
    with transaction.atomic():
        HOST.publish_grade(user_id=cast["mario"].pk, block=ref, earned=1, possible=1)
        transaction.set_rollback(True)
    assert not Grade.objects.exists()


def test_completions_and_markers_are_kept_once(cast, ref):
    for completion in (0.5, 1.0):
        HOST.publish_completion(user_id=cast["mario"].pk, block=ref, completion=completion)
        HOST.save_marker(user_id=cast["mario"].pk, block=ref)
    assert Completion.objects.get().completion == 1.0
    assert Marker.objects.get().usage_key == ref.usage_key


MAIL = Mail(kind="agreement_copy", subject="Hello", text="Good day", html="<p>Good day</p>")


def test_mail_reaches_one_person(cast):
    HOST.send_mail(user_id=cast["mario"].pk, course_key=COURSE_KEY, mail=MAIL)
    (message,) = django_mail.outbox
    assert (message.to, message.subject, message.body) == (
        ["mario@example.org"],
        "Hello",
        "Good day",
    )
    assert message.alternatives[0][0] == "<p>Good day</p>"
    assert message.extra_headers["X-Ment-Kind"] == "agreement_copy"


def test_mail_to_nobody_is_no_error(cast, django_user_model):
    without_address = django_user_model.objects.create_user("bare")
    for user_id in (without_address.pk, 10**6):
        HOST.send_mail(user_id=user_id, course_key=COURSE_KEY, mail=MAIL)
    assert django_mail.outbox == []


def test_unit_url(cast, probes, settings):
    settings.SITE_URL = "http://example.org"
    inner = HOST.blocks(COURSE_KEY, "probe")[1]
    assert HOST.unit_url(inner.usage_key) == "http://example.org/unit/first/"
    assert HOST.unit_url("first.probe.d9.u9") == ""
    assert HOST.unit_url("") == ""
