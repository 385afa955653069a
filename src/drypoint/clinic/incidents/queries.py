"""Reads of adverse events and incidents."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.incidents.models import AdverseEvent, Incident, IncidentStep, RecallNotice, ToldHow
from drypoint.clinic.incidents.states import IncidentState
from drypoint.clinic.people.models import Person
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.queries.needle_lots import people_with


def adverse_events(person: Person) -> QuerySet[AdverseEvent]:
    """What stands of one person, newest first."""
    return person.adverse_events.current().select_related("recorded_by__user").order_by("-recorded_at", "-id")


def clinic_adverse_events(clinic: Clinic) -> QuerySet[AdverseEvent]:
    """What stands of everybody in the clinic's care, newest first."""
    return (
        clinic.adverse_events.current()
        .select_related("person", "visit__therapist__user", "recorded_by__user")
        .order_by("-recorded_at", "-id")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What was recorded of adverse events, and what it can be held against."""

    treatments: int
    """Visits with a needling session, whatever became of it."""
    events: dict[str, int]
    """By kind; a kind that was never recorded is missing. Each counts once for its visit."""


def recorded(clinic: Clinic) -> Recorded:
    """Counts over everything of the clinic up to now."""
    treated = clinic.needling_sessions.values("visit")
    found = clinic.adverse_events.current().filter(visit__in=treated)
    return Recorded(
        treatments=treated.distinct().count(),
        events=dict(Counter(kind for kind, _visit in found.values_list("kind", "visit").distinct())),
    )


def recall_notices(lot: NeedleLot) -> dict[UUID, list[RecallNotice]]:
    """What stands of telling people about a recalled lot, by person, newest first."""
    found: dict[UUID, list[RecallNotice]] = {}
    notices = lot.recall_notices.current().select_related("told_by__user", "recorded_by__user")
    for notice in notices.order_by("-told_on", "-recorded_at", "-id"):
        found.setdefault(notice.person_id, []).append(notice)
    return found


def recalls_to_tell(clinic: Clinic) -> list[tuple[NeedleLot, int]]:
    """Recalled lots of which people got needles and were not told yet, with how many of them."""
    found = []
    for lot in clinic.needle_lots.filter(recalled_at__isnull=False).order_by("-recalled_at", "-id"):
        told = lot.recall_notices.current().exclude(how=ToldHow.NOT_REACHED).values("person")
        waiting = people_with(lot).exclude(pk__in=told).count()
        if waiting:
            found.append((lot, waiting))
    return found


def listing(clinic: Clinic, *, open_only: bool = False) -> QuerySet[Incident]:
    """Incidents, newest first; only those not closed if asked."""
    found = clinic.incidents.select_related("person", "reported_by__user", "adverse_event")
    if open_only:
        found = found.exclude(state=IncidentState.CLOSED)
    return found.order_by("-happened_at", "-id")


def steps(incident: Incident) -> QuerySet[IncidentStep]:
    """Reviews and closures of an incident, oldest first."""
    return incident.steps.select_related("made_by__user").order_by("created_at", "id")
