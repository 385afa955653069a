"""Giving consent and withdrawing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.access import append_unsigned, require_visit_or_own
from drypoint.clinic.visits.models import Consent, SignatureKind, Visit, Withdrawal
from drypoint.safety import load_places
from drypoint.terms import InvalidInput


def give(
    *,
    by: Actor,
    visit: Visit,
    regions: Sequence[str],
    risk_text_version: str,
    language: str,
    content: dict[str, Any],
    signature_kind: SignatureKind,
    signed_name: str,
    given_at: datetime,
    signature_path: str = "",
    guardian_name: str = "",
    guardian_relationship: str = "",
    interpreter: str = "",
    supersedes: Consent | None = None,
) -> Consent:
    """Keep a consent: ``regions`` are places of the safety rules, ``content`` what the person was told.

    ``InvalidInput`` names the field that is missing or does not fit.
    """
    require_visit_or_own(by, visit)
    if not regions:
        raise InvalidInput(_("Say for which regions."), where="regions")
    load_places().regions_of_all(regions, where="regions")
    if not content:
        raise InvalidInput(_("Keep what the person was told."), where="content")
    if (signature_kind == SignatureKind.DRAWN) != bool(signature_path):
        raise InvalidInput(_("Draw the signature, or type the name."), where="signature_path")
    if bool(guardian_name) != bool(guardian_relationship):
        raise InvalidInput(_("Give the guardian's name and relationship."), where="guardian_name")
    return append_unsigned(
        Consent,
        by=by,
        verb="consent.given",
        supersedes=supersedes,
        episode=visit.episode,
        visit=visit,
        regions=tuple(regions),
        risk_text_version=risk_text_version,
        language=language,
        content=content,
        signature_kind=signature_kind,
        signed_name=signed_name,
        signature_path=signature_path,
        given_at=given_at,
        guardian_name=guardian_name,
        guardian_relationship=guardian_relationship,
        interpreter=interpreter,
    )


def withdraw(*, by: Actor, consent: Consent, withdrawn_at: datetime, words: str = "") -> Withdrawal:
    """End this and every earlier consent of the episode; needling is blocked at once.

    Always possible: in a closed episode, after the note is signed, by anybody who records sessions, or by the
    person.
    """
    by.require_or_own(
        Permission.RECORD_SESSION, clinic_id=consent.clinic_id, person_id=consent.episode.person_id
    )
    return append(
        Withdrawal,
        by=by,
        verb="consent.withdrawn",
        episode=consent.episode,
        consent=consent,
        # Never before the consent that it ends, whatever a clock says.
        withdrawn_at=max(withdrawn_at, consent.given_at),
        words=words,
    )
