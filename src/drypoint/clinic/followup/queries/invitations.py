"""Finding the check-in that a link stands for."""

from datetime import datetime
from hashlib import sha256

from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.followup.models import CheckInInvitation


def token_hash(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def invitation_of(token: str, *, now: datetime) -> CheckInInvitation | None:
    """The invitation of a link that may still be answered; ``None`` for any other, whatever the reason."""
    invitation = (
        CheckInInvitation.objects.select_related("clinic", "visit__episode__person")
        .filter(token_sha256=token_hash(token))
        .first()
    )
    return invitation if invitation is not None and invitation.is_open_at(now) else None


def actor_of(invitation: CheckInInvitation) -> Actor:
    """The person whom the link was made for, acting on their own care."""
    return patient(clinic_id=invitation.clinic_id, person_id=invitation.visit.episode.person_id)
