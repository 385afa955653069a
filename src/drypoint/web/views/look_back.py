"""Looking back: who was needled under which rules, with which lot, by whom, where, between which days."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import actions as audit
from drypoint.clinic.permissions import Permission
from drypoint.clinic.visits.models import NeedlingSession
from drypoint.clinic.visits.queries import look_back as queries
from drypoint.web.access import staff_page
from drypoint.web.forms.look_back import LookBackForm
from drypoint.web.presenters import csv_rows
from drypoint.web.presenters import look_back as presenter
from drypoint.web.presenters.parts import Crumb

MOST = 50
"""Rows on the page; the file has all."""


@staff_page(Permission.LOOK_BACK)
@require_safe
def look_back(request: HttpRequest) -> HttpResponse:
    """The list; nothing is shown before something is asked."""
    form = _form(request)
    shown = {
        "form": form,
        "crumbs": [Crumb(_("Safety rules"), reverse("rules")), Crumb(_("Looking back"))],
    }
    if request.GET and form.is_valid():
        found = queries.sessions(request.clinic, form.criteria)
        listed = queries.details(_with_people(found)[:MOST])
        _note(request, form)
        shown |= {
            "rows": presenter.rows(listed),
            "counted": presenter.counted(found.count(), _people(found)),
            "is_cut": found.count() > MOST,
            "most": MOST,
            "asked": request.GET.urlencode(),
        }
    return render(request, "look_back/look_back.html", shown, status=form.status)


@staff_page(Permission.LOOK_BACK)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """All of it as CSV."""
    form = _form(request, request.GET)
    if not form.is_valid():
        return look_back(request)
    found = queries.details(_with_people(queries.sessions(request.clinic, form.criteria)))
    _note(request, form)
    return csv_rows.download(presenter.csv_of(found), "look-back.csv")


def _form(request: HttpRequest, data: QueryDict | None = None) -> LookBackForm:
    asked = data if data is not None else request.GET or None
    return LookBackForm(asked, clinic=request.clinic, versions=queries.versions(request.clinic))


def _with_people(found: QuerySet[NeedlingSession]) -> QuerySet[NeedlingSession]:
    return found.select_related("visit__episode__person", "therapist__user", "plan__review")


def _people(found: QuerySet[NeedlingSession]) -> int:
    return int(found.order_by().values("visit__episode__person_id").distinct().count())


def _note(request: HttpRequest, form: LookBackForm) -> None:
    audit.reported(
        by=request.actor, verb="look_back.opened", subject=request.clinic, fields=form.criteria.named
    )


urlpatterns = [
    path("look-back/", look_back, name="look_back"),
    path("look-back/look-back.csv", download, name="look_back_download"),
]
