"""The diary in words: one day, one appointment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.diary.states import AppointmentStatus, may_become
from drypoint.web.presenters.parts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One appointment as the day shows it."""

    at: datetime
    until: datetime
    name: str
    note: str
    state: str
    url: str
    look: str
    """Colour family of the state's tag; empty for the plain one."""
    over: bool
    """Cancelled or did not come: the name is struck through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day with the ways to the days beside it."""

    title: str
    entries: list[Entry]
    before: date
    after: date
    is_today: bool


@dataclass(frozen=True, slots=True)
class StepButton:
    """A button that moves an appointment on."""

    move: str
    label: str | Promise
    main: bool = False


_LOOKS = {
    AppointmentStatus.ARRIVED: "modify",
    AppointmentStatus.SEEN: "clear",
    AppointmentStatus.DID_NOT_COME: "refer",
}
_BUTTONS = {
    AppointmentStatus.ARRIVED: StepButton("arrive", gettext_lazy("Has arrived"), True),
    AppointmentStatus.DID_NOT_COME: StepButton("did_not_come", gettext_lazy("Did not come")),
    AppointmentStatus.BOOKED: StepButton("undo_arrival", gettext_lazy("Not here after all")),
}


def day(shown: date, today: date, appointments: Iterable[Appointment]) -> Day:
    """All appointments of one day."""
    return Day(
        title=date_format(shown, "l j F Y"),
        entries=[entry(one) for one in appointments],
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
        is_today=shown == today,
    )


def entry(one: Appointment) -> Entry:
    """One line of a day."""
    return Entry(
        at=one.starts_at,
        until=one.ends_at,
        name=one.person.full_name,
        note=_("%(service)s with %(therapist)s")
        % {"service": one.service.name, "therapist": one.therapist.user.name},
        state=one.get_status_display(),
        url=reverse("appointment", args=[one.id]),
        look=_LOOKS.get(AppointmentStatus(one.status), ""),
        over=one.status in {AppointmentStatus.CANCELLED, AppointmentStatus.DID_NOT_COME},
    )


def facts(one: Appointment) -> list[Fact]:
    """One appointment in full."""
    return [
        Fact(_("Service"), one.service.name),
        Fact(_("Therapist"), one.therapist.user.name),
        Fact(_("Place"), one.location.name if one.location else ""),
        Fact(_("Status"), one.get_status_display()),
        Fact(_("Note for the front desk"), one.note),
    ]


def buttons(one: Appointment) -> list[StepButton]:
    """What may happen to the appointment next, apart from moving and cancelling."""
    return [button for status, button in _BUTTONS.items() if may_become(one.status, status)]
