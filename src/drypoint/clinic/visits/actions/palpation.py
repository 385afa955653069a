"""Recording what palpation showed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.actions import trigger_points
from drypoint.clinic.records import allow_only
from drypoint.clinic.visits.access import append_unsigned, hold_unsigned, require_visit
from drypoint.clinic.visits.models import PalpationFinding, TriggerPointStatus, Visit
from drypoint.clinic.visits.queries.rankings import SIGNS
from drypoint.clinic.visits.queries.trigger_points import standing_finding
from drypoint.terms import InvalidInput


def record(
    *,
    by: Actor,
    visit: Visit,
    muscle: str,
    side: str,
    status: TriggerPointStatus,
    site: int = 1,
    taut_band: bool | None = None,
    spot_tenderness: bool | None = None,
    recognised_pain: bool | None = None,
    local_twitch_response: bool | None = None,
    referred_pain: bool | None = None,
    ppt_kpa: float | None = None,
    supersedes: PalpationFinding | None = None,
) -> PalpationFinding:
    """Record the finding at a trigger point, which gets its identity when it is new.

    ``None`` means not tested. A status of active needs recognised pain not to be a no: an active point is one
    that gives the pain which the person knows.
    """
    require_visit(by, visit)
    if status == TriggerPointStatus.ACTIVE and recognised_pain is False:
        raise InvalidInput(
            _("An active point gives the pain that the person knows. Choose latent, or correct the sign."),
            where="status",
        )
    if ppt_kpa is not None and not ppt_kpa > 0:
        raise InvalidInput(_("Give the pressure in kPa, above 0."), where="ppt_kpa")
    with transaction.atomic():
        return append_unsigned(
            PalpationFinding,
            by=by,
            verb="palpation.recorded",
            supersedes=supersedes,
            chain=("visit", "trigger_point"),
            visit=visit,
            trigger_point=trigger_points.locate(
                by=by, episode=visit.episode, muscle=muscle, side=side, site=site
            ),
            status=status,
            taut_band=taut_band,
            spot_tenderness=spot_tenderness,
            recognised_pain=recognised_pain,
            local_twitch_response=local_twitch_response,
            referred_pain=referred_pain,
            ppt_kpa=ppt_kpa,
        )


def mark(*, by: Actor, visit: Visit, muscle: str, side: str, site: int = 1, **found: Any) -> PalpationFinding:
    """Change one sign or a few of what stands at a trigger point, such as ``taut_band=True``; the rest stays.

    What one tap of a finger saves. Nothing is lost when two examiners tap at once, and a tap that changes
    nothing writes nothing. ``found`` are fields of ``record``.
    """
    allow_only({*SIGNS, "status", "ppt_kpa"}, found)
    require_visit(by, visit)
    with transaction.atomic():
        hold_unsigned(visit)
        before = standing_finding(visit, muscle=muscle, side=side, site=site)
        held = {name: getattr(before, name) for name in (*SIGNS, "status", "ppt_kpa")} if before else {}
        if before is not None and held == held | found:
            return before
        content = {"status": TriggerPointStatus.UNSAID} | held | found
        return record(by=by, visit=visit, muscle=muscle, side=side, site=site, supersedes=before, **content)
