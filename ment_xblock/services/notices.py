"""Sends the mails that are due, each once, however often and by however many at once it is asked."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

import attrs
from django.conf import settings

from ment_xblock.domain.notices.clock import is_quiet
from ment_xblock.domain.notices.kinds import RULES
from ment_xblock.domain.notices.rules import Occasion, occasions_of
from ment_xblock.domain.people import Person
from ment_xblock.models import Notice, Programme
from ment_xblock.platform.ports import Host, Mail
from ment_xblock.selectors.mail_switches import switched_off
from ment_xblock.selectors.notices import programme_facts
from ment_xblock.selectors.notices.pairs import quiet_hours_of
from ment_xblock.services import notice_rows
from ment_xblock.services.alerts import refresh_stale

log = logging.getLogger(__name__)

BATCH = 500
DASHBOARD = "ment_dashboard"


@attrs.frozen
class Letter:
    """What is needed to write one mail.

    Attributes:
        occasion: what it is about.
        reader: who gets it.
        zone: where the reader lives.
        partner: the other one of the pair; None where there is none, or they have left.
        link: the one address to go to.
        has_dashboard: whether the course has the page on which mails are switched off.
    """

    occasion: Occasion
    reader: Person
    zone: tzinfo
    partner: Person | None
    link: str
    has_dashboard: bool


@attrs.frozen
class Sent:
    """What became of the mails that were due.

    Attributes:
        sent: handed over to the host.
        failed: not sent; they are tried again later.
        skipped: not wanted, or to nobody with an address.
        waiting: in quiet hours; they are sent afterwards.
    """

    sent: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0

    def __add__(self, other: Sent) -> Sent:
        """Both together."""
        return Sent(
            self.sent + other.sent,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.waiting + other.waiting,
        )


Compose = Callable[[Letter], Mail]


def send_due(*, host: Host, compose: Compose, course_key: str = "") -> Sent:
    """Send every mail that is due now.

    A mail that fails stops no other, nor does a programme that fails.

    Args:
        host: the host, whose clock counts.
        compose: writes a mail in the reader's language.
        course_key: one course run; empty for all.
    """
    outcome = Sent()
    programmes = Programme.objects.filter(**{"course_key": course_key} if course_key else {})
    for programme in programmes.order_by("pk"):
        try:
            outcome += _Round(host, compose, programme).run()
        except Exception:
            log.exception("Mails of programme %s could not be sent", programme.pk)
            outcome += Sent(failed=1)
    return outcome


class _Round:
    """One programme's mails. Facts are read anew for each batch, since sending takes its time."""

    def __init__(self, host: Host, compose: Compose, programme: Programme) -> None:
        self.host = host
        self.compose = compose
        self.programme = programme
        self.course_key = programme.course_key
        self.seen: set[str] = set()
        self.waiting: set[str] = set()
        self.link_to = cache(self._link_to)

    def run(self) -> Sent:
        self._look_at_pairs()
        counts: Counter[str] = Counter()
        while batch := self._next_batch():
            counts.update(self._deliver(batch))
        notice_rows.forget_old(self.programme, self.host.now())
        return Sent(
            counts[Notice.State.SENT],
            counts[Notice.State.FAILED],
            counts[Notice.State.SKIPPED],
            len(self.waiting),
        )

    def _look_at_pairs(self) -> None:
        # Time alone raises alerts, and the facilitator's week shall count what the page will show.
        try:
            refresh_stale(host=self.host, course_key=self.course_key)
        except Exception:
            log.exception(
                "Alerts of programme %s could not be brought up to date", self.programme.pk
            )

    def _next_batch(self) -> list[Letter]:
        now = self.host.now()
        facts = programme_facts(self.host, self.programme, now)
        people = self.host.people(facts.readers)
        zones = {user_id: _zone_of(person) for user_id, person in people.items()}
        site = _site_zone()
        occasions = occasions_of(facts, now, lambda user_id: zones.get(user_id, site))
        told = notice_rows.told(self.programme, now) | self.seen
        new = [one for one in occasions if one.key not in told and one.user_id in people]
        reachable = list(self._awake(list(self._reachable(new)), zones, now))
        letters = self._letters(reachable, people, zones)
        return list(islice(letters, BATCH))

    def _reachable(self, occasions: list[Occasion]) -> Iterator[Occasion]:
        """Leave out who is not enrolled any more, and mails that are not for who became course staff."""
        if not occasions:
            return
        user_ids = {one.user_id for one in occasions}
        learners = self.host.enrolled_ids(self.course_key, user_ids) - self.host.staff_ids(
            self.course_key, user_ids
        )
        team = self.host.team_ids(self.course_key)
        for one in occasions:
            if one.user_id in (team if RULES[one.kind].for_facilitator else learners):
                yield one

    def _awake(
        self, occasions: list[Occasion], zones: dict[int, tzinfo], now: datetime
    ) -> Iterator[Occasion]:
        agreed = quiet_hours_of(one.pairing_id for one in occasions if one.pairing_id is not None)
        for one in occasions:
            hours = [agreed[one.pairing_id]] if one.pairing_id in agreed else []
            if is_quiet(now, zones[one.user_id], hours):
                self.waiting.add(one.key)
            else:
                self.waiting.discard(one.key)
                yield one

    def _letters(
        self, occasions: list[Occasion], people: dict[int, Person], zones: dict[int, tzinfo]
    ) -> Iterator[Letter]:
        partners = {one.partner for one in occasions if one.partner is not None} - set(people)
        known = {**people, **(self.host.people(partners) if partners else {})}
        for one in occasions:
            if one.partner is not None and one.partner not in known:
                continue  # they have just left: there is nothing to do with them any more
            link = self.link_to(RULES[one.kind].blocks, one.usage_key)
            # Without a page to go to there is nothing to be done about it.
            if link:
                yield Letter(
                    occasion=one,
                    reader=people[one.user_id],
                    zone=zones[one.user_id],
                    partner=known.get(one.partner) if one.partner is not None else None,
                    link=link,
                    has_dashboard=bool(self.link_to((DASHBOARD,), "")),
                )

    def _link_to(self, block_types: tuple[str, ...], usage_key: str) -> str:
        found = [usage_key] if usage_key else []
        found += [
            block.usage_key
            for block_type in block_types
            for block in self.host.blocks(self.course_key, block_type)
        ]
        return next((link for key in found if (link := self.host.unit_url(key))), "")

    def _deliver(self, batch: list[Letter]) -> Iterator[str]:
        occasions = [letter.occasion for letter in batch]
        notice_rows.put(self.programme, occasions, self.host.now())
        off = switched_off(self.programme.pk, (one.user_id for one in occasions))
        for letter in batch:
            occasion = letter.occasion
            self.seen.add(occasion.key)
            if not notice_rows.claim(occasion.key, self.host.now()):
                continue
            is_off = (occasion.user_id, occasion.kind.value) in off
            if is_off or not letter.reader.email:
                notice_rows.skip(occasion.key)
                yield Notice.State.SKIPPED
            else:
                yield self._send(letter)

    def _send(self, letter: Letter) -> str:
        key = letter.occasion.key
        try:
            self.host.send_mail(
                user_id=letter.reader.user_id,
                course_key=self.course_key,
                mail=self.compose(letter),
            )
        except Exception:
            log.exception("Mail %s could not be sent", key)
            notice_rows.note_failure(key, self.host.now())
            return Notice.State.FAILED
        notice_rows.note_sent(key, self.host.now())
        return Notice.State.SENT


def _zone_of(person: Person) -> tzinfo:
    try:
        return ZoneInfo(person.time_zone) if person.time_zone else _site_zone()
    except (LookupError, ValueError, OSError):
        return _site_zone()


def _site_zone() -> tzinfo:
    return ZoneInfo(settings.TIME_ZONE)
