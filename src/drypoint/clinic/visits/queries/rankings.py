"""The ranking of a visit: what is asked of the engine, and what it said last."""

from typing import Any

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features
from drypoint.clinic.visits.models import EngineName, EngineResult, PainDrawing, PalpationFinding, Visit
from drypoint.clinic.visits.queries.red_flags import open_red_flags
from drypoint.clinic.visits.queries.visits import earlier_visits

SIGNS = ("taut_band", "spot_tenderness", "recognised_pain", "local_twitch_response", "referred_pain")
"""The signs of a palpation finding, as the ranking engine and the record both call them."""


def current_drawing(visit: Visit) -> PainDrawing | None:
    """The visit's pain drawing that stands."""
    return PainDrawing.objects.current().filter(clinic_id=visit.clinic_id, visit=visit).first()


def earlier_drawing(visit: Visit) -> PainDrawing | None:
    """The newest pain drawing of an earlier visit of the episode."""
    return (
        PainDrawing.objects.current()
        .filter(clinic_id=visit.clinic_id, visit__in=earlier_visits(visit))
        .order_by("-visit__started_at", "-id")
        .first()
    )


def current_findings(visit: Visit) -> list[PalpationFinding]:
    """What palpation found in the visit, in the order of recording, with its trigger points."""
    return list(
        PalpationFinding.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .select_related("trigger_point")
        .order_by("recorded_at", "id")
    )


def ranking_request(visit: Visit, *, top: int, language: str) -> dict[str, Any] | None:
    """The rank engine's request: drawing, palpation so far, complaint. ``None`` while nothing is drawn."""
    drawing = current_drawing(visit)
    if drawing is None or not drawing.zones:
        return None
    request: dict[str, Any] = {
        "zones": [{"code": zone.code, "side": zone.side, "cover": zone.cover} for zone in drawing.zones],
        "complaint": visit.episode.complaint,
        "findings": [
            {
                "muscle": finding.trigger_point.muscle,
                "side": finding.trigger_point.side,
                **{sign: getattr(finding, sign) for sign in SIGNS},
            }
            for finding in current_findings(visit)
        ],
        "top": top,
        "language": language,
    }
    if qualities := sorted({zone.quality for zone in drawing.zones if zone.quality}):
        request["qualities"] = qualities
    return request


def latest_ranking(visit: Visit) -> EngineResult | None:
    """The last ranking that was kept of the visit.

    ``None`` while the clinic has rankings switched off, or a red flag waits for a doctor.
    """
    if Feature.RANKING not in features(visit.clinic) or open_red_flags(visit):
        return None
    return (
        EngineResult.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit, engine=EngineName.RANK)
        .order_by("-recorded_at", "-id")
        .first()
    )


def is_up_to_date(ranking: EngineResult, visit: Visit) -> bool:
    """Whether the engine would be asked the same now: no drawing or palpation came after the ranking."""
    asked = ranking.request
    return asked == ranking_request(visit, top=asked.get("top", 0), language=asked.get("language", ""))
