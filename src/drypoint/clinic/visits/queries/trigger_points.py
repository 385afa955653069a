"""Trigger points of an episode with what palpation found at each, visit by visit."""

from django.db.models import Prefetch

from drypoint.clinic.episodes.models import Episode, TriggerPoint
from drypoint.clinic.visits.models import PalpationFinding, TriggerPointStatus, Visit


def with_series(episode: Episode) -> list[TriggerPoint]:
    """The episode's trigger points; ``palpation_findings.all()`` of each is its series. Oldest first."""
    findings = (
        PalpationFinding.objects.current()
        .filter(clinic_id=episode.clinic_id)
        .select_related("visit")
        .order_by("visit__started_at", "id")
    )
    return list(
        TriggerPoint.objects.filter(clinic_id=episode.clinic_id, episode=episode)
        .prefetch_related(Prefetch("palpation_findings", queryset=findings))
        .order_by("created_at", "id")
    )


def standing_finding(visit: Visit, *, muscle: str, side: str, site: int) -> PalpationFinding | None:
    """What palpation of the visit found at this trigger point, as it stands."""
    return (
        PalpationFinding.objects.current()
        .filter(
            clinic_id=visit.clinic_id,
            visit=visit,
            trigger_point__muscle=muscle,
            trigger_point__side=side,
            trigger_point__site=site,
        )
        .first()
    )


def active_in(visit: Visit) -> list[TriggerPoint]:
    """Trigger points that palpation of this visit found active, in the order of recording."""
    findings = (
        PalpationFinding.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit, status=TriggerPointStatus.ACTIVE)
        .select_related("trigger_point")
        .order_by("recorded_at", "id")
    )
    return [finding.trigger_point for finding in findings]
