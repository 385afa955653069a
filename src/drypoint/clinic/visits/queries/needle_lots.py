"""Whom the needles of a lot touched, and how many were opened: what a recall and the shelf ask."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.people.models import Person
from drypoint.clinic.stock.models import MovementKind, NeedleLot, StockMovement
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.needling import EventType

Place = tuple[str, str, str]
"""Muscle, side and site of an insertion."""


def visits_with(lot: NeedleLot) -> QuerySet[Visit]:
    """Visits in whose session a needle of ``lot`` was opened, newest first; ``needles`` counts them.

    Events taken back later count too: a recall rather asks one person too many.
    """
    return (
        Visit.objects.filter(clinic_id=lot.clinic_id, session_events__lot=lot)
        .annotate(needles=Count("session_events", filter=Q(session_events__lot=lot)))
        .select_related("episode__person", "therapist__user", "appointment__location")
        .order_by("-started_at", "-id")
    )


def people_with(lot: NeedleLot) -> QuerySet[Person]:
    """Everybody in whose sessions a needle of ``lot`` was opened."""
    opened = SessionEvent.objects.filter(clinic_id=lot.clinic_id, lot=lot)
    return Person.objects.filter(
        clinic_id=lot.clinic_id, pk__in=opened.values("visit__episode__person")
    ).order_by("family_name", "given_name", "id")


def places_of(lot: NeedleLot, visits: Collection[Visit]) -> dict[UUID, tuple[Place, ...]]:
    """Where needles of ``lot`` went in, by visit, each place once in the order needled."""
    needles: set[tuple[UUID, str]] = set()
    places: dict[UUID, dict[Place, None]] = defaultdict(dict)
    events = SessionEvent.objects.filter(clinic_id=lot.clinic_id, visit__in=visits)
    opened = events.filter(lot=lot).values_list("visit_id", "payload__needle")
    needles.update((visit, str(needle)) for visit, needle in opened)
    inserted = events.filter(type=EventType.INSERTED).order_by("at", "id")
    for visit, payload in inserted.values_list("visit_id", "payload"):
        if (visit, str(payload.get("needle"))) in needles:
            where = (str(payload["muscle"]), str(payload["side"]), str(payload.get("site") or "1"))
            places[visit][where] = None
    return {visit: tuple(found) for visit, found in places.items()}


def opened(clinic: Clinic, *, since_count: bool) -> dict[UUID, int]:
    """Needles opened in sessions by lot: all, or since the count of packs was corrected last.

    What was taken back is left out. A lot of which none was opened is missing.
    """
    found = SessionEvent.objects.filter(
        clinic_id=clinic.pk, type=EventType.NEEDLE_OPENED, lot__isnull=False
    ).exclude(pk__in=_taken_back(clinic))
    if since_count:
        counts = StockMovement.objects.filter(
            clinic_id=clinic.pk, lot=OuterRef("lot"), kind=MovementKind.CORRECTED
        )
        last = Subquery(counts.order_by("-created_at").values("created_at")[:1])
        found = found.annotate(counted_at=last).filter(Q(counted_at__isnull=True) | Q(at__gt=F("counted_at")))
    return dict(found.order_by().values_list("lot").annotate(Count("pk")))


def _taken_back(clinic: Clinic) -> list[UUID]:
    corrections = SessionEvent.objects.filter(clinic_id=clinic.pk, type=EventType.CORRECTED)
    return [UUID(key) for key in corrections.values_list("payload__data__corrects", flat=True) if key]
