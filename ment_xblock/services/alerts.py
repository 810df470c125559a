"""Alerts are kept fresh by what happens, so that a page only reads them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

import attrs
from django.db import connection, transaction
from django.db.models import F

from ment_xblock.domain.alerts.facts import WISHES, Alert, Rule
from ment_xblock.domain.alerts.rules import alerts_of, happened_again
from ment_xblock.domain.alerts.today import MOST_REASONS, urgency
from ment_xblock.domain.errors import Malformed, NotFound
from ment_xblock.domain.journal.log import clean_words
from ment_xblock.domain.people import Actor, require_facilitator
from ment_xblock.models import AlertState, HelpRequest, Pairing, Programme, Watch
from ment_xblock.platform.hosting import current_host
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.alert_facts import facts_of
from ment_xblock.selectors.charter import charter_for
from ment_xblock.selectors.today import open_alerts
from ment_xblock.services.pair_notes import LONGEST_NOTE, keep_note
from ment_xblock.services.unit_of_work import unit_of_work

log = logging.getLogger(__name__)

# So few that whoever does something to one of these pairs hardly waits for the job.
BATCH = 50
# On a site without a periodic job, a page looks at some pairs itself.
ON_A_PAGE = 50
FRESH_FOR = timedelta(hours=12)
LATER = timedelta(days=3)

# What somebody asked for themselves: who deals with the alert has dealt with the request.
_ASKED_FOR = {
    Rule.RING_ME.value: HelpRequest.Kind.RING_ME,
    Rule.ANOTHER_PARTNER.value: HelpRequest.Kind.REMATCH,
}


@attrs.define
class Look:
    """A wish to look at a pair anew.

    Attributes:
        pairing_id: the pair.
        is_done: whether it was fulfilled.
    """

    pairing_id: int
    is_done: bool = False

    def __call__(self) -> None:
        """Look. A failure is logged and undoes nothing: the pair is looked at again when time has passed."""
        self.is_done = True
        try:
            look(host=current_host(), pairing_id=self.pairing_id)
        except Exception:
            log.exception("Pair %s could not be looked at", self.pairing_id)


def something_happened(pairing_id: int) -> None:
    """Look at a pair anew, once what is being done to it is stored. Two wishes for the same pair are one."""
    look = Look(pairing_id)
    if look not in [wish[1] for wish in connection.run_on_commit]:
        transaction.on_commit(look)


def refresh_stale(*, host: Host, course_key: str, most: int = BATCH) -> int:
    """Look anew at the pairs that nobody has looked at for longest; time alone can raise an alert.

    Args:
        host: the host.
        course_key: the course run.
        most: how many pairs at most.

    Returns:
        How many pairs were looked at.
    """
    now = host.now()
    programme = Programme.objects.filter(course_key=course_key).first()
    if programme is None:
        return 0
    _begin_to_watch(programme, now, most)
    stale = Watch.objects.filter(programme=programme, checked_at__lt=now - FRESH_FOR)
    pairing_ids = list(stale.order_by("checked_at").values_list("pairing_id", flat=True)[:most])
    refresh(host=host, pairing_ids=pairing_ids)
    return len(pairing_ids)


@unit_of_work
def refresh(*, host: Host, pairing_ids: Collection[int]) -> None:
    """Compute the alerts of some pairs of one programme from facts, and store what is new, changed or over.

    Args:
        host: the host.
        pairing_ids: the pairs.
    """
    if not pairing_ids:
        return
    now = host.now()
    Watch.objects.filter(pairing_id__in=pairing_ids).update(
        lock_count=F("lock_count") + 1, checked_at=now
    )
    programme = Programme.objects.filter(pairings__in=pairing_ids).first()
    if programme is None:
        return
    charter = charter_for(programme.course_key)
    found = {
        _key(alert): alert
        for facts in facts_of(pairing_ids, host=host, now=now, cadence=charter.cadence)
        for alert in alerts_of(facts, now, charter.limits)
    }
    known = {
        row.open_key: row
        for row in AlertState.objects.filter(pairing_id__in=pairing_ids).exclude(open_key=None)
    }
    _raise_new([alert for key, alert in found.items() if key not in known], programme, now)
    _renew([(row, found[key]) for key, row in known.items() if key in found])
    _close([row for key, row in known.items() if key not in found], now)


@unit_of_work
def handle(
    *, host: Host, actor: Actor, alert_ids: Collection[int], how: str, note: str = ""
) -> None:
    """Note what the facilitator did about alerts of one pair, and about the requests that raised them.

    Args:
        host: the host.
        actor: a facilitator who is none of the two.
        alert_ids: the alerts; those that are over by now are passed over, as long as one of them lasts.
        how: ``"called"``, ``"later"`` or ``"closed"``.
        note: in their words, for facilitators alone; may be empty.

    Raises:
        NotSignedIn, NotAllowed: the actor is not the facilitator.
        NotFound: no such alert in this course, all are over already, or they are not for this actor to read.
        Malformed: another word, too many alerts, or alerts of several pairs.
        Invalid: the note is too long.
    """
    require_facilitator(actor)
    if how not in set(AlertState.Handled.values) - {""} or len(alert_ids) > MOST_REASONS:
        raise Malformed("not_readable")
    words = clean_words("note", note, LONGEST_NOTE)
    now = host.now()
    readable = open_alerts(actor.course_key, actor.user_id).filter(pk__in=alert_ids)
    alerts = list(readable.select_related("pairing").order_by("urgency", "since", "pk"))
    if len({alert.pairing_id for alert in alerts}) > 1:
        raise Malformed("not_readable")
    keys = [alert.pk for alert in alerts]
    changed = AlertState.objects.filter(pk__in=keys, over_at=None).update(
        handled=how,
        handled_level=F("level"),
        handled_at=now,
        later_until=now + LATER if how == AlertState.Handled.LATER else None,
    )
    if not changed:
        raise NotFound("no_such_alert")
    for alert in alerts:
        _settle_request(alert, how, now)
    if words:
        keep_note(host, actor, alerts[0].pairing, words, _about([alert.rule for alert in alerts]))


def _about(rules: Sequence[str]) -> str:
    """What a note is about: a wish, since not every facilitator may read of it, the one reason, or the pair as a whole."""
    for rule in rules:
        if rule in WISHES or len(rules) == 1:
            return rule
    return ""


def _settle_request(alert: AlertState, how: str, now: datetime) -> None:
    """A call answers who asked to be rung; a wish for another partner lasts until it is closed."""
    kind = _ASKED_FOR.get(alert.rule)
    if kind is None or alert.participant_id is None:
        return
    requests = HelpRequest.objects.filter(
        pairing_id=alert.pairing_id,
        participant_id=alert.participant_id,
        kind=kind,
        open_key__isnull=False,
    )
    settled = 0
    if how == AlertState.Handled.CLOSED:
        settled = requests.update(state=HelpRequest.State.CLOSED, open_key=None, closed_at=now)
    elif how == AlertState.Handled.CALLED and kind is HelpRequest.Kind.RING_ME:
        settled = requests.update(state=HelpRequest.State.CALLED, called_at=now)
    if settled:
        # An update sends no signal.
        something_happened(alert.pairing_id)


def look(*, host: Host, pairing_id: int) -> None:
    """Look at one pair, as it is stored at this moment.

    Args:
        host: the host.
        pairing_id: the pair; one that is gone is no error.
    """
    pair = Pairing.objects.filter(pk=pairing_id).only("programme_id").first()
    if pair is not None:
        Watch.objects.get_or_create(
            pairing_id=pairing_id,
            defaults={"programme_id": pair.programme_id, "checked_at": host.now()},
        )
        refresh(host=host, pairing_ids=[pairing_id])


def _begin_to_watch(programme: Programme, now: datetime, most: int) -> None:
    unwatched = Pairing.objects.filter(programme=programme, watch=None).values_list("pk", flat=True)
    Watch.objects.bulk_create(
        [
            Watch(programme=programme, pairing_id=pairing_id, checked_at=now - 2 * FRESH_FOR)
            for pairing_id in unwatched[:most]
        ],
        ignore_conflicts=True,
    )


def _key(alert: Alert) -> str:
    return f"{alert.pairing_id}-{alert.rule.value}-{alert.participant_id or 0}"


def _raise_new(alerts: Iterable[Alert], programme: Programme, now: datetime) -> None:
    AlertState.objects.bulk_create(
        [
            AlertState(
                programme=programme,
                pairing_id=alert.pairing_id,
                participant_id=alert.participant_id,
                rule=alert.rule.value,
                level=alert.level.value,
                urgency=urgency(alert.rule, alert.level),
                params=dict(alert.params),
                since=alert.since,
                open_key=_key(alert),
                raised_at=now,
            )
            for alert in alerts
        ]
    )


def _renew(pairs: Iterable[tuple[AlertState, Alert]]) -> None:
    changed, again = [], []
    for row, alert in pairs:
        if happened_again(alert.rule, row.params, alert.params):
            again.append(row.pk)
        place = urgency(alert.rule, alert.level)
        fresh = (alert.level.value, dict(alert.params), alert.since, place)
        if (row.level, row.params, row.since, row.urgency) != fresh:
            row.level, row.params, row.since, row.urgency = fresh
            changed.append(row)
    AlertState.objects.bulk_update(changed, ["level", "urgency", "params", "since"])
    if again:
        AlertState.objects.filter(pk__in=again).update(
            handled=AlertState.Handled.NOTHING, handled_level=0, handled_at=None, later_until=None
        )


def _close(rows: list[AlertState], now: datetime) -> None:
    AlertState.objects.filter(pk__in=[row.pk for row in rows]).update(open_key=None, over_at=now)
