"""The questions of a survey as rows of the editor: from items to inputs, and back to the data of a definition.

The inputs of a row are named ``<item id>.<part>``; the order of the hidden inputs ``rows`` is the order of the
questions. A question that is not asked keeps its row until the next save, so that nothing is lost by a wrong tap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from ment_xblock.blocks.survey_words import Question, question
from ment_xblock.curriculum import surveys
from ment_xblock.curriculum.texts import languages
from ment_xblock.domain.errors import FieldProblem, Malformed
from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.items import EVERYBODY, Item, Kind
from ment_xblock.domain.survey.parse import MOST_ITEMS, OWN, OWN_PREFIX
from ment_xblock.domain.text import storable
from ment_xblock.domain.training.errors import Problem
from ment_xblock.domain.training.reader import ID_PATTERN

BOTH = "both"
TEXTS = ("text", "hint", "low", "high", "options", "rows")
TICKS = ("asked", "required", "then", "reversed", "named")
ASKED_TWICE = (Kind.LIKERT, Kind.SCORE, Kind.STEPS)
WITH_ENDS = (Kind.LIKERT, Kind.SCORE)
# Rows that a request may bring; parse_definition refuses what is too much of the asked ones.
MOST_ROWS = 2 * MOST_ITEMS


@attrs.frozen(kw_only=True)
class Row:
    """One question in the editor.

    Attributes:
        key: id of the item.
        kind: how it is answered.
        asked: whether it is part of the survey.
        text: the question.
        hint: a line below it.
        low: what the smallest number means.
        high: what the largest number means.
        options: to choose from, one a line.
        rows: of a matrix, one a line.
        role: ``mentor``, ``mentee`` or ``both``.
        required: the survey cannot be sent without it.
        then: asked twice.
        reversed: a high number is bad.
        named: needs to know the person.
    """

    key: str
    kind: Kind = Kind.LIKERT
    asked: bool = True
    text: str = ""
    hint: str = ""
    low: str = ""
    high: str = ""
    options: str = ""
    rows: str = ""
    role: str = BOTH
    required: bool = False
    then: bool = False
    reversed: bool = False
    named: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the author made it up."""
        return self.key.startswith(OWN_PREFIX)

    @property
    def has_options(self) -> bool:
        """Whether one chooses among options."""
        return self.kind.has_options

    @property
    def has_rows(self) -> bool:
        """Whether it is a table of questions."""
        return self.kind is Kind.MATRIX

    @property
    def has_ends(self) -> bool:
        """Whether it is a scale with two ends."""
        return self.kind in WITH_ENDS

    @property
    def may_be_twice(self) -> bool:
        """Whether it can be asked for now and for the start."""
        return self.kind in ASKED_TWICE


def shown_rows(instrument: str, items: Iterable[Item]) -> tuple[Row, ...]:
    """The rows of a survey: what it asks, then what its instrument has besides.

    Args:
        instrument: id of the instrument, or ``"own"``.
        items: what is asked, in order.
    """
    asked = [_row(item) for item in items]
    keys = {row.key for row in asked}
    left_out = [
        _row(item, asked=False) for item in standard_items(instrument) if item.id not in keys
    ]
    return (*asked, *left_out)


def typed_rows(data: Mapping[str, Any]) -> tuple[Row, ...]:
    """The rows as they were sent.

    Raises:
        Malformed: not as our editor sends them.
    """
    keys = data.get("rows", [])
    keys = [keys] if isinstance(keys, str) else keys
    if not isinstance(keys, list) or len(keys) > MOST_ROWS:
        raise Malformed("not_readable")
    if not all(isinstance(key, str) and ID_PATTERN.fullmatch(key) for key in keys):
        raise Malformed("not_readable")
    if len(set(keys)) < len(keys):
        raise Malformed("not_readable")
    return tuple(_typed_row(key, data) for key in keys)


