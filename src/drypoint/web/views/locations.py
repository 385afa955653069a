"""Places where the clinic treats: add, change, take out of use."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.actions import locations
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.clinic_settings import LocationForm, LocationReviseForm
from drypoint.web.forms.staff import SureForm
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
def add(request: HttpRequest) -> HttpResponse:
    """A new one."""
    form = LocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            locations.add(by=request.actor, **form.cleaned_data)
            messages.success(request, _("Added."))
            return redirect(_home())
    return form_pages.show(request, form, title=_("New place"), action=_("Add"), crumbs=_crumbs())


@staff_page(Permission.EDIT_CLINIC)
def revise(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Change it."""
    found = get_object_or_404(request.clinic.locations, pk=location_id)
    form = LocationReviseForm(request.POST) if request.method == "POST" else LocationReviseForm.of(found)
    if form.is_bound and form.is_valid():
        with refusals(form, on=found):
            locations.revise(by=request.actor, location=found, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect(_home())
    return form_pages.show(
        request,
        form,
        title=_("Change %(name)s") % {"name": found.name},
        action=_("Save"),
        crumbs=_crumbs(),
        other=(_("Take out of use"), reverse("location_archive", args=[found.pk])),
    )


@staff_page(Permission.EDIT_CLINIC)
def archive(request: HttpRequest, location_id: UUID) -> HttpResponse:
    """Take it out of use; what happened keeps naming it."""
    found = get_object_or_404(request.clinic.locations, pk=location_id)
    form = SureForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            locations.archive(by=request.actor, location=found, **form.cleaned_data)
            messages.success(request, _("Taken out of use."))
            return redirect(_home())
    return form_pages.show(
        request,
        form,
        title=_("Take %(name)s out of use?") % {"name": found.name},
        action=_("Take out of use"),
        lead=_("It can no longer be chosen; what is booked already keeps it."),
        crumbs=_crumbs(),
        danger=True,
    )


def _home() -> str:
    return reverse("settings") + "#locations"


def _crumbs() -> list[Crumb]:
    return [Crumb(_("Settings"), _home())]


urlpatterns = [
    path("settings/locations/new/", add, name="location_add"),
    path("settings/locations/<uuid:location_id>/", revise, name="location_revise"),
    path("settings/locations/<uuid:location_id>/end/", archive, name="location_archive"),
]
