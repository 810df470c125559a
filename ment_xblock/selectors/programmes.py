"""Which course runs have a programme."""

from __future__ import annotations

from ment_xblock.models import Programme


def has_programme(course_key: str) -> bool:
    """Whether a course run has a programme already, in one query."""
    return Programme.objects.filter(course_key=course_key).exists()
