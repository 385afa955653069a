"""Redaction: choose what to blank in a chart, see what it reaches, say why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.actions import chart_redactions
from drypoint.clinic.followup.queries import redactable
from drypoint.clinic.people.models import Person
from drypoint.clinic.permissions import Permission
from drypoint.clinic.records import Fact
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.redactions import RedactForm
from drypoint.web.presenters import people
from drypoint.web.presenters import redactions as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.REDACT)
@require_safe
def listing(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything in this chart that has content to blank."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    audit.opened(by=request.actor, subject=person)
    shown: dict[str, Any] = {
        "person": person,
        "strip": people.strip(person, with_chart=True),
        "rows": presenter.rows(redactable.facts_about(person), person),
    }
    return render(request, "redactions/list.html", shown)


@staff_page(Permission.REDACT)
def redact(request: HttpRequest, person_id: UUID, kind: str, fact_id: UUID) -> HttpResponse:
    """What is blanked, listed first; then the reason."""
    person = get_object_or_404(request.clinic.people, pk=person_id)
    fact = _fact(person, kind, fact_id)
    note = redactable.note_quoting(fact)
    form = RedactForm(request.POST or None, has_note=note is not None, initial={"with_note": True})
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            chart_redactions.redact(
                by=request.actor,
                fact=fact,
                reason=form.cleaned_data["reason"],
                note=note if form.cleaned_data.get("with_note") else None,
            )
            messages.success(request, _("Blanked. Who did it, when and why stays on record."))
            return redirect("redactions", person.pk)
    elif request.method != "POST":
        audit.opened(by=request.actor, subject=fact)
    return form_pages.show(
        request,
        form,
        title=_("Blank this for good?"),
        lead=_("%(what)s. The content cannot be brought back; that something stood here can be seen.")
        % {"what": presenter.noun(fact)},
        action=_("Blank it"),
        crumbs=[
            Crumb(person.full_name, reverse("person", args=[person.pk])),
            Crumb(_("Redact"), reverse("redactions", args=[person.pk])),
        ],
        facts=presenter.reach(fact),
        danger=True,
    )


def _fact(person: Person, kind: str, fact_id: UUID) -> Fact:
    found = next((one for one in redactable.facts_about(person, kind) if one.pk == fact_id), None)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("people/<uuid:person_id>/redact/", listing, name="redactions"),
    path("people/<uuid:person_id>/redact/<slug:kind>/<uuid:fact_id>/", redact, name="redact"),
]
