"""Report, review and close incidents."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Location
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.incidents.models import AdverseEvent, Incident, IncidentKind, IncidentStep
from drypoint.clinic.incidents.states import IncidentState, may_become
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import create
from drypoint.clinic.records import revise as revise_record
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import Visit


def report(
    *,
    by: Actor,
    kind: IncidentKind,
    happened_at: datetime,
    title: str,
    what_happened: str,
    person: Person | None = None,
    visit: Visit | None = None,
    adverse_event: AdverseEvent | None = None,
    location: Location | None = None,
    needle_lot: NeedleLot | None = None,
) -> Incident:
    """Report something that went wrong or nearly did. Everybody who works here may.

    The patient is taken from ``visit`` or ``adverse_event`` where only those are given.
    """
    by.require(Permission.REPORT_INCIDENT, clinic_id=by.clinic_id)
    about = {
        *({visit.episode.person_id} if visit else ()),
        *({adverse_event.person_id} if adverse_event else ()),
        *({person.pk} if person else ()),
    }
    if len(about) > 1:
        raise ForeignRecord(_("This record does not exist here."))
    return create(
        Incident,
        by=by,
        verb="incident.reported",
        kind=kind,
        happened_at=happened_at,
        title=title,
        what_happened=what_happened,
        person_id=next(iter(about), None),
        visit=visit,
        adverse_event=adverse_event,
        location=location,
        needle_lot=needle_lot,
        reported_by_id=by.membership_id,
    )


def review(*, by: Actor, incident: Incident, revision: int, note: str) -> None:
    """Write down what was found. A closed incident is open again by it."""
    _become(by, incident, revision, IncidentState.REVIEWED, note)


def close(*, by: Actor, incident: Incident, revision: int, note: str) -> None:
    """Close a reviewed incident with what changes because of it."""
    _become(by, incident, revision, IncidentState.CLOSED, note)


def _become(by: Actor, incident: Incident, revision: int, state: IncidentState, note: str) -> None:
    by.require(Permission.CLOSE_INCIDENT, clinic_id=incident.clinic_id)
    by.require_named()
    if not note.strip():
        raise ValidationError({"note": _("Write what was found and what changes.")})
    if not may_become(incident.state, state):
        raise NotAllowedNow(_("Review an incident before closing it."))
    with transaction.atomic():
        revise_record(incident, by=by, verb=f"incident.{state}", revision=revision, state=state)
        IncidentStep.objects.create(
            clinic_id=incident.clinic_id,
            incident=incident,
            state=state,
            note=note.strip(),
            made_by_id=by.membership_id,
        )
