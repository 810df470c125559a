"""The tasks of an agreement."""

import pytest

from ment_xblock.domain.agreement.tasks import AgreedTask, agreed_tasks

CALL = {"task1_job": "video-call", "task1_evidence": "Mario rings Anna"}


@pytest.mark.parametrize(
    ("values", "tasks"),
    [
        ({}, []),
        (CALL, [AgreedTask("video-call", "", "Mario rings Anna")]),
        ({"task1_job": ""}, []),
        ({"task1_evidence": "alone"}, []),
        ({"task1_job": "own"}, []),
        (
            {"task1_job": "own", "task1_words": "Scan a plan", "task1_evidence": "It is sharp"},
            [AgreedTask("", "Scan a plan", "It is sharp")],
        ),
        # words that stand behind a job of the library are left over from an earlier choice
        ({**CALL, "task1_words": "left over"}, [AgreedTask("video-call", "", "Mario rings Anna")]),
    ],
)
def test_one_task(values, tasks):
    assert agreed_tasks(values) == tasks


def test_empty_places_are_skipped_and_the_order_stays():
    values = {"task3_job": "b", "task1_job": "a", "task3_evidence": "yes"}
    assert [(task.job, task.evidence) for task in agreed_tasks(values)] == [("a", ""), ("b", "yes")]


def test_a_task_that_stands_twice_counts_once():
    values = {
        "task1_job": "a",
        "task1_evidence": "first",
        "task2_job": "a",
        "task2_evidence": "second",
        "task3_job": "own",
        "task3_words": "a",
    }
    assert agreed_tasks(values) == [AgreedTask("a", "", "first"), AgreedTask("", "a", "")]
