"""The audit trail: who did or looked at what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from drypoint.clinic.audit import queries
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.diary.queries import day_of
from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.forms.audit_trail import TrailForm
from drypoint.web.presenters import audit_trail as presenter
from drypoint.web.presenters.parts import Crumb


@staff_page(Permission.SEE_AUDIT)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed to a member of staff, a person or a day."""
    form = TrailForm(request.GET, clinic=request.clinic)
    asked = form.cleaned_data if form.is_valid() else {}
    events = queries.trail(request.clinic.id, **_narrowed(request, asked))
    page = queries.page(events, after=_key(request.GET.get("after", "")))
    shown = {
        "form": form,
        "lines": _lines(request, page.events),
        "next_after": page.next_after,
        "begun": "after" in request.GET,
        "crumbs": [Crumb(_("Settings"), reverse("settings")), Crumb(_("Audit trail"))],
    }
    return render(request, "audit_trail/trail.html", shown)


def _narrowed(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    narrowed: dict[str, UUID | tuple[datetime, datetime]] = {}
    if member := asked.get("member"):
        narrowed["membership_id"] = member.pk
    if number := asked.get("person_number"):
        person = request.clinic.people.filter(number=number).first()
        narrowed["about_person_id"] = person.pk if person else new_id()  # of nobody: nothing is found
    if day := asked.get("day"):
        narrowed["between"] = day_of(request.clinic, day)
    return narrowed


def _lines(request: HttpRequest, events: tuple[AuditEvent, ...]) -> list[presenter.Line]:
    member_ids = {event.membership_id for event in events if event.membership_id}
    person_ids = {key for event in events for key in (event.about_person_id, event.person_id) if key}
    members = request.clinic.memberships.select_related("user").in_bulk(member_ids)
    return presenter.lines(events, members, request.clinic.people.in_bulk(person_ids))


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


urlpatterns = [path("audit/", trail, name="audit_trail")]
