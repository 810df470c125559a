"""What is stored of a pair's versions, in short."""

from ment_xblock.models import Agreement, Task


def versions(pair):
    """Number, status and signers of every version."""
    return [
        (row.number, row.status, sorted(row.signatures.values_list("participant__role", flat=True)))
        for row in Agreement.objects.filter(pairing=pair).order_by("number")
    ]


def open_tasks(pair):
    return list(Task.objects.filter(pairing=pair, dropped_at=None).values_list("job", "words"))
