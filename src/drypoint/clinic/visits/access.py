"""Who may write to a visit: as for its chart, while the visit's note is not signed."""

from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.access import require_chart, require_chart_or_own
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import Fact, append, hold
from drypoint.clinic.visits.models import Visit, VisitStatus

F = TypeVar("F", bound=Fact)


def require_visit(by: Actor, visit: Visit, permission: Permission = Permission.EDIT_CHART) -> None:
    """Pass for staff with ``permission``; raises ``NotAllowedNow`` once the note is signed."""
    require_chart(by, visit.episode, permission)
    require_unsigned(visit)


def require_visit_or_own(by: Actor, visit: Visit) -> None:
    """As ``require_visit``, or pass for the person whose visit it is."""
    require_chart_or_own(by, visit.episode)
    require_unsigned(visit)


def hold_unsigned(visit: Visit) -> None:
    """Hold the visit's row and pass while its note is not signed, as the database says now.

    Signing holds it too: what passes here is in the note, or the note waits.
    """
    hold(visit)
    visit.refresh_from_db(fields=["status"])
    require_unsigned(visit)


def append_unsigned(model: type[F], *, visit: Visit, **content: Any) -> F:
    """Append a fact of ``visit`` while its note is unsigned, with no gap in which somebody could sign it."""
    with transaction.atomic():
        hold_unsigned(visit)
        return append(model, visit=visit, **content)


def require_unsigned(visit: Visit) -> None:
    """Raise ``NotAllowedNow`` when the visit's note is signed."""
    if visit.status != VisitStatus.OPEN:
        raise NotAllowedNow(_("The note of this visit is signed. Write an addendum to it."))
