"""The matching desk as a page: what the facilitator reads and does, and what nobody else ever sees."""

import csv
import io
import re

import pytest
from django.core import mail

from ment_xblock.domain.matching import DEFAULT_LEVELS, Criterion
from ment_xblock.models import (
    Decision,
    ForbiddenPair,
    Pairing,
    Participant,
    Profile,
    Programme,
    Proposal,
)
from ment_xblock.platform.local import LocalHost
from ment_xblock.services import matching_run
from tests.blocks import cast
from tests.blocks.visitor import Visitor, code_of, problems_of, text_of, tree_of
from tests.services.matchmaking import everybody, open_run, proposal, take_part
from workbench_site.models import CourseStaff, Enrolment

pytestmark = pytest.mark.usefixtures("at_noon")
CHIARA = Visitor("chiara", slug="profile")
SECRET = "Aldobrandini"
REASON = "Rufolo and Aldobrandini quarrelled"


def learner(username):
    return Visitor(username, slug="profile")


def words(response):
    """What stands in the block; the site around it names the whole cast."""
    tree = tree_of(response)
    (block,) = tree.xpath("//div[@data-offline]") or [tree]
    return re.sub(r"\s+", " ", block.text_content())


@pytest.fixture
def people():
    return everybody(cast.world())


@pytest.fixture
def on_the_desk(people):
    assert CHIARA.post("propose_pairs").status_code == 200
    return people


def test_an_empty_desk_says_what_comes_first():
    page = words(CHIARA.unit())
    assert "Nobody takes part yet." in page
    assert "Propose pairs" not in page


def test_the_desk_says_what_the_goals_of_the_charter_raise(people):
    assert "has no goals" in words(CHIARA.unit())
    home = Visitor("chiara", slug="home")
    assert home.post("save_charter", fields="goals", goals=["innovation"], revision="0")
    said = (
        "Because your goal is “New ideas for old problems”, this counts more than usual: "
        "Other trade, other firm."
    )
    assert said in words(CHIARA.unit())
    page = words(CHIARA.post("propose_pairs"))
    assert said in page
    assert "Leave it to the goals" not in page
    page = words(CHIARA.post("propose_pairs", style="off"))
    assert said not in page
    assert "A facilitator chose what counts." in page
    page = words(CHIARA.post("propose_pairs", style="off", by_goals="true"))
    assert said in page
    assert "let the goals say again what counts" in page


def test_one_button_proposes_and_says_why(people):
    page = words(CHIARA.post("propose_pairs"))
    assert "3 proposed pairs" in page
    assert (
        "Giulia can show 1 of the 1 tasks that Mario chose: “Send a quote as PDF from my phone”."
        in page
    )
    assert "Both speak Italian." in page
    assert "6 mails go out" in page
    assert "Nobody waits for a partner" in page
    assert "%" not in page, "never a bare percentage"


def test_who_is_left_reads_why_and_what_would_help(people):
    take_part(cast.world(), "ioana", languages=["ro"])
    take_part(cast.world(), "amir", languages=["ro", "pl"], skills={"map": 4})
    take_part(cast.world(), "paolo", languages=["de"])
    page = words(CHIARA.post("propose_pairs"))
    assert "Paolo" in page
    assert "do not speak German" in page


def test_nobody_else_sees_anything_before_publish(on_the_desk):
    for name in ("giulia", "mario", "anna"):
        page = words(learner(name).unit())
        assert "Your partner" not in page
        assert "proposed pairs" not in page
    viewed = words(Visitor("giulia", viewed_by="chiara", slug="profile").unit())
    assert "proposed pairs" not in viewed
    assert not mail.outbox
    assert not Pairing.objects.exists()


def test_names_to_avoid_and_reasons_are_on_the_desk_alone(on_the_desk, people):
    Profile.objects.filter(participant_id=people["giulia"]).update(avoid=f"{SECRET}, please")
    ids = {"first": people["giulia"], "second": people["anna"]}
    page = CHIARA.post("forbid_pair", **ids, reason=REASON, wished="true")
    assert f"{SECRET}, please" in words(page)
    assert REASON in words(page)
    run = open_run()
    CHIARA.post("publish_pairs", run=run.pk, version=run.version)
    assert Pairing.objects.count() == 3
    seen = [
        text_of(Visitor(name, slug=slug).unit())
        for name in people
        if name != "giulia"
        for slug in ("profile", "agreement")
    ]
    seen += [text_of(Visitor("giulia", viewed_by="chiara", slug="profile").unit())]
    seen += [text_of(Visitor("chiara", slug="agreement").unit())]
    seen += [text_of(CHIARA.get("export_people"))]
    seen += [str(one.message()) for one in mail.outbox]
    told = [
        one for one in mail.outbox if one.extra_headers["X-Ment-Kind"] == "notice_match_published"
    ]
    assert len(told) == 6
    assert not [text for text in seen if SECRET in text or "Rufolo" in text]
    own = text_of(learner("giulia").unit())
    assert "Rufolo" not in own, "the facilitator's reason is not for the person either"


