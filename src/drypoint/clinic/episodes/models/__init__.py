"""Episodes of care: the header and the facts that stand above a single visit."""

from drypoint.clinic.episodes.models.clearance import Clearance, ClearanceAnswer
from drypoint.clinic.episodes.models.episode import ClosingReason, Episode
from drypoint.clinic.episodes.models.goal import Goal
from drypoint.clinic.episodes.models.history import History
from drypoint.clinic.episodes.models.plan_of_care import PlanOfCare
from drypoint.clinic.episodes.models.trigger_point import BodySide, TriggerPoint

__all__ = [
    "BodySide",
    "Clearance",
    "ClearanceAnswer",
    "ClosingReason",
    "Episode",
    "Goal",
    "History",
    "PlanOfCare",
    "TriggerPoint",
]
