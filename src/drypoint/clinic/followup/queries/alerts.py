"""What one must know about a person's episode before anything else."""

from dataclasses import dataclass

from django.db.models import Max

from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer, Episode
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.visits.models import Consent, Withdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAlerts:
    """Counts and answers for the strip above a chart."""

    consent_withdrawn: bool
    """Whether the last word on consent is a withdrawal."""
    clearances_waiting: int
    clearance_refused: bool
    adverse_events: int
    """Of the person, in any episode."""


def chart_alerts(episode: Episode) -> ChartAlerts:
    """Four statements, however long the episode."""
    of_episode = {"clinic_id": episode.clinic_id, "episode": episode}
    given = Consent.objects.current().filter(**of_episode).aggregate(last=Max("given_at"))["last"]
    ended = Withdrawal.objects.filter(**of_episode).aggregate(last=Max("withdrawn_at"))["last"]
    answers = list(Clearance.objects.current().filter(**of_episode).values_list("answer", flat=True))
    return ChartAlerts(
        consent_withdrawn=ended is not None and (given is None or given <= ended),
        clearances_waiting=answers.count(ClearanceAnswer.PENDING),
        clearance_refused=ClearanceAnswer.NO in answers,
        adverse_events=AdverseEvent.objects.current()
        .filter(clinic_id=episode.clinic_id, person_id=episode.person_id)
        .count(),
    )
