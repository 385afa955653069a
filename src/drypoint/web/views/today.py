"""The first page of staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.web.access import staff_page
from drypoint.web.presenters import getting_started
from drypoint.web.presenters import today as presenter


@staff_page()
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Who comes today and what waits."""
    shown = {
        "today": presenter.present(request.clinic, request.actor),
        "getting_started": getting_started.steps(request.clinic, request.actor),
    }
    return render(request, "today/today.html", shown)


urlpatterns = [path("today/", today, name="today")]
