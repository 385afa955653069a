"""The knowledge behind the pages: files, versions, sources."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.web.access import staff_page
from drypoint.web.knowledge import knowledge_files
from drypoint.web.presenters import sources as presenter


@staff_page()
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """What the pages rest on, and how far it was checked."""
    found = knowledge_files()
    shown = {
        "counts": presenter.counts(),
        "table": presenter.table(found),
        "with_sources": [(presenter.ROOMS[one.room], one) for one in found if one.sources],
    }
    return render(request, "sources/sources.html", shown)


urlpatterns = [path("sources/", sources, name="sources")]
