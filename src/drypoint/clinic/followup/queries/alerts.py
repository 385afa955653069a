"""What one must know about a person's episode before anything else."""

from dataclasses import dataclass

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce

from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer, Episode
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.visits.models import Consent, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAlerts:
    """Consent, clearances and adverse events as they stand."""

    consent: Consent | None
    """The newest one that no withdrawal has ended."""
    consent_withdrawn: bool
    """Whether the last word on consent is a withdrawal."""
    clearances: tuple[Clearance, ...]
    """Each question with its newest answer, newest first."""
    adverse_events: int
    """Of the person, in any episode."""

    @property
    def is_waiting(self) -> bool:
        """Whether a doctor has yet to answer."""
        return any(one.answer == ClearanceAnswer.PENDING for one in self.clearances)

    @property
    def is_refused(self) -> bool:
        """Whether a doctor said no."""
        return any(one.answer == ClearanceAnswer.NO for one in self.clearances)


def chart_alerts(episode: Episode) -> ChartAlerts:
    """Three statements, however long the episode."""
    of_episode = {"clinic_id": episode.clinic_id, "episode": episode}
    adverse_events = AdverseEvent.objects.current().filter(
        clinic_id=episode.clinic_id, person_id=episode.person_id
    )
    # Redacted withdrawals too: a redaction never gives a consent back.
    withdrawals = Withdrawal.objects.filter(**of_episode).order_by("-withdrawn_at")
    ended, befell = (
        Episode.objects.filter(pk=episode.pk)
        .values_list(
            Subquery(withdrawals.values("withdrawn_at")[:1]),
            Coalesce(
                Subquery(adverse_events.values("person").annotate(count=Count("pk")).values("count")), 0
            ),
        )
        .get()
    )
    last = Consent.objects.current().filter(**of_episode).order_by("-given_at", "-id").first()
    is_ended = ended is not None and (last is None or last.given_at <= ended)
    clearances = Clearance.objects.current().filter(**of_episode).order_by("-asked_at", "-id")
    return ChartAlerts(
        consent=None if is_ended else last,
        consent_withdrawn=is_ended,
        clearances=tuple(clearances),
        adverse_events=befell,
    )
