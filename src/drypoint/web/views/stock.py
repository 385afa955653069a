"""Needle lots: what is on the shelf, and whom a recalled lot touched."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.incidents import queries as incidents
from drypoint.clinic.incidents.actions import recall_notices
from drypoint.clinic.incidents.models import RecallNotice
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock import queries
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries import needle_lots
from drypoint.web import form_pages
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.facts import fact_refusals
from drypoint.web.forms.stock import AdjustForm, CodeForm, RecallForm, ReceiveForm, ToldForm
from drypoint.web.presenters import csv_rows, lot_codes
from drypoint.web.presenters import stock as presenter
from drypoint.web.presenters.parts import Crumb, Fact


@staff_page(Permission.SEE_STOCK)
@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """Every lot, those that must leave the shelf first."""
    asked = request.GET.get("soon", "")
    days = int(asked) if asked in map(str, presenter.DAYS_TO_CHOOSE) else presenter.EXPIRES_SOON_DAYS
    shown = presenter.shelf(
        queries.lots(request.clinic),
        on=accounts.today(request.clinic),
        soon_days=days,
        opened=needle_lots.opened(request.clinic, since_count=True),
    )
    return render(request, "stock/shelf.html", {"shelf": shown, "tabs": shown.days})


@staff_page(Permission.EDIT_STOCK)
def receive(request: HttpRequest) -> HttpResponse:
    """Packs that came, by code or by hand; more of a lot that is here adds to it."""
    asks = request.method == "POST" and "read" in request.POST
    code_form = CodeForm(request.POST if asks else None)
    form = ReceiveForm(
        request.POST if request.method == "POST" and not asks else None, initial=_like(request)
    )
    pack = None
    if asks and code_form.is_valid():
        pack = lot_codes.pack(
            request.clinic, code_form.cleaned_data["code"], on=accounts.today(request.clinic)
        )
        form = ReceiveForm(initial=pack.fields)
    elif form.is_bound and form.is_valid():
        with refusals(form):
            lot = lots.receive(by=request.actor, **form.cleaned_data)
            messages.success(request, _("On the shelf."))
            return redirect("needle_lot", lot.pk)
    shown = {
        "form": form,
        "code_form": code_form,
        "pack": pack,
        "crumbs": [*_crumbs(), Crumb(_("Receive needles"))],
    }
    return render(request, "stock/receive.html", shown, status=max(form.status, code_form.status))


@staff_page(Permission.SEE_STOCK)
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """Which lot of the shelf a code names, for ``lot-scan.js`` where a needle is opened."""
    form = CodeForm(request.POST)
    if not form.is_valid():
        says = " ".join(map(str, form.errors["code"]))
        return JsonResponse({"lot": None, "usable": False, "says": says}, status=422)
    named = lot_codes.named(request.clinic, form.cleaned_data["code"], on=accounts.today(request.clinic))
    return JsonResponse(named.as_json())


@staff_page(Permission.SEE_STOCK)
@require_safe
def lot(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """One lot; for those who may see charts, whom it touched."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id)
    opened, since_count = (
        needle_lots.opened(request.clinic, since_count=since).get(found.pk, 0) for since in (False, True)
    )
    shown = {
        "lot": found,
        "name": presenter.name(found),
        "lead": _("Lot %(lot)s") % {"lot": found.lot},
        "facts": presenter.facts(found, opened=opened, since_count=since_count),
        "state": presenter.state(found, on=accounts.today(request.clinic)),
        "movements": presenter.movements(
            found.movements.select_related("made_by__user").order_by("-created_at", "-id")
        ),
        "crumbs": [*_crumbs(), Crumb(presenter.size(found))],
    }
    if request.actor.may(Permission.SEE_INCIDENTS):
        shown["incidents"] = found.incidents.order_by("-happened_at", "-id")
    if request.actor.may(Permission.SEE_CHART):
        audit.opened(by=request.actor, subject=found)
        visits = list(needle_lots.visits_with(found))
        shown["touched"] = presenter.touched(found, visits, **_about(found, visits))
    return render(request, "stock/lot.html", shown)


@staff_page(Permission.SEE_CHART)
@require_safe
def people(request: HttpRequest, lot_id: UUID) -> HttpResponse:
    """Who got needles of the lot, as CSV."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id)
    visits = list(needle_lots.visits_with(found))
    audit.reported(by=request.actor, verb="needlelot.people_downloaded", subject=found)
    return csv_rows.download(presenter.as_csv(visits, **_about(found, visits)), "needle-lot.csv")


@staff_page(Permission.SEE_CHART, change=Permission.EDIT_CHART)
def told(request: HttpRequest, lot_id: UUID, person_id: UUID) -> HttpResponse:
    """That somebody who got needles of a recalled lot was told, or could not be reached."""
    found = get_object_or_404(request.clinic.needle_lots, pk=lot_id, recalled_at__isnull=False)
    person = get_object_or_404(needle_lots.people_with(found), pk=person_id)
    said = incidents.recall_notices(found).get(person.pk, [])
    wrong = next((one for one in said if str(one.pk) == request.GET.get("corrects")), None)
    form = ToldForm(request.POST or None, clinic=request.clinic, initial=_telling(request, wrong))
    if request.method == "POST" and form.is_valid():

        def standing() -> RecallNotice | None:
            return found.recall_notices.filter(supersedes=form.cleaned_data["supersedes"]).first()

        with fact_refusals(
            form, standing=standing, in_words=lambda one: [(_("Told"), presenter.notice(one))]
        ):
            recall_notices.record(
                by=request.actor,
                lot=found,
                person=person,
                supersedes=form.corrected(found.recall_notices.filter(person=person)),
                **form.details,
            )
            messages.success(request, _("Recorded."))
            return redirect(f"{reverse('needle_lot', args=[found.pk])}#touched")
    audit.opened(by=request.actor, subject=person)
    last = said[0] if said else None
    corrects = (_("Correct the last record"), f"?corrects={last.pk}") if last and not wrong else None
    return form_pages.show(
        request,
        form,
        title=_("Told of the recall"),
        lead=_("%(lot)s was recalled: %(reason)s")
        % {"lot": presenter.choice(found), "reason": found.recall_reason},
        action=_("Correct") if wrong else _("Record"),
        crumbs=_crumbs(found),
        facts=[
            Fact(_("Person"), person.full_name),
            Fact(_("Phone"), person.phone or _("no phone number known")),
            *(Fact(_("Recorded before"), presenter.notice(one)) for one in said),
        ],
        other=corrects,
    )


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


def _about(found: NeedleLot, visits: list[Visit]) -> dict[str, Any]:
    return {
        "places": needle_lots.places_of(found, visits),
        "notices": incidents.recall_notices(found),
    }


def _telling(request: HttpRequest, wrong: RecallNotice | None) -> dict[str, object]:
    if wrong is not None:
        return {name: getattr(wrong, name) for name in ("told_on", "told_by", "how")} | {
            "supersedes": wrong.pk
        }
    return {"told_on": accounts.today(request.clinic), "told_by": request.actor.membership_id}  # type: ignore[attr-defined]


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
    path("stock/code/", code, name="needle_lot_code"),
    path("stock/<uuid:lot_id>/", lot, name="needle_lot"),
    path("stock/<uuid:lot_id>/people.csv", people, name="needle_lot_people"),
    path("stock/<uuid:lot_id>/told/<uuid:person_id>/", told, name="needle_lot_told"),
    path("stock/<uuid:lot_id>/adjust/", adjust, name="needle_lot_adjust"),
    path("stock/<uuid:lot_id>/recall/", recall, name="needle_lot_recall"),
]
