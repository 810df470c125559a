"""What the tests of the survey block share: visits to a form, and people to fill it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ment_xblock.domain.people import Role
from tests.blocks import cast, survey_cast
from tests.blocks.visitor import Visitor, tree_of

JUNIORS = ("giulia", "piotr", "lena", "amir", "sofia", "yusuf")
SENIORS = ("mario", "anna", "tomas", "ioana", "paolo", "greta")
ANONYMOUS = '<ment_survey instrument="own" mode="anonymous" questions=\'["trust", "voice", "teaching", "openness", {"id": "own-1", "kind": "text", "words": {"text": "What else?"}}]\'/>'


PULSE = {
    "pulse-respect": "5",
    "pulse-let-try": "4",
    "pulse-learned": "4",
    "pulse-ready": "8",
    "pulse-preparing": "right",
}


def at(slug: str, username: str = "giulia", **more: Any) -> Visitor:
    return Visitor(username, slug=slug, **more)


def form_of(visitor: Visitor) -> dict[str, str]:
    """The hidden inputs of the form that somebody sees."""
    inputs = tree_of(visitor.unit()).xpath("//form//input[@type='hidden']")
    return {one.get("name"): one.get("value") for one in inputs}


def asked(visitor: Visitor) -> list[str]:
    """Names of the questions that somebody sees, in order."""
    names = tree_of(visitor.unit()).xpath(
        "//form[contains(@class, 'survey')]//*[contains(@class, 'step')]"
        "//*[self::input or self::textarea]/@name"
    )
    return list(dict.fromkeys(names))


def words(visitor: Visitor) -> str:
    (page,) = tree_of(visitor.unit()).find_class("ment")
    return " ".join(page.text_content().split())


def send(visitor: Visitor, **given: Any) -> Any:
    return visitor.post("answer", **{**form_of(visitor), **given})


def everybody() -> None:
    """All twelve get their role."""
    for name in JUNIORS:
        cast.give_role(name, Role.MENTOR)
    for name in SENIORS:
        cast.give_role(name, Role.MENTEE)


def answer_all(*names: str, number: int = 4) -> None:
    for place, name in enumerate(names):
        survey_cast.answer(name, "secret", number=number - place % 2)


@pytest.fixture
def met() -> int:
    """The meeting of Giulia and Mario."""
    return survey_cast.held_session(cast.make_pair("giulia", "mario"))


@pytest.fixture
def open_one(publish: Callable[..., None]) -> None:
    """An anonymous survey, and twelve people to answer it."""
    publish(agreement="<ment_agreement/>", secret=ANONYMOUS)
    everybody()
