"""Tables to take away: as a spreadsheet opens them, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from webob import Response

from ment_xblock.blocks.entry_points import Call, Who, entry_point
from ment_xblock.blocks.evidence_pages import NOT_SHOWN
from ment_xblock.blocks.export_words import dictionary, heading
from ment_xblock.blocks.rendering import block_uid, file_response, render
from ment_xblock.curriculum.evidence import figure_words
from ment_xblock.domain.errors import Malformed
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.domain.spreadsheet import Cell, csv_lines
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.exports import TABLES, Table, export_table

CSV, JSON = "csv", "json"
DICTIONARY = "columns"
TYPES: Mapping[str, str] = {CSV: "text/csv", JSON: "application/json"}

# Name of a table to its heading, and what is in it.
ABOUT: Mapping[str, tuple[Any, Any]] = {
    "participants": (
        gettext_lazy("People"),
        gettext_lazy("Name, role, and how far they are. The one table with names."),
    ),
    "pairs": (
        gettext_lazy("Pairs"),
        gettext_lazy("Who is with whom, by number. State, days, meetings and minutes."),
    ),
    "sessions": (
        gettext_lazy("Meetings"),
        gettext_lazy("Day, length, and what was ticked. Nothing that people wrote."),
    ),
    "actions": (
        gettext_lazy("Promises"),
        gettext_lazy("Whose they are, due when, and done when. Not what was promised."),
    ),
    "figures": (
        gettext_lazy("Key figures"),
        gettext_lazy("All that is counted. No names."),
    ),
}


class ExportHandlers:
    """The door through which tables leave."""

    @entry_point(method="GET", who=Who.FACILITATOR)
    def download_table(self, call: Call) -> Response:
        """One table as a file."""
        name, form = call.text("table"), call.text("form")
        if form not in TYPES:
            raise Malformed("not_readable")
        if name == DICTIONARY:
            return _dictionary(call, form)
        table = export_table(host=call.host, actor=call.actor, name=name)
        lines = _csv(table) if form == CSV else _json(table, call)
        return file_response(lines, TYPES[form], f"mentoring-{name}.{form}")


def exports_page(block: Any, host: Host, actor: Actor) -> str:
    """The part of the facilitator's home from which tables are taken."""
    require_facilitator(actor)
    url = block.runtime.handler_url

    def files(name: str) -> list[tuple[str, str]]:
        query = f"table={name}&form="
        return [(form.upper(), url(block, "download_table", query=query + form)) for form in TYPES]

    surveys = [
        (one.name, host.unit_url(one.usage_key))
        for one in host.blocks(actor.course_key, "ment_survey")
    ]
    return render(
        "dashboard/exports.html",
        {
            "uid": block_uid(host.block_ref(block).usage_key),
            "tables": [(*ABOUT[name], files(name), dictionary(name)) for name in TABLES],
            "dictionary": files(DICTIONARY),
            "mine": url(block, "my_data", query="form=html"),
            "surveys": [(name, address) for name, address in surveys if address],
        },
    )


def _csv(table: Table) -> Iterator[str]:
    columns, rows = table.columns, table.rows
    if table.name == "figures":
        # By their ids alone, figures tell a person little.
        language = get_language() or "en"
        columns = (*columns, "words")
        rows = iter([(*row, _meaning(language, *row)) for row in rows])
    heads = map(heading, columns)
    return csv_lines(chain([heads], (map(_for_a_sheet, row) for row in rows)))


def _meaning(language: str, figure: Cell, value: Cell) -> str:
    words = figure_words(language, str(figure))
    return f"{words} ({NOT_SHOWN})" if value is None else words


def _dictionary(call: Call, form: str) -> Response:
    """What the columns of all tables mean, as a table itself: for whoever gets the others."""
    require_facilitator(call.actor)
    heads = (_("Table"), _("Name in JSON"), _("Heading"), _("What it holds"), _("Codes"))
    rows = [
        (
            str(ABOUT[one.table][0]),
            one.column,
            one.head,
            one.meaning,
            "; ".join(f"{code} = {words}" for code, words in one.codes),
        )
        for name in TABLES
        for one in dictionary(name)
    ]
    if form == CSV:
        lines = csv_lines([heads, *rows])
    else:
        columns = ("table", "column", "heading", "meaning", "codes")
        lines = _json(Table(DICTIONARY, columns, iter(rows)), call)
    return file_response(lines, TYPES[form], f"mentoring-{DICTIONARY}.{form}")


def _for_a_sheet(cell: Cell) -> Cell:
    return int(cell) if isinstance(cell, bool) else cell


def _json(table: Table, call: Call) -> Iterator[str]:
    """An object with the rows under ``rows``; one row a line."""
    head = {
        "table": table.name,
        "course": call.actor.course_key,
        "made_at": call.host.now().isoformat(),
    }
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "rows": ['
    comma = "\n"
    for row in table.rows:
        yield comma + json.dumps(dict(zip(table.columns, row, strict=True)), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"
