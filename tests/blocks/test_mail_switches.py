"""The form "Which mails I get", on a block that has nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from xblock.core import XBlock

from ment_xblock.blocks.mail_switches import KIND_WORDS, MailSwitchHandlers
from ment_xblock.blocks.rendering import FramedPage, reading_as
from ment_xblock.domain.notices.kinds import Kind, kinds_for
from ment_xblock.models import MailSwitch
from ment_xblock.platform.hosting import current_host
from tests.blocks.visitor import Visitor, code_of, tree_of

LEARNERS = [kind.value for kind in kinds_for(facilitator=False)]


@XBlock.wants("user", "i18n")
class MailsXBlock(MailSwitchHandlers, FramedPage, XBlock):
    """A page with nothing but the form."""

    def student_view(self, _context=None):
        host = current_host()
        actor = host.actor(self)
        with reading_as(actor):
            return self.framed(self.mail_switches(host, actor))


@pytest.fixture(autouse=True)
def page(publish, monkeypatch):
    entry_point = SimpleNamespace(
        name="mails", group="xblock.v1", dist=SimpleNamespace(key="test"), load=lambda: MailsXBlock
    )
    monkeypatch.setattr(XBlock, "extra_entry_points", [("mails", entry_point)])
    monkeypatch.setattr("xblock.plugin.PLUGIN_CACHE", {})
    publish(mails="<mails/>")


def at(username: str, **how) -> Visitor:
    return Visitor(username, slug="mails", **how)


def boxes(response) -> dict[str, bool]:
    """Kind to whether it is ticked."""
    found = tree_of(response).xpath("//input[@name='mails']")
    return {box.get("value"): box.get("checked") is not None for box in found}


def test_a_learner_sees_their_kinds_and_their_address():
    unit = at("giulia").unit()
    assert boxes(unit) == dict.fromkeys(LEARNERS, True)
    text = tree_of(unit).text_content()
    assert "Write to giulia@example.org" in text
    assert "Only you" in text


def test_a_facilitator_sees_the_week():
    assert boxes(at("chiara").unit()) == {"weekly_digest": True}


def test_every_kind_has_words():
    assert set(KIND_WORDS) == set(Kind)
    assert len({str(words) for words in KIND_WORDS.values()}) == len(Kind)


@pytest.mark.parametrize("ticked", [[], LEARNERS[:1], LEARNERS[2:], LEARNERS])
def test_what_is_ticked_is_kept_and_said(ticked):
    # A browser sends one ticked box as a text, and no key at all for none.
    sent = {"mails": ticked[0] if len(ticked) == 1 else ticked} if ticked else {}
    saved = at("giulia").post("save_mails", **sent)
    assert saved.status_code == 200
    assert tree_of(saved).xpath("//details[@open]//*[@data-focus]")[0].text_content() == "Saved."
    wanted = {kind: kind in ticked for kind in LEARNERS}
    assert boxes(saved) == boxes(at("giulia").unit()) == wanted
    assert boxes(at("mario").unit()) == dict.fromkeys(LEARNERS, True)


@pytest.mark.parametrize(
    "mails", ["weekly_digest", "x" * 300, 7, {"a": 1}, [None], [["your_turn"]]]
)
def test_what_cannot_be_is_refused_and_changes_nothing(mails):
    refused = at("giulia").post("save_mails", mails=mails)
    assert (refused.status_code, code_of(refused)) == (400, "not_readable")
    assert not MailSwitch.objects.exists()


def test_nobody_but_the_person_sees_or_changes_it():
    assert boxes(at("giulia", viewed_by="chiara").unit()) == {}
    refused = {
        "viewed": (at("giulia", viewed_by="chiara"), 403),
        "not enrolled": (at("nora"), 403),
        "signed out": (Visitor(slug="mails"), 401),
        "without a session": (at("giulia", door="unauth_handler"), 401),
    }
    for who, (visitor, status) in refused.items():
        assert visitor.post("save_mails", mails=[]).status_code == status, who
    assert not MailSwitch.objects.exists()


def test_who_has_no_address_is_told_so(django_user_model):
    django_user_model.objects.filter(username="giulia").update(email="")
    assert "no email address of yours" in tree_of(at("giulia").unit()).text_content()
