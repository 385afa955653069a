"""Which codes the clinic bills, and all bills of a period for a spreadsheet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.charges.actions import fees as fee_actions
from drypoint.clinic.charges.models import CodeFee
from drypoint.clinic.charges.queries import fees as fees_of
from drypoint.clinic.permissions import Permission
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.charges import FeeForm
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.presenters import charges as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.EDIT_CLINIC)
@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """Every code with its fee."""
    shown = {
        "table": presenter.fees(fees_of(request.clinic), request.clinic.currency),
        "crumbs": [Crumb(_("Settings"), reverse("settings")), Crumb(_("Codes and fees"))],
        "rule": request.clinic.get_unit_rule_display(),
    }
    return render(request, "charges/fees.html", shown)


@staff_page(Permission.EDIT_CLINIC)
def add(request: HttpRequest) -> HttpResponse:
    """A code that the clinic did not bill before."""
    return _save(request, FeeForm(request.POST or None), None)


@staff_page(Permission.EDIT_CLINIC)
def revise(request: HttpRequest, fee_id: UUID) -> HttpResponse:
    """Another fee, other words or modifiers from now on."""
    shown: CodeFee = get_object_or_404(request.clinic.code_fees, pk=fee_id)
    form = FeeForm(request.POST) if request.method == "POST" else FeeForm.of(shown)
    form.keep_code()
    return _save(request, form, shown)


def _save(request: HttpRequest, form: FeeForm, shown: CodeFee | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        code = shown.code if shown is not None else form.details["code"]
        standing = fees_of(request.clinic).filter(code=code)
        with fact_refusals(form, standing=standing.first, in_words=presenter.said_fee):
            fee_actions.set_fee(
                by=request.actor,
                clinic=request.clinic,
                supersedes=form.corrected(request.clinic.code_fees.filter(code=code)),
                **(form.details | {"code": code}),
            )
            messages.success(request, _("Saved. Bills that were issued keep what they said."))
            return redirect("fees")
    return form_pages.show(
        request,
        form,
        title=_("New code") if shown is None else _("Change %(name)s") % {"name": shown.code},
        action=_("Save"),
        crumbs=[Crumb(_("Settings"), reverse("settings")), Crumb(_("Codes and fees"), reverse("fees"))],
    )


urlpatterns = [
    path("settings/fees/", fees, name="fees"),
    path("settings/fees/new/", add, name="fee_add"),
    path("settings/fees/<uuid:fee_id>/", revise, name="fee_revise"),
]
