"""Starting a visit."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.episodes.access import require_chart
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.errors import Conflict, ForeignRecord
from drypoint.clinic.records import create, hold
from drypoint.clinic.visits.models import Visit, VisitKind


def start(
    *,
    by: Actor,
    episode: Episode,
    therapist: Membership,
    started_at: datetime,
    appointment: Appointment | None = None,
    paper_record_by: str = "",
) -> Visit:
    """Start a visit; the first of its episode is marked as such.

    ``paper_record_by`` names who wrote the paper record of a visit that is entered later.

    Raises ``ForeignRecord`` for another person's appointment, ``Conflict`` when it has a visit already.
    """
    require_chart(by, episode)
    if appointment is not None and appointment.person_id != episode.person_id:
        raise ForeignRecord(_("This record does not exist here."))
    with transaction.atomic():
        hold(episode)
        if appointment is not None and Visit.objects.filter(appointment=appointment).exists():
            raise Conflict(_("The visit of this appointment was started already."))
        earlier = Visit.objects.filter(clinic_id=episode.clinic_id, episode=episode).exists()
        return create(
            Visit,
            by=by,
            verb="visit.started",
            episode=episode,
            therapist=therapist,
            started_at=started_at,
            appointment=appointment,
            kind=VisitKind.LATER if earlier else VisitKind.FIRST,
            paper_record_by=paper_record_by.strip(),
        )
