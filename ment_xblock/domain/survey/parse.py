"""From plain data to a checked survey, and back.

The data of a definition, as a block and a stored version hold it::

    instrument: mid            # where it began; "own" for a survey of the author's own
    mode: confidential         # or anonymous
    roles: [mentor, mentee]    # who is asked; everybody where it is left out
    items:                     # in their order; where it is left out, those of the instrument that the mode allows
      - trust                                              # a built-in item
      - {id: hierarchy, required: true}                    # one that the author changed,
      - {id: voice, words: {text: I can say what I think}} # or said in other words
      - {id: own-1, kind: score, words: {text: How was the food?}}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from json import dumps
from typing import Any

import attrs

from ment_xblock.domain.people import Role
from ment_xblock.domain.survey.errors import SurveyInvalid
from ment_xblock.domain.survey.items import (
    EVERYBODY,
    Definition,
    Instrument,
    Item,
    Kind,
    Mode,
    Signal,
    When,
    Words,
)
from ment_xblock.domain.training.errors import Problem
from ment_xblock.domain.training.reader import LABEL, SHORT, Reader

OWN = "own"
OWN_PREFIX = "own-"
MOST_ITEMS = 60
MOST_OPTIONS = 12
_ASKED_TWICE = (Kind.LIKERT, Kind.SCORE, Kind.STEPS)


def parse_definition(
    data: object, instruments: Mapping[str, Instrument], library: Mapping[str, Item]
) -> Definition:
    """Read and check what an author decided.

    Args:
        data: plain dicts and lists, as a YAML or JSON loader gives them.
        instruments: the built-in ones, by id.
        library: the built-in items, by id.

    Raises:
        SurveyInvalid: with every mistake that was found, and its place, such as ``items[3].options``.
    """
    problems: list[Problem] = []
    reader = Reader(data, "", problems)
    began_with = reader.one_of("instrument", [*instruments, OWN])
    instrument = instruments.get(began_with)
    mode = reader.one_of("mode", list(Mode))
    roles = _roles(reader)
    items = _items(reader, instrument, library)
    reader.refuse_others()
    if not problems:
        _check(reader, instrument, Mode(mode), roles, items)
    if problems:
        raise SurveyInvalid(tuple(problems))
    when = instrument.when if instrument else When.ONCE
    return Definition(began_with, when, Mode(mode), roles, items, digest_of(items))


def definition_to_data(definition: Definition) -> dict[str, Any]:
    """Plain data of a definition with all that its items are, so that it can be read when the built-in ones changed."""
    return {
        "instrument": definition.instrument,
        "when": definition.when.value,
        "mode": definition.mode.value,
        "roles": [role.value for role in definition.roles],
        "items": [item_to_data(item) for item in definition.items],
    }


def definition_from_data(data: Mapping[str, Any]) -> Definition:
    """The definition that ``definition_to_data`` wrote.

    Raises:
        SurveyInvalid: the data does not come from there.
    """
    problems: list[Problem] = []
    items = tuple(
        _whole_item(Reader(entry, f"items[{index}]", problems))
        for index, entry in enumerate(data["items"])
    )
    if problems:
        raise SurveyInvalid(tuple(problems))
    return Definition(
        instrument=data["instrument"],
        when=When(data["when"]),
        mode=Mode(data["mode"]),
        roles=tuple(Role(role) for role in data["roles"]),
        items=items,
        digest=digest_of(items),
    )


def parse_library(data: Iterable[object]) -> dict[str, Item]:
    """Read the built-in items.

    Raises:
        SurveyInvalid: with every mistake that was found.
    """
    problems: list[Problem] = []
    reader = Reader({"items": list(data)}, "", problems)
    items = reader.items("items", _whole_item, 1, 500)
    if problems:
        raise SurveyInvalid(tuple(problems))
    return {item.id: item for item in items}


def parse_instrument(data: object, library: Mapping[str, Item]) -> Instrument:
    """Read one built-in instrument: ids of items, and under ``then`` of those that are asked twice.

    Raises:
        SurveyInvalid: with every mistake that was found.
    """
    problems: list[Problem] = []
    reader = Reader(data, "", problems)
    instrument = Instrument(
        id=reader.ident(),
        revision=reader.whole("revision", 1, 9999),
        when=When(reader.one_of("when", list(When)) or When.ONCE),
        items=(
            *_known(reader, "items", library),
            *(attrs.evolve(item, then=True) for item in _known(reader, "then", library)),
        ),
    )
    reader.refuse_others()
    if problems:
        raise SurveyInvalid(tuple(problems))
    return instrument


def item_to_data(item: Item) -> dict[str, Any]:
    """Plain data of one item, without what is left at its usual value."""
    data = attrs.asdict(item, value_serializer=lambda _one, _field, value: _plain(value))
    usual = attrs.asdict(Item(id="", kind=item.kind))
    changed = {key: value for key, value in data.items() if value != _plain(usual[key])}
    if item.words is not None:
        changed["words"] = {key: value for key, value in data["words"].items() if value}
    return {"id": item.id, "kind": item.kind.value, **changed}


def digest_of(items: Iterable[Item]) -> str:
    """Tell wordings apart: the same for the same items in the same words and order."""
    plain = dumps([item_to_data(item) for item in items], sort_keys=True, ensure_ascii=True)
    return sha256(plain.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, Kind | Role | Signal) else value


def _roles(reader: Reader) -> tuple[Role, ...]:
    if reader.data.get("roles") is None:
        reader.known.add("roles")
        return EVERYBODY
    named = reader.raw_list("roles", 1, len(EVERYBODY))
    for index, role in enumerate(named):
        if role not in list(Role):
            place = f"{reader.place('roles')}[{index}]"
            reader.note("field.not_allowed", place, value=str(role)[:60], allowed=tuple(Role))
    return tuple(role for role in EVERYBODY if role in named)


def _items(
    reader: Reader, instrument: Instrument | None, library: Mapping[str, Item]
) -> tuple[Item, ...]:
    if reader.data.get("items") is None and instrument is not None:
        reader.known.add("items")
        is_anonymous = reader.data.get("mode") == Mode.ANONYMOUS
        return tuple(item for item in instrument.items if not (item.named and is_anonymous))
    standard = dict(library) | {item.id: item for item in (instrument.items if instrument else ())}
    named: list[object] = [
        {"id": entry} if isinstance(entry, str) else entry
        for entry in reader.raw_list("items", 1, MOST_ITEMS)
    ]
    inner = Reader({"items": named}, reader.path, reader.problems)
    return inner.items("items", lambda one: _item(one, standard), 0, MOST_ITEMS)


def _item(reader: Reader, standard: Mapping[str, Item]) -> Item:
    item_id = reader.ident()
    built_in = standard.get(item_id)
    if built_in is not None:
        return _changed(reader, built_in)
    if item_id and not item_id.startswith(OWN_PREFIX):
        reader.known.update(str(key) for key in reader.data)
        reader.note("survey.unknown_item", reader.place("id"), id=item_id)
        return Item(id=item_id, kind=Kind.TEXT)
    item = _whole_item(reader)
    if reader.readable and item.words is None:
        reader.note("field.missing", reader.place("words"), key="words")
    return item


def _changed(reader: Reader, item: Item) -> Item:
    """A built-in item as the author has it; more than this would make it another item."""
    changes: dict[str, Any] = {}
    for flag in ("required", "then"):
        if flag in reader.data:
            changes[flag] = reader.flag(flag)
    changed = attrs.evolve(item, **changes)
    changed = attrs.evolve(changed, words=reader.part("words", _words_for(changed)))
    _check_item(reader, changed)
    return changed


def _whole_item(reader: Reader) -> Item:
    kind = Kind(reader.one_of("kind", list(Kind)) or Kind.TEXT)
    item = Item(
        id=reader.ident(),
        kind=kind,
        revision=reader.whole("revision", 1, 9999) if "revision" in reader.data else 1,
        construct=reader.ident("construct", required=False),
        roles=_roles(reader),
        reversed=reader.flag("reversed"),
        options=_ids(reader, "options", 1 if kind.has_options else 0),
        rows=_ids(reader, "rows", 1 if kind is Kind.MATRIX else 0),
        best=reader.ident("best", required=False),
        named=reader.flag("named"),
        owners_only=reader.flag("owners_only"),
        signal=_signal(reader),
        required=reader.flag("required"),
        then=reader.flag("then"),
    )
    item = attrs.evolve(item, words=reader.part("words", _words_for(item)))
    _check_item(reader, item)
    return item


def _signal(reader: Reader) -> Signal | None:
    if reader.data.get("signal") is None:
        reader.known.add("signal")
        return None
    found = reader.one_of("signal", list(Signal))
    return Signal(found) if found else None


def _ids(reader: Reader, key: str, least: int) -> tuple[str, ...]:
    found = []
    for index, value in enumerate(reader.raw_list(key, least, MOST_OPTIONS)):
        one = Reader({"id": value}, f"{reader.place(key)}[{index}]", reader.problems)
        found.append(one.ident())
    if len(set(found)) < len(found):
        reader.note(
            "id.repeated", reader.place(key), id=next(i for i in found if found.count(i) > 1)
        )
    return tuple(found)


def _words_for(item: Item) -> Callable[[Reader], Words]:
    def build(reader: Reader) -> Words:
        return Words(
            text=reader.text("text", SHORT),
            hint=_text_if_any(reader, "hint", SHORT),
            options=reader.part("options", _labels(item.options)) or {},
            rows=reader.part("rows", _labels(item.rows)) or {},
            low=_text_if_any(reader, "low", LABEL),
            high=_text_if_any(reader, "high", LABEL),
        )

    return build


def _text_if_any(reader: Reader, key: str, limit: int) -> str:
    # An editor sends every field, also those that were left empty.
    if not str(reader.data.get(key) or "").strip():
        reader.known.add(key)
        return ""
    return reader.text(key, limit, required=False)


def _labels(ids: Iterable[str]) -> Callable[[Reader], dict[str, str]]:
    def build(reader: Reader) -> dict[str, str]:
        return {one: reader.text(one, LABEL) for one in ids}

    return build


def _known(reader: Reader, key: str, library: Mapping[str, Item]) -> list[Item]:
    found = []
    for index, item_id in enumerate(reader.raw_list(key, 0, MOST_ITEMS)):
        if item_id in library:
            found.append(library[str(item_id)])
        else:
            place = f"{reader.place(key)}[{index}]"
            reader.note("survey.unknown_item", place, id=str(item_id)[:60])
    return found


def _check_item(reader: Reader, item: Item) -> None:
    kind = item.kind
    if item.then and kind not in _ASKED_TWICE:
        reader.note("survey.then_needs_numbers", reader.place("then"), kind=kind.value)
    if item.options and not kind.has_options:
        reader.note("survey.no_options_here", reader.place("options"), kind=kind.value)
    if item.rows and kind is not Kind.MATRIX:
        reader.note("survey.no_rows_here", reader.place("rows"), kind=kind.value)
    if item.best and item.best not in item.options:
        reader.note("survey.unknown_best", reader.place("best"), id=item.best)
    if item.owners_only and item.roles != (Role.MENTEE,):
        reader.note("survey.owners_are_mentees", reader.place("roles"))
    if item.words is not None and item.id.startswith(OWN_PREFIX):
        _check_labels(reader, item, item.words)


def _check_labels(reader: Reader, item: Item, words: Words) -> None:
    for key, ids, labels in (
        ("options", item.options, words.options),
        ("rows", item.rows, words.rows),
    ):
        if ids and not labels:
            reader.note("field.missing", reader.place(f"words.{key}"), key=key)


def _check(
    reader: Reader,
    instrument: Instrument | None,
    mode: Mode,
    roles: tuple[Role, ...],
    items: tuple[Item, ...],
) -> None:
    """What goes together, once every part is right by itself."""
    if mode is Mode.ANONYMOUS:
        # Five forms could be of one person.
        if instrument is not None and instrument.when.is_repeated:
            is_pulse = instrument.when is When.PULSE
            code = "survey.pulse_is_confidential" if is_pulse else "survey.rating_is_confidential"
            reader.note(code, "mode")
        for index, item in enumerate(items):
            if item.named:
                reader.note("survey.needs_names", f"items[{index}]", id=item.id)
    if not any(set(item.roles) & set(roles) for item in items):
        reader.note("survey.nothing_asked", "roles")
