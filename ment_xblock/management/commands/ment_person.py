"""``ment_person``: a copy of all that is stored about one person, or the erasing of it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from ment_xblock.blocks.my_data.page import readable_page
from ment_xblock.blocks.rendering import reading_as
from ment_xblock.domain.people import Actor
from ment_xblock.platform.hosting import current_host
from ment_xblock.selectors.personal_copy import copy_of
from ment_xblock.selectors.personal_references import references_of
from ment_xblock.services.personal_data import Erased, erase_person


class Command(BaseCommand):
    """Answer what the law gives people: a copy of their data, or its erasure."""

    help = (
        "export: print everything the MENT blocks store about one person, as JSON. "
        "erase: take their names and words out of all programmes; the partners keep their credit. "
        "The LMS's own retirement of a user does the same by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be typed behind the command."""
        parser.add_argument("what", choices=("export", "erase"))
        parser.add_argument("person", help="username, or the number of the user")
        parser.add_argument(
            "--readable",
            action="store_true",
            help="with export: a page (HTML) in the person's own language and time zone, in place of JSON",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="with erase: change nothing, only tell what would be erased",
        )

    def handle(
        self, *args: Any, what: str, person: str, dry_run: bool, readable: bool, **options: Any
    ) -> None:
        """Do it, and say what was done."""
        user = find_user(person)
        if what == "export":
            self.stdout.write(page_of(user.pk) if readable else json_of(user.pk))
            return
        erased = erase_person(host=current_host(), user_id=user.pk, dry_run=dry_run)
        for line in report(user.username, erased, dry_run):
            self.stdout.write(line)


def json_of(user_id: int) -> str:
    """The copy for programs, as the person's own page hands it out."""
    copy = copy_of(host=current_host(), user_id=user_id)
    return json.dumps(copy, indent=2, ensure_ascii=False)


def page_of(user_id: int) -> str:
    """The copy for people, as the person's own page shows it."""
    host = current_host()
    person = host.people([user_id]).get(user_id)
    language = person.language if person and person.language else settings.LANGUAGE_CODE
    copy = copy_of(host=host, user_id=user_id)
    with translation.override(language), reading_as(Actor("", person)):
        return readable_page(copy, references_of(host=host, copy=copy))


def find_user(person: str) -> Any:
    """Find a user by name first, then by number: a username may consist of digits.

    Raises:
        CommandError: there is no such user.
    """
    users = get_user_model()._default_manager
    user = users.filter(username=person).first()
    if user is None and person.isdecimal():
        user = users.filter(pk=int(person)).first()
    if user is None:
        raise CommandError(f"There is no user with the name or number {person!r}.")
    return user


def report(username: str, erased: Erased, dry_run: bool) -> list[str]:
    """Say what was erased, or would be."""
    if not erased.rows and not erased.parts:
        return [f"Nothing is stored about {username}."]
    would = "would be " if dry_run else ""
    return [
        f"{username}: {would}taken out of {erased.parts} programme(s).",
        f"Pairs that {'would end' if dry_run else 'have ended'}: {erased.pairs_ended}",
        *(f"{kind}: {rows} row(s) {would}erased" for kind, rows in sorted(erased.rows.items())),
        *(["Nothing was changed. Run it without --dry-run to do it."] if dry_run else []),
    ]
