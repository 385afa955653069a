"""Ranking the muscles that may explain a pain drawing."""

from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.access import require_visit
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.features import require_feature
from drypoint.clinic.visits.languages import engine_language
from drypoint.clinic.visits.models import EngineName, EngineResult, Visit
from drypoint.clinic.visits.queries.rankings import SIGNS, current_drawing, ranking_request
from drypoint.clinic.visits.queries.red_flags import open_red_flags

__all__ = ["SIGNS", "rank", "refresh"]


def rank(*, by: Actor, visit: Visit, top: int = 10) -> EngineResult:
    """Rank from the visit's pain drawing, its palpation so far and the episode's complaint.

    Raises ``NotAllowedNow`` while a red flag waits for a doctor, or nothing is drawn.
    """
    require_visit(by, visit)
    require_feature(visit.clinic, Feature.RANKING)
    if open_red_flags(visit):
        raise NotAllowedNow(_("A red flag comes first: write to a doctor, and rank when the answer is here."))
    request = ranking_request(visit, top=top, language=engine_language())
    if request is None:
        raise NotAllowedNow(_("Draw the pain first."))
    return engine_results.run(by=by, visit=visit, engine=EngineName.RANK, request=request)


def refresh(*, by: Actor, visit: Visit) -> EngineResult | None:
    """Rank anew after a change of what the ranking rests on.

    ``None`` where it is off, nothing is drawn, or a red flag waits for a doctor.
    """
    drawing = current_drawing(visit)
    if drawing is None or not drawing.zones or Feature.RANKING not in features(visit.clinic):
        return None
    if open_red_flags(visit):
        return None
    return rank(by=by, visit=visit)
