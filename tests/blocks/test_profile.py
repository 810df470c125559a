"""The profile as learners, staff who view as learners, and authors meet it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from xblock.core import XBlock

from ment_xblock.blocks.messages import message
from ment_xblock.domain.people import Role
from ment_xblock.domain.profile_answers import Part
from ment_xblock.models import Participant, Profile
from tests.blocks import cast
from tests.blocks.test_grading import block_for, grade_of
from tests.blocks.test_olx import WELCOME, authored, runtime_of_an_author, there_and_back
from tests.blocks.visitor import Visitor, code_of, problems_of, text_of, tree_of, values_of
from workbench_site.profile_stories import PROFILES

SECRETS = ("+39 041 555", "apprentices, please", "other jacket", "Falegnameria Tessarin")
OWN = "order-timber | information | Order timber <online> | price-list\nshelf | content | Label shelves"


def learner(username: str, **known: str) -> Visitor:
    return Visitor(username, slug="profile", **known)


AUTHOR = learner("chiara", door="studio_handler")


def words(response: Any) -> str:
    return " ".join(tree_of(response).text_content().split())


def tell(username: str, parts: Mapping[Part, Mapping[str, Any]]) -> Any:
    """Answer parts one after the other, as the page asks them."""
    answer = None
    for part, typed in parts.items():
        shown = tree_of(learner(username).get("profile", part=part))
        (revision,) = shown.xpath("//input[@name='revision']/@value")
        answer = learner(username).post("save_part", part=part, revision=revision, **typed)
        assert answer.status_code == 200, (part, problems_of(answer))
    return answer


@pytest.fixture
def mario() -> Visitor:
    """Mario has answered everything."""
    cast.give_role("mario", Role.MENTEE)
    tell("mario", PROFILES["mario"])
    return learner("mario")


def test_the_role_is_asked_once_and_then_the_first_part() -> None:
    lena = learner("lena")
    assert "which one are you" in words(lena.unit())
    answer = lena.post("choose_role", role="mentor")
    assert "What I can show" in words(answer)
    assert lena.post("choose_role", role="mentee").status_code == 409
    assert Participant.objects.get(user__username="lena").role == "mentor"


def test_each_part_leads_to_the_next_and_the_last_one_to_the_overview() -> None:
    cast.give_role("lena", Role.MENTOR)
    shown, asked = learner("lena").unit(), []
    for part, typed in PROFILES["lena"].items():
        asked += tree_of(shown).xpath("//input[@name='part']/@value")
        shown = tell("lena", {part: typed})
    assert asked == list(Part)
    assert "Your profile is complete" in words(shown)
    page = words(learner("lena").unit())
    assert "Your profile is complete" in page
    assert "You are not matched yet" in page
    grade = grade_of("lena", "profile")
    assert grade is not None
    assert grade[-1] == 1.0, "complete"


def test_who_comes_back_with_all_that_is_needed_is_asked_no_more() -> None:
    cast.give_role("mario", Role.MENTEE)
    needed = list(PROFILES["mario"].items())[:5]
    assert "What suits me" in words(tell("mario", dict(needed)))
    page = words(learner("mario").unit())
    assert "Your profile is complete" in page
    assert page.count("if you like") == 3


def test_what_is_missing_is_said_with_a_way_to_it() -> None:
    cast.give_role("giulia", Role.MENTOR)
    done = (Part.TASKS, Part.LANGUAGES, Part.TIMES)
    tell("giulia", {part: PROFILES["giulia"][part] for part in done})
    overview = learner("giulia").get("profile")
    assert "Still to answer: How we meet, My work, About me." in words(overview)
    assert grade_of("giulia", "profile") is None
    form = learner("giulia").get("profile", part="work")
    assert tree_of(form).xpath("//input[@name='trade']")


def test_what_was_saved_is_shown_again(mario: Visitor) -> None:
    for part, typed in PROFILES["mario"].items():
        (form,) = tree_of(mario.get("profile", part=part)).xpath("//form")
        shown = values_of(form)
        assert {name: shown[name] for name in typed if name != "order"} == {
            name: value for name, value in typed.items() if name != "order"
        }
        order = form.xpath(".//ol//input[@name='order']/@value")
        assert order == typed.get("order", [])


def test_every_question_says_who_sees_the_answer() -> None:
    for username, role in (("mario", Role.MENTEE), ("giulia", Role.MENTOR)):
        cast.give_role(username, role)
        for part in Part:
            form = tree_of(learner(username).get("profile", part=part)).xpath("//form")[0]
            questions = form.xpath(".//*[contains(concat(' ', @class, ' '), ' field ')]")
            said = [one for one in questions if one.xpath(".//*[@class='sees']")]
            for_all = form.xpath("./*[@class='sees']")
            assert questions
            assert for_all or said == questions, part


def test_a_wrong_part_is_said_beside_its_fields_and_saves_nothing(mario: Visitor) -> None:
    before = cast.dump()
    typed = {"trade": "", "firm": "Tessarin", "is_boss": "perhaps", "same_firm_ok": ""}
    refused = mario.post("save_part", part="work", revision="8", **typed)
    assert refused.status_code == 422
    assert problems_of(refused) == {
        "trade": message("choose_one"),
        "is_boss": message("not_an_option"),
        "same_firm_ok": message("choose_one"),
    }
    assert cast.dump() == before


def test_another_window_is_told_and_loses_nothing(mario: Visitor) -> None:
    stale = mario.post("save_part", part="about", revision="0", called="Maestro", access_needs="")
    assert (stale.status_code, code_of(stale)) == (409, "saved_elsewhere")
    form = tree_of(stale).xpath("//form")[0]
    assert values_of(form)["called"] == "Maestro"
    assert tree_of(stale).xpath("//*[@data-unsaved-words]")
    assert Profile.objects.get().called == ""
    again = mario.post("save_part", **values_of(form))
    assert again.status_code == 200
    assert Profile.objects.get().called == "Maestro"


def test_staff_who_view_as_a_learner_see_questions_and_no_answers(mario: Visitor) -> None:
    viewed = learner("mario", viewed_by="chiara")
    pages = [viewed.unit(), viewed.get("profile")]
    pages += [viewed.get("profile", part=part) for part in Part]
    for page in pages:
        assert page.status_code == 200
        assert not [secret for secret in SECRETS if secret in text_of(page)]
        assert not tree_of(page).xpath("//form//button[@type='submit']")
        ticked = tree_of(page).xpath("//form//input[@checked]/@value")
        assert set(ticked) <= {"", "1", "3"}, "nothing but what is ticked for everybody"
    assert any(secret in text_of(mario.get("profile")) for secret in SECRETS)


def test_a_partner_reads_only_what_is_theirs(mario: Visitor) -> None:
    cast.make_pair("giulia", "mario")
    page = text_of(learner("giulia").unit())
    assert "You are the mentor of Mario" in page
    assert "Send a quote as PDF" in page
    assert not [secret for secret in SECRETS if secret in page]
    for other in ("piotr", "lena"):
        assert "Mario" not in tree_of(learner(other).unit()).xpath("//main")[0].text_content()


def test_after_the_match_it_is_closed_until_the_facilitator_opens_it(mario: Visitor) -> None:
    cast.make_pair("giulia", "mario")
    page = mario.unit()
    assert "Ask to change it" in words(page)
    assert "Change" not in [button.text for button in tree_of(page).xpath("//section//button")]
    assert "You have asked to change it" in words(mario.post("ask_to_change"))
    refused = mario.post("save_part", part="languages", revision="8", languages=["it"])
    assert code_of(refused) == "profile_settled"


def test_whose_pair_has_ended_reads_how_to_meet_somebody_again(mario: Visitor) -> None:
    pair = cast.make_pair("giulia", "mario")
    cast.world().act("end", "chiara", pair, reason="")
    page = words(mario.unit())
    assert "You have no partner at the moment" in page
    assert "You are not matched yet" not in page


# The author.
def test_own_tasks_stand_among_the_cards_and_can_be_chosen() -> None:
    settings = {"display_name": "My profile", "weight": "0", "welcome": "", "own_tasks": OWN}
    assert AUTHOR.post("save_settings", **settings).status_code == 200
    assert tree_of(AUTHOR.studio()).xpath("//textarea[@name='own_tasks']")[0].text.split("\n") == (
        OWN.split("\n")
    )
    cast.give_role("mario", Role.MENTEE)
    page = learner("mario").unit()
    label = tree_of(page).xpath("//label[input/@value='own-order-timber']")[0]
    assert label.text_content().strip() == "Order timber <online>"
    assert label.xpath("./img/@src")[0].endswith("price-list.svg")
    shelf = tree_of(page).xpath("//label[input/@value='own-shelf']/img/@src")[0]
    assert shelf.endswith("own-task.svg")
    tell("mario", {Part.TASKS: {"wanted": ["own-order-timber", "video-call"]}})
    assert "Order timber <online>" in words(learner("mario").get("profile"))
    AUTHOR.post("save_settings", **{**settings, "own_tasks": ""})
    assert "Order timber" not in words(learner("mario").get("profile"))


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("order-timber", "own_task_shape", {"line": 1}),
        ("a | content | ", "own_task_shape", {"line": 1}),
        ("\n\nA b | content | Do it", "own_task_id", {"line": 3}),
        ("a | content | Do it\na | safety | Do", "own_task_twice", {"line": 2, "id": "a"}),
        ("a | content | Do it | no-such", "own_task_picture", {"line": 1, "id": "no-such"}),
        ("a | content | " + "x" * 81, "own_task_long", {"line": 1, "most": 80}),
        ("\n".join(f"t{n} | content | Do it" for n in range(31)), "own_tasks_many", {"most": 30}),
        ({"a": 1}, "not_readable", {}),
    ],
)
def test_own_tasks_that_cannot_be(typed: Any, code: str, params: dict[str, Any]) -> None:
    before = cast.dump()
    settings = {"display_name": "My profile", "weight": "0", "welcome": "", "own_tasks": typed}
    refused = AUTHOR.post("save_settings", **settings)
    assert refused.status_code == 422
    assert problems_of(refused) == {"own_tasks": message(code, params)}
    assert cast.dump() == before


def test_an_area_that_is_none() -> None:
    settings = {"display_name": "P", "weight": "0", "welcome": "", "own_tasks": "a | ovens | Bake"}
    (problem,) = problems_of(AUTHOR.post("save_settings", **settings)).values()
    assert "problem-solving" in problem


def test_what_an_author_sees_writes_nothing() -> None:
    before = cast.dump()
    page = words(AUTHOR.studio())
    assert "Which of these would you like to do alone?" in page
    assert "Only you and the facilitator" in page
    assert cast.dump() == before


NOT_AS_THEY_COME = {
    "display_name": "Chi <sono> & cosa cerco",
    "weight": 1.5,
    "welcome": WELCOME,
    "own_tasks": [
        {
            "id": "a",
            "area": "content",
            "words": "Impastare «il pane» & <b>",
            "picture": "price-list",
        }
    ],
}


def new_block(olx: str = "<ment_matching/>") -> XBlock:
    runtime = runtime_of_an_author()
    return runtime.get_block(runtime.parse_xml_string(olx))


def test_all_settings_come_back() -> None:
    block = new_block()
    assert set(authored(block)) - {"name", "tags", "xml_attributes"} == set(NOT_AS_THEY_COME)
    assert authored(there_and_back(block)) == authored(block)
    for name, value in NOT_AS_THEY_COME.items():
        assert getattr(block, name) != value
        setattr(block, name, value)
    assert authored(there_and_back(there_and_back(block))) == authored(block)


@pytest.mark.parametrize(
    "own",
    ["null", "[1, null, []]", '[{"id": 1}]', '[{"id": "a", "area": ["x"], "words": {}}]'],
)
def test_own_tasks_written_by_hand_break_no_page(publish: Any, own: str) -> None:
    publish(profile=f"<ment_matching weight='-1' own_tasks='{own}'/>")
    cast.give_role("mario", Role.MENTEE)
    assert learner("mario").unit().status_code == 200
    assert AUTHOR.studio().status_code == 200


def test_the_weight_is_what_the_author_gives() -> None:
    block = block_for("mario", "profile")
    assert block.max_score() == 0.0
    block.weight = 2.0
    assert block.max_score() == 2.0
    assert block.get_score().raw_earned == 0.0


def test_the_agreement_offers_first_what_the_mentee_wants() -> None:
    pair = cast.make_pair("giulia", "mario")
    Profile.objects.create(
        participant=Participant.objects.get(user__username="mario"),
        wanted=["card-payment", "own-timber", "quote-as-pdf"],
        updated_at=cast.NOW,
    )
    for username in ("giulia", "mario"):
        form = Visitor(username, slug="agreement").get(
            "section", pairing=pair, section="tasks", edit="true"
        )
        first, second = tree_of(form).xpath("(//select)[1]/optgroup")[:2]
        assert "Mario" in first.get("label")
        assert [one.get("value") for one in first] == ["card-payment", "quote-as-pdf"]
        assert len(second)
        assert len(tree_of(form).xpath("(//select)[1]//option[@value='quote-as-pdf']")) == 1
