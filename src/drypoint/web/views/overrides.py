"""The report on findings with which somebody went ahead: who, why, and what followed."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.audit import actions as audit
from drypoint.clinic.followup.queries import overrides as queries
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.look_back import PeriodForm
from drypoint.web.presenters import csv_rows
from drypoint.web.presenters import overrides as presenter
from drypoint.web.presenters.parts import Crumb

USUAL_DAYS = 90
MOST = 50
"""Rows on the page; the file has all."""


@staff_page(Permission.LOOK_BACK)
@require_safe
def overrides(request: HttpRequest) -> HttpResponse:
    """Counts first, then the list."""
    form, first, last = _period(request)
    shown = {
        "form": form,
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("Findings gone ahead with"))],
    }
    if form.is_valid():
        found = queries.report(request.clinic, first=first, last=last)
        _note(request)
        shown |= {
            "first": first,
            "last": last,
            "counts": presenter.counts(found),
            "rules": presenter.rules(found) if found.rules else None,
            "signers": presenter.signers(found) if found.signers else None,
            "rows": presenter.rows(found.overrides[:MOST]),
            "total": len(found.overrides),
            "most": MOST,
            "is_cut": len(found.overrides) > MOST,
            "asked": form.data.urlencode() if hasattr(form.data, "urlencode") else "",
        }
    return render(request, "overrides/overrides.html", shown, status=form.status)


@staff_page(Permission.LOOK_BACK)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The list as CSV."""
    form, first, last = _period(request)
    if not form.is_valid():
        return overrides(request)
    found = queries.report(request.clinic, first=first, last=last)
    _note(request)
    return csv_rows.download(presenter.csv_of(found.overrides), "gone-ahead.csv")


def _period(request: HttpRequest) -> tuple[PeriodForm, date, date]:
    """What is asked; without days, the last ``USUAL_DAYS``."""
    now = today(request.clinic)
    usual = {"first": now - timedelta(days=USUAL_DAYS), "last": now}
    form = PeriodForm(request.GET if request.GET else {name: str(day) for name, day in usual.items()})
    said = form.cleaned_data if form.is_valid() else {}
    return form, said.get("first") or usual["first"], said.get("last") or usual["last"]


def _note(request: HttpRequest) -> None:
    audit.reported(
        by=request.actor, verb="override_report.opened", subject=request.clinic, fields=["first", "last"]
    )


urlpatterns = [
    path("gone-ahead/", overrides, name="overrides"),
    path("gone-ahead/gone-ahead.csv", download, name="overrides_download"),
]
