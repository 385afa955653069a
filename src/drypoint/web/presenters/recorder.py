"""What a device needs to record a session on its own: plan, places on the body, what lies under, cards."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from drypoint import atlas
from drypoint.atlas.body import Site, best_views, place_on, sites_of, view_of
from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor
from drypoint.clinic.followup.queries.alerts import chart_alerts
from drypoint.clinic.followup.queries.session_versions import session_version
from drypoint.clinic.incidents.models import AdverseEventKind
from drypoint.clinic.permissions import Permission
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.actions.recordings import Recorded
from drypoint.clinic.visits.canonical import plain
from drypoint.clinic.visits.models import NeedlingPlan, NeedlingSession, Question, Visit
from drypoint.clinic.visits.queries.consents import consented_regions
from drypoint.clinic.visits.queries.reviews import as_reviewed, preview_review
from drypoint.clinic.visits.queries.sessions import StoredEvent
from drypoint.clinic.visits.rows import PlannedInsertion
from drypoint.clinic.visits.session_gate import Gate
from drypoint.needling import SENTENCES, pain_rules
from drypoint.safety import action_cards, load_places
from drypoint.safety.packaged import citations
from drypoint.terms import Side
from drypoint.web.presenters import charts, people, under
from drypoint.web.presenters.body_charts import VIEWS
from drypoint.web.presenters.muscles import muscle_name, place, region_name
from drypoint.web.presenters.needling_plans import details
from drypoint.web.presenters.sessions import key_of, lot_words
from drypoint.web.site_pictures import FIGURE, TENTHS_PER_MM

REASONS: dict[str, str | Promise] = {
    "palpated": gettext_lazy("Found by palpation during the session"),
    "referred": gettext_lazy("The known pain came from here"),
    "neighbour": gettext_lazy("Neighbour of a planned muscle, same complaint"),
    "asked": gettext_lazy("The person asked for it"),
}
"""Why a muscle that is not on the plan is needled, in one tap."""
MOST_REVIEWED = 200
"""Insertions that the review engine takes at once."""
ADVERSE_FIRST = (
    AdverseEventKind.FAINTING,
    AdverseEventKind.PAIN_DURING,
    AdverseEventKind.BLEEDING,
    AdverseEventKind.NERVE_INJURY,
    AdverseEventKind.PNEUMOTHORAX,
    AdverseEventKind.STUCK_NEEDLE,
    AdverseEventKind.BENT_NEEDLE,
    AdverseEventKind.BROKEN_NEEDLE,
    AdverseEventKind.NAUSEA,
    AdverseEventKind.SKIN_REACTION,
    AdverseEventKind.OTHER,
)
"""What goes wrong during a session, what is commonest or most urgent first."""


def snapshot(
    visit: Visit,
    running: NeedlingSession,
    plan: NeedlingPlan,
    *,
    by: Actor,
    member: Membership,
    lots: Sequence[NeedleLot],
    stored: Iterable[StoredEvent],
    plan_waits: bool,
) -> dict[str, Any]:
    """All of it as JSON; ``etag`` tells whether it is still what the record says, the events left out."""
    person, clinic = visit.episode.person, visit.clinic
    strip = people.strip(person, alerts=charts.alerts(chart_alerts(visit.episode)))
    found: dict[str, Any] = {
        "visit": str(visit.pk),
        "member": {"id": str(member.pk), "name": member.user.name},
        "clinic": {
            "name": clinic.name,
            "emergency_number": clinic.emergency_number,
            "is_demo": clinic.is_demo,
        },
        "language": get_language() or "en",
        "person": {
            "name": person.full_name,
            "born": person.birth_date,
            "age": strip.age,
            "alerts": [{"tone": one.level, "text": str(one.label)} for one in strip.alerts],
        },
        "may_record": by.may(Permission.RECORD_SESSION),
        "started_at": running.started_at,
        "places": _places(plan, lots),
        "others": _others(visit, plan),
        "lots": [_lot(lot) for lot in lots],
        "cards": cards(),
        "members": {str(one.pk): one.user.name for one in clinic.memberships.select_related("user")},
        "reasons": [{"id": key, "words": str(words)} for key, words in REASONS.items()],
        "adverse": adverse(),
        "questions": {question.value: str(question.label) for question in Question},
        "pain_rules": [
            {
                **plain(rule),
                "because": rule.because.in_language(get_language() or "en"),
                "unverified": rule.verification.is_unverified,
            }
            for rule in pain_rules().rules
        ],
        "blockers": {
            blocker.value: words.in_language(get_language() or "en") for blocker, words in SENTENCES.items()
        },
        "plan_waits": plan_waits,
        "stop": " ".join(one.sentence for one in Gate(visit, running).stops(at=timezone.now())),
        "urls": urls(visit),
    }
    found["views"] = _views(found["places"], found["others"])
    found["etag"] = session_version(visit)
    made: dict[str, Any] = plain(found)
    events = [stored_event(one) for one in stored]
    return made | {
        "events": events,
        "cursor": max((one["number"] for one in events), default=0),
        "server_time": plain(timezone.now()),
    }


def stored_event(one: StoredEvent) -> dict[str, Any]:
    """One event of the log, as devices share it."""
    said: dict[str, Any] = plain(one)
    return said


def urls(visit: Visit) -> dict[str, str]:
    """Addresses that the recorder asks and links to."""
    names = {
        "events": "recorder_events",
        "snapshot": "recorder_snapshot",
        "trouble": "session_trouble",
        "missing": "session_missing",
        "session": "session",
        "plan": "plan",
        "change": "plan_change",
        "visit": "visit",
        "details": "session_details",
        "treatments": "other_treatments",
    }
    found = {key: reverse(name, args=[visit.pk]) for key, name in names.items()}
    return found | {"keys": reverse("recorder_keys"), "incidents": reverse("incidents")}


def _places(plan: NeedlingPlan, lots: Sequence[NeedleLot]) -> list[dict[str, Any]]:
    lying = _under(plan.insertions, plan.review.result.get("under"))
    found: dict[str, dict[str, Any]] = {}
    for one in plan.insertions:
        found.setdefault(
            key_of(one),
            {
                "key": key_of(one),
                "muscle": one.muscle,
                "side": one.side.value,
                "site": str(one.site or 1),
                "title": place(one.muscle, one.zone, one.side, one.site),
                "details": details(one),
                "length_mm": one.length_mm,
                "diameter_mm": one.diameter_mm,
                "technique": one.technique,
                "position": one.position,
                "dwell_minutes": one.dwell_minutes,
                "wants_current": one.electrical_stimulation,
                "can_needle": one.muscle is not None,
                "spot": _spot(one.muscle, one.side, one.site) if one.muscle else None,
                "under": lying[one.muscle, one.zone],
                "lots": [str(lot.pk) for lot in _fitting(one, lots)],
            },
        )
    return list(found.values())


def _fitting(one: PlannedInsertion, lots: Sequence[NeedleLot]) -> Sequence[NeedleLot]:
    """Lots of the planned size; every one where none has that size."""
    size = (one.length_mm, one.diameter_mm)
    return [lot for lot in lots if (float(lot.length_mm), float(lot.diameter_mm)) == size] or lots


def _under(insertions: Sequence[PlannedInsertion], kept: Any) -> dict[tuple[Any, Any], dict[str, Any]]:
    # A review that was blanked while needles are in: the atlas still says what lies there.
    cards = under.cards(kept or under.from_atlas(insertions), insertions)
    order = dict.fromkeys((one.muscle, one.zone) for one in insertions)
    return {where: _under_card(card) for where, card in zip(order, cards, strict=True)}


def _under_card(card: under.UnderCard) -> dict[str, Any]:
    said = asdict(card)
    for group in said["depths"]:
        group["kind"] = str(group["kind"])
    return {name: value for name, value in said.items() if name not in {"places", "muscle_url"}}


def _others(visit: Visit, plan: NeedlingPlan) -> list[dict[str, Any]]:
    """Muscles that are not on the plan where the consent holds, each reviewed for this person now."""
    places = load_places()
    consented = consented_regions(visit.episode)
    planned = {(one.muscle, one.side) for one in plan.insertions}
    rows = [
        (muscle, side)
        for muscle in atlas.load().muscles
        if places.regions_of(muscle.id, where="muscle") <= consented
        for side in muscle.sides
        if (muscle.id, side) not in planned
    ]
    reviewed = _reviewed(visit, plan, [PlannedInsertion(muscle=one.id, side=side) for one, side in rows])
    if reviewed is None:
        return []
    lying, findings = reviewed
    found: dict[str, dict[str, Any]] = {}
    for muscle, side in rows:
        row = found.setdefault(
            muscle.id,
            {
                "muscle": muscle.id,
                "name": muscle_name(muscle.id),
                "region": region_name(muscle.region),
                "sides": [],
                "spots": {},
                "under": lying[muscle.id, None],
                "findings": {},
            },
        )
        row["sides"].append(side.value)
        row["spots"][side.value] = _spot(muscle.id, side, None)
        row["findings"][side.value] = [
            {name: one[name] for name in ("id", "outcome", "because", "action", "unverified")}
            for one in findings[muscle.id, side]
        ]
    return sorted(found.values(), key=lambda one: (one["region"], one["name"]))


def _reviewed(
    visit: Visit, plan: NeedlingPlan, others: Sequence[PlannedInsertion]
) -> tuple[dict[tuple[Any, Any], dict[str, Any]], dict[tuple[Any, Side], list[dict[str, Any]]]] | None:
    """What lies under others and what speaks against each, beside the plan; ``None`` without a screening.

    Each side by itself, so that a muscle is not held against its own other side.
    """
    standing = as_reviewed(plan.insertions[: MOST_REVIEWED // 2])
    lying: dict[tuple[Any, Any], dict[str, Any]] = {}
    findings: dict[tuple[Any, Side], list[dict[str, Any]]] = {}
    for side in Side:
        ones = [one for one in others if one.side is side]
        step = MOST_REVIEWED - len(standing)
        for some in (ones[start : start + step] for start in range(0, len(ones), step)):
            review = preview_review(visit, [*standing, *as_reviewed(some)])
            if review is None:
                return None
            kept = [
                plain(one) | {"insertion": number} for number, one in enumerate(review.under[len(standing) :])
            ]
            lying |= _under(some, kept)
            for number, one in enumerate(some, len(standing)):
                findings[one.muscle, side] = [
                    plain(said) for said in review.findings if said.insertion == number
                ]
    return lying, findings


def _spot(muscle: str, side: Side, trp: int | None) -> dict[str, Any] | None:
    """Where the trigger point, else the muscle's first, lies in the view that shows it best."""
    known = sites_of(muscle, side)
    site: Site | None = next((one for one in known if one.trp == (trp or 1)), known[0] if known else None)
    if site is None:
        return None
    for view in best_views(site.spot, FIGURE):
        at = place_on(FIGURE, view, site.spot)
        if at is not None:
            return {"view": view, "x": at[0], "y": at[1]}
    return None


