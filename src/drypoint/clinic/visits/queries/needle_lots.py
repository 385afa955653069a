"""Whom the needles of a lot touched: what a recall asks."""

from django.db.models import Count, Q, QuerySet

from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import Visit


def visits_with(lot: NeedleLot) -> QuerySet[Visit]:
    """Visits in whose session a needle of ``lot`` was opened, newest first; ``needles`` counts them.

    Events taken back later count too: a recall rather asks one person too many.
    """
    return (
        Visit.objects.filter(clinic_id=lot.clinic_id, session_events__lot=lot)
        .annotate(needles=Count("session_events", filter=Q(session_events__lot=lot)))
        .select_related("episode__person", "therapist__user")
        .order_by("-started_at", "-id")
    )
