"""Unwanted events of patients, graded by a named scheme."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import ForeignRecord
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind
from drypoint.clinic.incidents.severity import is_grade
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append
from drypoint.clinic.visits.models import Visit


def record(
    *,
    by: Actor,
    person: Person,
    kind: AdverseEventKind,
    scheme: str,
    grade: str,
    visit: Visit | None = None,
    muscle: str = "",
    zone: str = "",
    side: str = "",
    onset_at: datetime | None = None,
    description: str = "",
    action_taken: str = "",
    outcome: str = "",
    resolved_on: date | None = None,
    supersedes: AdverseEvent | None = None,
) -> AdverseEvent:
    """Record what happened; what becomes known later (outcome, resolution) supersedes.

    A correction stays with the visit of what it corrects. An empty ``grade``: not graded yet.
    """
    by.require(Permission.EDIT_CHART, clinic_id=person.clinic_id)
    if supersedes is not None:
        visit = supersedes.visit
    if visit is not None and visit.episode.person_id != person.pk:
        raise ForeignRecord(_("This record does not exist here."))
    if grade and not is_grade(scheme, grade):
        raise ValidationError({"grade": _("Choose a grade of the scheme that is named.")})
    return append(
        AdverseEvent,
        by=by,
        verb="adverseevent.recorded",
        supersedes=supersedes,
        person=person,
        visit=visit,
        kind=kind,
        scheme=scheme,
        grade=grade,
        muscle=muscle,
        zone=zone,
        side=side,
        onset_at=onset_at,
        description=description,
        action_taken=action_taken,
        outcome=outcome,
        resolved_on=resolved_on,
    )