def test_the_second_to_publish_is_told_what_changed(on_the_desk):
    run, seen = open_run(), open_run().version
    CourseStaff.objects.create(user_id=cast.user_id("nora"), course_key=cast.COURSE_KEY)
    nora = Visitor("nora", slug="profile")
    assert nora.post("unpair", proposal=proposal("giulia", "mario").pk).status_code == 200
    refused = CHIARA.post("publish_pairs", run=run.pk, version=seen)
    assert refused.status_code == 409
    assert code_of(refused) == "matching_changed"
    assert "Nora Weidling took Giulia Morbelli and Mario Tessarin apart" in words(refused)
    assert "HX-Reswap" not in refused.headers
    assert not Pairing.objects.exists()


def test_a_pair_that_fits_no_more_is_marked(on_the_desk, people):
    Profile.objects.filter(participant_id=people["giulia"]).update(languages=["pl"])
    run = open_run()
    refused = CHIARA.post("publish_pairs", run=run.pk, version=run.version)
    assert refused.status_code == 409
    (card,) = tree_of(refused).xpath("//li[contains(@class, 'broken')]")
    assert card.xpath(".//strong")[0].text_content().startswith("Giulia Morbelli")
    assert "The two have no language in common." in card.text_content()


def test_published_pairs_say_yes_or_no(on_the_desk):
    run = open_run()
    page = words(CHIARA.post("publish_pairs", run=run.pk, version=run.version))
    assert "3 pairs so far" in page
    mine = words(learner("tomas").unit())
    assert "Lena is your mentor" in mine
    assert "Lena can show you 1 of your 1 tasks" in mine
    assert "Piotr" not in mine
    assert mine.count("Tuesday evening") == 1, "the times stand in the reasons"
    pair = Pairing.objects.get(mentee__user__username="tomas")
    said = learner("tomas").post("decline_match", pairing=pair.pk, reason="I know her family")
    assert "You have said no." in words(said)
    assert "I know her family" in words(CHIARA.unit())
    hers = words(learner("lena").unit())
    assert "I know her family" not in hers
    assert "Former partners" in hers
    again = learner("lena").post("ask_again", partner=pair.mentee_id, again="true")
    assert "Take it back" in words(again)
    assert "Take it back" not in words(learner("tomas").unit())


def test_staff_who_view_as_a_learner_neither_answer_nor_see_wishes(on_the_desk):
    run = open_run()
    CHIARA.post("publish_pairs", run=run.pk, version=run.version)
    cast.act("decline", Pairing.objects.get(mentee__user__username="tomas").pk, "tomas", reason="")
    viewed = Visitor("mario", viewed_by="chiara", slug="profile")
    assert not tree_of(viewed.unit()).xpath("//form[contains(@hx-post, 'decline_match')]")
    lena = Visitor("lena", viewed_by="chiara", slug="profile")
    assert "Former partners" not in words(lena.unit())


def test_people_as_a_file_there_and_back(people):
    answer = CHIARA.get("export_people")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["username"] for row in rows if row["role"] == "mentor"} == {
        "giulia",
        "piotr",
        "lena",
    }
    text = "username;role\ngreta;mentee\nnora;mentor"
    before = cast.dump()
    preview = CHIARA.post("import_people", file=text)
    assert cast.dump() == before
    assert "Greta Lindacher" in words(preview)
    assert "Nobody with this name or address learns in this course." in words(preview)
    assert not tree_of(preview).xpath("//button")
    assert cast.dump() == before
    good = CHIARA.post("import_people", file="username;role\ngreta;mentee")
    (form,) = tree_of(good).xpath("//form")
    sent = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
    assert "These people have their roles now." in words(CHIARA.post("import_people", **sent))
    assert cast.participant("greta")
    refused = CHIARA.post("import_people", file="hello")
    assert (refused.status_code, list(problems_of(refused))) == (422, ["file"])


def test_a_large_cohort_shows_how_far_the_computer_is(people, monkeypatch):
    monkeypatch.setattr(matching_run, "AT_ONCE", 2)
    monkeypatch.setattr(cast.world().host.__class__.__mro__[1], "start_job", lambda *a, **k: None)
    page = CHIARA.post("propose_pairs")
    assert "Waiting for its turn" in words(page)
    assert "Publish" not in words(page)
    assert "Waiting for its turn" in words(CHIARA.get("matching_progress"))
    monkeypatch.undo()
    matching_run.compute(host=cast.world().host, run_id=open_run().pk)
    assert "Show the proposal" in words(CHIARA.get("matching_progress"))
    assert "3 proposed pairs" in words(CHIARA.unit())


