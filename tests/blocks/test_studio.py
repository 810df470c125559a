"""The settings form: wrong values are said beside their field and save nothing; right ones take effect."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from lxml import html

from ment_xblock.blocks.messages import message
from ment_xblock.curriculum.clauses import all_clauses
from ment_xblock.models import Agreement
from tests.blocks import cast
from tests.blocks.visitor import Visitor, problems_of, text_of, tree_of, values_of
from workbench_site.models import FieldValue
from workbench_site.runtime import SiteRuntime

AUTHOR = Visitor("chiara", door="studio_handler")
LONG = "x" * 2001


def saved() -> dict[str, Any]:
    return dict(FieldValue.objects.values_list("name", "value"))


def form_values() -> dict[str, Any]:
    return values_of(tree_of(AUTHOR.studio()).xpath("//form[@data-url]")[0])


def test_the_form_as_it_is_shown_can_be_saved_and_changes_nothing_that_counts() -> None:
    before = form_values()
    assert AUTHOR.post("save_settings", **before).status_code == 200
    assert form_values() == before


def test_everything_that_is_saved_is_shown_again() -> None:
    assert AUTHOR.post("save_settings", **cast.STUDIO).status_code == 200
    assert form_values() == cast.STUDIO


@pytest.mark.parametrize(
    ("field", "typed", "code", "params"),
    [
        ("display_name", LONG, "too_long", {"most": 2000, "length": 2001}),
        ("welcome", LONG, "too_long", {"most": 2000, "length": 2001}),
        ("facilitator_name", LONG, "too_long", {"most": 2000, "length": 2001}),
        ("contact", LONG, "too_long", {"most": 2000, "length": 2001}),
        ("contact", ["a"], "not_readable", {}),
        ("weight", "much", "not_a_number", {}),
        ("weight", "-1", "out_of_range", {"least": 0, "most": 1000}),
        ("weight", "nan", "out_of_range", {"least": 0, "most": 1000}),
        ("weight", "inf", "out_of_range", {"least": 0, "most": 1000}),
        ("required_sessions", "0", "out_of_range", {"least": 1, "most": 40}),
        ("required_sessions", "41", "out_of_range", {"least": 1, "most": 40}),
        ("required_sessions", "2.5", "not_a_number", {}),
        ("required_sessions", "9" * 5000, "not_a_number", {}),
        ("session_minutes", "14", "out_of_range", {"least": 15, "most": 180}),
        ("session_minutes", "181", "out_of_range", {"least": 15, "most": 180}),
        ("time_zone", "Rome", "unknown_time_zone", {}),
        ("time_zone", "../../etc/passwd", "unknown_time_zone", {}),
        ("default_every_weeks", "9", "not_an_option", {}),
        ("default_ways", ["by_owl"], "not_an_option", {}),
        ("default_channels", [1], "not_readable", {}),
        ("default_quiet_from", "25:00", "not_a_time", {}),
        ("clauses_on", ["rank"], "not_an_option", {}),
        ("clauses_on", ["no-such"], "not_an_option", {}),
        ("clauses_on", [1], "not_readable", {}),
    ],
)
def test_a_wrong_value(field: str, typed: Any, code: str, params: dict[str, int]) -> None:
    before = cast.dump()
    refused = AUTHOR.post("save_settings", **{**cast.STUDIO, field: typed})
    assert refused.status_code == 422
    assert problems_of(refused) == {field: message(code, params)}
    assert cast.dump() == before
    assert tree_of(AUTHOR.studio()).xpath(f"//form//*[@name='{field}']"), "there is such a field"


def test_all_wrong_values_at_once() -> None:
    wrong = {"weight": "x", "time_zone": "x", "clauses_on": ["x"], "default_quiet_to": "x"}
    refused = AUTHOR.post("save_settings", **{**cast.STUDIO, **wrong})
    assert set(problems_of(refused)) == set(wrong)
    assert saved() == {}


def test_decimal_comma() -> None:
    AUTHOR.post("save_settings", **{**cast.STUDIO, "weight": "1,5"})
    assert saved()["weight"] == 1.5


def test_clauses_that_cannot_be_switched_off_stay() -> None:
    fixed = {clause.id for clause in all_clauses() if clause.always_on}
    offered = set(tree_of(AUTHOR.studio()).xpath("//input[@name='clauses_on']/@value"))
    assert offered == {clause.id for clause in all_clauses()} - fixed
    assert AUTHOR.post("save_settings", **{**cast.STUDIO, "clauses_on": []}).status_code == 200
    pair = cast.make_pair("giulia", "mario")
    printed = tree_of(Visitor("giulia").get("print_page", pairing=pair))
    staying = [one for one in all_clauses() if one.always_on and not one.minors_only]
    assert len(printed.xpath("//h3")) == len(staying)
    page = tree_of(Visitor("giulia").unit())
    assert not page.xpath("//button[contains(@hx-vals, 'edit')]"), "nothing is left to fill in"


def test_settings_take_effect_in_a_new_agreement() -> None:
    AUTHOR.post("save_settings", **cast.STUDIO)
    pair = cast.make_pair("giulia", "mario")
    giulia = Visitor("giulia")
    form = tree_of(giulia.get("section", pairing=pair, section="meetings", edit="true"))
    number, minutes = (form.xpath(f"//input[@name='{name}']")[0] for name in ("number", "minutes"))
    assert (number.get("min"), number.get("value")) == ("8", "8")
    assert (minutes.get("min"), minutes.get("value")) == ("50", "60")
    assert form.xpath("//input[@name='every_weeks'][@checked]/@value") == ["3"]
    assert form.xpath("//input[@name='ways'][@checked]/@value") == ["phone", "video"]
    assert form.xpath("//input[@name='prepares'][@checked]/@value") == ["both"]
    page = tree_of(giulia.unit()).text_content()
    for words in ("Our pact", "Good that you are here."):
        assert words in page
    too_few = giulia.post(
        "save_section", pairing=pair, section="meetings", fields="number", number="7"
    )
    assert problems_of(too_few) == {"number": message("out_of_range", {"least": 8, "most": 40})}


def test_a_signed_agreement_keeps_its_clauses() -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.fill(pair, "giulia")
    cast.sign(pair, "giulia", "mario")
    before = tree_of(Visitor("giulia").get("print_page", pairing=pair)).text_content()
    AUTHOR.post("save_settings", **{**cast.STUDIO, "clauses_on": [], "facilitator_name": ""})
    assert tree_of(Visitor("giulia").get("print_page", pairing=pair)).xpath("count(//h3)") == 23
    assert "Order screws from the phone" in before
    assert Agreement.objects.get().revisions["clauses"].keys() >= {"tasks", "growth"}


def test_a_later_default_reaches_a_course_whose_form_was_saved_untouched(monkeypatch) -> None:
    before = form_values()
    assert AUTHOR.post("save_settings", **before).status_code == 200
    assert saved() == {}
    later = [
        attrs.evolve(clause, fields=tuple(map(_every_week, clause.fields)))
        for clause in all_clauses()
    ]
    monkeypatch.setattr("ment_xblock.curriculum.clauses.all_clauses", lambda: tuple(later))
    assert form_values()["default_every_weeks"] == "1"


def _every_week(field: Any) -> Any:
    return attrs.evolve(field, default="1") if field.id == "every_weeks" else field


def test_of_what_a_new_agreement_starts_with_only_the_difference_is_stored() -> None:
    before = form_values()
    usual = before["default_every_weeks"]
    other = next(option for option in ("1", "2", "3", "4") if option != usual)
    AUTHOR.post("save_settings", **{**before, "default_every_weeks": other})
    assert saved() == {"defaults": {"every_weeks": other}}
    AUTHOR.post("save_settings", **form_values())
    assert saved() == {"defaults": {"every_weeks": other}}
    AUTHOR.post("save_settings", **{**before, "default_every_weeks": usual})
    assert form_values()["default_every_weeks"] == usual
    assert saved() == {"defaults": None}


def test_what_was_set_before_the_form_stays_set() -> None:
    """A course that was written by hand, or saved by an earlier version of this form, keeps what it says."""
    usual = form_values()["default_every_weeks"]
    runtime = SiteRuntime("chiara", is_author_mode=True)
    block = runtime.get_block(runtime.course.usage_keys["agreement"])
    block.defaults = {"every_weeks": usual, "number": 9}
    block.save()
    AUTHOR.post("save_settings", **form_values())
    assert saved() == {"defaults": {"every_weeks": usual, "number": 9}}


def test_nobody_else_gets_the_form() -> None:
    for username in ("giulia", "nora", "otto", ""):
        assert Visitor(username).studio().status_code == 403
    assert Visitor("chiara", viewed_by="chiara").studio().status_code == 403


def test_author_view_and_form_write_nothing() -> None:
    before = cast.dump()
    shown = text_of(AUTHOR.studio())
    assert cast.dump() == before
    assert "What an author sees" in html.fromstring(shown).text_content()
