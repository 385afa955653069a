"""People: find, register, see, change."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.queries import awaits_set_up
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.diary import queries as diary
from drypoint.clinic.people import queries
from drypoint.clinic.people.actions import people
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.people import RegisterForm, ReviseForm, SearchForm
from drypoint.web.presenters import health
from drypoint.web.presenters import people as presenter

SHOWN = 5
"""Appointments on a person's page; the diary shows all."""


@staff_page(Permission.SEE_PEOPLE)
def listing(request: HttpRequest) -> HttpResponse:
    """The list, searched; htmx asks for the rows alone."""
    search = SearchForm(request.GET)
    asked = search.cleaned_data["q"] if search.is_valid() else ""
    page = queries.listing(request.clinic, asked, after=_key(request.GET.get("after", "")))
    shown = {
        "search": search,
        "asked": asked,
        "table": presenter.table(page.people),
        "next_after": page.next_after,
        "begun": "after" in request.GET,
    }
    template = "people/rows.html" if request.htmx else "people/list.html"
    return render(request, template, shown)


@staff_page(Permission.EDIT_PEOPLE)
def register(request: HttpRequest) -> HttpResponse:
    """A new person; asks back when somebody alike is known."""
    form = RegisterForm(request.POST or None, initial={"language": request.clinic.language})
    doubles = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["not_a_double"]:
            doubles = queries.possible_doubles(
                request.clinic,
                given_name=form.cleaned_data["given_name"],
                family_name=form.cleaned_data["family_name"],
                birth_date=form.cleaned_data["birth_date"],
            )
        if doubles:
            form.ask_about_doubles()
        else:
            with refusals(form):
                person = people.register(by=request.actor, **form.details)
                messages.success(request, _("%(name)s is registered.") % {"name": person.full_name})
                return redirect("person", person.id)
    shown = {"form": form, "doubles": presenter.table(doubles) if doubles else None}
    return render(request, "people/register.html", shown, status=form.status)


@staff_page(Permission.SEE_PEOPLE)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: contact, and for those who may see it the way into the chart."""
    found = get_object_or_404(request.clinic.people, pk=person_id)
    audit.opened(by=request.actor, subject=found)
    chart = request.actor.may(Permission.SEE_CHART)
    access = found.patient_accesses.filter(revoked_at__isnull=True).select_related("user").first()
    shown = {
        "person": found,
        "strip": presenter.strip(found, with_chart=chart),
        "contact": presenter.contact(found),
        "access": access,
        "awaits_set_up": access is not None and awaits_set_up(access.user),
    }
    if request.actor.may(Permission.SEE_DIARY):
        shown["appointments"] = diary.upcoming(found, now=timezone.now())[:SHOWN]
    if chart:
        shown["episodes"] = found.episodes.select_related("therapist__user").order_by("-opened_on", "-id")
        shown["health"] = health.present(found)
        shown["documents"] = presenter.documents(found)
    return render(request, "people/person.html", shown)


@staff_page(Permission.EDIT_PEOPLE)
def revise(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change details, unless somebody else did meanwhile."""
    found = get_object_or_404(request.clinic.people, pk=person_id)
    form = ReviseForm(request.POST) if request.method == "POST" else ReviseForm.of(found)
    if form.is_bound and form.is_valid():
        with refusals(form, on=found):
            people.revise_details(
                by=request.actor, person=found, revision=form.cleaned_data["revision"], **form.details
            )
            messages.success(request, _("Saved."))
            return redirect("person", found.id)
    strip = presenter.strip(found, with_chart=request.actor.may(Permission.SEE_CHART))
    shown = {"form": form, "person": found, "strip": strip}
    return render(request, "people/revise.html", shown, status=form.status)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


urlpatterns = [
    path("people/", listing, name="people"),
    path("people/new/", register, name="person_register"),
    path("people/<uuid:person_id>/", person, name="person"),
    path("people/<uuid:person_id>/details/", revise, name="person_revise"),
]