def test_what_counts_is_chosen_in_words(on_the_desk):
    page = CHIARA.post("propose_pairs", tasks="off", times="lot")
    select = tree_of(page).xpath("//select[@name='tasks']")[0]
    assert select.value == "off"
    assert CHIARA.post("propose_pairs", tasks="enormous").status_code == 400


def test_who_changes_one_thing_leaves_the_rest_to_what_counts_by_now(on_the_desk):
    """Another facilitator ticks a goal while the page is open; the page sends only what its reader changed."""
    Enrolment.objects.filter(user__username="giulia").update(cohort="Monday")
    (form,) = tree_of(CHIARA.unit()).xpath("//form[.//select[@name='tasks']]")
    named = {one.name for one in form.inputs if one.name} - {"fields"}
    assert set(form.fields["fields"].split()) == named == {*Criterion, "within_cohorts"}
    home = Visitor("chiara", slug="home")
    home.post("save_charter", fields="goals", goals=["innovation"], revision="0")
    CHIARA.post("propose_pairs", fields="")
    assert not Decision.objects.filter(kind="levels").exists(), "nobody chose anything"
    CHIARA.post("propose_pairs", fields="style", style="off")
    assert open_run().levels == {**DEFAULT_LEVELS, "variety": "normal", "style": "off"}


def test_a_rule_beside_the_field(on_the_desk, people):
    refused = CHIARA.post("propose_by_hand", mentor=people["giulia"], mentee="")
    assert problems_of(refused) == {"mentee": "Please fill this in."}
    refused = CHIARA.post("forbid_pair", first=people["giulia"], second=people["giulia"], reason="")
    assert list(problems_of(refused)) == ["second"]
    long = CHIARA.post(
        "forbid_pair", first=people["giulia"], second=people["anna"], reason="x" * 501
    )
    assert list(problems_of(long)) == ["reason"]
    assert not ForbiddenPair.objects.exists()
    assert Proposal.objects.filter(run=open_run()).count() == 3


def test_reminders_name_nobody_else(people):
    page = words(CHIARA.post("remind_profiles"))
    assert "The reminders are on their way." in page
    assert {one.to[0] for one in mail.outbox}.isdisjoint(
        {"giulia@example.org", "mario@example.org"}
    )
    assert all("Giulia" not in one.body for one in mail.outbox)
    again = CHIARA.post("remind_profiles")
    assert (again.status_code, code_of(again)) == (409, "nobody_to_remind")


def test_pairs_within_cohorts_are_a_tick_at_what_counts(people):
    assert "Pair only people of the same cohort" not in words(CHIARA.post("propose_pairs"))
    Enrolment.objects.filter(user__username__in=["giulia", "anna"]).update(cohort="Monday")
    box = {"fields": "within_cohorts"}
    page = words(CHIARA.post("propose_pairs", **box, within_cohorts="true"))
    assert "Pair only people of the same cohort" in page
    assert open_run().within_cohorts
    CHIARA.post("propose_pairs")
    assert open_run().within_cohorts
    CHIARA.post("propose_pairs", **box)
    assert not open_run().within_cohorts


def test_people_of_an_earlier_run_are_shown_before_they_are_taken_over(people, monkeypatch):
    world = cast.world()
    assert "no other run" in words(CHIARA.get("earlier_runs"))
    new = world.elsewhere()
    Programme.objects.create(course_key=new.course_key, created_at=world.host.now())
    here = Participant.objects.filter(user__username="mario")
    here.update(programme=Programme.objects.get(course_key=new.course_key))
    assert new.course_key in words(CHIARA.get("earlier_runs"))
    with monkeypatch.context() as named:
        named.setattr(
            LocalHost, "course_names", lambda _host, keys: {keys[0]: "Mentoring at Vinci"}
        )
        for page in (CHIARA.get("earlier_runs"), CHIARA.post("take_over", run=new.course_key)):
            assert f"Mentoring at Vinci {new.course_key}" in words(page)
    page = words(CHIARA.post("take_over", run=new.course_key))
    assert "1 person would come." in page
    assert "comes as: Mentee (senior)" in page
    page = words(CHIARA.post("take_over", run=new.course_key, save="true"))
    assert "These people have their roles now." in page
    assert f"took people over from {new.course_key}; people: 1" in page
    assert here.count() == 2
    asked = []

    def course_names(_host, keys):
        asked.append(sorted(keys))
        return dict.fromkeys(keys, "Mentoring at Vinci")

    with monkeypatch.context() as named:
        named.setattr(LocalHost, "course_names", course_names)
        page = words(CHIARA.unit())
    assert "took people over from Mentoring at Vinci; people: 1" in page
    assert asked == [[new.course_key]]
    gone = CHIARA.post("take_over", run="course-v1:No+Such+run")
    assert (gone.status_code, code_of(gone)) == (404, "no_such_run")
