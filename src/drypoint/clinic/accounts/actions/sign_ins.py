"""What happens to a sign-in itself, beside the clinics it opens."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from drypoint.clinic.accounts.models import Membership, User
from drypoint.clinic.actors import system
from drypoint.clinic.audit import actions as audit


def prove(user: User) -> None:
    """Note that a password was set through a link that only the mailbox got.

    Second steps stay: the mailbox alone must not get past them. One that somebody else set up before, a
    passkey too, opens nothing without the new password; who runs the server removes it
    (``forget_second_step``).
    """
    if user.proven_at is not None:
        return
    with transaction.atomic():
        user.proven_at = timezone.now()
        user.save(update_fields=["proven_at"])
        _record(user, by="sign-in", verb="membership.mailbox_proven", field="proven_at")


def forget_second_step(user: User) -> int:
    """Remove a sign-in's second steps, passkeys and recovery codes, by whoever runs the server.

    They are set up anew. For a lost phone with lost codes, and for keys that were lost. Returns how many were
    removed.
    """
    with transaction.atomic():
        removed, _each = Authenticator.objects.filter(user=user).delete()
        _record(user, by="server", verb="membership.second_step_forgotten", field="second_step")
    return removed


def _record(user: User, *, by: str, verb: str, field: str) -> None:
    """A row of the audit trail in each clinic that the sign-in opens."""
    for membership in Membership.objects.filter(user=user).order_by("id"):
        audit.record(
            by=system(clinic_id=membership.clinic_id, name=by), verb=verb, subject=membership, fields=[field]
        )
