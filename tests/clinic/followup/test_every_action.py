"""What holds for every write to a chart: actor, permission, clinic, audit row, nothing written if refused."""

import inspect
from collections.abc import Callable
from datetime import date, timedelta
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care, all_no, event

from drypoint.clinic.actors import Actor, patient
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.episodes.actions import (
    clearances,
    episodes,
    goals,
    histories,
    plans_of_care,
    trigger_points,
)
from drypoint.clinic.episodes.models import ClearanceAnswer, ClosingReason
from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.followup.actions import after_care, chart_redactions, check_ins, decisions, notes
from drypoint.clinic.followup.models import Channel, NextStepChoice
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import (
    blind_palpations,
    consents,
    engine_results,
    examinations,
    exercises,
    measurements,
    needling_plans,
    other_treatments,
    pain_drawings,
    palpation,
    rankings,
    redactions,
    screenings,
    sessions,
    visits,
)
from drypoint.clinic.visits.models import (
    DrawnBy,
    EngineName,
    MeasuredWhen,
    SignatureKind,
    TreatmentKind,
    TriggerPointStatus,
    Visit,
    VisitStatus,
)
from drypoint.clinic.visits.queries.plans import plan_blockers
from drypoint.documents import Topic

MODULES: tuple[ModuleType, ...] = (
    episodes,
    histories,
    plans_of_care,
    goals,
    trigger_points,
    clearances,
    visits,
    examinations,
    engine_results,
    screenings,
    consents,
    pain_drawings,
    rankings,
    palpation,
    blind_palpations,
    needling_plans,
    sessions,
    other_treatments,
    exercises,
    measurements,
    redactions,
    chart_redactions,
    after_care,
    decisions,
    notes,
)
READS = {"engine_results.is_intact", "engine_results.replay"}
ELSEWHERE = {"rankings.refresh", "measurements.record_readings"}
"""They write through the actions in the table."""


def _closed(care: Care) -> dict[str, Any]:
    Visit.objects.filter(episode=care.episode).update(status=VisitStatus.SIGNED)
    episodes.close(
        by=care.therapist,
        episode=care.episode,
        revision=1,
        closed_on=date(2027, 4, 1),
        reason=ClosingReason.OTHER,
    )
    return {"episode": care.episode, "revision": 2}


def _goal(care: Care) -> Any:
    return goals.set(by=care.therapist, episode=care.episode, words="Walk an hour")


def _clearance(care: Care) -> Any:
    return clearances.ask(by=care.therapist, **CASES["clearances.ask"](care))


def _unsigned_plan(care: Care) -> dict[str, Any]:
    care.screen()
    care.consent()
    plan = care.propose()
    asking = plan_blockers(plan, by=care.therapist, on=BEGUN.date(), reasons={})
    reasons = {one.finding_id: "Done" for one in asking if one.finding_id}
    return {"plan": plan, "reasons": reasons, "signed_at": BEGUN}


def _before_session(care: Care) -> dict[str, Any]:
    care.ready()
    return {"visit": care.visit, "started_at": BEGUN}


def _ready_to_close(care: Care) -> dict[str, Any]:
    Visit.objects.filter(episode=care.episode).update(status=VisitStatus.SIGNED)
    return {
        "episode": care.episode,
        "revision": 1,
        "closed_on": date(2027, 4, 1),
        "reason": ClosingReason.OTHER,
    }


def _events(care: Care) -> dict[str, Any]:
    care.begin()
    return {"visit": care.visit, "events": [event("opened")]}


def _palpated(care: Care) -> dict[str, Any]:
    place = {"muscle": "gluteus_medius", "side": "left"}
    palpation.mark(by=care.therapist, visit=care.visit, **place, taut_band=True)
    looks = [{**place, "site": 1, "taut_band": False}]
    return {"visit": care.visit, "looks": looks, "unaware": True, "agreed": True}


def _drawn(care: Care) -> dict[str, Any]:
    care.draw()
    return {"visit": care.visit}


def _screened(care: Care) -> dict[str, Any]:
    care.screen()
    return {"visit": care.visit, "insertions": [GLUTEUS], "indication": "Pain on walking"}


