"""What a copy of somebody's data is made of, for people: kinds of rows with a heading, columns with a label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from django.utils.translation import gettext_lazy as _

from ment_xblock.blocks.dashboard_pairs import pair_state_words
from ment_xblock.blocks.my_data.values import Row, Say, course, moment, one_of, pair, plain
from ment_xblock.domain.people import Role


@attrs.frozen
class Column:
    """One column.

    Attributes:
        label: its name for people.
        say: its value for people; an empty text leaves it out.
    """

    label: Any
    say: Say = plain


@attrs.frozen
class Kind:
    """One kind of row.

    Attributes:
        title: its heading.
        columns: by name, in the order in which they are read. One with ``None`` is not read out: it keeps rows apart, or
            another column says the same in words. It is in the JSON all the same.
        together: columns by which rows stand together; none for the order in which they were stored.
    """

    title: Any
    columns: Mapping[str, Column | None]
    together: tuple[str, ...] = ()

    def in_order(self, rows: Iterable[Row]) -> list[Row]:
        """The rows in the order of reading."""
        return sorted(rows, key=lambda row: [str(row[name] or "") for name in self.together])


ROLES = one_of(lambda: {Role.MENTOR: _("Mentor (junior)"), Role.MENTEE: _("Mentee (senior)")})
STATES = one_of(pair_state_words)
COURSE = Column(_("Course"), course)
PAIR = Column(_("Which pair"), pair)
CHANGED = Column(_("Last changed"), moment)
