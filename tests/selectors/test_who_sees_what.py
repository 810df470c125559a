"""Nobody is handed more than they may see: not hidden in a template, but absent from what the page gets."""

import attrs
import pytest

from ment_xblock.domain.errors import NotAllowed, NotFound, NotSignedIn
from ment_xblock.domain.pairing import Act, Party, State, possible_acts
from ment_xblock.selectors.desk import desk
from ment_xblock.selectors.document import agreement_document
from tests.refusals import refused
from tests.world import CHIARA

SECRET = "He laughs at me"


def document(world, username, pair, number=None, **known):
    return agreement_document(
        host=world.host,
        actor=world.actor(username, **known),
        settings=world.settings,
        pairing_id=pair,
        number=number,
    )


def everything(value):
    """All that an object holds, as text; stored rows with their columns."""
    return repr(attrs.asdict(value, value_serializer=with_columns))


def with_columns(_owner, _attribute, value):
    if not hasattr(value, "_meta"):
        return value
    return {name: one for name, one in vars(value).items() if not name.startswith("_")}


STRANGERS = [
    ("nora", {}, NotAllowed, "not_enrolled"),
    ("giulia", {"person": None}, NotSignedIn, "not_signed_in"),
    ("giulia", {"is_enrolled": False}, NotAllowed, "not_enrolled"),
]


@pytest.mark.parametrize(("username", "known", "error", "code"), STRANGERS)
def test_strangers_see_nothing(world, username, known, error, code):
    pair = world.signed_pair()
    with refused(error, code):
        world.page(username, pair, **known)
    with refused(error, code):
        document(world, username, pair, **known)


@pytest.mark.parametrize("username", ["anna", "piotr", "sofia"])
def test_other_learners_do_not_learn_that_a_pair_exists(world, username):
    pair = world.signed_pair()
    world.pair("piotr", "anna")
    with refused(NotFound, "no_such_pair"):
        document(world, username, pair)
    if username != "sofia":  # she has no role, and so a page that says so
        with refused(NotFound, "no_such_pair"):
            world.page(username, pair)


def test_the_other_pair_of_a_trio_stays_unseen(world):
    pair = world.signed_pair()
    world.pair("giulia", "anna", capacity=2)
    with refused(NotFound, "no_such_pair"):
        world.page("anna", pair)
    assert "Mario" not in everything(world.page("anna"))


def test_a_pair_of_another_course_run_cannot_be_read(world):
    there = world.elsewhere().signed_pair()
    world.pair()
    with refused(NotFound, "no_such_pair"):
        world.page("giulia", there)
    for username in ("giulia", CHIARA):
        with refused(NotFound, "no_such_pair"):
            document(world, username, there)


@pytest.mark.parametrize("username", ["giulia", "mario"])
def test_a_learner_has_no_desk(world, username):
    world.pair()
    with refused(NotAllowed, "facilitator_only"):
        desk(host=world.host, actor=world.actor(username))


# Confidential words


def test_what_somebody_asks_of_the_facilitator_stays_between_the_two(world):
    pair = world.signed_pair()
    before = everything(world.page("mario", pair))
    world.act("ask_rematch", "giulia", pair, reason=SECRET)
    assert everything(world.page("mario", pair)) == before
    assert SECRET not in everything(document(world, "mario", pair))
    (request,) = world.desk_row(pair).requests
    assert (request.name, request.text) == ("Giulia Morbelli", SECRET)
    assert world.page("giulia", pair).rematch_asked


def test_staff_who_view_as_a_learner_do_not_see_what_the_learner_asked(world):
    pair = world.signed_pair()
    world.act("ask_rematch", "giulia", pair, reason=SECRET)
    page = world.page("giulia", pair, is_masquerading=True)
    assert not page.rematch_asked
    assert page.acts == frozenset()
    assert SECRET not in everything(page)


@pytest.mark.parametrize(
    ("act", "make"), [("decline", "filled_pair"), ("end", "signed_pair"), ("pause", "signed_pair")]
)
def test_why_somebody_left_or_paused_is_for_the_facilitator_only(world, act, make):
    pair = getattr(world, make)()
    world.act(act, "giulia", pair, reason=SECRET)
    for username in ("mario", "giulia"):
        assert SECRET not in everything(world.page(username, pair))
        assert SECRET not in everything(document(world, username, pair))
    assert world.desk_row(pair).reason == SECRET


