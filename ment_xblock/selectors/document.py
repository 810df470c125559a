"""One version of an agreement as a document: for printing, for a mail, for the facilitator."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from ment_xblock.domain.agreement.terms import AuthorSettings
from ment_xblock.domain.errors import NotFound
from ment_xblock.domain.minors import consent_in_agreement
from ment_xblock.domain.people import Actor, Person, require_member
from ment_xblock.models import Pairing
from ment_xblock.platform.ports import Host
from ment_xblock.selectors.people import persons_of
from ment_xblock.selectors.versions import Version, stored_version, version_at_hand


@attrs.frozen
class DocumentSignature:
    """A signature as it stands under the document."""

    name: str
    signed_at: datetime
    language: str
    digest: str


@attrs.frozen
class AgreementDocument:
    """What is printed.

    Attributes:
        pairing_id: the pair.
        version: the version.
        status: what became of it; empty for one that nobody saved.
        mentor: None when they have left the site.
        mentee: None when they have left the site.
        signatures: first signature first.
        guardian_consent: day of the consent for a mentor under 18.
        months_kept: how long names and words are kept after the programme.
    """

    pairing_id: int
    version: Version
    status: str
    mentor: Person | None
    mentee: Person | None
    signatures: tuple[DocumentSignature, ...]
    guardian_consent: date | None
    months_kept: int


def agreement_document(
    *,
    host: Host,
    actor: Actor,
    settings: AuthorSettings,
    pairing_id: int,
    number: int | None = None,
) -> AgreementDocument:
    """Read one version for a partner or the facilitator.

    Args:
        host: the host.
        actor: the reader.
        settings: what the course author decided.
        pairing_id: the pair.
        number: of the version; without it the one at hand.

    Raises:
        NotSignedIn, NotAllowed: a stranger.
        NotFound: no such pair, or not the reader's, or no such version.
    """
    require_member(actor)
    pairing = (
        Pairing.objects.filter(pk=pairing_id, programme__course_key=actor.course_key)
        .select_related("mentor", "mentee", "programme")
        .first()
    )
    if pairing is None or not _may_read(actor, pairing):
        raise NotFound("no_such_pair")
    version = _version(pairing, settings, number)
    persons = persons_of(host, (pairing.mentor, pairing.mentee))
    signatures = version.row.signatures.order_by("signed_at") if version.row else ()
    return AgreementDocument(
        pairing_id=pairing.pk,
        version=version,
        status=version.row.status if version.row else "",
        mentor=persons.get(pairing.mentor_id),
        mentee=persons.get(pairing.mentee_id),
        signatures=tuple(
            DocumentSignature(
                name=persons[row.participant_id].full_name if row.participant_id in persons else "",
                signed_at=row.signed_at,
                language=row.language,
                digest=row.digest,
            )
            for row in signatures
        ),
        guardian_consent=consent_in_agreement(pairing.mentor),
        months_kept=pairing.programme.months_kept,
    )


def _may_read(actor: Actor, pairing: Pairing) -> bool:
    partners = {pairing.mentor.user_id, pairing.mentee.user_id}
    return actor.is_staff or actor.user_id in partners


def _version(pairing: Pairing, settings: AuthorSettings, number: int | None) -> Version:
    if number is None:
        return version_at_hand(pairing, settings)
    row = pairing.agreements.filter(number=number).prefetch_related("signatures").first()
    if row is None:
        raise NotFound("no_such_version")
    return stored_version(row, settings, pairing.mentor.under_18)
