"""Visits: the header and the facts of one meeting."""

from drypoint.clinic.visits.models.blind_palpation import BlindPalpation
from drypoint.clinic.visits.models.consent import Consent, SignatureKind, Withdrawal
from drypoint.clinic.visits.models.engine_result import EngineName, EngineResult
from drypoint.clinic.visits.models.examination import Examination
from drypoint.clinic.visits.models.exercise_prescription import ExercisePrescription
from drypoint.clinic.visits.models.measurement import MeasuredWhen, Measurement, MovedBy
from drypoint.clinic.visits.models.needling_plan import NeedlingPlan
from drypoint.clinic.visits.models.needling_session import (
    EventLook,
    NeedlingSession,
    Question,
    RecorderKey,
    SessionEvent,
    SessionStatus,
)
from drypoint.clinic.visits.models.other_treatment import OtherTreatment, TreatmentKind
from drypoint.clinic.visits.models.pain_drawing import DrawnBy, PainDrawing
from drypoint.clinic.visits.models.palpation_finding import PalpationFinding, TriggerPointStatus
from drypoint.clinic.visits.models.questionnaire import QuestionnaireText
from drypoint.clinic.visits.models.screening import AnsweredBy, Screening
from drypoint.clinic.visits.models.visit import TRANSITIONS, Visit, VisitKind, VisitStatus

__all__ = [
    "TRANSITIONS",
    "AnsweredBy",
    "BlindPalpation",
    "Consent",
    "DrawnBy",
    "EngineName",
    "EngineResult",
    "EventLook",
    "Examination",
    "ExercisePrescription",
    "MeasuredWhen",
    "Measurement",
    "MovedBy",
    "NeedlingPlan",
    "NeedlingSession",
    "OtherTreatment",
    "PainDrawing",
    "PalpationFinding",
    "Question",
    "QuestionnaireText",
    "RecorderKey",
    "Screening",
    "SessionEvent",
    "SessionStatus",
    "SignatureKind",
    "TreatmentKind",
    "TriggerPointStatus",
    "Visit",
    "VisitKind",
    "VisitStatus",
    "Withdrawal",
]
