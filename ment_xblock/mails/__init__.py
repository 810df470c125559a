"""The mails that the programme sends by itself: their words, in each reader's language and time zone."""

from __future__ import annotations

from typing import Any

from ment_xblock.mails.letters import compose
from ment_xblock.platform.ports import Host
from ment_xblock.services.notices import Sent, send_due


def send_due_mails(*, host: Host, course_key: str = "") -> Sent:
    """Send every mail that is due now. Safe to call as often as one likes.

    Args:
        host: the host.
        course_key: one course run; empty for all.
    """
    return send_due(host=host, compose=compose, course_key=course_key)


def tell_matched(*, host: Host, course_key: str, **_pairs: Any) -> None:
    """Job of the matching: tell people of the pairs that have just opened, unless it is night where they live.

    Args:
        host: the host.
        course_key: the course run.
        _pairs: what was published; whom to tell is read from what is stored.
    """
    send_due_mails(host=host, course_key=course_key)
