"""Two examiners at the same places: what the first had found when the second looked, blind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.visits.models import BlindPalpation, PalpationFinding, TriggerPointStatus, Visit
from drypoint.clinic.visits.queries.rankings import SIGNS, current_findings

JUDGED = ("trigger_point", *SIGNS)
"""What two examiners are compared on: whether there is a trigger point at all, and each sign."""
Place = tuple[str, str, int]
"""Muscle, side, site."""
_SAID_THERE = {
    TriggerPointStatus.ACTIVE: True,
    TriggerPointStatus.LATENT: True,
    TriggerPointStatus.RESOLVED: False,
    TriggerPointStatus.NONE: False,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One place that two examiners judged in one visit."""

    visit_id: UUID
    person_id: UUID
    place: Place
    first: Membership
    """The treating therapist, whose finding stood when the second looked."""
    second: Membership
    answers: dict[str, tuple[bool | None, bool | None]]
    """By ``JUDGED``: what the first and the second said; ``None`` was not tested."""


def said(finding: PalpationFinding | BlindPalpation, judged: str) -> bool | None:
    """One of ``JUDGED`` as the finding says it."""
    if judged == "trigger_point" and isinstance(finding, PalpationFinding):
        return _SAID_THERE.get(TriggerPointStatus(finding.status))
    answer: bool | None = getattr(finding, judged)
    return answer


def places_to_look_at(visit: Visit) -> list[Place]:
    """Where the visit was palpated, by name and not by rank: neither order nor list says what was found."""
    found = {
        (one.trigger_point.muscle, one.trigger_point.side, one.trigger_point.site)
        for one in current_findings(visit)
    }
    return sorted(found)


def has_palpated(visit: Visit, membership_id: UUID) -> bool:
    """Whether this member recorded a finding of the visit's own palpation, corrected ones included."""
    return PalpationFinding.objects.filter(
        clinic_id=visit.clinic_id, visit=visit, recorded_by_id=membership_id
    ).exists()


def pairs_of_visit(visit: Visit, *, second: UUID | None = None) -> list[Pair]:
    """Every pair of the visit, or only those in which ``second`` looked."""
    looks = visit.blind_palpations.current()
    return _pairs(looks.filter(examiner_id=second) if second else looks)


def pairs_of(clinic: Clinic) -> list[Pair]:
    """Every pair of the clinic, oldest first."""
    return _pairs(clinic.blind_palpations.current())


def _pairs(looks: "Iterable[BlindPalpation]") -> list[Pair]:
    found = list(
        looks.select_related("examiner__user", "visit__episode").order_by("recorded_at", "id")  # type: ignore[attr-defined]
    )
    chains = _chains(found)
    pairs = []
    for look in found:
        place = (look.muscle, look.side, look.site)
        chain = chains.get((look.visit_id, place), [])
        # A correction after the second look may know of it; one that is redacted says nothing any more.
        before = [one for one in chain if one.recorded_at <= look.recorded_at]
        if not before or before[-1].redacted_at is not None:
            continue
        first = before[-1]
        if first.recorded_by is None or first.recorded_by_id == look.examiner_id:
            continue
        pairs.append(
            Pair(
                visit_id=look.visit_id,
                person_id=look.visit.episode.person_id,
                place=place,
                first=first.recorded_by,
                second=look.examiner,
                answers={name: (said(first, name), said(look, name)) for name in JUDGED},
            )
        )
    return pairs


def _chains(looks: list[BlindPalpation]) -> dict[tuple[UUID, Place], list[PalpationFinding]]:
    chains: dict[tuple[UUID, Place], list[PalpationFinding]] = defaultdict(list)
    if not looks:
        return chains
    findings = PalpationFinding.objects.filter(
        clinic_id=looks[0].clinic_id, visit_id__in={one.visit_id for one in looks}
    ).select_related("trigger_point", "recorded_by__user")
    for one in findings.order_by("recorded_at", "id"):
        point = one.trigger_point
        chains[one.visit_id, (point.muscle, point.side, point.site)].append(one)
    return chains
