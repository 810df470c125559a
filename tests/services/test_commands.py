"""The commands for site operators: clear words, and nothing is done by a dry run."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.services.test_erasing import everything_stored


def command(*words):
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_a_copy_is_json(world):
    world.signed_pair()
    copy = json.loads(command("ment_person", "export", "mario"))
    assert copy["person"]["names"] == ["Mario Tessarin", "mario"]
    assert [part["kind"] for part in copy["stored"]] == [
        "Participant", "Pairing", "Agreement", "Signature", "Task",
    ]  # fmt: skip


def test_somebody_is_erased_by_number_after_a_dry_run(world):
    pair = world.signed_pair()
    number = str(world.user_id("giulia"))
    before = everything_stored()
    told = command("ment_person", "erase", number, "--dry-run")
    assert everything_stored() == before
    assert "giulia: would be taken out of 1 programme(s)." in told
    assert "Agreement: 1 row(s) would be erased" in told
    done = command("ment_person", "erase", number)
    assert "Pairs that have ended: 1" in done
    assert world.page("mario", pair).partner is None
    assert command("ment_person", "erase", "giulia") == "Nothing is stored about giulia.\n"


@pytest.mark.django_db
def test_an_unknown_person_is_said_so():
    with pytest.raises(CommandError, match="no user with the name or number 'nobody'"):
        call_command("ment_person", "erase", "nobody")


def test_retention_has_nothing_to_do(world):
    world.signed_pair()
    assert command("ment_retention") == "No programme ended long enough ago.\n"


def test_retention_tells_what_it_did(world, monkeypatch):
    world.signed_pair()
    world.wait(days=600)
    monkeypatch.setattr(
        "ment_xblock.management.commands.ment_retention.current_host", lambda: world.host
    )
    before = everything_stored()
    assert "rows would be erased: Agreement 1, Task 2" in command("ment_retention", "--dry-run")
    assert everything_stored() == before
    assert "rows erased: Agreement 1, Task 2; open pairs ended: 1" in command("ment_retention")
