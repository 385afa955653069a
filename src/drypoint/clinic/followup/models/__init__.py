"""What closes a visit and follows it: after-care, decision, note, check-ins."""

from drypoint.clinic.followup.models.after_care import AfterCare
from drypoint.clinic.followup.models.check_in import (
    CallAttempt,
    CallResult,
    Channel,
    CheckIn,
    CheckInInvitation,
    Movement,
    TriageLevel,
)
from drypoint.clinic.followup.models.decision import Decision, NextStepChoice
from drypoint.clinic.followup.models.note import Note, NoteAddendum, NoteWords, ProcedureCode

__all__ = [
    "AfterCare",
    "CallAttempt",
    "CallResult",
    "Channel",
    "CheckIn",
    "CheckInInvitation",
    "Decision",
    "Movement",
    "NextStepChoice",
    "Note",
    "NoteAddendum",
    "NoteWords",
    "ProcedureCode",
    "TriageLevel",
]
