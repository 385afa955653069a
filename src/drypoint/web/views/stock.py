"""Needle lots: what is on the shelf, and whom a recalled lot touched."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock import queries
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.queries import needle_lots
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.stock import AdjustForm, RecallForm, ReceiveForm
from drypoint.web.presenters import stock as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.SEE_STOCK)
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Every lot, those that must leave the shelf first."""
    shown = presenter.shelf(queries.lots(request.clinic), on=accounts.today(request.clinic))
    return render(request, "stock/shelf.html", {"shelf": shown})


@staff_page(Permission.EDIT_STOCK)
def receive(request: HttpRequest) -> HttpResponse:
    """Packs that came; more of a lot that is here adds to it."""
    form = ReceiveForm(request.POST or None, initial=_like(request))
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            lot = lots.receive(by=request.actor, **form.cleaned_data)
            messages.success(request, _("On the shelf."))
            return redirect("needle_lot", lot.pk)
    return form_pages.show(
        request, form, title=_("Receive needles"), action=_("Put on the shelf"), crumbs=_crumbs()
    )


@staff_page(Permission.SEE_STOCK)
@require_safe
def lot(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """One lot; for those who may see charts, whom it touched."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id)
    shown = {
        "lot": found,
        "name": presenter.name(found),
        "facts": presenter.facts(found),
        "state": presenter.state(found, on=accounts.today(request.clinic)),
        "movements": presenter.movements(
            found.movements.select_related("made_by__user").order_by("-created_at", "-id")
        ),
        "crumbs": [*_crumbs(), Crumb(presenter.size(found))],
    }
    if request.actor.may(Permission.SEE_CHART):
        audit.opened(by=request.actor, subject=found)
        visits = list(needle_lots.visits_with(found))
        shown |= {"touched": presenter.touched(visits), "people_count": presenter.people_count(visits)}
    return render(request, "stock/lot.html", shown)


@staff_page(Permission.EDIT_STOCK)
def adjust(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """What stands on the shelf after a count, a loss or a disposal."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id)
    initial = {"revision": found.revision, "counted": found.packs}
    form = AdjustForm(request.POST or None, stands=found.packs, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        with refusals(form, on=found):
            lots.adjust(
                by=request.actor,
                lot=found,
                revision=said["revision"],
                packs=said["counted"] - found.packs,
                reason=said["reason"],
            )
            messages.success(request, _("Saved."))
            return redirect("needle_lot", found.pk)
    return form_pages.show(
        request,
        form,
        title=_("Correct the count"),
        action=_("Save"),
        crumbs=_crumbs(found),
        facts=presenter.facts(found),
    )


@staff_page(Permission.EDIT_STOCK)
def recall(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Block a lot at once."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id)
    form = RecallForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        with refusals(form, on=found):
            lots.recall(by=request.actor, lot=found, **form.cleaned_data)
            messages.success(request, _("Recalled. From now on no needle of it can be opened in a session."))
            return redirect("needle_lot", found.pk)
    return form_pages.show(
        request,
        form,
        title=_("Recall this lot?"),
        lead=_("A recall cannot be taken back."),
        action=_("Recall the lot"),
        crumbs=_crumbs(found),
        facts=presenter.facts(found),
        danger=True,
    )


def _like(request: HttpRequest) -> dict[str, object]:
    """The same needle as last time, for the next pack."""
    last = request.clinic.needle_lots.order_by("-created_at", "-id").first()
    return {name: getattr(last, name) for name in ("maker", "product")} if last else {}


def _crumbs(found: NeedleLot | None = None) -> list[Crumb]:
    crumbs = [Crumb(_("Needles"), reverse("stock"))]
    if found is not None:
        crumbs.append(Crumb(presenter.size(found), reverse("needle_lot", args=[found.pk])))
    return crumbs


urlpatterns = [
    path("stock/", shelf, name="stock"),
    path("stock/receive/", receive, name="needle_lot_receive"),
    path("stock/<uuid:lot_id>/", lot, name="needle_lot"),
    path("stock/<uuid:lot_id>/adjust/", adjust, name="needle_lot_adjust"),
    path("stock/<uuid:lot_id>/recall/", recall, name="needle_lot_recall"),
]
