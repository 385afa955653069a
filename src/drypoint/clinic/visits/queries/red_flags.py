"""Red flags of a visit that no doctor has answered: they come before any ranking of muscles."""

from drypoint.clinic.accounts.queries import today
from drypoint.clinic.episodes.models import Clearance
from drypoint.clinic.visits.models import Visit
from drypoint.clinic.visits.queries.plans import current_screening
from drypoint.safety import Kind


def open_red_flags(visit: Visit) -> tuple[str, ...]:
    """What the screening says of each red flag, without those for which a doctor's yes holds today.

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
        on = today(visit.clinic)
        asked = Clearance.objects.current().filter(clinic_id=visit.clinic_id, episode_id=visit.episode_id)
        for clearance in asked:
            for cleared in clearance.finding_ids if clearance.allows_on(on) else ():
                flags.pop(cleared, None)
    return tuple(flags.values())
