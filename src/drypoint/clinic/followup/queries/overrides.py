"""Findings with which somebody went ahead, by whom, and what followed: counts with what they are of."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.followup.models import TriageLevel
from drypoint.clinic.incidents.models import AdverseEvent
from drypoint.clinic.visits.models import NeedlingPlan, Screening, Visit
from drypoint.clinic.visits.queries.plans import findings_with_outcome
from drypoint.safety import Outcome

LEVELS = tuple(TriageLevel.values)
"""Worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What followed one visit, as far as it is on record."""

    needled: bool
    adverse_events: tuple[AdverseEvent, ...]
    level: str
    """The worst level of its check-ins; empty where none was answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One finding with which somebody went ahead, in their words."""

    plan: NeedlingPlan
    finding: str
    because: str
    outcome: str
    """What the finding asked for when it was signed."""
    words: str
    after: After


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Signed plans of one kind, and what followed them. Each number stands beside what it is of."""

    plans: int
    needled: int
    with_adverse_event: int
    """Of those needled: at least one adverse event of the visit."""
    answered: int
    """Of those needled: at least one check-in was answered."""
    urgent: int
    """Of those answered: the worst level was emergency, same day or call the clinic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """One rule's share."""

    finding: str
    because: str
    with_reason: int
    """Plans in which the finding asked for a reason, or for what asking brought out."""
    with_change: int
    """Plans in which it asked for a change."""
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerCount:
    """One clinician's share."""

    name: str
    signed: int
    """All plans that they signed in this time."""
    count: Count
    """Of those with which they went ahead over a finding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything signed between two days."""

    all_plans: Count
    without: Count
    over: Count
    rules: tuple[RuleCount, ...]
    signers: tuple[SignerCount, ...]
    overrides: tuple[Override, ...]
    """Newest first."""


_ASKS_WHY = frozenset({Outcome.REASONS_NEEDED, Outcome.INCOMPLETE})
URGENT = frozenset({TriageLevel.EMERGENCY, TriageLevel.SAME_DAY, TriageLevel.CALL_CLINIC})


def report(clinic: Clinic, *, first: date, last: date) -> Report:
    """Plans signed from ``first`` to ``last``, both included, in a constant number of statements."""
    begin = datetime.combine(first, time(), tzinfo=clinic.zone)
    end = datetime.combine(last + timedelta(days=1), time(), tzinfo=clinic.zone)
    plans = list(
        clinic.needling_plans.filter(signed_at__gte=begin, signed_at__lt=end, redacted_at__isnull=True)
        .select_related("visit__episode__person", "signed_by__user", "review")
        .order_by("-signed_at", "-id")
    )
    after = _after(clinic, plans)
    screenings = {
        one.visit_id: one
        for one in clinic.screenings.current()
        .filter(visit__in=[plan.visit_id for plan in plans])
        .select_related("engine_result")
    }
    found = [
        one for plan in plans for one in _overrides(plan, screenings.get(plan.visit_id), after[plan.visit_id])
    ]
    over = [plan for plan in plans if plan.reasons]
    return Report(
        all_plans=_count(plans, after),
        without=_count([plan for plan in plans if not plan.reasons], after),
        over=_count(over, after),
        rules=_by_rule(found, after),
        signers=tuple(
            SignerCount(
                name=name,
                signed=sum(_signer(plan) == name for plan in plans),
                count=_count([plan for plan in over if _signer(plan) == name], after),
            )
            for name in sorted({_signer(plan) for plan in plans})
        ),
        overrides=tuple(found),
    )


def _overrides(plan: NeedlingPlan, screening: Screening | None, after: After) -> Iterable[Override]:
    known = findings_with_outcome(plan, screening) if screening is not None else {}
    for finding, words in plan.reasons.items():
        outcome, said = known.get(finding, (None, {"because": ""}))
        yield Override(
            plan=plan,
            finding=finding,
            because=said["because"],
            outcome=outcome.value if outcome is not None else "",
            words=words,
            after=after,
        )


def _by_rule(found: Sequence[Override], after: dict[UUID, After]) -> tuple[RuleCount, ...]:
    rules: dict[str, list[Override]] = defaultdict(list)
    for one in found:
        rules[one.finding].append(one)
    counted = [
        RuleCount(
            finding=finding,
            because=each[0].because,
            with_reason=sum(one.outcome in _ASKS_WHY for one in each),
            with_change=sum(one.outcome == Outcome.MODIFY for one in each),
            count=_count([one.plan for one in each], after),
        )
        for finding, each in rules.items()
    ]
    return tuple(sorted(counted, key=lambda one: (-one.count.plans, one.finding)))


def _count(plans: Sequence[NeedlingPlan], after: dict[UUID, After]) -> Count:
    def how_many(holds: Callable[[After], bool]) -> int:
        return sum(holds(after[plan.visit_id]) for plan in plans if after[plan.visit_id].needled)

    return Count(
        plans=len(plans),
        needled=how_many(lambda one: True),
        with_adverse_event=how_many(lambda one: bool(one.adverse_events)),
        answered=how_many(lambda one: bool(one.level)),
        urgent=how_many(lambda one: one.level in URGENT),
    )


def _after(clinic: Clinic, plans: Sequence[NeedlingPlan]) -> dict[UUID, After]:
    visits = {plan.visit_id for plan in plans}
    of_these = Visit.objects.filter(clinic_id=clinic.pk, pk__in=visits)
    needled = set(clinic.needling_sessions.filter(visit__in=of_these).values_list("visit_id", flat=True))
    events: dict[UUID | None, list[AdverseEvent]] = defaultdict(list)
    for event in clinic.adverse_events.current().filter(visit__in=of_these).order_by("recorded_at", "id"):
        events[event.visit_id].append(event)
    levels: dict[UUID, list[str]] = defaultdict(list)
    answered = clinic.check_ins.current().filter(visit__in=of_these).values_list("visit_id", "level")
    for visit, level in answered:
        levels[visit].append(level)
    return {
        visit: After(
            needled=visit in needled,
            adverse_events=tuple(events[visit]),
            level=min(levels[visit], key=LEVELS.index, default=""),
        )
        for visit in visits
    }


def _signer(plan: NeedlingPlan) -> str:
    return plan.signed_by.user.name if plan.signed_by is not None else ""
