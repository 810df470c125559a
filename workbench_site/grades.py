"""The gradebook: everybody in the course by everything that is graded."""

from __future__ import annotations

import attrs
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet
from xblock.core import XBlock

from workbench_site.course import COURSE_KEY
from workbench_site.models import Completion, Grade
from workbench_site.runtime import SiteRuntime

MOST_COLUMNS = 6


@attrs.frozen
class Column:
    """A graded block.

    Attributes:
        usage_key: its address.
        title: its display name.
        weight: points that a full grade is worth.
    """

    usage_key: str
    title: str
    weight: float

    @property
    def plural(self) -> int:
        """The whole number that decides between "point" and "points"; a part of a point counts as several."""
        return int(self.weight) if self.weight.is_integer() else 2


@attrs.frozen
class Cell:
    """What one person has in one block.

    Attributes:
        column: the block.
        grade: None where there is none yet.
        completion: 0 to 1.
    """

    column: Column
    grade: Grade | None
    completion: float

    @property
    def is_left_out(self) -> bool:
        """0 of 0: the block is not for this person and does not count."""
        return self.grade is not None and self.grade.possible == 0

    @property
    def points(self) -> float:
        """Points earned, after the block's weight."""
        if self.grade is None or self.is_left_out:
            return 0.0
        return self.grade.earned / self.grade.possible * self.column.weight

    @property
    def percent_done(self) -> int:
        """Completion, 0 to 100."""
        return round(self.completion * 100)


@attrs.frozen
class Line:
    """One person in the gradebook."""

    person: AbstractUser
    cells: tuple[Cell, ...]


@attrs.frozen
class Gradebook:
    """All of it."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def is_wide(self) -> bool:
        """Too many columns for a table: each person becomes a card."""
        return len(self.columns) > MOST_COLUMNS


def gradebook_of() -> Gradebook:
    """Read the gradebook of the site's course, in a bounded number of queries.

    Learners who left and strangers are in it as soon as they have a grade or completion, so that a mistake shows.
    """
    columns = _columns()
    keys = [column.usage_key for column in columns]
    grades = {
        (grade.user_id, grade.usage_key): grade
        for grade in Grade.objects.filter(usage_key__in=keys)
    }
    completions = {
        (row.user_id, row.usage_key): row.completion
        for row in Completion.objects.filter(usage_key__in=keys)
    }
    lines = tuple(
        Line(
            person,
            tuple(
                Cell(
                    column,
                    grades.get((person.pk, column.usage_key)),
                    completions.get((person.pk, column.usage_key), 0.0),
                )
                for column in columns
            ),
        )
        for person in _people({user_id for user_id, _ in (*grades, *completions)})
    )
    return Gradebook(columns, lines)


def _columns() -> tuple[Column, ...]:
    runtime = SiteRuntime()
    return tuple(
        _column(block)
        for block in runtime.course.blocks(runtime)
        if getattr(block, "has_score", False)
    )


def _column(block: XBlock) -> Column:
    weight = getattr(block, "weight", None)
    return Column(
        usage_key=str(block.scope_ids.usage_id),
        title=getattr(block, "display_name", "") or block.scope_ids.block_type,
        weight=1.0 if weight is None else float(weight),
    )


def _people(recorded: set[int]) -> QuerySet[AbstractUser]:
    in_course = Q(enrolments__course_key=COURSE_KEY, enrolments__is_active=True)
    teaching = Q(teaches__course_key=COURSE_KEY)
    users = get_user_model().objects.filter(in_course & ~teaching | Q(pk__in=recorded))
    return users.distinct().order_by("first_name", "username")
