"""What a signature covers, as a fingerprint that anybody can compute again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from ment_xblock.domain.agreement.terms import Terms, Values


def digest(
    *, pairing_id: int, number: int, terms: Terms, values: Values, job_revisions: Mapping[str, int]
) -> str:
    """Fingerprint of one agreement version: what it says, and which texts it means.

    Args:
        pairing_id: the pair.
        number: version number, from 1.
        terms: the clauses that are on, with the revision of their text.
        values: what the pair filled in; values that do not matter are left out.
        job_revisions: revision of the wording of every chosen job of the task library.

    Returns:
        SHA-256 as 64 hexadecimal digits. The same in every language and on every machine.
    """
    content = {
        "pairing": pairing_id,
        "version": number,
        "clauses": dict(sorted(terms.revisions.items())),
        "jobs": dict(sorted(job_revisions.items())),
        "values": terms.relevant(values),
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()
