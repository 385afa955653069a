"""Looking back: who was needled under a version of the rules, with a lot, by a therapist, in a place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from drypoint.clinic.accounts.models import Clinic, Membership
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import NeedlingSession, SessionEvent
from drypoint.needling.events import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What is looked for; what is left out narrows nothing. Both days count."""

    rules: str = ""
    """Version of the rules under which the plan was reviewed."""
    lot: NeedleLot | None = None
    therapist: Membership | None = None
    muscle: str = ""
    zone: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def named(self) -> list[str]:
        """Names of what narrows, for the audit trail."""
        return [field.name for field in fields(self) if getattr(self, field.name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needled:
    """One session in which at least one needle went in."""

    session: NeedlingSession
    rules: str
    lots: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    """Muscle, zone and side of each place, once."""
    insertions: int


def sessions(clinic: Clinic, criteria: Criteria) -> QuerySet[NeedlingSession]:
    """Sessions that fit, newest first.

    Events taken back later count too: looking back rather finds one person too many.
    """
    events = SessionEvent.objects.filter(clinic_id=clinic.pk)
    inserted = events.filter(type=EventType.INSERTED)
    for name in ("muscle", "zone"):
        if wanted := getattr(criteria, name):
            inserted = inserted.filter(**{f"payload__{name}": wanted})
    found = clinic.needling_sessions.filter(visit__in=inserted.values("visit"))
    if criteria.rules:
        found = found.filter(plan__review__versions__rules=criteria.rules)
    if criteria.lot is not None:
        found = found.filter(visit__in=events.filter(lot=criteria.lot).values("visit"))
    if criteria.therapist is not None:
        found = found.filter(therapist=criteria.therapist)
    return found.filter(_between(clinic, criteria.first, criteria.last)).order_by("-started_at", "-id")


def details(found: Iterable[NeedlingSession]) -> list[Needled]:
    """The same with what went where, in two more statements."""
    listed = list(found)
    lots: dict[UUID, dict[str, None]] = defaultdict(dict)
    places: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    events = SessionEvent.objects.filter(visit__in=[one.visit_id for one in listed]).order_by("at", "id")
    for visit, lot in events.filter(lot__isnull=False).values_list("visit_id", "lot__lot"):
        lots[visit][lot] = None
    inserted = events.filter(type=EventType.INSERTED).values_list("visit_id", "payload")
    for visit, payload in inserted:
        places[visit].append(
            (payload.get("muscle") or "", payload.get("zone") or "", payload.get("side") or "")
        )
    return [
        Needled(
            session=one,
            rules=one.plan.review.versions.get("rules", ""),
            lots=tuple(lots[one.visit_id]),
            places=tuple(dict.fromkeys(places[one.visit_id])),
            insertions=len(places[one.visit_id]),
        )
        for one in listed
    ]


def versions(clinic: Clinic) -> list[str]:
    """Every version of the rules under which a plan was carried out."""
    found = clinic.needling_sessions.values_list("plan__review__versions__rules", flat=True).distinct()
    return sorted({one for one in found if one})


def _between(clinic: Clinic, first: date | None, last: date | None) -> Q:
    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=clinic.zone)

    found = Q()
    if first is not None:
        found &= Q(started_at__gte=midnight(first))
    if last is not None:
        found &= Q(started_at__lt=midnight(last + timedelta(days=1)))
    return found
