"""What was chosen, agreed and answered, as the person reads it who did so: for the copy of their data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from ment_xblock.blocks.agreement_words import AgreementWords, Names
from ment_xblock.blocks.alert_words import rule_name
from ment_xblock.blocks.matching_desk_words import balance_lines, decision_words, level_words
from ment_xblock.blocks.matching_words import criterion_words
from ment_xblock.blocks.my_data.values import Reading, Row, in_lines, meeting, pair
from ment_xblock.blocks.profile_summary import said_languages, said_times
from ment_xblock.blocks.profile_words import style_words
from ment_xblock.blocks.survey_words import question, slot_words, survey_words, value_words
from ment_xblock.blocks.training_words import PARTS, choice_words
from ment_xblock.curriculum import clauses, library, task_library
from ment_xblock.curriculum.evidence import item_words
from ment_xblock.curriculum.languages import LANGUAGES
from ment_xblock.domain.agreement.terms import Terms, with_revisions
from ment_xblock.domain.alerts.facts import Rule
from ment_xblock.domain.survey.items import Item, Slot
from ment_xblock.domain.training.values import Activity, Module
from ment_xblock.selectors.matching_desk_values import DecisionLine
from ment_xblock.selectors.meetings import reflection_place
from ment_xblock.selectors.versions import Version


def task(task_id: str, _row: Row, reading: Reading) -> str:
    """A task of the library; one that the course's author added, by its id."""
    known = {one.id for one in task_library.all_tasks()}
    if task_id in known:
        return task_library.task_words(task_id, reading.language).wording.words
    return _("A task of your course: %(id)s") % {"id": task_id.removeprefix("own-")}


def tasks(ids: Iterable[str], row: Row, reading: Reading) -> str:
    """Tasks in the order in which they are stored."""
    return in_lines(task(one, row, reading) for one in ids)


def skills(steps: Mapping[str, int], row: Row, reading: Reading) -> str:
    """Tasks, and how well somebody can do each."""
    names = [one.words for one in task_library.skill_steps(reading.language).values()]
    return in_lines(
        f"{task(one, row, reading)}: {names[step] if 0 <= step < len(names) else step}"
        for one, step in steps.items()
    )


def languages(codes: Iterable[str], _row: Row, _reading: Reading) -> str:
    """Languages by the name they have for themselves."""
    return in_lines(said_languages(codes))


def language(code: str, _row: Row, _reading: Reading) -> str:
    """The same of one."""
    return LANGUAGES.get(code.partition("-")[0], code)


def times(ids: Iterable[str], _row: Row, _reading: Reading) -> str:
    """Free times, one day on a line."""
    return in_lines(said_times(ids))


def style(chosen: Mapping[str, str], _row: Row, _reading: Reading) -> str:
    """What suits somebody, one side of each pair of words."""
    sides = style_words()
    return in_lines(sides[one][1].get(side, "") for one, side in chosen.items() if one in sides)


def choices(ids: Iterable[str], row: Row, _reading: Reading) -> str:
    """What was chosen in the training."""
    return in_lines(choice_words(row["kind"], tuple(ids)))


def module(module_id: str, row: Row, reading: Reading) -> str:
    """A training module by its title; one of the author's own, as it is called in the course."""
    found = _module(module_id, reading)
    if found is not None:
        return f"{module_id.upper()} · {found.title}"
    return block(row["usage_key"], row, reading) or module_id


def block(usage_key: str, _row: Row, reading: Reading) -> str:
    """A block as it is called in the course; nothing where it is gone."""
    return reading.references.blocks.get(usage_key, "")


def note_about(activity_id: str, row: Row, reading: Reading) -> str:
    """What a private note is about: an activity of the training, or a meeting."""
    meetings = reading.rows.get("Session", {})
    about = next((pk for pk in meetings if reflection_place(pk) == activity_id), None)
    if about is not None:
        return _("The meeting of %(day)s") % {"day": meeting(about, row, reading)}
    found = _activity(row, reading)
    return found.title if found else ""


def note_question(field: str, row: Row, reading: Reading) -> str:
    """The question to which a private note answers; nothing where the course does not have it any more."""
    part = _part(row, reading, field)
    return str(getattr(part, "text", "") or getattr(part, "label", ""))


def note_text(text: str, row: Row, reading: Reading) -> str:
    """What was written, or the words of what was chosen."""
    activity, part = _activity(row, reading), _part(row, reading, row["field"])
    offered = (*getattr(activity, "levels", ()), *getattr(part, "options", ()))
    words = {one.id: one.label for one in offered}
    if getattr(activity, "kind", "") == "checklist":
        words["yes"] = _("ticked")
    chosen = text.split()
    if chosen and set(chosen) <= set(words):
        return in_lines(words[one] for one in chosen)
    return text


def agreed(values: Mapping[str, Any], row: Row, _reading: Reading) -> str:
    """All that stands in a version of an agreement, one field on a line."""
    words = _agreement(row)
    return in_lines(
        _("%(label)s: %(value)s")
        % {"label": _name(words, one), "value": words.value_words(one, value) or value}
        for one, value in values.items()
        if value not in ("", [], None)
    )


def agreed_fields(fields: Iterable[str], row: Row, _reading: Reading) -> str:
    """Fields of an agreement by their names."""
    words = _agreement(row)
    return in_lines(_name(words, one) for one in fields)