def with_own(rows: tuple[Row, ...], kind: str, taken: Iterable[str]) -> tuple[Row, ...]:
    """Add a question of the author's own, below those that are asked.

    Args:
        rows: the rows so far.
        kind: how it is answered.
        taken: ids that are used up, since answers may be stored under them.

    Raises:
        Malformed: there is no such kind.
    """
    if kind not in set(Kind):
        raise Malformed("not_readable")
    keys = {row.key for row in rows} | set(taken)
    number = next(n for n in range(1, len(keys) + 2) if f"{OWN_PREFIX}{n}" not in keys)
    new = Row(key=f"{OWN_PREFIX}{number}", kind=Kind(kind))
    place = sum(row.asked for row in rows)
    return (*rows[:place], new, *rows[place:])


def exchanged(rows: tuple[Row, ...], instrument: str) -> tuple[Row, ...]:
    """The rows of another instrument, with the author's own questions behind them."""
    own = [row for row in rows if row.is_own]
    return (*(_row(item) for item in standard_items(instrument)), *own)


def items_data(
    rows: Iterable[Row], instrument: str, before: Mapping[str, Item]
) -> list[dict[str, Any]]:
    """The questions as the data of a definition.

    Args:
        rows: the rows.
        instrument: id of the instrument.
        before: the items as they are stored, by id; the options of own ones keep their ids.
    """
    known = {item.id: item for item in standard_items(instrument)}
    return [
        _own_data(row, before.get(row.key))
        if row.is_own
        else _built_in_data(row, known.get(row.key) or surveys.library().get(row.key))
        for row in rows
        if row.asked
    ]


def standard_items(instrument: str) -> tuple[Item, ...]:
    """The items of a built-in instrument; none for a survey of the author's own."""
    found = surveys.instruments().get(instrument)
    return found.items if found and instrument != OWN else ()


def beside_inputs(problems: Iterable[Problem], rows: Iterable[Row]) -> list[FieldProblem]:
    """Put what is wrong beside the input where the author can mend it, the first mistake of each."""
    keys = [row.key for row in rows if row.asked]
    found: dict[str, FieldProblem] = {}
    for problem in problems:
        one = _beside(problem, keys)
        found.setdefault(one.field, one)
    return [*found.values()]


def _beside(problem: Problem, keys: list[str]) -> FieldProblem:
    place, _dot, part = problem.path.partition("].")
    number = place.removeprefix("items[").rstrip("]")
    code, params = _said(problem)
    if not (place.startswith("items[") and number.isdigit() and int(number) < len(keys)):
        field = problem.path if problem.path in ("mode", "roles", "instrument") else "add_kind"
        return FieldProblem(field, code, params)
    part = part.removeprefix("words.").partition(".")[0].partition("[")[0]
    if not part or part in ("id", "kind", "words"):
        part = "asked" if not part else "text"
    return FieldProblem(f"{keys[int(number)]}.{part}", code, params)


def _said(problem: Problem) -> tuple[str, dict[str, Any]]:
    params = dict(problem.params)
    if problem.code == "field.too_long":
        return "too_long", {"length": params["length"], "most": params["limit"]}
    if problem.code == "list.length":
        of_survey = problem.path == "items"
        return (
            ("survey_how_many_items", {"most": MOST_ITEMS})
            if of_survey
            else (
                "survey_how_many_options",
                params,
            )
        )
    if problem.code.startswith("survey."):
        return problem.code.replace(".", "_"), {}
    return _SAID.get(problem.code, "not_readable"), {}


_SAID = {"field.missing": "required", "field.empty": "required", "id.repeated": "survey_repeated"}


def _row(item: Item, *, asked: bool = True) -> Row:
    words = question(item)
    return Row(
        key=item.id,
        kind=item.kind,
        asked=asked,
        **_texts(words),
        role=item.roles[0].value if item.is_role_item else BOTH,
        required=item.required,
        then=item.then,
        reversed=item.reversed,
        named=item.named,
    )