CASES: dict[str, Callable[[Care], dict[str, Any]]] = {
    "episodes.open": lambda care: {
        "person": care.person,
        "complaint": "neck_pain",
        "title": "Neck",
        "therapist": care.member,
        "opened_on": date(2027, 3, 1),
    },
    "episodes.revise": lambda care: {
        "episode": care.episode,
        "revision": 1,
        "complaint": "neck_pain",
        "title": "Neck",
        "therapist": care.member,
    },
    "episodes.close": _ready_to_close,
    "episodes.reopen": _closed,
    "histories.record": lambda care: {"episode": care.episode, "onset": "A walk"},
    "plans_of_care.record": lambda care: {
        "episode": care.episode,
        "indication": "Pain",
        "needling": True,
        "needling_reason": "Points",
        "planned_visits": 4,
        "interval_days": 7,
    },
    "goals.set": lambda care: {"episode": care.episode, "words": "Walk an hour"},
    "goals.meet": lambda care: {"goal": _goal(care), "met_on": date(2027, 4, 1)},
    "trigger_points.locate": lambda care: {
        "episode": care.episode,
        "muscle": "gluteus_medius",
        "side": "left",
    },
    "clearances.ask": lambda care: {
        "episode": care.episode,
        "asked_whom": "Dr Weber",
        "finding_ids": ["epilepsy"],
        "question": "May we?",
        "asked_at": BEGUN,
    },
    "clearances.answer": lambda care: {
        "clearance": _clearance(care),
        "answer": ClearanceAnswer.YES,
        "answered_at": BEGUN,
    },
    "visits.start": lambda care: {
        "episode": care.episode,
        "therapist": care.member,
        "started_at": BEGUN + timedelta(days=7),
    },
    "examinations.record": lambda care: {"episode": care.episode, "visit": care.visit, "summary": "x"},
    "engine_results.run": lambda care: {
        "visit": care.visit,
        "engine": EngineName.CHANGE,
        "request": {"instrument": "nprs", "before": 6, "after": 4},
    },
    "screenings.record": lambda care: {"visit": care.visit, "answers": all_no()},
    "screenings.confirm": lambda care: {"screening": care.screen()},
    "consents.give": lambda care: {
        "visit": care.visit,
        "regions": ["hip"],
        "risk_text_version": "1",
        "language": "en",
        "content": {"said": "x"},
        "signature_kind": SignatureKind.TYPED,
        "signed_name": "Ana Ruiz",
        "given_at": BEGUN,
    },
    "consents.withdraw": lambda care: {"consent": care.consent(), "withdrawn_at": BEGUN},
    "pain_drawings.record": lambda care: {
        "visit": care.visit,
        "chart_version": "1",
        "figure": "neutral",
        "drawn_by": DrawnBy.PATIENT,
        "zones": [{"code": "bt.upper", "side": "left"}],
    },
    "rankings.rank": _drawn,
    "palpation.record": lambda care: {
        "visit": care.visit,
        "muscle": "gluteus_medius",
        "side": "left",
        "status": TriggerPointStatus.LATENT,
    },
    "palpation.mark": lambda care: {
        "visit": care.visit,
        "muscle": "gluteus_medius",
        "side": "left",
        "taut_band": True,
    },
    "blind_palpations.record": _palpated,
    "needling_plans.propose": _screened,
    "needling_plans.sign": _unsigned_plan,
    "sessions.start": _before_session,
    "sessions.describe": lambda care: {
        "session": care.begin(),
        "revision": 1,
        "skin_preparation": "alcohol",
        "stimulation": "none",
        "tolerance": "well",
    },
    "sessions.record_events": _events,
    "other_treatments.record": lambda care: {"visit": care.visit, "kind": TreatmentKind.TAPING},
    "exercises.prescribe": lambda care: {"visit": care.visit, "exercises": [{"name": "Side plank"}]},
    "measurements.record": lambda care: {
        "visit": care.visit,
        "instrument": "nprs",
        "value": 6.5,
        "when": MeasuredWhen.BEFORE,
        "measured_at": BEGUN,
    },
    "redactions.redact": lambda care: {"fact": care.consent(), "reason": "Wrong person"},
    "chart_redactions.redact": lambda care: {"fact": care.consent(), "reason": "Wrong person"},
    "after_care.give": lambda care: {
        "visit": care.visit,
        "regions": ["hip"],
        "content": {"normal": "x"},
        "language": "en",
        "given_to": "Ana Ruiz",
        "given_at": BEGUN,
    },
    "check_ins.invite": lambda care: {
        "visit": care.visit,
        "due_at": timezone.now(),
        "expires_at": timezone.now() + timedelta(days=3),
        "channel": Channel.PRINTED,
    },
    "check_ins.answer": lambda care: {
        "visit": care.visit,
        "answers": {"fever": False},
        "answered_at": BEGUN,
    },
    "decisions.suggest": lambda care: {"visit": care.visit},
    "decisions.foresee": lambda care: {"visit": care.visit},
    "decisions.decide": lambda care: {"visit": care.visit, "chosen": NextStepChoice.CONTINUE},
    "notes.sign": lambda care: {"visit": care.visit, "revision": 1},
    "notes.word": lambda care: {"visit": care.visit, "topic": Topic.EXAMINATION, "text": "Stiff"},
    "notes.add": lambda care: {
        "note": notes.sign(by=care.therapist, visit=care.visit, revision=1),
        "text": "Seen next day",
    },
}
ACTIONS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": function
    for module in (*MODULES, check_ins)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
}
each_action = pytest.mark.parametrize("name", CASES)


