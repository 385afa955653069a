"""Unwanted events of patients, graded by a named scheme."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.models import AdverseEvent, AdverseEventKind
from drypoint.clinic.incidents.severity import is_grade
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import append


def record(
    *,
    by: Actor,
    person: Person,
    kind: AdverseEventKind,
    scheme: str,
    grade: str,
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
    """Record what happened; what becomes known later (outcome, resolution) supersedes."""
    by.require(Permission.EDIT_CHART, clinic_id=person.clinic_id)
    if not is_grade(scheme, grade):
        raise ValidationError({"grade": _("Choose a grade of the scheme that is named.")})
    return append(
        AdverseEvent,
        by=by,
        verb="adverseevent.recorded",
        supersedes=supersedes,
        person=person,
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
