"""A session typed in when the hands are free, one row for each planned place."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.keys import new_id
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock import queries as stock
from drypoint.clinic.visits.actions import presses
from drypoint.clinic.visits.queries.plans import current_plan
from drypoint.needling import quick_events
from drypoint.web.access import staff_page
from drypoint.web.forms.base import refusals
from drypoint.web.forms.sessions import QuickForm, QuickRow
from drypoint.web.presenters import quick_entries as presenter
from drypoint.web.presenters.muscles import place
from drypoint.web.presenters.needling_plans import details
from drypoint.web.presenters.sessions import key_of, planned_now
from drypoint.web.session_presses import DEVICE, ids
from drypoint.web.views.sessions import running_session
from drypoint.web.visit_scope import frame, visit_of


@staff_page(Permission.SEE_CHART, change=Permission.RECORD_SESSION)
def quick_entry(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Needles, minutes, twitches and response of each planned place, saved as the events they were."""
    visit = visit_of(request, visit_id)
    running = running_session(visit)
    if running is None:
        raise Http404
    planned = {
        key_of(one): one
        for one in planned_now(running, current_plan(visit)).insertions
        if one.muscle is not None
    }
    now = timezone.localtime(timezone=request.clinic.zone)
    on = visit.started_at.astimezone(request.clinic.zone).date() if visit.paper_record_by else now.date()
    posted = request.POST or None
    # The needles were in: their lot is a fact, also of one that must not be opened. It is told, not refused.
    form = QuickForm(
        posted,
        lots=stock.lots(request.clinic),
        on=on,
        initial={"seed": new_id(), "ended_at": now.strftime("%H:%M")},
    )
    rows = [QuickRow(posted, prefix=key) for key in planned]
    if posted and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        ended_at = datetime.combine(on, form.cleaned_data["ended_at"], tzinfo=request.clinic.zone)
        seed = form.cleaned_data["seed"]
        said = zip(planned.values(), (row.cleaned_data for row in rows), strict=True)
        found = list(presenter.insertions(said, seed=seed, ended_at=ended_at))
        lot = form.cleaned_data["lot"]
        if ended_at > now:
            form.add_error("ended_at", _("This is still to come."))
        elif not found:
            form.add_error(None, _("Type at least one needle."))
        else:
            with refusals(form):
                presses.record(
                    by=request.actor,
                    visit=visit,
                    events=msgspec.to_builtins(
                        quick_events(found, ids=ids(seed), device=DEVICE, opened_at=running.started_at)
                    ),
                    lots={one.needle: lot for one in found} if lot else None,
                    needles_were_in=True,
                )
                if lot and (warning := stock.why_not_usable(lot, on=on)):
                    messages.warning(
                        request,
                        _("%(reason)s The needles are recorded all the same. Report it as an incident.")
                        % {"reason": warning},
                    )
                messages.success(request, _("Recorded. Count the needles and close the session."))
                return redirect("session", visit.pk)
    elif posted and form.is_valid():
        form.add_error(None, _("Look at the marked rows."))
    shown = {
        **frame(visit, _("Quick entry")),
        "form": form,
        "rows": [
            (place(one.muscle, one.zone, one.side, one.site), details(one), row)
            for one, row in zip(planned.values(), rows, strict=True)
        ],
    }
    return render(request, "sessions/quick_entry.html", shown, status=form.status)


urlpatterns = [path("visits/<uuid:visit_id>/session/quick/", quick_entry, name="session_quick")]
