"""The charter of a programme, as the other parts read it."""

from __future__ import annotations

from ment_xblock.domain.charter import Charter, charter_of
from ment_xblock.models import Charter as CharterRow


def charter_for(course_key: str) -> Charter:
    """The charter of a course run; the defaults where nobody has filled one in.

    Args:
        course_key: the course run.
    """
    row = CharterRow.objects.filter(programme__course_key=course_key).first()
    return charter_of(row.values if row else {})
