"""Screen a person, review a plan, triage what follows: declared rules in, findings out.

Everything here supports a licensed professional who can see its basis and decides.
"""

from drypoint.safety.aftercare import Advice, AftercareContent, aftercare, load_aftercare
from drypoint.safety.aftermath import ActionCard, WarningSign, action_cards, warning_signs
from drypoint.safety.answers import Answer, ScreenRequest
from drypoint.safety.beneath import Depth, Insertion, Under
from drypoint.safety.consent import ConsentContent, consent_risks
from drypoint.safety.contradictions import Contradiction
from drypoint.safety.local_rules import LOCAL_OUTCOMES, LocalRule
from drypoint.safety.medicines import MedicineClass, MedicineList, recognise
from drypoint.safety.outcomes import Kind, Outcome, Scope, worst
from drypoint.safety.places import BodyPlaces, Place, load_places
from drypoint.safety.questions import Asked, Audience, Degree, Polarity, Question
from drypoint.safety.reviewing import NeedlingPlan, Review, ReviewRequest, review
from drypoint.safety.rules import PlanRule, Rule, RuleSet, load_rules
from drypoint.safety.screening import ChecklistItem, Finding, Screening, screen
from drypoint.safety.thresholds import ClinicThresholds
from drypoint.safety.triage import Level, Sign, Triage, TriageAnswers, TriageRequest, load_triage, triage

__all__ = [
    "LOCAL_OUTCOMES",
    "ActionCard",
    "Advice",
    "AftercareContent",
    "Answer",
    "Asked",
    "Audience",
    "BodyPlaces",
    "ChecklistItem",
    "ClinicThresholds",
    "ConsentContent",
    "Contradiction",
    "Degree",
    "Depth",
    "Finding",
    "Insertion",
    "Kind",
    "Level",
    "LocalRule",
    "MedicineClass",
    "MedicineList",
    "NeedlingPlan",
    "Outcome",
    "Place",
    "PlanRule",
    "Polarity",
    "Question",
    "Review",
    "ReviewRequest",
    "Rule",
    "RuleSet",
    "Scope",
    "ScreenRequest",
    "Screening",
    "Sign",
    "Triage",
    "TriageAnswers",
    "TriageRequest",
    "Under",
    "WarningSign",
    "action_cards",
    "aftercare",
    "consent_risks",
    "load_aftercare",
    "load_places",
    "load_rules",
    "load_triage",
    "recognise",
    "review",
    "screen",
    "triage",
    "warning_signs",
    "worst",
]
