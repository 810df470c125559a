"""The editor of a survey in Studio: what is shown can be saved, what is wrong is said beside its row, and own words stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ment_xblock.domain.survey.items import Kind
from tests.blocks.visitor import Visitor, problems_of, text_of, tree_of, values_of
from workbench_site.course_run import published_course
from workbench_site.models import FieldValue
from workbench_site.runtime import SiteRuntime

AUTHOR = Visitor("chiara", door="studio_handler", slug="pulse")
OWN = {
    "own-1.kind": "single",
    "own-1.asked": "true",
    "own-1.text": "How was the coffee?",
    "own-1.hint": "",
    "own-1.options": "good\nfair\r\n\r\n  bad ",
    "own-1.role": "mentee",
    "own-1.required": "true",
}


def form(author: Visitor = AUTHOR) -> dict[str, Any]:
    """What Studio's page would send, as it is shown."""
    values = values_of(tree_of(author.studio()).xpath("//form[@data-url]")[0])
    return {name: one[0] if one and name not in ("rows",) and isinstance(one, list) else one
            for name, one in values.items()}  # fmt: skip


def rows_of(html: Any) -> list[str]:
    return tree_of(html).xpath("//input[@name='rows']/@value")


def block() -> Any:
    return SiteRuntime().get_block(published_course().usage_keys["pulse"])


def stored() -> dict[str, Any]:
    return dict(
        FieldValue.objects.filter(scope__in=("settings", "content")).values_list("name", "value")
    )


@pytest.fixture
def sent() -> dict[str, Any]:
    found = form()
    found["rows"] = rows_of(AUTHOR.studio())
    return found


def save(sent: dict[str, Any], **changes: Any) -> Any:
    return AUTHOR.post("save_settings", **{**sent, **changes})


def test_the_form_as_it_is_shown_can_be_saved_and_asks_the_same(sent: dict[str, Any]) -> None:
    before = block().definition
    saved = save(sent)
    assert saved.status_code == 200, problems_of(saved)
    assert block().definition == before
    assert all(item.words is None for item in block().definition.items), "built-in words stay so"
    assert form() == sent | {"rows": form()["rows"]}


def test_another_language_of_the_author_does_not_make_the_words_their_own(
    sent: dict[str, Any],
) -> None:
    italian = Visitor("chiara", door="studio_handler", slug="pulse", lang="it")
    assert italian.post("save_settings", **sent).status_code == 200
    assert all(item.words is None for item in block().definition.items)


def test_order_wording_and_what_is_left_out(sent: dict[str, Any]) -> None:
    rows = [*reversed(sent["rows"])]
    del sent["pulse-pace.asked"]
    saved = save(sent, rows=rows, **{"pulse-safety.text": "Nothing was too foolish to ask."})
    assert saved.status_code == 200, problems_of(saved)
    items = block().definition.items
    assert [item.id for item in items] == [key for key in rows if key != "pulse-pace"]
    (safety,) = [item for item in items if item.id == "pulse-safety"]
    assert safety.words.text == "Nothing was too foolish to ask."
    assert safety.words.low == "not at all"
    assert rows_of(AUTHOR.studio())[-1] == "pulse-pace", "it can be taken back"
    assert "pulse-pace.asked" not in form()


def test_an_own_question(sent: dict[str, Any]) -> None:
    added = AUTHOR.post("add_question", **{**sent, "add_kind": "single"})
    assert rows_of(added) == [*sent["rows"], "own-1"]
    assert len(tree_of(added).xpath("//details[@open]//*[@data-focus]")) == 1
    saved = save(sent, rows=[*sent["rows"], "own-1"], **OWN)
    assert saved.status_code == 200, problems_of(saved)
    own = block().definition.item("own-1")
    assert own.kind is Kind.SINGLE
    assert own.options == ("o1", "o2", "o3")
    assert dict(own.words.options) == {"o1": "good", "o2": "fair", "o3": "bad"}
    assert (own.required, [role.value for role in own.roles]) == (True, ["mentee"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("bad\nfair\ngood", {"o3": "bad", "o2": "fair", "o1": "good"}),
        ("good\nso so\nbad", {"o1": "good", "o2": "so so", "o3": "bad"}),
        ("good\nbad", {"o1": "good", "o3": "bad"}),
        ("good\nfair\nbad\nawful", {"o1": "good", "o2": "fair", "o3": "bad", "o4": "awful"}),
        ("good\ngood\nbad", {"o1": "good", "o3": "bad"}),
    ],
)
def test_an_option_keeps_its_id_when_it_is_moved_or_reworded(
    sent: dict[str, Any], lines: str, expected: dict[str, str]
) -> None:
    own = {"rows": [*sent["rows"], "own-1"], **OWN}
    assert save(sent, **own).status_code == 200
    assert save(sent, **{**own, "own-1.options": lines}).status_code == 200
    assert dict(block().definition.item("own-1").words.options) == expected
    assert list(block().definition.item("own-1").options) == list(expected)


