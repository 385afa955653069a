"""Superbills of a person in a period: list, paper and spreadsheet."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.charges.queries import bills_between, superbill_content
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.documents import Language, superbill, written_date
from drypoint.terms import InvalidInput
from drypoint.web.access import staff_page
from drypoint.web.forms.charges import PeriodForm
from drypoint.web.presenters import charges as presenter
from drypoint.web.presenters import people
from drypoint.web.presenters.csv_rows import as_csv, download
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.SEE_CHART)
@require_safe
def listing(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Bills of these days, by default of this year so far."""
    person = _person(request, person_id)
    form = _asked(request)
    rows = bills_between(request.clinic, **_days(form), person=person) if form.is_valid() else []
    shown = {
        "person": person,
        "strip": people.strip(person),
        "crumbs": [Crumb(_("People"), reverse("people")), Crumb(_("Superbills"))],
        "form": form,
        "table": presenter.period(rows),
        "query": request.GET.urlencode(),
    }
    return render(request, "charges/period.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART)
@require_safe
def pdf(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The bills of the period on paper, with their total."""
    person = _person(request, person_id)
    days = _valid(request)
    asked = request.GET.get("language") or person.language
    language: Language = "es" if asked.startswith("es") else "en"
    rows = bills_between(request.clinic, **days, person=person)
    period = f"{written_date(days['first'], language)} – {written_date(days['last'], language)}"
    content = superbill_content(rows, person=person, language=language, period=period)
    response = HttpResponse(superbill(content), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="superbills.pdf"'
    return response


@staff_page(Permission.SEE_CHART)
@require_safe
def csv(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The bills of the period for a spreadsheet."""
    person = _person(request, person_id)
    rows = bills_between(request.clinic, **_valid(request), person=person)
    return download(as_csv(presenter.CSV_HEAD, presenter.csv_rows(rows)), "superbills.csv")


def _person(request: HttpRequest, person_id: UUID) -> Person:
    person: Person = get_object_or_404(request.clinic.people.select_related("clinic"), pk=person_id)
    audit.opened(by=request.actor, subject=person)
    return person


def _asked(request: HttpRequest) -> PeriodForm:
    if "first" in request.GET:
        return PeriodForm(request.GET)
    on = today(request.clinic)
    return PeriodForm({"first": on.replace(month=1, day=1).isoformat(), "last": on.isoformat()})


def _valid(request: HttpRequest) -> dict[str, date]:
    form = _asked(request)
    if not form.is_valid():
        raise InvalidInput(_("Give the first and the last day of the period."), where="first")
    return _days(form)


def _days(form: PeriodForm) -> dict[str, date]:
    return {"first": form.cleaned_data["first"], "last": form.cleaned_data["last"]}


urlpatterns = [
    path("people/<uuid:person_id>/superbills/", listing, name="superbills"),
    path("people/<uuid:person_id>/superbills/superbills.pdf", pdf, name="superbills-pdf"),
    path("people/<uuid:person_id>/superbills/superbills.csv", csv, name="superbills-csv"),
]