def version(agreement_id: int, row: Row, reading: Reading) -> str:
    """A version of an agreement by its number, and its pair where there are several."""
    found = reading.row("Agreement", agreement_id)
    if not found:
        return ""
    return in_lines((str(found["number"]), pair(found["pairing"], row, reading)))


def survey(run_id: int, row: Row, reading: Reading) -> str:
    """A survey as it is called in the course, or by what it is."""
    name = block(reading.references.runs.get(run_id, ""), row, reading)
    asked = reading.references.versions.get(row.get("version") or 0)
    return name or (survey_words(asked.instrument, "title") if asked else "")


def asked(key: str, row: Row, reading: Reading) -> str:
    """The question that was answered, with the row of a table or the time it is about."""
    found = _item(key, row, reading)
    if found is None:
        return key
    item, slot = found
    return in_lines((question(item).text, slot_words(item, slot)))


def answer(value: Any, row: Row, reading: Reading) -> str:
    """What was answered, with what the ends of its scale mean."""
    found = _item(row["slot"], row, reading)
    if found is None:
        return str(value)
    words, shown = value_words(found[0], value), question(found[0])
    if not shown.is_scale:
        return words
    first, last = shown.options[0][0], shown.options[-1][0]
    ends = {"first": first, "low": shown.low, "last": last, "high": shown.high, "number": words}
    return _("%(number)s (%(first)s: %(low)s, %(last)s: %(high)s)") % ends


def trouble(rule: str, _row: Row, _reading: Reading) -> str:
    """A kind of alert in a few words; anything else by its id."""
    return rule_name(Rule(rule)) if rule in set(Rule) else rule


def trouble_numbers(params: Mapping[str, Any], _row: Row, _reading: Reading) -> str:
    """What an alert counted."""
    names = {
        "days": _("Days"),
        "count": _("How many"),
        "running": _("Meetings in a row"),
        "pairs": _("Pairs"),
    }
    return in_lines(f"{names.get(name, name)}: {value}" for name, value in params.items())


def note_on(about: str, row: Row, reading: Reading) -> str:
    """What a facilitator's note is on: an alert, or an item of the toolkit."""
    if row["kind"] == "evidence":
        return item_words(reading.language, about)
    return trouble(about, row, reading)


def tags(ids: Iterable[str], _row: Row, reading: Reading) -> str:
    """Tags of a note by the titles of the toolkit."""
    lists = library.toolkit(reading.language)
    titles = {one.id: one.title for one in (*lists.challenges, *lists.benefits)}
    return in_lines(titles.get(one, one) for one in ids)


def levels(stored: Mapping[str, str], _row: Row, _reading: Reading) -> str:
    """What counted in a matching, and how much."""
    criteria, words = criterion_words(), level_words()
    return in_lines(
        f"{criteria.get(one, one)}: {words.get(level, level)}" for one, level in stored.items()
    )


def balance(stored: Mapping[str, int], _row: Row, _reading: Reading) -> str:
    """How balanced the pairs of a matching were, as counts."""
    return in_lines(
        _("%(what)s: %(count)s of %(all)s") % {"what": words, "count": count, "all": of}
        for _title, lines in balance_lines(stored)
        for words, count, of in lines
    )


def decision(kind: str, row: Row, reading: Reading) -> str:
    """What was decided at the matching desk, about whom, in one sentence."""
    people = {
        role: reading.person(row[role]) if row.get(role) else "" for role in ("mentor", "mentee")
    }
    return decision_words(
        DecisionLine(kind=kind, by="", at=row["at"], reason="", details=row["details"], **people)
    )


def _agreement(row: Row) -> AgreementWords:
    all_clauses = clauses.all_clauses()
    meant = with_revisions(all_clauses, row.get("revisions", {}).get("clauses", {}))
    found = Version(None, row["number"], Terms(meant or all_clauses), dict(row["values"]), {})
    names = Names(
        mentor=_("the mentor"),
        mentee=_("the mentee"),
        facilitator=_("the facilitator"),
        contact="",
        guardian_date="",
    )
    return AgreementWords(found, names, {})


def _name(words: AgreementWords, field: str) -> str:
    label = words.label(field) or field
    return label[:1].upper() + label[1:]


def _module(module_id: str, reading: Reading) -> Module | None:
    if module_id not in library.MODULE_IDS:
        return None
    return library.module(module_id, reading.language)


def _activity(row: Row, reading: Reading) -> Activity | None:
    results = reading.rows.get("TrainingResult", {}).values()
    ids = (one["module"] for one in results if one["usage_key"] == row["usage_key"])
    found = _module(next(ids, ""), reading)
    return found.activity(row["activity"]) if found else None


def _part(row: Row, reading: Reading, part_id: str) -> Any:
    found = _activity(row, reading)
    parts = getattr(found, PARTS.get(getattr(found, "kind", ""), ""), ())
    return next((one for one in parts if one.id == part_id), None)


def _item(key: str, row: Row, reading: Reading) -> tuple[Item, Slot] | None:
    version_asked = reading.references.versions.get(row["version"])
    items = version_asked.items if version_asked else ()
    return next(((item, slot) for item in items for slot in item.slots if slot.key == key), None)
