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


class ConsentHistory:
    """Consents and withdrawals of an episode, read once, to ask about many moments."""

    def __init__(self, episode: Episode) -> None:
        self._withdrawn = [one.withdrawn_at for one in withdrawals(episode)]
        self._consents = list(
            Consent.objects.current()
            .filter(clinic_id=episode.clinic_id, episode=episode)
            .order_by("-given_at", "-id")
        )

    def standing(self, *, at: datetime | None = None) -> list[Consent]:
        """Consents that no withdrawal has ended, newest first.

        ``at`` asks for an earlier moment: a withdrawal after it does not count yet, nor does a consent that
        was given after it to undo a withdrawal.
        """
        ended = max((one for one in self._withdrawn if at is None or one <= at), default=None)
        if ended is None:
            return list(self._consents)
        return [one for one in self._consents if one.given_at > ended and (at is None or one.given_at <= at)]

    def regions(self, *, at: datetime | None = None) -> frozenset[str]:
        """The smallest regions of the body that the standing consents cover together."""
        named = {region for consent in self.standing(at=at) for region in consent.regions}
        return load_places().regions_of_all(sorted(named), where="regions")


def standing_consents(episode: Episode, *, at: datetime | None = None) -> list[Consent]:
    """See ``ConsentHistory.standing``."""
    return ConsentHistory(episode).standing(at=at)


def current_consent(episode: Episode) -> Consent | None:
    """The newest consent that stands."""
    return next(iter(standing_consents(episode)), None)


def consented_regions(episode: Episode, *, at: datetime | None = None) -> frozenset[str]:
    """See ``ConsentHistory.regions``."""
    return ConsentHistory(episode).regions(at=at)
