"""After the visit: after-care, check-ins, decisions."""

from drypoint.clinic.followup.models.after_care import AfterCare
from drypoint.clinic.followup.models.check_in import Channel, CheckIn, CheckInInvitation, TriageLevel
from drypoint.clinic.followup.models.decision import Decision, NextStepChoice

__all__ = [
    "AfterCare",
    "Channel",
    "CheckIn",
    "CheckInInvitation",
    "Decision",
    "NextStepChoice",
    "TriageLevel",
]
