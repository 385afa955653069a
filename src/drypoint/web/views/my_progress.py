"""A patient's own progress: what they told over time, and where it may go."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.followup.queries.course import decision_request
from drypoint.clinic.visits.models import EngineName, EngineResult
from drypoint.web.access import patient_page
from drypoint.web.presenters import forecasts

INSTRUMENT = "nprs"


@patient_page
@require_safe
def my_progress(request: HttpRequest) -> HttpResponse:
    """The course of each ongoing episode."""
    shown = list(_courses(request))
    return render(request, "my/my_progress.html", {"courses": shown})


def _courses(request: HttpRequest) -> Iterator[forecasts.OwnCourse]:
    foresees = Feature.FORECAST in features(request.clinic)
    for episode in request.person.episodes.ongoing().order_by("-opened_on", "-id"):
        visits = request.clinic.visits.filter(episode=episode).select_related("clinic", "episode")
        last = visits.order_by("-started_at", "-id").first()
        if last is None:
            continue
        asked = decision_request(last, INSTRUMENT)
        if not asked["observations"]:
            continue
        kept = _last_forecast(request, episode) if foresees else None
        first = visits.earliest("started_at")
        begins = first.started_at.astimezone(request.clinic.zone).date()
        yield forecasts.own_course(episode.title, asked, kept, begins=begins)


def _last_forecast(request: HttpRequest, episode: Episode) -> EngineResult | None:
    kept = request.clinic.engine_results.current().filter(
        visit__episode=episode, engine=EngineName.FORECAST, redacted_at=None
    )
    found: EngineResult | None = kept.order_by("-recorded_at", "-id").first()
    return found


urlpatterns = [path("my/progress/", my_progress, name="my_progress")]