def _views(places: Iterable[dict[str, Any]], others: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every view that a spot is on, those of the plan first."""
    elsewhere = (spot for one in others for spot in one["spots"].values())
    spots = [spot for spot in (*(one["spot"] for one in places), *elsewhere) if spot]
    return [_view(name) for name in dict.fromkeys(spot["view"] for spot in spots)]


def _view(name: str) -> dict[str, Any]:
    whole = view_of(FIGURE, name)
    right_is_right = whole.panels[0].source in {"back", "top"}
    words = [_("left side"), _("right side")] if right_is_right else [_("right side"), _("left side")]
    return {
        "name": name,
        "label": str(VIEWS[name]),
        "svg": static(f"body/views/{FIGURE}/{name}.svg"),
        "box": [0, 0, whole.width / TENTHS_PER_MM, whole.height / TENTHS_PER_MM],
        "left_words": words[0],
        "right_words": words[1],
    }


def _lot(lot: NeedleLot) -> dict[str, Any]:
    return {
        "id": str(lot.pk),
        "words": lot_words(lot),
        "per_pack": lot.needles_per_pack,
        "length_mm": float(lot.length_mm),
        "diameter_mm": float(lot.diameter_mm),
        "expires": lot.expires,
    }


def adverse() -> list[dict[str, str]]:
    """What may go wrong during a session, to be recorded in one tap."""
    return [{"kind": kind.value, "words": str(kind.label)} for kind in ADVERSE_FIRST]


def cards() -> list[dict[str, Any]]:
    language = get_language() or "en"
    return [
        {
            "id": card.id,
            "title": card.title.in_language(language),
            "signs": [one.in_language(language) for one in card.signs],
            "steps": [one.in_language(language) for one in card.steps],
            "sources": citations(card.sources),
            "unverified": card.verification.is_unverified,
        }
        for card in action_cards()
    ]


def answer(
    recorded: Recorded, heard: Sequence[StoredEvent], *, version: str, cursor: int, more: bool
) -> dict[str, Any]:
    """What a device is told after a batch; ``version`` is the ``etag`` of a snapshot made now."""
    asked = {code for one in (*recorded.stored.values(), *heard) for code in one.questions}
    return {
        "server_time": plain(timezone.now()),
        "stored": {
            str(key): {
                "number": one.number,
                "clock_offset_ms": one.clock_offset_ms,
                "questions": list(one.questions),
            }
            for key, one in recorded.stored.items()
        },
        "refused": recorded.refused,
        "questions": {code: str(Question(code).label) for code in sorted(asked)},
        "reviews": recorded.reviews,
        "events": [stored_event(one) for one in heard],
        "cursor": cursor,
        "more": more,
        "state": msgspec.to_builtins(recorded.state),
        "status": recorded.state.state.value,
        "snapshot_etag": version,
    }
