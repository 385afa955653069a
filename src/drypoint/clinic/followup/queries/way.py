"""The way of a visit: which step is done, which is next, what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.queries import features, today
from drypoint.clinic.episodes.models import Clearance, ClearanceAnswer, History, PlanOfCare
from drypoint.clinic.followup.models import AfterCare, CheckIn, Decision
from drypoint.clinic.visits.models import (
    Consent,
    EngineName,
    EngineResult,
    Examination,
    MeasuredWhen,
    Measurement,
    NeedlingPlan,
    NeedlingSession,
    OtherTreatment,
    PainDrawing,
    PalpationFinding,
    Screening,
    SessionStatus,
    Visit,
    VisitStatus,
    Withdrawal,
)
from drypoint.safety import Outcome

_ENDED = frozenset({SessionStatus.CLOSED, SessionStatus.INCIDENT})
_NO_NEEDLING_YET = frozenset({Outcome.EMERGENCY, Outcome.STOP})


class Step(StrEnum):
    """The steps of a visit, in their order."""

    HISTORY = "history"
    SCREENING = "screening"
    EXAMINATION = "examination"
    CONSENT = "consent"
    PAIN_DRAWING = "pain_drawing"
    RANKING = "ranking"
    PALPATION = "palpation"
    PLAN = "plan"
    REVIEW = "review"
    SESSION = "session"
    OTHER_TREATMENTS = "other_treatments"
    REASSESSMENT = "reassessment"
    AFTER_CARE = "after_care"
    NOTE = "note"
    CHECK_IN = "check_in"
    DECISION = "decision"


class StepState(StrEnum):
    """Where a step stands. Only one is next; a blocked one and one that is not needed say why."""

    DONE = "done"
    NEXT = "next"
    WAITING = "waiting"
    BLOCKED = "blocked"
    NOT_NEEDED = "not_needed"


_FOR_NEEDLING = (
    Step.CONSENT,
    Step.RANKING,
    Step.PALPATION,
    Step.PLAN,
    Step.REVIEW,
    Step.SESSION,
)
_OPTIONAL = frozenset({Step.RANKING, Step.OTHER_TREATMENTS})
"""Steps that may stay undone: a later step that is done passes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """One step, with the reason when it is blocked or not needed."""

    step: Step
    state: StepState
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Every step in order."""

    steps: tuple[StepStanding, ...]

    @property
    def next(self) -> Step | None:
        """The step to do next; ``None`` when all is done or waits for others."""
        return next((one.step for one in self.steps if one.state is StepState.NEXT), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the steps are judged by."""

    done: frozenset[Step]
    screening: Outcome | None
    all_asked: bool
    """Whether no required question of the screening is open.

    A medicine that nobody knows is not one: the plan asks for words about it.
    """
    needling: bool | None
    """What the plan of care says; ``None`` without one."""
    session: str | None
    cleared: bool
    """Whether a doctor let needling go ahead today. Signing the plan asks again, finding by finding."""
    ranking_on: bool


def next_step(visit: Visit) -> Way:
    """Where a visit stands on its way, in two statements at most."""
    standing = _standing(visit)
    left_out, blocked = dict(_left_out(standing)), dict(_blocked(standing))
    last_done = max((number for number, step in enumerate(Step) if step in standing.done), default=-1)
    steps: list[StepStanding] = []
    found_next = False
    for number, step in enumerate(Step):
        reason = ""
        if step in standing.done:
            state = StepState.DONE
        elif step in left_out:
            state, reason = StepState.NOT_NEEDED, left_out[step]
        elif step in _OPTIONAL and number < last_done:
            state, reason = StepState.NOT_NEEDED, _("Left out.")
        elif step in blocked:
            state, reason = StepState.BLOCKED, blocked[step]
        elif not found_next:
            state, found_next = StepState.NEXT, True
        else:
            state = StepState.WAITING
        steps.append(StepStanding(step=step, state=state, reason=reason))
    return Way(steps=tuple(steps))


