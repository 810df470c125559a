"""Tables for spreadsheet programs: CSV that none of them takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

# Without it, Excel reads UTF-8 as something else.
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

# What a program may pass over before it looks for one: blanks, and signs that nobody sees.
_PASSED_OVER = " \u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"

Cell = str | int | float | None


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Write a table line by line, so that a large one needs little memory.

    A text that a spreadsheet program would run as a formula gets an apostrophe before it (OWASP, "CSV Injection").

    Args:
        rows: the cells.

    Yields:
        Lines with their ends; the first one begins with the mark of UTF-8.
    """
    buffer = StringIO()
    writer = csv.writer(buffer)
    mark = BOM
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
        yield mark + buffer.getvalue()
        mark = ""
        buffer.seek(0)
        buffer.truncate()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(_PASSED_OVER).startswith(_FORMULA):
        return f"'{cell}"
    return cell
