"""Ranking the muscles that may explain a pain drawing."""

from typing import Any

from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.actors import Actor
from drypoint.clinic.errors import NotAllowedNow
from drypoint.clinic.visits.access import require_visit
from drypoint.clinic.visits.actions import engine_results
from drypoint.clinic.visits.features import require_feature
from drypoint.clinic.visits.models import EngineName, EngineResult, PainDrawing, PalpationFinding, Visit

SIGNS = ("taut_band", "spot_tenderness", "recognised_pain", "local_twitch_response", "referred_pain")
"""The signs of a palpation finding, as the ranking engine and the record both call them."""


def rank(*, by: Actor, visit: Visit, top: int = 10) -> EngineResult:
    """Rank from the visit's pain drawing, its palpation so far and the episode's complaint."""
    require_visit(by, visit)
    require_feature(visit.clinic, Feature.RANKING)
    drawing = PainDrawing.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()
    if drawing is None or not drawing.zones:
        raise NotAllowedNow(_("Draw the pain first."))
    findings = (
        PalpationFinding.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .select_related("trigger_point")
        .order_by("recorded_at", "id")
    )
    request: dict[str, Any] = {
        "zones": [{"code": zone.code, "side": zone.side, "cover": zone.cover} for zone in drawing.zones],
        "complaint": visit.episode.complaint,
        "findings": [
            {
                "muscle": finding.trigger_point.muscle,
                "side": finding.trigger_point.side,
                **{sign: getattr(finding, sign) for sign in SIGNS},
            }
            for finding in findings
        ],
        "top": top,
    }
    if qualities := sorted({zone.quality for zone in drawing.zones if zone.quality}):
        request["qualities"] = qualities
    return engine_results.run(by=by, visit=visit, engine=EngineName.RANK, request=request)
