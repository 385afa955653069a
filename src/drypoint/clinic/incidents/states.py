"""How an incident moves from report to closure. Actions and buttons ask this one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IncidentState(models.TextChoices):
    """Where an incident stands."""

    REPORTED = "reported", _("Reported")
    REVIEWED = "reviewed", _("Reviewed")
    CLOSED = "closed", _("Closed")


MOVES: dict[str, frozenset[str]] = {
    IncidentState.REPORTED: frozenset({IncidentState.REVIEWED}),
    IncidentState.REVIEWED: frozenset({IncidentState.REVIEWED, IncidentState.CLOSED}),
    # Reopening is a new review: nothing closed is forgotten.
    IncidentState.CLOSED: frozenset({IncidentState.REVIEWED}),
}


def may_become(state: str, new: str) -> bool:
    """Whether an incident that is ``state`` may become ``new``."""
    return new in MOVES[state]
