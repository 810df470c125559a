"""Jobs: named once, found when they are done, and handed to Celery only after the transaction."""

import sys
from types import ModuleType, SimpleNamespace

import pytest
from django.db import transaction
from django.test import TestCase
from django.utils.module_loading import import_string

from ment_xblock.platform import jobs
from ment_xblock.platform.jobs import JOBS, run_job
from ment_xblock.platform.lms.jobs import start_job
from ment_xblock.platform.local import LocalHost


@pytest.mark.parametrize("name", JOBS)
def test_every_job_is_there(name):
    assert callable(import_string(JOBS[name]))


def test_an_unknown_job():
    with pytest.raises(KeyError):
        run_job("tea", {})


def note_job(*, host, **params):
    DONE.append((type(host).__name__, params))


DONE: list = []


@pytest.fixture
def done(monkeypatch):
    DONE.clear()
    monkeypatch.setattr(jobs, "JOBS", {"note": f"{__name__}.note_job"})
    monkeypatch.setitem(sys.modules, __name__, sys.modules[note_job.__module__])
    return DONE


@pytest.mark.django_db
def test_the_local_host_works_at_once_but_after_the_transaction(done):
    with TestCase.captureOnCommitCallbacks(execute=True):
        LocalHost().start_job("note", run_id=3)
        assert done == []
    assert done == [("LocalHost", {"run_id": 3})]


@pytest.mark.django_db
def test_a_transaction_that_fails_starts_no_job(done):
    with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(ZeroDivisionError):
        start_and_fail()
    assert done == []


@transaction.atomic
def start_and_fail():
    LocalHost().start_job("note", run_id=3)
    raise ZeroDivisionError


@pytest.fixture
def celery(monkeypatch):
    """Celery as far as the task needs it: a decorator that gives the function a ``delay``."""

    def shared_task(**options):
        def decorate(function):
            return SimpleNamespace(delay=function, options=options)

        return decorate

    module = ModuleType("celery")
    module.shared_task = shared_task
    monkeypatch.setitem(sys.modules, "celery", module)
    monkeypatch.delitem(sys.modules, "ment_xblock.tasks", raising=False)


@pytest.mark.django_db
def test_the_lms_hands_a_job_to_a_worker_after_the_transaction(done, celery):
    with TestCase.captureOnCommitCallbacks(execute=True):
        start_job("note", run_id=3)
        assert done == []
    assert done == [("LocalHost", {"run_id": 3})]