def test_another_survey_brings_its_questions_and_keeps_mine(sent: dict[str, Any]) -> None:
    own = {"rows": [*sent["rows"], "own-1"], **OWN}
    other = AUTHOR.post("other_questions", **{**sent, **own, "instrument": "mid"})
    assert rows_of(other)[0] == "role-clarity"
    assert rows_of(other)[-1] == "own-1"
    saved = save(sent, **{**own, "instrument": "mid"})
    assert saved.status_code == 200, problems_of(saved)
    ids = [item.id for item in block().definition.items]
    assert "trust" in ids
    assert "own-1" in ids
    assert "pulse-safety" not in ids


def test_a_survey_of_my_own(sent: dict[str, Any]) -> None:
    nothing = save({**sent, "instrument": "own", "rows_of": "own"}, rows=[])
    assert list(problems_of(nothing)) == ["add_kind"]
    saved = save({**sent, "instrument": "own", "rows_of": "own"}, rows="own-1", **OWN)
    assert saved.status_code == 200, problems_of(saved)
    assert [item.id for item in block().definition.items] == ["own-1"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"own-1.text": "  "}, "own-1.text", "fill this in"),
        ({"own-1.text": "x" * 801}, "own-1.text", "too long"),
        ({"own-1.options": ""}, "own-1.options", "fill this in"),
        ({"own-1.options": "\n".join(map(str, range(13)))}, "own-1.options", "1 to 12"),
        ({"own-1.options": "y" * 121}, "own-1.options", "too long"),
        ({"pulse-pace.options": "slow\nfast"}, "pulse-pace.options", "fill this in"),
        ({"pulse-pace.options": "a\nb\nc\nd"}, "pulse-pace.options", "fill this in"),
        ({"pulse-safety.text": ""}, "pulse-safety.text", "fill this in"),
        ({"pulse-pace.then": "true"}, "pulse-pace.then", "asked twice"),
        ({"mode": "anonymous", "ring-me.asked": ""}, "mode", "cannot be anonymous"),
        ({"mode": "open"}, "mode", "answers shown"),
        ({"instrument": "mfq"}, "instrument", "answers shown"),
        ({"role": ["mentor"]}, "role", "answers shown"),
        ({"layout": "x"}, "layout", "answers shown"),
        ({"after": ""}, "after", "answers shown"),
        ({"opens_on": "tomorrow"}, "opens_on", "date"),
        ({"opens_on": "2026-03-02", "closes_on": "2026-03-01"}, "closes_on", "before the start"),
        ({"session_number": "0"}, "session_number", "1 to 40"),
        ({"weeks_later": "53"}, "weeks_later", "0 to 52"),
    ],
)
def test_what_is_wrong_is_said_beside_its_row_and_nothing_is_saved(
    sent: dict[str, Any], changes: dict[str, Any], field: str, words: str
) -> None:
    refused = save(sent, **{"rows": [*sent["rows"], "own-1"], **OWN, **changes})
    assert refused.status_code == 422
    assert list(problems_of(refused)) == [field]
    assert words in problems_of(refused)[field]
    assert stored() == {}


def test_a_question_that_needs_names_keeps_a_survey_from_being_anonymous(
    sent: dict[str, Any],
) -> None:
    other = {**sent, "instrument": "mid", "mode": "anonymous"}
    refused = save(other)
    assert list(problems_of(refused)) == ["go-on.asked"]
    assert "confidential" in problems_of(refused)["go-on.asked"]
    assert stored() == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": ["pulse-safety", "pulse-safety"]},
        {"rows": ["<b>"]},
        {"rows": {"a": 1}},
        {"rows": ["own-1"] * 200},
        {"pulse-safety.kind": "poem"},
        {"pulse-safety.text": ["a"]},
        {"pulse-safety.role": "boss"},
    ],
)
def test_what_our_editor_never_sends_is_refused(
    sent: dict[str, Any], changes: dict[str, Any]
) -> None:
    for handler in ("save_settings", "check_survey", "add_question", "other_questions"):
        assert AUTHOR.post(handler, **{**sent, **changes}).status_code == 400
    assert stored() == {}


def test_the_preview_shows_each_role_and_saves_nothing(sent: dict[str, Any]) -> None:
    shown = AUTHOR.post("check_survey", **sent)
    assert shown.status_code == 200
    assert "I was taken seriously." in text_of(shown)
    assert "I could ask anything" in text_of(shown)
    assert len(tree_of(shown).xpath("//fieldset[@disabled]")) == 2
    assert stored() == {}


BROKEN = '<ment_survey instrument="pulse" mode="secret" questions=\'["no-such", 3]\' opens_on="x" after="y"/>'


def test_a_survey_written_by_hand_that_cannot_be_read_can_be_mended(
    publish: Callable[..., None],
) -> None:
    publish(agreement="<ment_agreement/>", pulse=BROKEN)
    assert Visitor("giulia", slug="pulse").unit().status_code == 200
    assert AUTHOR.studio().status_code == 200
    fine = {**form(), "rows": rows_of(AUTHOR.studio()), "mode": "confidential"}
    saved = save(fine, opens_on="", after="nothing")
    assert saved.status_code == 200, problems_of(saved)
    assert block().questions is None, "those of the built-in survey"
    assert block().definition.items[0].id == "pulse-safety"