def _standing(visit: Visit) -> _Standing:
    """One statement, and one for the switches of a real clinic."""
    of_visit: dict[str, Any] = {"clinic_id": visit.clinic_id, "visit": visit}
    of_episode: dict[str, Any] = {"clinic_id": visit.clinic_id, "episode_id": visit.episode_id}
    care = PlanOfCare.objects.current().filter(**of_episode)
    plan = NeedlingPlan.objects.current().filter(**of_visit)
    screening = Screening.objects.current().filter(**of_visit)
    ended = Withdrawal.objects.filter(withdrawn_at__gte=OuterRef("given_at"), **of_episode)
    looked_for: dict[Step, Any] = {
        Step.HISTORY: History.objects.current().filter(**of_episode),
        Step.SCREENING: screening,
        Step.EXAMINATION: Examination.objects.current().filter(**of_episode),
        Step.CONSENT: Consent.objects.current().filter(~Exists(ended), **of_episode),
        Step.PAIN_DRAWING: PainDrawing.objects.current().filter(**of_visit),
        Step.RANKING: EngineResult.objects.current().filter(engine=EngineName.RANK, **of_visit),
        Step.PALPATION: PalpationFinding.objects.current().filter(**of_visit),
        Step.PLAN: plan,
        Step.REVIEW: plan.filter(signed_at__isnull=False),
        Step.SESSION: NeedlingSession.objects.filter(status__in=_ENDED, **of_visit),
        Step.OTHER_TREATMENTS: OtherTreatment.objects.current().filter(**of_visit),
        Step.REASSESSMENT: Measurement.objects.current().filter(when=MeasuredWhen.AFTER, **of_visit),
        Step.AFTER_CARE: AfterCare.objects.current().filter(**of_visit),
        Step.NOTE: Visit.objects.filter(pk=visit.pk, status=VisitStatus.SIGNED),
        Step.CHECK_IN: CheckIn.objects.current().filter(**of_visit),
        Step.DECISION: Decision.objects.current().filter(**of_visit),
    }
    on = today(visit.clinic)
    cleared = Clearance.objects.current().filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on),
        answer__in=[ClearanceAnswer.YES, ClearanceAnswer.WITH_CONDITIONS],
        **of_episode,
    )
    said = screening.annotate(
        said=KeyTextTransform("outcome", "engine_result__result"),
        asked=KeyTextTransform("unanswered", "engine_result__result"),
    )
    found: dict[str, Any] = dict(
        Visit.objects.filter(pk=visit.pk)
        .values("pk")
        .annotate(
            **{step.value: Exists(query) for step, query in looked_for.items()},
            is_cleared=Exists(cleared),
            screening_outcome=Subquery(said.values("said")[:1]),
            screening_open=Subquery(said.values("asked")[:1]),
            care_needling=Subquery(care.values("needling")[:1]),
            session_status=Subquery(NeedlingSession.objects.filter(**of_visit).values("status")[:1]),
        )
        .get()
    )
    # A plan of care is part of the examination step: needling needs its indication.
    found[Step.EXAMINATION] = found[Step.EXAMINATION] and found["care_needling"] is not None
    return _Standing(
        done=frozenset(step for step in Step if found[step.value]),
        screening=Outcome(found["screening_outcome"]) if found["screening_outcome"] else None,
        all_asked=found["screening_open"] in (None, "[]"),
        needling=found["care_needling"],
        session=found["session_status"],
        cleared=found["is_cleared"],
        ranking_on=Feature.RANKING in features(visit.clinic),
    )


def _left_out(standing: _Standing) -> Iterator[tuple[Step, str]]:
    if standing.needling is False:
        for step in _FOR_NEEDLING:
            yield step, _("The plan of care says not to needle.")
    elif Step.NOTE in standing.done and standing.session is None:
        for step in _FOR_NEEDLING:
            yield step, _("There was no needling at this visit.")
    elif not standing.ranking_on:
        yield Step.RANKING, _("Ranking is switched off here.")


def _blocked(standing: _Standing) -> Iterator[tuple[Step, str]]:
    if standing.session is None:
        yield from _before_needling(standing)
    elif Step.SESSION not in standing.done:
        yield Step.NOTE, _("Close the needling session first: each needle must be accounted for.")
    if Step.NOTE not in standing.done:
        yield Step.CHECK_IN, _("Check-ins follow the visit.")


def _before_needling(standing: _Standing) -> Iterator[tuple[Step, str]]:
    if standing.screening is None:
        yield Step.PLAN, _("Screen the person first: the review needs it.")
    elif standing.screening is Outcome.REFER and not standing.cleared:
        yield Step.REVIEW, _("Ask a doctor first: the screening says so.")
    elif standing.screening in _NO_NEEDLING_YET or not standing.all_asked:
        yield Step.REVIEW, _("The screening does not allow needling yet.")
    if Step.CONSENT not in standing.done:
        yield Step.SESSION, _("There is no consent, or it was withdrawn.")
    elif Step.REVIEW not in standing.done:
        yield Step.SESSION, _("Sign the needling plan first.")
