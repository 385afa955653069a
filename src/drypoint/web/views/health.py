"""Allergies, medicines, height and weight of a person: record, correct, or say that there is none."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.people.actions import allergies, measures, medicines
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import FactForm, fact_refusals
from drypoint.web.forms.health import AllergyForm, MeasureForm, MedicineForm, StopMedicineForm
from drypoint.web.presenters import health as presenter
from drypoint.web.presenters import people


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def allergy(request: HttpRequest, person_id: UUID, fact_id: UUID | None = None) -> HttpResponse:
    """One allergy, new or corrected."""
    person = _person(request, person_id)
    facts = person.allergies.filter(redacted_at__isnull=True)
    changed = get_object_or_404(facts, pk=fact_id) if fact_id is not None else None
    form = AllergyForm(request.POST or None, initial=_initial(changed, ("substance", "reaction")))

    def record(details: Mapping[str, Any]) -> None:
        allergies.record(by=request.actor, person=person, supersedes=form.corrected(facts), **details)

    return _answer(
        request, person, form, _("Allergy"), record, lambda: _newer(facts, changed), presenter.said_of_allergy
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def medicine(request: HttpRequest, person_id: UUID, fact_id: UUID | None = None) -> HttpResponse:
    """One medicine, new or corrected."""
    person = _person(request, person_id)
    facts = person.medicines.filter(redacted_at__isnull=True)
    changed = get_object_or_404(facts, pk=fact_id) if fact_id is not None else None
    form = MedicineForm(request.POST or None, initial=_initial(changed, ("text", "started_on")))

    def record(details: Mapping[str, Any]) -> None:
        medicines.record(by=request.actor, person=person, supersedes=form.corrected(facts), **details)

    return _answer(
        request,
        person,
        form,
        _("Medicine"),
        record,
        lambda: _newer(facts, changed),
        presenter.said_of_medicine,
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def medicine_stop(request: HttpRequest, person_id: UUID, fact_id: UUID) -> HttpResponse:
    """The last day of a medicine."""
    person = _person(request, person_id)
    entry = get_object_or_404(person.medicines.current().filter(none_taken=False), pk=fact_id)
    form = StopMedicineForm(request.POST or None, initial={"stopped_on": today(request.clinic)})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            medicines.stop(by=request.actor, entry=entry, stopped_on=form.cleaned_data["stopped_on"])
            messages.success(request, _("Saved."))
            return redirect("person", person.pk)
    shown = {**_frame(person), "form": form, "title": entry.text, "lead": _("No longer taken")}
    return render(request, "people/fact.html", shown, status=form.status)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def body_measure(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Height and weight on a day."""
    person = _person(request, person_id)
    form = MeasureForm(request.POST or None, initial={"measured_on": today(request.clinic)})

    def record(details: Mapping[str, Any]) -> None:
        measures.record(by=request.actor, person=person, **details)

    facts = person.body_measures.current()
    return _answer(
        request, person, form, _("Height and weight"), record, facts.first, presenter.said_of_measure
    )


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
@require_POST
def no_allergies(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Asked: none is known."""
    person = _person(request, person_id)
    allergies.record_none_known(
        by=request.actor, person=person, supersedes=person.allergies.current().filter(none_known=True).first()
    )
    messages.success(request, _("Saved."))
    return redirect("person", person.pk)


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
@require_POST
def no_medicines(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Asked: none is taken."""
    person = _person(request, person_id)
    medicines.record_none_taken(by=request.actor, person=person, on=today(request.clinic))
    messages.success(request, _("Saved."))
    return redirect("person", person.pk)


def _answer(
    request: HttpRequest,
    person: Person,
    form: FactForm,
    title: str,
    record: Callable[[Mapping[str, Any]], None],
    standing: Callable[[], Any],
    in_words: Callable[[Any], list[tuple[object, object]]],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        details = {name: value for name, value in form.cleaned_data.items() if name != "supersedes"}
        with fact_refusals(form, standing=standing, in_words=in_words):
            record(details)
            messages.success(request, _("Saved."))
            return redirect("person", person.pk)
    shown = {**_frame(person), "form": form, "title": title, "lead": ""}
    return render(request, "people/fact.html", shown, status=form.status)


def _initial(changed: Any, names: tuple[str, ...]) -> dict[str, Any]:
    if changed is None:
        return {}
    return {"supersedes": changed.pk, **{name: getattr(changed, name) for name in names}}


def _newer(facts: Any, changed: Any) -> Any:
    return facts.filter(supersedes=changed).first() if changed is not None else None


def _person(request: HttpRequest, person_id: UUID) -> Person:
    found: Person = get_object_or_404(request.clinic.people.select_related("clinic"), pk=person_id)
    return found


def _frame(person: Person) -> dict[str, Any]:
    return {"person": person, "strip": people.strip(person)}


urlpatterns = [
    path("people/<uuid:person_id>/allergies/new/", allergy, name="allergy_new"),
    path("people/<uuid:person_id>/allergies/none/", no_allergies, name="allergy_none"),
    path("people/<uuid:person_id>/allergies/<uuid:fact_id>/", allergy, name="allergy"),
    path("people/<uuid:person_id>/medicines/new/", medicine, name="medicine_new"),
    path("people/<uuid:person_id>/medicines/none/", no_medicines, name="medicine_none"),
    path("people/<uuid:person_id>/medicines/<uuid:fact_id>/", medicine, name="medicine"),
    path("people/<uuid:person_id>/medicines/<uuid:fact_id>/stop/", medicine_stop, name="medicine_stop"),
    path("people/<uuid:person_id>/measures/new/", body_measure, name="body_measure_new"),
]
