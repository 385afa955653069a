"""Whether a needling plan may be signed and carried out, and what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from drypoint.clinic.accounts import queries as accounts
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.episodes.models import Clearance, PlanOfCare
from drypoint.clinic.errors import RecordError
from drypoint.clinic.rules import queries as rules
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import NeedlingPlan, Screening, Visit
from drypoint.clinic.visits.queries.consents import consented_regions, standing_consents
from drypoint.clinic.visits.queries.screenings import preview
from drypoint.safety import Outcome, load_places, load_rules

_LOCAL = ("local_rules", "today")
NEED_WORDS = frozenset({Outcome.REASONS_NEEDED, Outcome.MODIFY, Outcome.INCOMPLETE})
"""Findings that are signed over with words: why to go ahead, what is changed, or what asking brought out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One thing that stands in the way, and the step of the visit where it is put right."""

    step: str
    sentence: str
    finding_id: str = ""


def current_plan(visit: Visit) -> NeedlingPlan | None:
    """The visit's plan that stands, signed or not. One whose review was blanked stands no more."""
    return (
        NeedlingPlan.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit, review__redacted_at__isnull=True)
        .select_related("review")
        .first()
    )


def current_screening(visit: Visit) -> Screening | None:
    """The visit's screening that stands."""
    return (
        Screening.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .select_related("engine_result")
        .first()
    )


def training(membership: Membership, *, on: date) -> list[str] | None:
    """Regions of the needling credential, as far as the safety rules know them; ``None``: not stated."""
    credential = accounts.needling_credential(membership, on=on)
    if credential is None or not credential.regions:
        return None
    places = load_places()
    known = {*(one.code for one in places.regions), *(one.code for one in places.groups)}
    return sorted(known & {*credential.regions})


def local_request(visit: Visit) -> dict[str, Any]:
    """The local rules in force on the visit's day and that day, as ``review`` takes them; empty: none."""
    day = timezone.localdate(visit.started_at, timezone=visit.clinic.zone)
    found = [
        {
            "id": str(rule.rule),
            **{name: getattr(rule, name) for name in ("authority", "name", "outcome", "text", "source")},
            **{name: getattr(rule, name) for name in ("text_es", "places", "age_from", "age_below")},
            "technique": rule.technique or None,
            "from_day": rule.from_day,
            "until_day": rule.until_day,
        }
        for rule in rules.local_rules_on(visit.clinic, day)
    ]
    asked: dict[str, Any] = plain({"local_rules": found, "today": day} if found else {})
    return asked


def findings_with_outcome(
    plan: NeedlingPlan, screening: Screening
) -> dict[str, tuple[Outcome, dict[str, Any]]]:
    """Each finding of screening and review once, with its strictest outcome.

    A finding of the screening about a place or a technique counts where the review met it in this plan.
    Departures from the rules that the clinic has signed are in the results already.
    """
    order = list(Outcome)
    strictest: dict[str, tuple[Outcome, dict[str, Any]]] = {}
    about_person = [one for one in screening.engine_result.result["findings"] if not _is_for_review(one)]
    for finding in (*about_person, *plan.review.result["findings"]):
        outcome = Outcome(finding["outcome"])
        known = strictest.get(finding["id"])
        if known is None or order.index(outcome) < order.index(known[0]):
            strictest[finding["id"]] = (outcome, finding)
    return strictest


def _is_for_review(finding: dict[str, Any]) -> bool:
    """Whether the review says if the finding bears on a plan. A referral or worse holds wherever it is."""
    if finding["outcome"] != Outcome.MODIFY:
        return False
    return bool(finding["places"]) or finding["id"] in _about_a_technique()


@cache
def _about_a_technique() -> frozenset[str]:
    return frozenset(rule.id for rule in load_rules().rules if rule.technique is not None)


def record_says_more(visit: Visit, screening: Screening) -> bool:
    """Whether medicines, measures or age on record now raise something that the screening did not know."""
    asked, said = screening.person_request, screening.engine_result.result
    now = preview(
        visit,
        answers=asked["answers"],
        pregnancy_weeks=asked.get("pregnancy_weeks"),
        language=asked.get("language", "en"),
    )
    known = {(one["id"], one["outcome"], one["because"]) for one in said["findings"]}
    found = {(one.id, one.outcome.value, one.because) for one in now.findings}
    return not found <= known or not set(now.unanswered) <= set(said["unanswered"])


def _is_of_an_earlier_day(visit: Visit, screening: Screening, on: date) -> bool:
    """Whether needling on ``on``, in a visit that began before that day, would go by answers of before.

    A visit from paper is entered when it is entered: its needling is over.
    """
    if visit.paper_record_by:
        return False
    zone = visit.clinic.zone
    began = timezone.localdate(visit.started_at, timezone=zone)
    return began < on and timezone.localdate(screening.recorded_at, timezone=zone) < on


