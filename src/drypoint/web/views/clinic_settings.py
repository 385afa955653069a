"""Settings: what the clinic is, and what its named people have decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import clinics
from drypoint.clinic.diary import queries as diary
from drypoint.clinic.home_care.queries import last_choices
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.queries.questionnaires import last_texts
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.clinic_settings import DetailsForm
from drypoint.web.presenters import after_care, getting_started
from drypoint.web.presenters import clinic_settings as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """Everything that is set, with the way to change each."""
    clinic = request.clinic
    shown = {
        "getting_started": getting_started.steps(clinic, request.actor),
        "details": presenter.details(clinic),
        "locations": presenter.locations(queries.locations(clinic)),
        "services": presenter.services(diary.services(clinic)),
        "questionnaires": presenter.questionnaires(last_texts(clinic)),
        "thresholds": presenter.thresholds(queries.last_thresholds(clinic)),
        "after_care": after_care.choices(last_choices(clinic)),
        "switches": presenter.switches(queries.last_acceptances(clinic), queries.features(clinic)),
    }
    return render(request, "clinic_settings/settings.html", shown)


@staff_page(Permission.EDIT_CLINIC)
def revise(request: HttpRequest) -> HttpResponse:
    """Change the clinic's details."""
    clinic = request.clinic
    form = DetailsForm(request.POST) if request.method == "POST" else DetailsForm.of(clinic)
    if form.is_bound and form.is_valid():
        with refusals(form, on=clinic):
            clinics.revise(by=request.actor, clinic=clinic, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("settings")
    return form_pages.show(
        request,
        form,
        title=_("Clinic details"),
        action=_("Save"),
        crumbs=[Crumb(_("Settings"), reverse("settings"))],
    )


urlpatterns = [
    path("settings/", settings, name="settings"),
    path("settings/details/", revise, name="clinic_revise"),
]
