"""Why somebody pauses, ends, declines or asks for another partner is never told to the partner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from django.core import mail
from django.http import HttpResponse

from ment_xblock.domain.pairing import Act, State
from tests.blocks import cast
from tests.blocks.visitor import Visitor, text_of
from tests.who_what.doors import our_doors
from tests.who_what.requests import furnish, right_request, there

SECRET = "zwetschgenknödel"
PARTNER = Visitor("mario")
ONLOOKERS: Mapping[str, Visitor] = {
    "another pair": Visitor("piotr"),
    "no role": Visitor("lena"),
    "signed out": Visitor(),
    "viewed as partner": Visitor("mario", viewed_by="chiara"),
    "viewed as its author": Visitor("giulia", viewed_by="chiara"),
}
FACILITATOR = Visitor("chiara")
TELLS_WHY = {
    Act.DECLINE: State.DRAFT,
    Act.PAUSE: State.ACTIVE,
    Act.END: State.ACTIVE,
    Act.ASK_REMATCH: State.ACTIVE,
}


def looked_at(reader: Visitor, pair: int) -> Iterator[tuple[str, HttpResponse]]:
    """Every page and document."""
    yield "unit", reader.unit()
    for name, door in our_doors().items():
        if door.method == "GET":
            yield name, there(reader, name).get(door.name, **right_request(name, pair))


def done(reader: Visitor, pair: int) -> Iterator[tuple[str, HttpResponse]]:
    """What every act answers, possible or not, and the page after it."""
    for name, door in our_doors().items():
        if door.method == "POST":
            yield name, there(reader, name).post(door.name, **right_request(name, pair))
    for act in Act:
        yield act, reader.post("act", pairing=pair, act=act, reason="")
    yield "page afterwards", reader.get("page", pairing=pair)


def assert_not_told(pair: int) -> None:
    for name, reader in {"partner": PARTNER, **ONLOOKERS}.items():
        for what, response in looked_at(reader, pair):
            assert SECRET not in text_of(response), (name, what)
            assert SECRET not in str(response.headers), (name, what)
    assert SECRET not in text_of(Visitor("chiara").studio())
    for what, response in done(PARTNER, pair):
        assert SECRET not in text_of(response), what
    for message in mail.outbox:
        assert SECRET not in message.body + message.subject + str(message.alternatives)


@pytest.mark.parametrize("act", TELLS_WHY)
def test_the_reason_is_told_to_nobody_but_the_facilitator(act: Act) -> None:
    pair = furnish(TELLS_WHY[act])
    assert Visitor("giulia").post("act", pairing=pair, act=act, reason=SECRET).status_code == 200
    assert text_of(FACILITATOR.unit()).count(SECRET) == 1
    assert_not_told(pair)


def test_that_somebody_asked_for_another_partner_is_not_told_either() -> None:
    pair = furnish(State.ACTIVE)
    readers = [PARTNER, ONLOOKERS["another pair"], ONLOOKERS["viewed as its author"]]
    before = [text_of(reader.unit()) for reader in readers]
    Visitor("giulia").post("act", pairing=pair, act=Act.ASK_REMATCH, reason=SECRET)
    assert [text_of(reader.unit()) for reader in readers] == before
    assert "You have asked for another partner" in text_of(Visitor("giulia").unit())


def test_who_ended_a_pair_is_not_told() -> None:
    pages = []
    for mentor, mentee, who in (("giulia", "mario", "giulia"), ("lena", "greta", "greta")):
        pair = cast.make_pair(mentor, mentee)
        cast.bring_to(State.ACTIVE, pair, mentor, mentee)
        Visitor(who).post("act", pairing=pair, act=Act.END, reason=SECRET)
        pages += [text_of(Visitor(name).unit()) for name in (mentor, mentee)]
    for page in pages:
        assert "This pair has ended. Nobody is to blame." in page
        assert SECRET not in page


def test_a_pause_that_is_over_keeps_its_reason_to_itself() -> None:
    pair = furnish(State.ACTIVE)
    giulia = Visitor("giulia")
    giulia.post("act", pairing=pair, act=Act.PAUSE, reason=SECRET)
    giulia.post("act", pairing=pair, act=Act.RESUME)
    assert_not_told(pair)


def test_a_name_is_told_to_partners_and_the_facilitator_only() -> None:
    furnish(State.ACTIVE)
    for name in ("another pair", "no role", "signed out"):
        block = text_of(ONLOOKERS[name].unit()).partition('class="ment"')[2]
        assert "Giulia" not in block
        assert "Mario" not in block
    assert "Morbelli" not in text_of(Visitor("mario").unit()).partition('class="ment"')[2]
