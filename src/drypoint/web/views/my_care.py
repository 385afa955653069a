"""The first page of a patient: what is next, what to fill in, what was given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.accounts.queries import today as today_of
from drypoint.clinic.diary.states import AppointmentStatus
from drypoint.clinic.home_care.queries import programmes_of_person
from drypoint.clinic.visits.queries.consents import current_consent
from drypoint.web.access import patient_page
from drypoint.web.presenters.consents import standing


@patient_page
@require_safe
def my_care(request: HttpRequest) -> HttpResponse:
    """Own appointments, questions, drawing, consents, exercises, after-care sheets, open check-ins."""
    now = timezone.now()
    clinic, person = request.clinic, request.person
    today = today_of(clinic)
    coming = clinic.appointments.filter(
        person=person, starts_at__gte=now, status=AppointmentStatus.BOOKED
    ).select_related("service", "therapist__user", "location")
    visits = clinic.visits.filter(episode__person=person)
    check_ins = clinic.check_in_invitations.filter(
        visit__in=visits,
        revoked_at__isnull=True,
        expires_at__gt=now,
        check_ins__isnull=True,
    )
    sheets = clinic.after_care_sheets.current().filter(visit__in=visits)
    consents = [current_consent(episode) for episode in person.episodes.ongoing().order_by("opened_on")]
    questions = visits.open().filter(screenings__isnull=True)
    asks = Feature.PATIENT_SCREENING_AND_TRIAGE in features(clinic)
    undrawn = visits.open().filter(episode__closed_on__isnull=True, pain_drawings__isnull=True)
    shown = {
        "person": person,
        "pain_to_draw": undrawn.exists(),
        "questions": questions.order_by("started_at") if asks else [],
        "consents": [(one, standing(one)) for one in consents if one is not None],
        "appointments": coming.order_by("starts_at")[:5],
        "check_ins": check_ins.order_by("due_at"),
        "after_care": sheets.order_by("-given_at")[:5],
        "programmes": [(one, one.day(today)) for one in programmes_of_person(person, today=today)],
    }
    return render(request, "my/my_care.html", shown)


urlpatterns = [path("my/", my_care, name="my_care")]