def test_a_partner_is_a_name_without_address(world):
    pair = world.signed_pair()
    page = everything(world.page("mario", pair))
    assert "Giulia Morbelli" in page
    assert "giulia@example.org" not in page
    assert "giulia@example.org" not in everything(document(world, "mario", pair))


def test_a_partner_does_not_see_the_day_of_a_consent_that_is_not_needed(world):
    pair = world.pair()
    day = world.host.now().date()
    world.join("giulia", under_18=False, guardian_consent=day)
    assert world.page("mario", pair).guardian_consent is None
    world.join("giulia", under_18=True, guardian_consent=day)
    assert world.page("mario", pair).guardian_consent == day


# What each may read


@pytest.mark.parametrize("username", ["giulia", "mario", CHIARA])
def test_both_partners_and_the_facilitator_read_every_version(world, username):
    pair = world.signed_pair()
    world.save("mario", pair, new_version=True, place="elsewhere")
    assert document(world, username, pair).version.values["place"] == "elsewhere"
    first = document(world, username, pair, number=1)
    assert first.version.values["place"] == "In the workshop, after work"
    assert [line.name for line in first.signatures] == ["Giulia Morbelli", "Mario Tessarin"]
    assert {line.digest for line in first.signatures} == {first.version.fingerprint(pair)}
    with refused(NotFound, "no_such_version"):
        document(world, username, pair, number=3)


def test_a_document_of_an_agreement_that_nobody_saved(world):
    found = document(world, "giulia", world.pair())
    assert (found.version.number, found.status, found.signatures) == (1, "", ())


def test_a_partner_who_has_left_the_site_has_no_name(world):
    pair = world.signed_pair()
    row = world.row(pair)
    row.mentor.user = None
    row.mentor.save()
    page, found = world.page("mario", pair), document(world, "mario", pair)
    assert (page.partner, page.pairs[0].partner, found.mentor) == (None, None, None)
    assert [line.name for line in found.signatures] == ["", "Mario Tessarin"]
    line = world.desk_row(pair)
    assert (line.mentor, line.mentee, line.signed_by) == ("", "Mario Tessarin", ("Mario Tessarin",))


# The desk


def test_the_desk_lists_learners_and_who_is_free(world):
    world.signed_pair()
    world.join("anna")
    found = world.desk()
    names = [line.person.username for line in found.people]
    assert CHIARA not in names
    assert "nora" not in names
    assert found.people_total == len(names) == 12
    assert [choice.name for choice in found.mentees] == ["Anna Kowalik"]
    assert found.mentors == ()
    mario = next(line for line in found.people if line.person.username == "mario")
    assert (mario.role, mario.open_pairs, mario.capacity) == ("mentee", 1, 1)


def test_the_desk_finds_people_by_name_and_pages_through_them(world):
    assert [line.person.username for line in world.desk(search=" TESSA ").people] == ["mario"]
    assert world.desk(people_offset=10).people == world.desk().people[10:]


def test_the_desk_puts_requests_first_and_closed_pairs_last(world):
    ended = world.pair("giulia", "mario")
    asked = world.pair("piotr", "anna")
    newest = world.pair("lena", "tomas")
    world.act("end", CHIARA, ended, reason="")
    world.act("ask_rematch", "anna", asked, reason="")
    assert [row.pairing_id for row in world.desk().pairs] == [asked, newest, ended]


def test_the_desk_says_where_each_pair_stands(world):
    pair = world.half_signed_pair()
    row = world.desk_row(pair)
    assert (row.state, row.version, row.signed_by) == (State.HALF_SIGNED, 1, ("Giulia Morbelli",))
    assert row.acts == possible_acts(State.HALF_SIGNED, Party.FACILITATOR) == {Act.PAUSE, Act.END}
    assert (row.requests, row.reason, row.consent_missing) == ((), "", False)


def test_the_desk_shows_nothing_of_another_course_run(world):
    there = world.elsewhere().signed_pair()
    found = world.desk()
    assert (found.pairs, found.pairs_total, found.mentors) == ((), 0, ())
    assert all(line.participant_id is None for line in found.people)
    assert there not in [row.pairing_id for row in found.pairs]
