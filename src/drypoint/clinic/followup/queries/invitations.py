"""Finding the check-in that a link stands for."""

from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.crypto import salted_hmac

from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.followup.models import CheckInInvitation
from drypoint.clinic.visits.models import Visit


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def token_of(invitation_id: UUID) -> str:
    """The token of an invitation: made from the server's secret key, so that it need not be kept.

    Staff can show a link again, and who reads the database alone can not.
    """
    digest = salted_hmac("drypoint.check_in", invitation_id.hex, algorithm="sha256").digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def link_token(invitation: CheckInInvitation) -> str | None:
    """The token to show again; ``None`` when it was made under another secret key."""
    token = token_of(invitation.pk)
    return token if token_hash(token) == invitation.token_sha256 else None


def find(token: str) -> CheckInInvitation | None:
    """The invitation of a link, open or not; ``None`` for a token that was never given."""
    return (
        CheckInInvitation.objects.select_related("clinic", "visit__episode__person", "visit__episode__clinic")
        .filter(token_sha256=token_hash(token))
        .first()
    )


def invitation_of(token: str, *, now: datetime) -> CheckInInvitation | None:
    """The invitation of a link that may still be answered; ``None`` for any other, whatever the reason."""
    invitation = find(token)
    return invitation if invitation is not None and invitation.is_open_at(now) else None


def open_invitations(visit: Visit, *, now: datetime) -> list[CheckInInvitation]:
    """The visit's links that may be answered and were not, soonest due first."""
    found = CheckInInvitation.objects.filter(
        clinic_id=visit.clinic_id,
        visit=visit,
        revoked_at__isnull=True,
        expires_at__gt=now,
        check_ins__isnull=True,
    )
    return list(found.order_by("due_at", "id"))


def actor_of(invitation: CheckInInvitation) -> Actor:
    """The person whom the link was made for, acting on their own care."""
    return patient(clinic_id=invitation.clinic_id, person_id=invitation.visit.episode.person_id)
