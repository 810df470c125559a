"""One transaction, tried again when somebody else was faster."""

import pytest
from django.db import IntegrityError, OperationalError, transaction

from ment_xblock.domain.errors import NotFound, WrongState
from ment_xblock.models import Programme
from ment_xblock.services import unit_of_work as module
from ment_xblock.services.unit_of_work import TRIES, lock, unit_of_work
from workbench_site.course import COURSE_KEY

BROKEN_OFF = [
    OperationalError("database is locked"),
    OperationalError("database table is locked: ment_xblock_pairing"),
    OperationalError(1213, "Deadlock found when trying to get lock"),
    OperationalError(1205, "Lock wait timeout exceeded"),
    OperationalError(1020, "Record has changed since last read"),
    OperationalError("deadlock detected"),
    IntegrityError(1062, "Duplicate entry"),
]


@pytest.fixture(autouse=True)
def waits(monkeypatch):
    """Do not really wait between two tries; note how long it would have been."""
    found = []
    monkeypatch.setattr(module.time, "sleep", found.append)
    return found


class Work:
    """Makes a row, and then breaks off as often as it is told to."""

    def __init__(self, error, times, now):
        self.error, self.left, self.now, self.tries, self.announced = error, times, now, 0, []

    def __call__(self):
        self.tries += 1
        Programme.objects.create(course_key=COURSE_KEY, created_at=self.now)
        number = self.tries
        transaction.on_commit(lambda: self.announced.append(number))
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", BROKEN_OFF, ids=str)
def test_what_was_broken_off_is_done_anew_and_announced_once(error, world):
    work = Work(error, 2, world.host.now())
    assert unit_of_work(work.__call__)() == "done"
    assert (work.tries, work.announced) == (3, [3])
    assert Programme.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "error", [OperationalError("no such table"), WrongState("cannot_sign"), ValueError()], ids=str
)
def test_other_errors_are_not_tried_again(error, world, waits):
    work = Work(error, 1, world.host.now())
    with pytest.raises(type(error)):
        unit_of_work(work.__call__)()
    assert (work.tries, work.announced, waits) == (1, [], [])
    assert not Programme.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_gives_up_in_the_end_and_leaves_nothing(world, waits):
    work = Work(BROKEN_OFF[0], TRIES, world.host.now())
    with pytest.raises(OperationalError):
        unit_of_work(work.__call__)()
    assert (work.tries, work.announced, len(waits)) == (TRIES, [], TRIES - 1)
    assert sum(waits) < 6
    assert not Programme.objects.exists()


def test_inside_a_transaction_of_the_caller_there_is_one_try(world):
    work = Work(BROKEN_OFF[0], 1, world.host.now())
    with pytest.raises(OperationalError), transaction.atomic():
        unit_of_work(work.__call__)()
    assert work.tries == 1


def test_a_lock_needs_a_row(db):
    with pytest.raises(NotFound):
        lock(Programme, course_key="course-v1:No+Such+Course")


def test_a_lock_writes_first_and_then_reads(world, django_assert_num_queries):
    world.join("giulia")
    with django_assert_num_queries(2) as asked:
        programme = lock(Programme, course_key=COURSE_KEY)
    assert [query["sql"].split()[0] for query in asked] == ["UPDATE", "SELECT"]
    assert lock(Programme, pk=programme.pk).lock_count == programme.lock_count + 1
