"""How an appointment may move on. Actions and buttons ask this one table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppointmentStatus(models.TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Arrived")
    SEEN = "seen", _("Seen")
    CANCELLED = "cancelled", _("Cancelled")
    DID_NOT_COME = "did_not_come", _("Did not come")


MOVES: dict[str, frozenset[str]] = {
    AppointmentStatus.BOOKED: frozenset(
        {
            AppointmentStatus.ARRIVED,
            AppointmentStatus.SEEN,
            AppointmentStatus.CANCELLED,
            AppointmentStatus.DID_NOT_COME,
        }
    ),
    AppointmentStatus.ARRIVED: frozenset(
        {AppointmentStatus.BOOKED, AppointmentStatus.SEEN, AppointmentStatus.CANCELLED}
    ),
    AppointmentStatus.SEEN: frozenset(),
    AppointmentStatus.CANCELLED: frozenset(),
    # Marked too early: the person came late after all.
    AppointmentStatus.DID_NOT_COME: frozenset({AppointmentStatus.ARRIVED}),
}

LIVE = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.SEEN})
"""Those that take the therapist's time."""


def may_become(status: str, new: str) -> bool:
    """Whether an appointment that is ``status`` may become ``new``."""
    return new in MOVES[status]
