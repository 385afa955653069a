"""Licences and trainings of staff."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Credential, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import Actor
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append, changed_meanwhile


def record(
    *,
    by: Actor,
    membership: Membership,
    kind: CredentialKind,
    valid_from: date,
    expires: date | None,
    profession: str = "",
    number: str = "",
    jurisdiction: str = "",
    training_hours: Decimal | None = None,
    regions: Sequence[str] = (),
    trained_at: str = "",
    supersedes: Credential | None = None,
) -> Credential:
    """Record a credential as seen on paper; ``expires`` is its last valid day, nothing if it has none.

    Raises ``NotAllowedNow`` for a correction of one that was revoked: that would bring it back.
    """
    by.require(Permission.EDIT_STAFF, clinic_id=membership.clinic_id)
    if supersedes is not None and supersedes.revoked_at is not None:
        raise NotAllowedNow(_("This credential was revoked. Record a new one."))
    if expires is not None and expires < valid_from:
        raise ValidationError({"expires": _("It cannot expire before it begins.")})
    if training_hours is not None and training_hours < 0:
        raise ValidationError({"training_hours": _("Hours cannot be negative.")})
    return append(
        Credential,
        by=by,
        verb="credential.recorded",
        supersedes=supersedes,
        membership=membership,
        kind=kind,
        valid_from=valid_from,
        expires=expires,
        profession=profession,
        number=number,
        jurisdiction=jurisdiction,
        training_hours=training_hours,
        regions=list(regions),
        trained_at=trained_at,
    )


def revoke(*, by: Actor, credential: Credential, reason: str) -> None:
    """End a credential today, at once and for good; plans and sessions ask for it anew."""
    by.require(Permission.EDIT_STAFF, clinic_id=credential.clinic_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason stays on record.")})
    now = timezone.now()
    with transaction.atomic():
        # Only what stands: to revoke what was renewed meanwhile would leave the renewal valid, unnoticed.
        standing = Credential.objects.current().filter(pk=credential.pk, revoked_at__isnull=True)
        if not standing.update(revoked_at=now, revoked_reason=reason.strip()):
            if Credential.objects.filter(supersedes=credential).exists():
                raise Conflict(changed_meanwhile())
            raise NotAllowedNow(_("This credential was revoked already."))
        credential.revoked_at, credential.revoked_reason = now, reason.strip()
        audit.record(by=by, verb="credential.revoked", subject=credential, fields=["revoked_at"])
