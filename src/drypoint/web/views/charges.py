"""The codes of a visit and its superbill: confirmed, printed, replaced, voided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.charges.actions import superbills
from drypoint.clinic.charges.diagnoses import RELEASE, search
from drypoint.clinic.charges.models import Superbill
from drypoint.clinic.charges.queries import as_bill, bills_of_visit, current_bill, fees, superbill_content
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.followup.models import Note
from drypoint.clinic.followup.queries.note_treatment import procedure_code
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import Visit, VisitStatus
from drypoint.clinic.visits.queries.sessions import session_state
from drypoint.documents import superbill as typeset_superbill
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.charges import BillForm, VoidForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import charges as presenter
from drypoint.web.presenters import notes as notes_presenter
from drypoint.web.presenters.csv_rows import as_csv, download
from drypoint.web.presenters.parts import Crumb
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
def charges(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Codes to confirm, with each bill of the visit; posting issues one."""
    visit = visit_of(request, visit_id)
    last = current_bill(visit)
    shown: dict[str, Any] = {
        **frame(visit, _("Codes and superbill")),
        "bills": [presenter.bill(one) for one in bills_of_visit(visit)],
        "last": last,
        "may_void": last is not None and not hasattr(last, "void") and last.redacted_at is None,
        "may_sign": request.actor.may(Permission.SIGN),
        "release": RELEASE,
        "asked": (asked := request.GET.get("q", "").strip()[:80]),
        "found": search(asked),
    }
    if visit.status != VisitStatus.SIGNED:
        return render(request, "charges/charges.html", shown)
    note = visit.note
    proposed = procedure_code(session_state(visit), visit.clinic)
    form = _form(request, visit, note, last)
    if request.method == "POST" and form.is_valid():
        with fact_refusals(form, standing=lambda: current_bill(visit), in_words=presenter.said_bill):
            superbills.issue(
                by=request.actor,
                visit=visit,
                services=form.services,
                diagnoses=form.diagnosis_codes,
                needling=form.needling_code,
                language=form.cleaned_data["language"],
                supersedes=form.corrected(visit.superbills.all()),
                reason=form.cleaned_data.get("reason", ""),
            )
            messages.success(request, _("The superbill is issued."))
            return redirect("charges", visit.pk)
    shown |= {
        "form": form,
        "note": note,
        "code": notes_presenter.code(proposed),
        "rule": visit.clinic.get_unit_rule_display(),
        "has_fees": fees(visit.clinic).filter(in_use=True).exists(),
    }
    return render(request, "charges/charges.html", shown, status=form.status)


def _form(request: HttpRequest, visit: Visit, note: Note, last: Superbill | None) -> BillForm:
    treatments = list(visit.other_treatments.current().order_by("recorded_at", "id"))
    proposed = procedure_code(session_state(visit), visit.clinic)
    before = (
        last
        or request.clinic.superbills.filter(visit__episode=visit.episode, redacted_at__isnull=True)
        .order_by("-number")
        .first()
    )
    known = as_bill(before).diagnoses if before is not None and before.redacted_at is None else ()
    return BillForm(
        request.POST if request.method == "POST" else None,
        treatments=treatments,
        fees=list(fees(visit.clinic).filter(in_use=True)),
        asks_needling=proposed is not None and not note.procedure_code,
        replaces=last is not None,
        initial={
            "language": "es" if visit.episode.person.language.startswith("es") else "en",
            "needling": proposed.code if proposed is not None else "",
            "diagnoses": ", ".join(one.code for one in known),
            "supersedes": last.pk if last is not None else None,
        },
    )


@staff_page(Permission.SEE_CHART, change=Permission.SIGN)
def void(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Say that the visit's bill no longer counts."""
    visit = visit_of(request, visit_id)
    last = _last(visit)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            superbills.void(by=request.actor, superbill=last, reason=form.cleaned_data["reason"])
            messages.success(request, _("The superbill is void."))
            return redirect("charges", visit.pk)
    return form_pages.show(
        request,
        form,
        title=_("Void bill %(number)d?") % {"number": last.number},
        action=_("Void it"),
        lead=_("It stays on record as it was, marked void. Then a new one may be issued."),
        crumbs=[Crumb(_("Codes and superbill"), reverse("charges", args=[visit.pk]))],
        danger=True,
    )


@staff_page(Permission.SEE_CHART)
@require_safe
def pdf(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The last bill of the visit on paper, the same to the byte each time."""
    visit = visit_of(request, visit_id)
    last = _last(visit)
    asked = request.GET.get("language") or visit.episode.person.language
    content = superbill_content(
        [last], person=visit.episode.person, language="es" if asked.startswith("es") else "en"
    )
    response = HttpResponse(typeset_superbill(content), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="superbill.pdf"'
    return response


@staff_page(Permission.SEE_CHART)
@require_safe
def csv(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """The last bill of the visit for a spreadsheet."""
    visit = visit_of(request, visit_id)
    return download(as_csv(presenter.CSV_HEAD, presenter.csv_rows([_last(visit)])), "superbill.csv")


def _last(visit: Visit) -> Superbill:
    found: Superbill = get_object_or_404(
        visit.superbills.select_related("void", "clinic", "visit__episode__person"),
        superseded_by__isnull=True,
    )
    if found.redacted_at is not None:
        raise NotAllowedNow(_("This bill was blanked; nothing is left to print."))
    return found


urlpatterns = [
    path("visits/<uuid:visit_id>/charges/", charges, name="charges"),
    path("visits/<uuid:visit_id>/charges/void/", void, name="superbill-void"),
    path("visits/<uuid:visit_id>/charges/superbill.pdf", pdf, name="superbill-pdf"),
    path("visits/<uuid:visit_id>/charges/superbill.csv", csv, name="superbill-csv"),
]
