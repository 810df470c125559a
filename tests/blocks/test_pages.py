"""What each person sees and is offered, in every state of a pair, through the site's real addresses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse

from ment_xblock.domain.pairing import Act, Party, State, possible_acts
from ment_xblock.domain.people import Role
from ment_xblock.models import Agreement, Pairing, Programme, Signature
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of, tree_of, values_of
from workbench_site.cohort import COHORT
from workbench_site.models import Grade

GIULIA, MARIO, CHIARA = Visitor("giulia"), Visitor("mario"), Visitor("chiara")

# What the page says first to the mentor, who acts first, and to the mentee.
SAYS = {
    State.DRAFT: ("Everything is filled in. Read it through once, then sign.",) * 2,
    State.HALF_SIGNED: (
        "You have signed. Now it is Mario\N{RIGHT SINGLE QUOTATION MARK}s turn.",
        "Giulia has signed. Read the agreement, then sign it too.",
    ),
    State.ACTIVE: ("Your agreement is signed and in force. Enjoy your meetings.",) * 2,
    State.CHANGE_PROPOSED: ("Look at what would change. Then sign it, or",) * 2,
    State.CHANGE_HALF_SIGNED: (
        "You have signed. Now it is Mario\N{RIGHT SINGLE QUOTATION MARK}s turn.",
        "Giulia has signed. Read the agreement, then sign it too.",
    ),
    State.PAUSED: ("Your pair has been on a pause since Feb. 16, 2026.",) * 2,
    State.ENDED: ("This pair has ended. Nobody is to blame.",) * 2,
    State.DECLINED: ("This pair did not come about. That is all right.",) * 2,
}
HAS_SIGNED = {
    State.HALF_SIGNED: (True, False),
    State.CHANGE_HALF_SIGNED: (True, False),
    State.ACTIVE: (True, True),
    State.PAUSED: (True, True),
    State.ENDED: (True, True),
}


def block_of(response: HttpResponse) -> Any:
    (block,) = tree_of(response).find_class("ment")
    return block


def words_of(response: HttpResponse) -> str:
    return " ".join(block_of(response).text_content().split())


def offered(response: HttpResponse) -> set[str]:
    """The acts for which the page has a button or a form."""
    block = block_of(response)
    sent = [json.loads(values) for values in block.xpath(".//@hx-vals")]
    acts = {values["act"] for values in sent if "act" in values}
    acts |= set(block.xpath(".//form//input[@name='act']/@value"))
    acts |= set(block.xpath(".//form//button[@name='act']/@value"))
    acts |= {Act.EDIT for values in sent if "edit" in values}
    acts |= {Act.SIGN for values in sent if "seen" in values}
    return acts


@pytest.mark.parametrize("state", State)
def test_each_state(state: State) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    for turn, visitor in enumerate((GIULIA, MARIO)):
        page = visitor.unit()
        assert page.status_code == 200
        assert SAYS[state][turn] in words_of(page)
        signed = HAS_SIGNED.get(state, (False, False))[turn]
        party = Party.PARTNER if signed else Party.UNSIGNED_PARTNER
        assert offered(page) == possible_acts(state, party)
    assert offered(CHIARA.unit()) == possible_acts(state, Party.FACILITATOR)
    viewed = Visitor("giulia", viewed_by="chiara").unit()
    assert offered(viewed) == set()
    assert "Nothing can be changed this way." in words_of(viewed)
    assert not block_of(viewed).xpath(".//@hx-post")


@pytest.mark.parametrize("state", State)
def test_looking_writes_nothing(state: State) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(state, pair, "giulia", "mario")
    before = cast.dump()
    for visitor in (GIULIA, MARIO, CHIARA, Visitor("mario", viewed_by="chiara")):
        visitor.unit()
    for handler in ("page", "section", "print_page", "calendar"):
        GIULIA.get(handler, pairing=pair, section="tasks", edit="true")
    CHIARA.studio()
    assert cast.dump() == before


def test_the_first_visitors_write_nothing_either() -> None:
    before = cast.dump()
    for name in ("giulia", "chiara", "nora", "otto", ""):
        Visitor(name).unit()
    CHIARA.studio()
    assert cast.dump() == before
    assert not Programme.objects.exists()


def test_who_has_no_business_here() -> None:
    cast.make_pair("giulia", "mario")
    for name, says in (
        (
            "nora",
            "This page is for people who take this course. If you should be one of them, ask who runs it.",
        ),
        (
            "otto",
            "This page is for people who take this course. If you should be one of them, ask who runs it.",
        ),
        ("", "You are not signed in any more."),
    ):
        page = Visitor(name).unit()
        assert says in words_of(page)
        assert offered(page) == set()
        assert "Giulia" not in words_of(page)


def test_a_learner_without_a_role_and_one_without_a_pair() -> None:
    cast.give_role("lena", Role.MENTOR)
    cast.give_role("greta", Role.MENTEE)
    assert "You are a mentor in this programme." in words_of(Visitor("lena").unit())
    assert "You are a mentee in this programme" in words_of(Visitor("greta").unit())
    without = words_of(Visitor("yusuf").unit())
    assert "First say whether you are here as a mentor" in without
    assert "You have nothing to do on this page now." not in without


def test_a_trio_chooses_between_its_pairs() -> None:
    first = cast.make_pair("giulia", "mario")
    second = cast.make_pair("piotr", "mario")
    cast.fill(first, "giulia", place="The first place")
    cast.fill(second, "piotr", place="The second place")
    page = block_of(MARIO.unit())
    assert "Piotr" in page.xpath(".//*[@aria-current='page']")[0].text_content()
    (other,) = page.xpath(".//nav//button")
    assert json.loads(other.get("hx-vals")) == {"pairing": first}
    shown = text_of(MARIO.get("page", pairing=first))
    assert "The first place" in shown
    assert "The second place" not in shown
    assert not block_of(GIULIA.unit()).xpath(".//nav")


def test_a_pair_that_ended_makes_room_for_the_next() -> None:
    old = cast.make_pair("giulia", "mario")
    cast.act("end", old, "chiara", reason="")
    cast.make_pair("giulia", "anna")
    assert "You are the mentor of Anna." in words_of(GIULIA.unit())


def test_a_mentor_under_18_waits_for_the_consent() -> None:
    pair = cast.make_pair("giulia", "mario", **cast.under_18(consent=None))
    cast.fill(pair, "giulia", **cast.FULL, named_adult="Aunt Rosa")
    assert "a parent or guardian has to agree" in words_of(GIULIA.unit())
    assert Act.SIGN not in offered(GIULIA.unit())
    assert Act.SIGN in offered(MARIO.unit())
    assert "Consent missing" in words_of(CHIARA.unit())


def test_what_a_change_would_change() -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.bring_to(State.CHANGE_PROPOSED, pair, "giulia", "mario")
    page = block_of(GIULIA.unit())
    assert [one.text_content().split(":")[-1].strip() for one in page.xpath(".//del")] == [
        "The workshop"
    ]
    assert [one.text_content().split(":")[-1].strip() for one in page.xpath(".//ins")] == [
        "The office"
    ]


def test_the_desk_finds_people_by_name() -> None:
    shown = tree_of(CHIARA.post("desk", search="BRAND")).text_content()
    assert "Lena Brandholm" in shown
    assert "Giulia" not in shown
    nobody = tree_of(CHIARA.post("desk", search="no such name")).text_content()
    assert "Nobody in this course has such a name." in nobody


def test_the_desk_lists_learners_only() -> None:
    people = set(block_of(CHIARA.unit()).xpath(".//form//input[@name='user']/@value"))
    learners = {one.username for one in COHORT} - {"chiara", "nora"}
    assert people == {str(cast.user_id(name)) for name in learners}


# ---- a story, told with the forms as they stand on the pages


def send(visitor: Visitor, form: Any, **typed: Any) -> HttpResponse:
    """Fill in a form that was shown, and send it where it says."""
    handler = form.get("hx-post").partition("?")[0].strip("/").split("/")[-1]
    answer = visitor.post(handler, **{**values_of(form), **typed})
    assert answer.status_code == 200, tree_of(answer).text_content()
    return answer


def person_form(name: str) -> Any:
    user = cast.user_id(name)
    (form,) = block_of(CHIARA.unit()).xpath(f".//form[.//input[@name='user'][@value='{user}']]")
    return form


def section_form(visitor: Visitor, pair: int, section: str) -> Any:
    shown = visitor.get("section", pairing=pair, section=section, edit="true")
    (form,) = tree_of(shown).xpath("//form")
    return form


def press(visitor: Visitor, wanted: str) -> HttpResponse:
    """Press the button on the unit page that sends this."""
    for button in block_of(visitor.unit()).xpath(".//button[@hx-post]"):
        values = json.loads(button.get("hx-vals") or "{}")
        if wanted in values or values.get("act") == wanted:
            handler = button.get("hx-post").partition("?")[0].strip("/").split("/")[-1]
            answer = visitor.post(handler, **values)
            assert answer.status_code == 200, tree_of(answer).text_content()
            return answer
    raise AssertionError(f"no button for {wanted}")


def test_a_pair_signs_its_agreement_and_both_gradebooks_show_it() -> None:
    send(CHIARA, person_form("giulia"), role="mentor")
    send(CHIARA, person_form("mario"), role="mentee")
    (form,) = block_of(CHIARA.unit()).xpath(".//form[.//select[@name='mentor']]")
    people = {one.text: one.get("value") for one in form.xpath(".//option")}
    send(CHIARA, form, mentor=people["Giulia Morbelli"], mentee=people["Mario Tessarin"])
    pair = Pairing.objects.get().pk

    # Both open the form of the same part; each fills other fields; nothing is lost.
    hers, his = (section_form(one, pair, "tasks") for one in (GIULIA, MARIO))
    keys = ("task1_job", "task1_evidence")
    send(GIULIA, hers, fields=" ".join(keys), **{key: cast.FULL[key] for key in keys})
    send(MARIO, his, fields="goals", goals=cast.FULL["goals"])
    for section in ("give_and_take", "meetings"):
        form = section_form(GIULIA, pair, section)
        mine = {key: value for key, value in cast.FULL.items() if key in values_of(form)}
        mine |= {"paid_time": "yes", "ways": ["in_person"]} if section == "meetings" else {}
        send(GIULIA, form, **mine)
    values = Agreement.objects.get().values
    assert values["task1_job"] == "quote-as-pdf"
    assert values["goals"] == cast.FULL["goals"]

    press(GIULIA, "seen")
    assert grades() == {"giulia": 0.5}
    press(MARIO, "seen")
    assert grades() == {"giulia": 1.0, "mario": 1.0}
    assert "You have the full credit." in words_of(GIULIA.unit())

    send(MARIO, section_form(MARIO, pair, "tasks"), fields="task1_evidence", task1_evidence="Twice")
    assert "A change is proposed" in words_of(GIULIA.unit())
    assert Act.SIGN in offered(GIULIA.unit())
    assert Act.SIGN in offered(MARIO.unit())
    press(GIULIA, "seen")
    press(MARIO, "seen")
    assert Signature.objects.count() == 4
    history = block_of(GIULIA.unit()).xpath(".//h4[.='All versions']/following-sibling::ul[1]/li")
    assert len(history) == 2
    assert grades() == {"giulia": 1.0, "mario": 1.0}


def grades() -> dict[str, float]:
    here = Grade.objects.filter(usage_key=cast.world().here.usage_key)
    return dict(here.values_list("user__username", "earned"))
