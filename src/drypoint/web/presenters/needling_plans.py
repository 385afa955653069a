"""A needling plan in words: its insertions, its findings, what keeps it from being signed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.models import TriggerPoint
from drypoint.clinic.rules.models import Authority
from drypoint.clinic.rules.words import departures
from drypoint.clinic.stock.queries import usable_lots
from drypoint.clinic.visits.models import NeedlingPlan, Screening, Visit
from drypoint.clinic.visits.queries.plans import NEED_WORDS, Blocker, findings_with_outcome, plan_blockers
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.safety.outcomes import Outcome
from drypoint.web.forms.needling_plans import POSITIONS, TECHNIQUES, Size, row_of, size_words
from drypoint.web.presenters.muscles import muscle_side, place

PAGES = {"consent": "consent", "screening": "screening", "examination": "examination"}
"""The page on which a step of the way is put right, by the name of its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InsertionLine:
    """One planned insertion."""

    place: str
    details: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    """One finding of screening or review; ``reason`` is what was signed for it."""

    id: str
    level: str
    because: str
    action: str
    places: list[str]
    sources: list[str]
    unverified: bool
    asks: bool
    reason: str
    here: str
    """How the clinic departs from the rule, where it does."""
    local: str
    """Whose rule it is, where it is none of ours."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps the plan from being signed, and where it is put right."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class QuickAdd:
    """A row to add in one tap."""

    value: str
    label: str


def lines(insertions: Iterable[PlannedInsertion]) -> list[InsertionLine]:
    """Each insertion with what was said of it."""
    return [
        InsertionLine(place=place(one.muscle, one.zone, one.side, one.site), details=details(one))
        for one in insertions
    ]


def details(one: PlannedInsertion) -> str:
    """Needle, technique, position, depth and current of an insertion."""
    said = [_needle(one)]
    if one.technique:
        said.append(str(TECHNIQUES[one.technique]))
    if one.position:
        said.append(str(POSITIONS[one.position]))
    if one.planned_depth_mm is not None:
        said.append(_("planned depth %(mm)s mm") % {"mm": f"{one.planned_depth_mm:g}"})
    if one.dwell_minutes == 0:
        said.append(_("fast in, fast out"))
    elif one.dwell_minutes is not None:
        said.append(
            ngettext("%(n)d minute in", "%(n)d minutes in", one.dwell_minutes) % {"n": one.dwell_minutes}
        )
    if one.electrical_stimulation:
        said.append(_("electrical stimulation"))
    return " · ".join(said)


def findings(plan: NeedlingPlan, screening: Screening | None) -> list[FindingCard]:
    """Worst first, each once, with the places where it bites."""
    if screening is None:
        return []
    order = list(Outcome)
    found = findings_with_outcome(plan, screening)
    where = _where(plan)
    here = departures(plan.clinic, at=plan.review.recorded_at)
    local = {f"local_{one['id']}": one for one in plan.review.request.get("local_rules", ())}
    return [
        FindingCard(
            id=finding_id,
            level=outcome.value,
            because=finding["because"],
            action=finding["action"],
            places=where.get(finding_id, []),
            sources=finding["sources"],
            unverified=finding["unverified"],
            asks=outcome in NEED_WORDS,
            reason=plan.reasons.get(finding_id, ""),
            here=here.get(finding_id, ""),
            local=_whose(local[finding_id]) if finding_id in local else "",
        )
        for finding_id, (outcome, finding) in sorted(found.items(), key=lambda one: order.index(one[1][0]))
    ]


def missing(
    plan: NeedlingPlan, *, by: Actor, on: date, asked: Sequence[FindingCard], visit: Visit
) -> list[Missing]:
    """Everything that a signature waits for, beside the reasons that the form asks for."""
    answered = {one.id: "–" for one in asked if one.asks}
    return [
        Missing(blocker.sentence, _page(blocker, visit))
        for blocker in plan_blockers(plan, by=by, on=on, reasons={**answered, **plan.reasons})
    ]


def sizes(clinic: Clinic, *, on: date, insertions: Iterable[PlannedInsertion] = ()) -> list[Size]:
    """Needle sizes to choose from: those on the shelf, then those of the plan and of last time."""
    shelf = {(float(lot.length_mm), float(lot.diameter_mm)) for lot in usable_lots(clinic, on=on)}
    planned = {
        (one.length_mm, one.diameter_mm)
        for one in insertions
        if one.length_mm is not None and one.diameter_mm is not None
    }
    return sorted(shelf | planned)


def quick_adds(points: Iterable[TriggerPoint]) -> list[QuickAdd]:
    """A button for each trigger point of the episode that may be needled."""
    return [
        QuickAdd(
            f"{point.muscle}-{point.side}-{point.site}", muscle_side(point.muscle, point.side, point.site)
        )
        for point in points
    ]


def fresh_row(
    muscle: str, side: str, site: int, *, like: Iterable[PlannedInsertion], sizes: Sequence[Size]
) -> dict[str, Any]:
    """A new row for a trigger point; needle, technique and position as last time in that muscle."""
    for one in like:
        if one.muscle == muscle:
            return {**row_of(one, sizes), "side": side, "site": site}
    return {"muscle": muscle, "side": side, "site": site}


def said(plan: NeedlingPlan) -> list[tuple[str, str]]:
    """A plan as somebody else saved it, to compare with one's own."""
    planned = "; ".join(f"{one.place} ({one.details})" for one in lines(plan.insertions))
    return [(_("Insertions"), planned), (_("Indication"), plan.indication)]


def _whose(rule: dict[str, Any]) -> str:
    made_by = Authority(rule["authority"]).label
    return _("Local rule: %(name)s (%(made_by)s)") % {"name": rule["name"], "made_by": made_by}


def _needle(one: PlannedInsertion) -> str:
    if one.length_mm is None:
        return _("needle not chosen")
    if one.diameter_mm is None:
        return _("%(mm)s mm long") % {"mm": f"{one.length_mm:g}"}
    return size_words((one.length_mm, one.diameter_mm))


def _where(plan: NeedlingPlan) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in plan.review.result["findings"]:
        if finding["insertion"] is not None:
            one = plan.insertions[finding["insertion"]]
            found.setdefault(finding["id"], []).append(place(one.muscle, one.zone, one.side, one.site))
    return found


def _page(blocker: Blocker, visit: Visit) -> str:
    if blocker.step == "review":
        return f"{reverse('plan', args=[visit.pk])}#findings"
    if blocker.step in PAGES:
        return reverse(PAGES[blocker.step], args=[visit.pk])
    return ""
