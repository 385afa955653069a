"""Red flags of a visit that no doctor has answered: they come before any ranking of muscles."""

from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.safety import Kind

_GO_AHEAD = (ClearanceAnswer.YES, ClearanceAnswer.WITH_CONDITIONS)


def open_red_flags(visit: Visit) -> tuple[str, ...]:
    """What the screening says of each red flag, without those that a doctor has cleared for this episode.

    Empty without a screening: that is told elsewhere, and nothing is needled without one.
    """
    screening = current_screening(visit)
    if screening is None:
        return ()
    flags = {
        one["id"]: one["because"]
        for one in screening.engine_result.result["findings"]
        if one["kind"] == Kind.RED_FLAG
    }
    if flags:
        answered = Clearance.objects.current().filter(
            clinic_id=visit.clinic_id, episode_id=visit.episode_id, answer__in=_GO_AHEAD
        )
        for ids in answered.values_list("finding_ids", flat=True):
            for cleared in ids:
                flags.pop(cleared, None)
    return tuple(flags.values())
