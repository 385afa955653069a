"""The diary: a day, an appointment, booking."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.diary import queries
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.diary.states import AppointmentStatus, may_become
from drypoint.clinic.people import queries as people
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.diary import BookForm, CancelForm, DayForm, MoveForm, StepForm
from drypoint.web.forms.people import SearchForm
from drypoint.web.presenters import diary as presenter
from drypoint.web.presenters.people import strip

OVER = frozenset({AppointmentStatus.CANCELLED, AppointmentStatus.DID_NOT_COME})
MOVES: dict[str, Callable[..., None]] = {
    "arrive": appointments.arrive,
    "undo_arrival": appointments.undo_arrival,
    "did_not_come": appointments.did_not_come,
}


@staff_page(Permission.SEE_DIARY)
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """One day, of everybody or of one therapist."""
    today = accounts.today(request.clinic)
    form = DayForm(request.GET or None, clinic=request.clinic, initial={"day": today})
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    shown = asked.get("day") or today
    found = queries.today(request.clinic, shown, asked.get("therapist"))
    return render(
        request,
        "diary/day.html",
        {"form": form, "shown": presenter.day(shown, today, found), "therapist": asked.get("therapist")},
    )


@staff_page(Permission.EDIT_DIARY)
def book(request: HttpRequest) -> HttpResponse:
    """First who, then when and with whom."""
    form = BookForm(request.POST or None, clinic=request.clinic)
    person_id = form.data.get("person") or request.GET.get("person", "")
    person = (
        request.clinic.people.filter(pk=person_id, archived_at__isnull=True).first()
        if _key(person_id)
        else None
    )
    if person is None:
        search = SearchForm(request.GET)
        asked = search.cleaned_data["q"] if search.is_valid() else ""
        found = people.listing(request.clinic, asked).people if asked else []
        return render(request, "diary/whom.html", {"search": search, "asked": asked, "people": found})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            booked = appointments.book(by=request.actor, **form.cleaned_data)
            messages.success(request, _("Booked."))
            return redirect("appointment", booked.id)
    if not form.is_bound:
        only = accounts.therapists(request.clinic)[:2]
        form = BookForm(
            clinic=request.clinic,
            initial={"person": person.id, "therapist": only[0].id if len(only) == 1 else None},
        )
    shown = {"form": form, "person": person, "strip": strip(person)}
    return render(request, "diary/book.html", shown, status=form.status)


@staff_page(Permission.SEE_DIARY)
@require_safe
def appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """One appointment with what may happen to it next."""
    found = _found(request, appointment_id)
    shown = {
        "appointment": found,
        "strip": strip(found.person),
        "facts": presenter.facts(found),
        "buttons": presenter.buttons(found),
        "may_move": found.status == AppointmentStatus.BOOKED,
        "may_visit": found.status not in OVER and request.actor.may(Permission.EDIT_CHART),
        "may_cancel": may_become(found.status, AppointmentStatus.CANCELLED),
    }
    return render(request, "diary/appointment.html", shown)


@staff_page(Permission.SEE_DIARY, change=Permission.EDIT_DIARY)
@require_POST
def step(request: HttpRequest, appointment_id: UUID, move: str) -> HttpResponse:
    """Arrived, not here after all, did not come."""
    found = _found(request, appointment_id)
    form = StepForm(request.POST)
    if move not in MOVES or not form.is_valid():
        raise Http404
    MOVES[move](by=request.actor, appointment=found, revision=form.cleaned_data["revision"])
    messages.success(request, _("Saved."))
    return redirect("appointment", found.id)


@staff_page(Permission.EDIT_DIARY)
def move(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Another time, therapist or place."""
    found = _found(request, appointment_id)
    form = (
        MoveForm(request.POST, clinic=request.clinic)
        if request.method == "POST"
        else MoveForm.of(found, request.clinic)
    )
    if form.is_bound and form.is_valid():
        with refusals(form, on=found):
            appointments.move(by=request.actor, appointment=found, **form.cleaned_data)
            messages.success(request, _("Moved."))
            return redirect("appointment", found.id)
    shown = {"form": form, "appointment": found, "strip": strip(found.person)}
    return render(request, "diary/move.html", shown, status=form.status)


@staff_page(Permission.EDIT_DIARY)
def cancel(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Asks before it cancels."""
    found = _found(request, appointment_id)
    form = CancelForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            appointments.cancel(by=request.actor, appointment=found, **form.cleaned_data)
            messages.success(request, _("Cancelled."))
            return redirect("appointment", found.id)
    shown = {
        "form": form,
        "appointment": found,
        "strip": strip(found.person),
        "cancel_url": reverse("appointment", args=[found.id]),
    }
    return render(request, "diary/cancel.html", shown, status=form.status)


def _found(request: HttpRequest, appointment_id: UUID) -> Appointment:
    related = request.clinic.appointments.select_related("person", "service", "therapist__user", "location")
    return get_object_or_404(related, pk=appointment_id)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


urlpatterns = [
    path("diary/", day, name="diary"),
    path("diary/book/", book, name="appointment_book"),
    path("diary/<uuid:appointment_id>/", appointment, name="appointment"),
    path("diary/<uuid:appointment_id>/move/", move, name="appointment_move"),
    path("diary/<uuid:appointment_id>/cancel/", cancel, name="appointment_cancel"),
    path("diary/<uuid:appointment_id>/<slug:move>/", step, name="appointment_step"),
]
