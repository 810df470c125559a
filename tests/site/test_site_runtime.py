"""The runtime: whose state is kept, what an author may change, what is recorded."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from xblock.exceptions import InvalidScopeError

from workbench_site.course_run import CourseRun
from workbench_site.models import Completion, FieldValue, Grade
from workbench_site.runtime import SiteRuntime
from workbench_site.visit import Visit


def block_for(student: str | None, slug: str = "first", **kwargs):
    runtime = SiteRuntime(student, **kwargs)
    return runtime.get_block(runtime.course.usage_keys[slug])


def press(block, times: int = 1) -> None:
    block.presses += times
    block.save()


def test_state_is_kept_for_each_person(cast, probes):
    press(block_for("giulia"), 2)
    press(block_for("mario"))
    assert (block_for("giulia").presses, block_for("mario").presses) == (2, 1)


def test_state_is_kept_for_each_block(cast, probes):
    press(block_for("giulia"))
    assert block_for("giulia", "second").presses == 0


def test_reading_leaves_no_rows(cast, probes, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        block = block_for("giulia")
        assert (block.presses, block.weight, block.required, block.display_name) == (
            0,
            2,
            6,
            "Probe",
        )
    assert not FieldValue.objects.exists()


@pytest.mark.parametrize("visit", [Visit(), Visit("zorro"), Visit("mario", viewed_by="giulia")])
def test_nobody_has_no_lasting_state_and_no_grade(cast, probes, visit):
    runtime = SiteRuntime.of(visit)
    block = runtime.get_block(probes.usage_keys["first"])
    press(block)
    runtime.publish(block, "grade", {"value": 1, "max_value": 1})
    assert block.presses == 1
    assert runtime.user_id is None
    assert not FieldValue.objects.exists()
    assert not Grade.objects.exists()


def test_staff_who_view_as_a_learner_see_the_state_and_change_nothing(cast, probes):
    press(block_for("mario"), 3)
    seen = block_for("mario", viewed_by="chiara")
    press(seen)
    seen.runtime.publish(seen, "grade", {"value": 1, "max_value": 1})
    seen.runtime.publish(seen, "completion", {"completion": 1.0})
    assert (seen.presses, block_for("mario").presses) == (4, 3)
    assert not Grade.objects.exists()
    assert not Completion.objects.exists()


@pytest.mark.parametrize("student", ["giulia", "chiara", ""])
def test_learners_cannot_change_what_belongs_to_the_author(cast, probes, student):
    block = block_for(student)
    block.display_name = "Mine"
    with pytest.raises(InvalidScopeError):
        block.save()


def test_author_changes_lie_over_the_published_course(cast, probes):
    block = block_for("chiara", is_author_mode=True)
    block.weight = 5
    block.save()
    assert block_for("giulia").weight == 5
    del block.weight
    block.save()
    assert block_for("giulia").weight == 1.0
    assert block_for("giulia", "second").display_name == "Second"


@pytest.mark.parametrize("student", ["giulia", "nora", ""])
def test_only_course_staff_may_author(cast, probes, student):
    block = block_for(student, is_author_mode=True)
    block.weight = 5
    with pytest.raises(InvalidScopeError):
        block.save()


def test_author_mode_keeps_no_state_and_no_grade(cast, probes):
    block = block_for("chiara", is_author_mode=True)
    press(block)
    block.runtime.publish(block, "grade", {"value": 1, "max_value": 1})
    assert block_for("chiara").presses == 0
    assert not Grade.objects.exists()


def test_a_list_of_the_published_course_is_not_shared(cast, probes):
    block_for("giulia").words.append("mine")
    assert block_for("giulia").words == [1]


def test_ids_are_the_same_in_every_process(cast, probes):
    again = CourseRun.publish(probes.key, tuple(probes.units.values()))
    runtime, other = SiteRuntime(course=probes), SiteRuntime(course=again)
    ids = [block.scope_ids.usage_id for block in probes.blocks(runtime)]
    assert ids == [block.scope_ids.usage_id for block in again.blocks(other)]
    assert len(set(ids)) == 3


def test_grade_events_are_for_the_person_alone(cast, probes):
    block = block_for("giulia")
    event = {"value": 0.5, "max_value": 1, "user_id": cast["mario"].pk}
    block.runtime.publish(block, "grade", event)
    grade = Grade.objects.get()
    assert (grade.user, grade.earned, grade.possible) == (cast["giulia"], 0.5, 1)
    assert Completion.objects.get().completion == 1.0


@pytest.mark.parametrize(
    ("only_if_higher", "second", "kept"), [(True, 0.2, 0.5), (True, 0.9, 0.9), (False, 0.2, 0.2)]
)
def test_only_if_higher(cast, probes, only_if_higher, second, kept):
    block = block_for("giulia")
    block.runtime.publish(block, "grade", {"value": 0.5, "max_value": 1})
    event = {"value": second, "max_value": 1, "only_if_higher": only_if_higher}
    block.runtime.publish(block, "grade", event)
    assert Grade.objects.get().earned == kept


def test_blocks_with_their_own_completion_are_not_completed_by_a_grade(cast, probes, monkeypatch):
    block = block_for("giulia")
    monkeypatch.setattr(block, "has_custom_completion", True, raising=False)
    block.runtime.publish(block, "grade", {"value": 0, "max_value": 1})
    assert not Completion.objects.exists()
    block.runtime.publish(block, "completion", {"completion": 0.5})
    assert Completion.objects.get().completion == 0.5


def test_handler_addresses_carry_the_visit(cast, probes):
    block = block_for("mario", viewed_by="chiara", lang="it")
    address = block.runtime.handler_url(block, "press", query="a=1")
    assert address.endswith("/press/?student=mario&viewed_by=chiara&lang=it&a=1")
    thirdparty = block.runtime.handler_url(block, "press", thirdparty=True)
    assert thirdparty == f"/unauth_handler/{block.scope_ids.usage_id}/press/"
    with pytest.raises(ValueError, match="not a handler"):
        block.runtime.handler_url(block, "student_view")


@pytest.mark.django_db(transaction=True)
def test_writing_the_same_row_at_the_same_moment(cast, probes):
    start = Barrier(6)
    failures = []

    def write(number: int) -> None:
        try:
            start.wait()
            block = block_for("giulia")
            block.presses = number
            block.save()
            block.runtime.publish(block, "grade", {"value": number, "max_value": 10})
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=[number]) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert FieldValue.objects.count() == Grade.objects.count() == Completion.objects.count() == 1
