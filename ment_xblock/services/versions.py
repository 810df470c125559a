"""Making, signing and closing the rows of agreement versions. The caller holds the pair."""

from __future__ import annotations

from datetime import datetime

from ment_xblock.domain.agreement.tasks import AgreedTask, agreed_tasks
from ment_xblock.models import Agreement, Pairing, Participant, Signature, Task
from ment_xblock.selectors.versions import Version, as_stored


def store(version: Version, pairing: Pairing, author: Participant, now: datetime) -> Agreement:
    """Store a version that is in the works, as a new row or in its row.

    A signed version that was in the works is replaced by the new one.

    Args:
        version: the version, not signed by anybody.
        pairing: the pair.
        author: who changed it.
        now: the present moment.
    """
    row = version.row
    if row is None:
        close_working(pairing, Agreement.Status.REPLACED, now)
        row = Agreement(
            pairing=pairing,
            number=version.number,
            working_for=pairing.pk,
            created_at=now,
            created_by=author,
        )
    row.values = as_stored(version.values)
    row.touches = {field: [touch.revision, touch.by] for field, touch in version.touches.items()}
    row.revisions = version.revisions
    row.save()
    return row


def put_signature(
    row: Agreement, version: Version, signer: Participant, language: str, now: datetime
) -> None:
    """Put a signature under a version; the first one fixes which texts it means."""
    if not version.is_signed:
        row.revisions = version.revisions
        row.save(update_fields=["revisions"])
    Signature.objects.create(
        agreement=row,
        participant=signer,
        signed_at=now,
        language=language,
        revisions=version.revisions,
        digest=version.fingerprint(row.pairing_id),
    )


def bring_into_force(row: Agreement, version: Version, now: datetime) -> None:
    """Let a version that both signed take the place of the one before, and let the tasks follow."""
    Agreement.objects.filter(in_force_for=row.pairing_id).update(
        status=Agreement.Status.REPLACED, in_force_for=None, closed_at=now
    )
    row.status = Agreement.Status.IN_FORCE
    row.working_for = None
    row.in_force_for = row.pairing_id
    row.in_force_since = now
    row.save()
    _let_tasks_follow(row.pairing_id, agreed_tasks(version.terms.relevant(version.values)), now)


def close_working(pairing: Pairing, status: str, now: datetime) -> None:
    """Close the version in the works, if there is one."""
    Agreement.objects.filter(working_for=pairing.pk).update(
        status=status, working_for=None, closed_at=now
    )


def _let_tasks_follow(pairing_id: int, agreed: list[AgreedTask], now: datetime) -> None:
    kept = {(task.job, task.words): task for task in Task.objects.filter(pairing_id=pairing_id)}
    for position, wanted in enumerate(agreed, start=1):
        task = kept.pop((wanted.job, wanted.words), None) or Task(
            pairing_id=pairing_id, job=wanted.job, words=wanted.words, agreed_at=now
        )
        task.position = position
        task.evidence = wanted.evidence
        task.dropped_at = None
        task.save()
    for task in kept.values():
        if task.dropped_at is None:
            task.dropped_at = now
            task.save(update_fields=["dropped_at"])
