"""The readable copy as a page of its own, which can be kept and printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs
from django.utils.timezone import localtime

from ment_xblock.blocks.my_data.about_me import ABOUT_ME, AROUND_ME
from ment_xblock.blocks.my_data.about_us import ABOUT_US
from ment_xblock.blocks.my_data.as_facilitator import AS_FACILITATOR
from ment_xblock.blocks.my_data.columns import Kind
from ment_xblock.blocks.my_data.values import Reading, Row
from ment_xblock.blocks.rendering import render
from ment_xblock.selectors.personal_references import References

# The one table of words, in the order of reading. A test sees to it that no kind and no column is forgotten.
KINDS: Mapping[str, Kind] = {**ABOUT_ME, **ABOUT_US, **AROUND_ME, **AS_FACILITATOR}
_EMPTY: tuple[Any, ...] = (None, "", [], {})


@attrs.frozen
class Section:
    """One kind of row, ready to be read.

    Attributes:
        kind: its name, for links on the page.
        title: its heading.
        rows: each a list of label and value; without what is empty.
    """

    kind: str
    title: Any
    rows: list[list[tuple[Any, str]]]


def readable_page(copy: Mapping[str, Any], references: References) -> str:
    """A copy as a page in the reader's language and time zone.

    Args:
        copy: as ``personal_copy.copy_of`` makes it.
        references: what it points at.
    """
    return render(
        "dashboard/my_data.html",
        {
            "names": copy["person"]["names"],
            "courses": list(references.courses.values()),
            "made_at": localtime(datetime.fromisoformat(copy["made_at"])),
            "sections": sections(copy, references),
        },
    )


def sections(copy: Mapping[str, Any], references: References) -> list[Section]:
    """What a copy holds, in words and in the order of reading."""
    reading = Reading.of(copy, references)
    return [
        Section(
            name, kind.title, [_lines(kind, row, reading) for row in kind.in_order(rows.values())]
        )
        for name, kind in KINDS.items()
        if (rows := reading.rows.get(name))
    ]


def _lines(kind: Kind, row: Row, reading: Reading) -> list[tuple[Any, str]]:
    said = [
        (column.label, column.say(row[name], row, reading))
        for name, column in kind.columns.items()
        if column is not None and row.get(name) not in _EMPTY
    ]
    return [(label, words) for label, words in said if words]
