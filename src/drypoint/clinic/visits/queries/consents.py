"""Which consents stand, and what they cover."""

from datetime import datetime

from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.visits.models import Consent, Withdrawal
from drypoint.safety import load_places


def withdrawals(episode: Episode) -> list[Withdrawal]:
    """All of them, newest first, redacted ones too: a redaction never gives a consent back."""
    return list(
        Withdrawal.objects.filter(clinic_id=episode.clinic_id, episode=episode).order_by(
            "-withdrawn_at", "-id"
        )
    )


def standing_consents(episode: Episode, *, at: datetime | None = None) -> list[Consent]:
    """Consents that no withdrawal has ended, newest first.

    ``at`` asks for an earlier moment: a withdrawal after it does not count yet.
    """
    ended = max(
        (one.withdrawn_at for one in withdrawals(episode) if at is None or one.withdrawn_at <= at),
        default=None,
    )
    consents = (
        Consent.objects.current()
        .filter(clinic_id=episode.clinic_id, episode=episode)
        .order_by("-given_at", "-id")
    )
    return [one for one in consents if ended is None or one.given_at > ended]


def current_consent(episode: Episode) -> Consent | None:
    """The newest consent that stands."""
    return next(iter(standing_consents(episode)), None)


def consented_regions(episode: Episode, *, at: datetime | None = None) -> frozenset[str]:
    """The smallest regions of the body that the standing consents cover together."""
    named = {region for consent in standing_consents(episode, at=at) for region in consent.regions}
    return load_places().regions_of_all(sorted(named), where="regions")
