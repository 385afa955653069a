"""What the clinic's care came to, in counts without names."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.clinic.followup.queries import outcomes as queries
from drypoint.clinic.permissions import Permission
from drypoint.web.access import staff_page
from drypoint.web.presenters import outcomes as presenter


@staff_page(Permission.SEE_OUTCOMES)
@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Care by complaint, and adverse events against visits and insertions."""
    found = queries.outcomes(request.clinic)
    shown = {
        "smallest": queries.SMALLEST_GROUP,
        "table": presenter.table(found) if found.whole else None,
        "adverse_events": presenter.adverse_events(found.adverse_events) if found.adverse_events else None,
    }
    return render(request, "outcomes/outcomes.html", shown)


@staff_page(Permission.SEE_OUTCOMES)
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    text = presenter.as_csv(queries.outcomes(request.clinic))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="outcomes.csv"'
    return answer


urlpatterns = [
    path("outcomes/", outcomes, name="outcomes"),
    path("outcomes/outcomes.csv", download, name="outcomes_download"),
]
