"""Visits: start one from the episode or from an appointment, and its way step by step."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.diary.queries import day_of
from drypoint.clinic.diary.states import LIVE
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.home_care.queries import programmes_before
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.actions import visits
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.visits import FromPaperForm
from drypoint.web.presenters import charts
from drypoint.web.presenters import exercises as exercises_presenter
from drypoint.web.presenters import visits as presenter
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
@require_POST
def start(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Start a visit of the episode now; today's appointment of the person goes with it."""
    episode = get_object_or_404(request.clinic.episodes.ongoing().select_related("person"), pk=episode_id)
    appointment = _appointment_today(request, episode)
    visit = visits.start(
        by=request.actor,
        episode=episode,
        therapist=request.membership,
        started_at=timezone.now(),
        appointment=appointment,
    )
    return redirect("visit", visit.pk)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def from_paper(request: HttpRequest, episode_id: UUID) -> HttpResponse:
    """Enter a visit that was worked on paper: when it took place, and who wrote it down."""
    episode = get_object_or_404(request.clinic.episodes.ongoing().select_related("person"), pk=episode_id)
    form = FromPaperForm(request.POST or None, zone=request.clinic.zone)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            visit = visits.start(
                by=request.actor, episode=episode, therapist=request.membership, **form.details
            )
            messages.success(request, _("Now enter what stands on the paper, and keep the paper."))
            return redirect("visit", visit.pk)
    return form_pages.show(
        request,
        form,
        title=_("Enter a visit from paper"),
        lead=_(
            "For a visit that was worked with the downtime pack. The note says that it was entered later."
        ),
        action=_("Begin"),
        crumbs=charts.crumbs(episode, here="paper")[:-1],
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def start_from_appointment(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Start the visit of an appointment: at once where the person has one ongoing episode, else choose."""
    appointment = get_object_or_404(
        request.clinic.appointments.select_related("person", "service", "therapist__user"), pk=appointment_id
    )
    started = request.clinic.visits.filter(appointment=appointment).first()
    if started is not None:
        return redirect("visit", started.pk)
    ongoing = list(
        appointment.person.episodes.ongoing().select_related("therapist__user").order_by("-opened_on", "-id")
    )
    if not ongoing:
        messages.info(request, _("Open an episode first: what does the person come with?"))
        return redirect("episode_open", appointment.person_id)
    chosen = [one for one in ongoing if str(one.pk) == request.POST.get("episode", "")]
    if request.method == "POST" and chosen:
        visit = visits.start(
            by=request.actor,
            episode=chosen[0],
            therapist=request.membership,
            started_at=timezone.now(),
            appointment=appointment,
        )
        return redirect("visit", visit.pk)
    shown = {"appointment": appointment, "episodes": ongoing}
    return render(request, "visits/start.html", shown, status=422 if request.method == "POST" else 200)


@staff_page(Permission.SEE_CHART)
@require_safe
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The way of the visit, with one next step."""
    found = visit_of(request, visit_id)
    framed = frame(found, "")
    before = programmes_before(found, today=today(request.clinic))
    shown = {
        "at_home": exercises_presenter.at_home(before) if before is not None else None,
        **framed,
        "episode": found.episode,
        "page": presenter.present(found, framed["known"], request.actor),
    }
    return render(request, "visits/visit.html", shown)


def _appointment_today(request: HttpRequest, episode: Episode) -> Appointment | None:
    start, end = day_of(request.clinic, today(request.clinic))
    found: Appointment | None = (
        request.clinic.appointments.filter(
            person_id=episode.person_id,
            starts_at__gte=start,
            starts_at__lt=end,
            status__in=sorted(LIVE),
            visit__isnull=True,
        )
        .order_by("starts_at")
        .first()
    )
    return found


urlpatterns = [
    path("episodes/<uuid:episode_id>/visits/start/", start, name="visit_start"),
    path("episodes/<uuid:episode_id>/visits/from-paper/", from_paper, name="visit_from_paper"),
    path("appointments/<uuid:appointment_id>/visit/", start_from_appointment, name="visit_from_appointment"),
    path("visits/<uuid:visit_id>/", visit, name="visit"),
]