def _texts(words: Question) -> dict[str, str]:
    item = words.item
    return {
        "text": words.text,
        "hint": words.hint,
        "low": words.low,
        "high": words.high,
        "options": "\n".join(label for _id, label in words.options) if item.options else "",
        "rows": "\n".join(field.words for field in words.fields) if item.rows else "",
    }


def _typed_row(key: str, data: Mapping[str, Any]) -> Row:
    texts = {name: data.get(f"{key}.{name}", "") for name in (*TEXTS, "role", "kind")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise Malformed("not_readable")
    kind, role = texts.pop("kind"), texts.pop("role")
    if kind not in set(Kind) or role not in (BOTH, *Role):
        raise Malformed("not_readable")
    clean: dict[str, Any] = {
        name: storable(text.replace("\r\n", "\n")) for name, text in texts.items()
    }
    ticks: dict[str, Any] = {name: data.get(f"{key}.{name}") in ("true", True) for name in TICKS}
    return Row(key=key, kind=Kind(kind), role=role, **clean, **ticks)


def _built_in_data(row: Row, item: Item | None) -> dict[str, Any]:
    data: dict[str, Any] = {"id": row.key}
    if item is None:
        return data
    if row.required != item.required:
        data["required"] = row.required
    if row.then != item.then:
        data["then"] = row.then
    if not _says_the_same(row, item):
        data["words"] = {
            **_one_liners(row),
            "options": _by_place(item.options, row.options),
            "rows": _by_place(item.rows, row.rows),
        }
    return data


def _says_the_same(row: Row, item: Item) -> bool:
    """Whether the row has the built-in words, in whichever language the author reads them."""
    typed = {name: _tidy(getattr(row, name)) for name in TEXTS}
    return any(typed == _texts(question(item, language=one)) for one in languages(surveys.FOLDER))


def _own_data(row: Row, before: Item | None) -> dict[str, Any]:
    words = before.words if before and before.words else None
    options = _keep_ids(row.options, words.options if words else {}) if row.has_options else {}
    rows = _keep_ids(row.rows, words.rows if words else {}) if row.has_rows else {}
    data: dict[str, Any] = {
        "id": row.key,
        "kind": row.kind.value,
        "roles": [role.value for role in EVERYBODY if row.role in (BOTH, role)],
        "required": row.required,
        "then": row.then and row.may_be_twice,
        "reversed": row.reversed and bool(row.kind.numbers),
        "named": row.named,
        "options": list(options),
        "rows": list(rows),
        "words": {**_one_liners(row), "options": options, "rows": rows},
    }
    return {name: value for name, value in data.items() if value not in (False, [])}


def _one_liners(row: Row) -> dict[str, str]:
    ends = ("low", "high") if row.has_ends else ()
    return {name: _tidy(getattr(row, name)) for name in ("text", "hint", *ends)}


def _tidy(text: str) -> str:
    return "\n".join(_lines(text))


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _by_place(ids: tuple[str, ...], text: str) -> dict[str, str]:
    """Labels for ids that are fixed; an option without a line of its own is missed, and said so."""
    lines = _lines(text)
    if len(lines) > len(ids):
        return dict.fromkeys(ids, "")
    return dict(zip(ids, lines, strict=False))


def _keep_ids(text: str, before: Mapping[str, str]) -> dict[str, str]:
    """Labels by id: a label that stays keeps its id, and so does one that was put into other words in its place."""
    lines = _lines(text)
    ids = {label: one for one, label in before.items()}
    if len(lines) == len(before):
        reworded = zip(lines, before.items(), strict=True)
        ids |= {
            line: one for line, (one, label) in reworded if label not in lines and line not in ids
        }
    used = {*before, *ids.values()}
    fresh = (f"o{number}" for number in range(1, 10_000) if f"o{number}" not in used)
    return {ids.get(line) or next(fresh): line for line in dict.fromkeys(lines)}
