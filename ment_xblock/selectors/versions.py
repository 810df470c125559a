"""The version of an agreement that a pair has at hand: stored rows read as the domain's terms and values."""

from __future__ import annotations

from typing import Any

import attrs

from ment_xblock.curriculum import clauses as clause_texts
from ment_xblock.curriculum import task_library
from ment_xblock.domain.agreement.merge import Touch
from ment_xblock.domain.agreement.signing import digest
from ment_xblock.domain.agreement.tasks import agreed_tasks
from ment_xblock.domain.agreement.terms import (
    AuthorSettings,
    Terms,
    Value,
    Values,
    clauses_on,
    starting_values,
    with_revisions,
)
from ment_xblock.models import Agreement, Pairing

MINOR_CLAUSE = "minors"


@attrs.frozen
class Version:
    """One version of an agreement, stored or about to be.

    Attributes:
        row: the stored version; None as long as nobody saved anything.
        number: from 1.
        terms: the clauses that are on.
        values: what the pair filled in.
        touches: who changed each field last.
        signed_by: participants who signed it.
    """

    row: Agreement | None
    number: int
    terms: Terms
    values: dict[str, Value]
    touches: dict[str, Touch]
    signed_by: frozenset[int] = frozenset()

    @property
    def is_signed(self) -> bool:
        """Whether at least one partner signed it, so that a change needs a new version."""
        return bool(self.signed_by)

    @property
    def revisions(self) -> dict[str, dict[str, int]]:
        """The revisions of all texts that this version means."""
        stored = self.row.revisions.get("jobs", {}) if self.row and self.is_signed else None
        jobs = job_revisions(self.values) if stored is None else stored
        return {"clauses": self.terms.revisions, "jobs": jobs}

    def fingerprint(self, pairing_id: int) -> str:
        """The digest that a signature under this version stores."""
        return digest(
            pairing_id=pairing_id,
            number=self.number,
            terms=self.terms,
            values=self.values,
            job_revisions=self.revisions["jobs"],
        )


def version_at_hand(pairing: Pairing, settings: AuthorSettings) -> Version:
    """Find the version that an edit or a signature means now.

    Args:
        pairing: the pair.
        settings: what the course author decided; counts for a version that nobody signed.

    Returns:
        The version in the works; without one, the version in force; without either, a fresh first version that is
        not stored.
    """
    rows = {
        row.status: row
        for row in pairing.agreements.filter(
            status__in=(Agreement.Status.WORKING, Agreement.Status.IN_FORCE)
        ).prefetch_related("signatures")
    }
    row = rows.get(Agreement.Status.WORKING) or rows.get(Agreement.Status.IN_FORCE)
    if row is not None:
        return stored_version(row, settings, pairing.mentor.under_18)
    terms = live_terms(settings, pairing.mentor.under_18)
    return Version(None, 1, terms, starting_values(terms, settings.defaults), {})


def stored_version(row: Agreement, settings: AuthorSettings, mentor_is_minor: bool) -> Version:
    """Read a stored version; one that nobody signed follows the author's settings."""
    signed_by = frozenset(signature.participant_id for signature in row.signatures.all())
    terms = (
        Terms(with_revisions(clause_texts.all_clauses(), row.revisions["clauses"]), _known_jobs())
        if signed_by
        else live_terms(settings, mentor_is_minor)
    )
    touches = {field: Touch(*last) for field, last in row.touches.items()}
    return Version(row, row.number, terms, dict(row.values), touches, signed_by)


def live_terms(settings: AuthorSettings, mentor_is_minor: bool) -> Terms:
    """The terms of a version that nobody signed yet."""
    chosen = clauses_on(clause_texts.all_clauses(), settings.switched_off, mentor_is_minor)
    return Terms(settings.apply_to(chosen), _known_jobs())


def reopened(version: Version, pairing: Pairing, settings: AuthorSettings) -> Version:
    """What a change starts from: the version itself, or the next one when this one is signed."""
    if not version.is_signed:
        return version
    numbers = pairing.agreements.values_list("number", flat=True)
    return attrs.evolve(
        version,
        row=None,
        number=max(numbers) + 1,
        terms=live_terms(settings, pairing.mentor.under_18),
        signed_by=frozenset(),
    )


def lacks_minor_clause(version: Version, pairing: Pairing) -> bool:
    """Whether the mentor is known to be under 18 but clause 15 does not stand in a signed version."""
    return (
        version.is_signed
        and pairing.mentor.under_18
        and MINOR_CLAUSE not in version.terms.revisions
    )


def job_revisions(values: Values) -> dict[str, int]:
    """Which wording of the task library each chosen job means: job id to revision."""
    jobs = (task.job for task in agreed_tasks(values) if task.job)
    return {job: task_library.task(job).revision for job in jobs}


def as_stored(values: Values) -> dict[str, Any]:
    """Leave out what is empty."""
    return {field: value for field, value in values.items() if value not in ("", [])}


def _known_jobs() -> frozenset[str]:
    return frozenset(task.id for task in task_library.all_tasks())
