"""The public signals: other plugins can listen to each, and hear what happened."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import get_args

import attrs
import pytest

pytest.importorskip("openedx_events", reason="needs the platform's events")

from ment_xblock.domain.events import AgreementActivated, Event, SurveyAnswered
from ment_xblock.extensions import events
from ment_xblock.platform.lms import announcements

KINDS = get_args(Event)


def example(kind):
    return kind(**{field.name: 1 if field.type == "int" else "key" for field in attrs.fields(kind)})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_has_one_signal_that_carries_it(kind):
    (signal,) = (one for one in events.SIGNALS if kind in one.init_data.values())
    assert signal.event_type == f"org.ment.{kind.name}.v1"
    heard = []

    def listener(**said):
        heard.append(said)

    signal.connect(listener)
    try:
        events.send(example(kind))
    finally:
        signal.disconnect(listener)
    ((keyword,), said) = signal.init_data, heard[0]
    assert len(heard) == 1
    assert said[keyword] == example(kind)


def test_a_listener_that_fails_stops_nobody():
    def fails(**_said):
        raise ZeroDivisionError

    events.AGREEMENT_ACTIVATED.connect(fails)
    try:
        events.send(AgreementActivated("key", 1, 1))
    finally:
        events.AGREEMENT_ACTIVATED.disconnect(fails)


@pytest.fixture
def tracking_log(monkeypatch, settings):
    """Stands in for the platform's event tracker, which tests have no part of."""
    settings.SERVICE_VARIANT = "lms"
    emitted = []
    module = ModuleType("eventtracking")
    module.tracker = SimpleNamespace(emit=lambda name, data: emitted.append((name, data)))
    monkeypatch.setitem(sys.modules, "eventtracking", module)
    return emitted


def test_the_tracking_log_hears_the_same(tracking_log):
    announcements.announce(AgreementActivated("course-v1:a+b+c", 7, 2))
    announcements.announce(SurveyAnswered("course-v1:a+b+c", "block"))
    assert tracking_log == [
        (
            "ment.agreement.activated",
            {"course_id": "course-v1:a+b+c", "pairing_id": 7, "version": 2},
        ),
        ("ment.survey.answered", {"course_id": "course-v1:a+b+c", "usage_key": "block"}),
    ]


def test_studio_announces_nothing(tracking_log, settings):
    settings.SERVICE_VARIANT = "cms"
    announcements.announce(AgreementActivated("course-v1:a+b+c", 7, 2))
    assert tracking_log == []
