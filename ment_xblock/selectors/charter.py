"""The charter of a programme, as the other parts read it."""

from __future__ import annotations

from ment_xblock.domain.agreement.terms import Values
from ment_xblock.domain.charter import Charter, charter_of
from ment_xblock.models import Charter as CharterRow


def charter_for(course_key: str) -> Charter:
    """The charter of a course run; the defaults where nobody has filled one in.

    Args:
        course_key: the course run.
    """
    _revision, values = stored_charter(course_key)
    return charter_of(values)


def stored_charter(course_key: str) -> tuple[int, Values]:
    """The charter as it is stored, for the form.

    Args:
        course_key: the course run.

    Returns:
        Revision, and field ids to values.
    """
    row = CharterRow.objects.filter(programme__course_key=course_key).first()
    return (row.revision, row.values) if row else (0, {})
