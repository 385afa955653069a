"""The way of a visit as steps with their words and addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drypoint.clinic.followup.queries.way import Step as WayStep
from drypoint.clinic.followup.queries.way import StepState as Standing
from drypoint.clinic.followup.queries.way import Way
from drypoint.clinic.visits.models import Visit
from drypoint.web.presenters.parts import Step, StepState

NAMES = {
    WayStep.HISTORY: gettext_lazy("History"),
    WayStep.SCREENING: gettext_lazy("Screening"),
    WayStep.EXAMINATION: gettext_lazy("Examination and plan of care"),
    WayStep.CONSENT: gettext_lazy("Consent"),
    WayStep.PAIN_DRAWING: gettext_lazy("Pain drawing"),
    WayStep.RANKING: gettext_lazy("Ranking of muscles"),
    WayStep.PALPATION: gettext_lazy("Palpation"),
    WayStep.PLAN: gettext_lazy("Needling plan"),
    WayStep.REVIEW: gettext_lazy("Review and sign the plan"),
    WayStep.SESSION: gettext_lazy("Needling session"),
    WayStep.OTHER_TREATMENTS: gettext_lazy("Other treatments"),
    WayStep.REASSESSMENT: gettext_lazy("Reassessment"),
    WayStep.AFTER_CARE: gettext_lazy("After-care"),
    WayStep.NOTE: gettext_lazy("Note"),
    WayStep.CHECK_IN: gettext_lazy("Check-ins"),
    WayStep.DECISION: gettext_lazy("Decision"),
}
ROUTES = {
    WayStep.HISTORY: "history",
    WayStep.SCREENING: "screening",
    WayStep.EXAMINATION: "examination",
    WayStep.CONSENT: "consent",
    WayStep.PAIN_DRAWING: "pain_drawing",
    WayStep.RANKING: "ranking",
    WayStep.PALPATION: "palpation",
    WayStep.PLAN: "plan",
    WayStep.REVIEW: "plan",
    WayStep.SESSION: "session",
    WayStep.OTHER_TREATMENTS: "other_treatments",
    WayStep.REASSESSMENT: "reassessment",
    WayStep.AFTER_CARE: "after-care",
    WayStep.NOTE: "note",
    WayStep.CHECK_IN: "check-ins",
    WayStep.DECISION: "decision",
}
_STATES = {
    Standing.DONE: StepState.DONE,
    Standing.NEXT: StepState.NOW,
    Standing.WAITING: StepState.LATER,
    Standing.BLOCKED: StepState.BLOCKED,
    Standing.NOT_NEEDED: StepState.LATER,
}


def url(step: WayStep, visit: Visit) -> str:
    """The page of a step; the outcome once the person is screened is one tap further."""
    return reverse(ROUTES[step], args=[visit.pk])


def steps(found: Way, visit: Visit) -> list[Step]:
    """Every step in order, with what stands in its way."""
    return [
        Step(
            name=NAMES[one.step],
            state=_STATES[one.state],
            url=url(one.step, visit),
            note=one.reason or (_("Next") if one.state is Standing.NEXT else ""),
        )
        for one in found.steps
    ]


def done(found: Way) -> tuple[int, int]:
    """How many steps are behind one, and of how many."""
    needed = [one for one in found.steps if one.state is not Standing.NOT_NEEDED]
    return sum(one.state is Standing.DONE for one in needed), len(needed)