def plan_blockers(
    plan: NeedlingPlan, *, by: Actor, on: date, reasons: dict[str, str] | None = None
) -> tuple[Blocker, ...]:
    """What keeps ``by`` from signing ``plan`` on ``on``, or from needling by it; empty when nothing does.

    ``reasons`` are those about to be given; left out, the ones that the plan holds.
    """
    return (
        *_standing(plan),
        *_professional(plan, by, on),
        *_consent(plan),
        *_safety(plan, on, plan.reasons if reasons is None else reasons),
    )


def _standing(plan: NeedlingPlan) -> Iterator[Blocker]:
    standing = current_plan(plan.visit)
    if standing is None or standing.pk != plan.pk:
        yield Blocker(
            step="plan",
            sentence=_("This plan was replaced or blanked. Look at the one that stands, or propose it anew."),
        )
    care = PlanOfCare.objects.current().filter(clinic_id=plan.clinic_id, episode=plan.visit.episode).first()
    if care is not None and not care.needling:
        yield Blocker(step="examination", sentence=_("The plan of care says not to needle."))
    if not plan.insertions:
        yield Blocker(step="plan", sentence=_("The plan has no insertion."))


def _professional(plan: NeedlingPlan, by: Actor, on: date) -> Iterator[Blocker]:
    clinic = plan.visit.clinic
    try:
        accounts.require_needling_credential(by, on=on)
    except RecordError as missing:
        yield Blocker(step="plan", sentence=str(missing))
    else:
        member = Membership.objects.get(pk=by.require_named())
        if training(member, on=on) != plan.review.request.get("training"):
            yield Blocker(
                step="plan", sentence=_("The review was made for another training. Propose the plan anew.")
            )
    version = plan.review.versions.get("rules", "")
    if version != load_rules().version:
        yield Blocker(step="plan", sentence=_("The safety rules changed since the review. Review again."))
    asked = {name: plan.review.request[name] for name in _LOCAL if name in plan.review.request}
    if local_request(plan.visit) != asked:
        yield Blocker(step="plan", sentence=_("The local rules changed since the review. Review again."))
    if clinic.is_demo:
        return
    try:
        rules.require_approved(
            clinic, version=version, language=plan.review.request["person"].get("language", "en")
        )
    except RecordError as missing:
        yield Blocker(step="plan", sentence=str(missing))


def _consent(plan: NeedlingPlan) -> Iterator[Blocker]:
    episode = plan.visit.episode
    if not standing_consents(episode):
        yield Blocker(step="consent", sentence=_("There is no consent, or it was withdrawn."))
        return
    places = load_places()
    planned = places.regions_of_all(
        [str(insertion.where) for insertion in plan.insertions], where="insertions"
    )
    if missing := sorted(planned - consented_regions(episode)):
        language = plan.review.request["person"].get("language", "en")
        yield Blocker(
            step="consent",
            sentence=_("The consent does not cover: %(regions)s.")
            % {"regions": ", ".join(places.label(region, language) for region in missing)},
        )


def _safety(plan: NeedlingPlan, on: date, reasons: dict[str, str]) -> Iterator[Blocker]:
    screening = current_screening(plan.visit)
    if screening is None:
        yield Blocker(step="screening", sentence=_("There is no screening of this visit."))
        return
    if screening.person_request != plan.review.request["person"]:
        yield Blocker(step="plan", sentence=_("The screening has changed since the review. Review again."))
    elif _is_of_an_earlier_day(plan.visit, screening, on):
        yield Blocker(
            step="screening",
            sentence=_("The screening is of an earlier day. Ask again what changes from day to day."),
        )
    elif record_says_more(plan.visit, screening):
        yield Blocker(
            step="screening",
            sentence=_("Medicines, measures or age on record say more than was screened. Screen again."),
        )
    if screening.engine_result.result["unanswered"] or plan.review.result["unanswered"]:
        yield Blocker(step="screening", sentence=_("Required screening questions are not answered."))
    cleared = {
        finding_id
        for clearance in Clearance.objects.current().filter(
            clinic_id=plan.clinic_id, episode=plan.visit.episode
        )
        if clearance.allows_on(on)
        for finding_id in clearance.finding_ids
    }
    for finding_id, (outcome, finding) in findings_with_outcome(plan, screening).items():
        if outcome in {Outcome.EMERGENCY, Outcome.STOP}:
            sentence = _("Do not needle: %(because)s") % {"because": finding["because"]}
        elif outcome is Outcome.REFER and finding_id not in cleared:
            sentence = _("Ask a doctor first: %(because)s") % {"because": finding["because"]}
        elif outcome in NEED_WORDS and not reasons.get(finding_id, "").strip():
            sentence = _("Say why to go ahead, or what you change: %(because)s") % {
                "because": finding["because"]
            }
        else:
            continue
        yield Blocker(step="review", sentence=sentence, finding_id=finding_id)