def everything() -> dict[str, int]:
    """How many rows there are of each record of these apps, and of the audit."""
    labels = ("episodes", "visits", "followup", "audit")
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    return {model._meta.label: model._default_manager.count() for model in models}


def actor(care: Care, name: str) -> Actor:
    somebody_else = name.endswith("redactions.redact") or name == "blind_palpations.record"
    return factories.acting(care.clinic, "owner") if somebody_else else care.therapist


def test_every_action_of_these_modules_is_in_the_table() -> None:
    own = {name for name in ACTIONS if not name.startswith("check_ins.")}
    assert own - READS - ELSEWHERE == {name for name in CASES if not name.startswith("check_ins.")}


@each_action
def test_action_names_its_actor_and_takes_keywords_only(name: str) -> None:
    parameters = inspect.signature(ACTIONS[name]).parameters
    assert parameters["by"].annotation is Actor
    assert all(one.kind in {one.KEYWORD_ONLY, one.VAR_KEYWORD} for one in parameters.values())


@each_action
def test_action_is_audited_under_its_person_without_content(care: Care, name: str) -> None:
    keywords = CASES[name](care)
    by = actor(care, name)
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    ACTIONS[name](by=by, **keywords)
    rows = AuditEvent.objects.exclude(pk__in=before)
    assert rows
    for row in rows:
        assert (row.clinic_id, row.membership_id) == (care.clinic.pk, by.membership_id)
        assert row.about_person_id == care.person.pk
        assert not any(" " in word for word in (row.verb, *row.fields))


@each_action
def test_action_of_another_clinic_is_refused_as_if_nothing_existed(care: Care, name: str) -> None:
    keywords = CASES[name](care)
    stranger = factories.acting(factories.make_clinic(name="Elsewhere"), "owner")
    before = everything()
    with pytest.raises(ForeignRecord):
        ACTIONS[name](by=stranger, **keywords)
    assert everything() == before


@each_action
def test_action_without_permission_is_refused(care: Care, name: str) -> None:
    keywords = CASES[name](care)
    strangers = (
        factories.acting(care.clinic, "researcher"),
        factories.acting(care.clinic, "front_desk"),
        patient(clinic_id=care.clinic.pk, person_id=new_id()),
    )
    before = everything()
    for stranger in strangers:
        with pytest.raises((NotPermitted, ForeignRecord)):
            ACTIONS[name](by=stranger, **keywords)
    assert everything() == before
