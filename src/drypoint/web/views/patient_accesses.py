"""A person's own sign-in: give it, end it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drypoint.clinic.accounts.queries import awaits_set_up
from drypoint.clinic.people.actions import access
from drypoint.clinic.permissions import Permission
from drypoint.web import first_passwords
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.health import AccessForm, RevokeForm
from drypoint.web.presenters import people
from drypoint.web.presenters.check_ins import qr_code
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_PEOPLE)
def grant(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let the person sign in and see their own care."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    form = AccessForm(request.POST or None, initial={"email": person.email})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            password = first_passwords.first_password(form.cleaned_data["email"])
            given = access.grant(by=request.actor, person=person, password=password, **form.cleaned_data)
            if password is not None:
                first_passwords.mail_link(request, given.user, clinic=request.clinic)
            elif not awaits_set_up(given.user):
                messages.success(request, _("They can sign in now, with the password that they have."))
            return redirect("person", person.pk)
    shown = {
        "person": person,
        "strip": people.strip(person, with_chart=request.actor.may(Permission.SEE_CHART)),
        "form": form,
        "title": _("Own sign-in"),
        "lead": _("For their appointments, forms, after-care and check-ins."),
    }
    return render(request, "people/fact.html", shown, status=form.status)


@staff_page(Permission.EDIT_PEOPLE)
@require_POST
def set_up_link(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The link with which the person sets a password, to hand over; works once."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    found = get_object_or_404(person.patient_accesses.filter(revoked_at__isnull=True).select_related("user"))
    if not awaits_set_up(found.user):
        messages.info(
            request, _("They have set a password already; a lost one is reset on the sign-in page.")
        )
        return redirect("person", person.pk)
    link = request.build_absolute_uri(first_passwords.path_for(found.user))
    shown = {
        "user_named": found.user,
        "back": reverse("person", args=[person.pk]),
        "link": link,
        "code": qr_code(link),
        "crumbs": [Crumb(person.full_name, reverse("person", args=[person.pk])), Crumb(_("Way in"))],
    }
    return render(request, "staff/set_up_link.html", shown)


@staff_page(Permission.EDIT_PEOPLE)
def revoke(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End the sign-in at once."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    found = get_object_or_404(person.patient_accesses.filter(revoked_at__isnull=True).select_related("user"))
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            access.revoke(by=request.actor, access=found)
            messages.success(request, _("The sign-in is ended."))
            return redirect("person", person.pk)
    shown = {
        "person": person,
        "strip": people.strip(person, with_chart=request.actor.may(Permission.SEE_CHART)),
        "form": form,
        "words": found.user.email,
    }
    return render(request, "people/revoke.html", shown, status=form.status)


urlpatterns = [
    path("people/<uuid:person_id>/sign-in/", grant, name="access_grant"),
    path("people/<uuid:person_id>/sign-in/way-in/", set_up_link, name="access_set_up_link"),
    path("people/<uuid:person_id>/sign-in/end/", revoke, name="access_revoke"),
]
