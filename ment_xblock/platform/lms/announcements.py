"""What happened, told to other plugins and to the tracking log."""

from __future__ import annotations

import attrs

from ment_xblock.domain.events import Event
from ment_xblock.platform.lms import keys


def announce(event: Event) -> None:
    """Send the public signal of an event, and put it into the tracking log under the same name."""
    if keys.in_studio():
        return
    # eventtracking/tracker.py, emit; the names of its data are those of lms/djangoapps/grades/events.py, grade_updated
    from eventtracking import tracker

    from ment_xblock.extensions.events import send

    send(event)
    facts = attrs.asdict(event)
    tracker.emit(f"ment.{event.name}", {"course_id": facts.pop("course_key"), **facts})
