"""What engines said is kept whole and can be replayed; redaction leaves nothing of it."""

import pytest
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.actors import patient
from drypoint.clinic.errors import ForeignRecord, NotAllowedNow
from drypoint.clinic.keys import new_id
from drypoint.clinic.rules.actions import settings
from drypoint.clinic.visits.actions import engine_results, redactions, screenings
from drypoint.clinic.visits.models import EngineName, EngineResult
from drypoint.safety import Outcome
from drypoint.terms import InvalidInput

CHANGE = {"instrument": "nprs", "before": 6.5, "after": 4.0}


def test_result_is_kept_with_request_versions_and_hash_and_replays(care: Care) -> None:
    kept = engine_results.run(by=care.therapist, visit=care.visit, engine=EngineName.CHANGE, request=CHANGE)
    stored = EngineResult.objects.get()
    assert (stored.request, stored.result["change"]) == (CHANGE, -2.5)
    assert set(stored.versions) == {"engine", "atlas", "rules"}
    assert len(kept.sha256) == 64
    assert engine_results.replay(stored)


def test_replay_notices_a_changed_row_and_a_changed_answer(care: Care) -> None:
    kept = engine_results.run(by=care.therapist, visit=care.visit, engine=EngineName.CHANGE, request=CHANGE)
    EngineResult.objects.update(result={**kept.result, "change": -6.0})
    kept.refresh_from_db()
    assert not engine_results.is_intact(kept)
    assert not engine_results.replay(kept)


def test_replay_ignores_versions_that_say_the_same(care: Care) -> None:
    kept = engine_results.run(by=care.therapist, visit=care.visit, engine=EngineName.CHANGE, request=CHANGE)
    older = {**kept.result, "versions": {"engine": "0", "atlas": "0", "rules": "0"}}
    sha256 = engine_results._fingerprint(kept.engine, kept.request, kept.thresholds, older)
    EngineResult.objects.update(result=older, sha256=sha256)
    kept.refresh_from_db()
    assert engine_results.replay(kept)


def test_request_that_the_engine_refuses_is_not_kept(care: Care) -> None:
    with pytest.raises(InvalidInput, match="instrument"):
        engine_results.run(
            by=care.therapist,
            visit=care.visit,
            engine=EngineName.CHANGE,
            request={**CHANGE, "instrument": "x"},
        )
    stranger = patient(clinic_id=care.clinic.pk, person_id=new_id())
    with pytest.raises(ForeignRecord):
        engine_results.run(by=stranger, visit=care.visit, engine=EngineName.CHANGE, request=CHANGE)
    assert not EngineResult.objects.exists()


def test_signed_departure_from_a_rule_acts_on_results_after_it_and_replays_as_of_its_time(care: Care) -> None:
    before = care.screen(epilepsy=True)
    settings.sign(
        by=factories.acting(care.clinic, "owner"),
        clinic=care.clinic,
        rule="epilepsy",
        outcome=Outcome.STOP,
        reason="Nobody here may treat it",
    )
    after = care.screen(epilepsy=True, supersedes=before)
    assert (before.outcome, after.outcome) == ("reasons_needed", "stop")
    assert engine_results.replay(before.engine_result)
    assert engine_results.replay(after.engine_result)


def test_redaction_blanks_the_fact_and_its_result_once(care: Care) -> None:
    screening = care.screen()
    owner = factories.acting(care.clinic, "owner")
    redactions.redact(by=owner, fact=screening, reason="Wrong person")
    result = EngineResult.objects.get()
    assert (screening.person_request, result.request, result.result) == ({}, {}, {})
    with pytest.raises(NotAllowedNow, match="redacted"):
        engine_results.replay(result)
    redactions.redact(by=owner, fact=care.consent(at=BEGUN), reason="Wrong person")
    redactions.redact(by=owner, fact=screening, reason="Again")
    assert EngineResult.objects.get().redaction_reason == "Wrong person"


def test_redaction_reaches_earlier_versions_and_every_result_with_the_answers(care: Care) -> None:
    first = care.screen(faint_history=True)
    second = care.screen(faint_history=True, pacemaker_icd=True, supersedes=first)
    care.propose()
    redactions.redact(by=factories.acting(care.clinic, "owner"), fact=second, reason="Wrong person")
    first.refresh_from_db()
    assert (first.person_request, second.person_request) == ({}, {})
    kept = EngineResult.objects.exclude(request={})
    assert [result.engine for result in kept if result.engine in {"screen", "review", "triage"}] == []
    assert {result.engine for result in EngineResult.objects.all()} >= {"screen", "review"}


def test_patient_answers_the_screening_where_the_clinic_accepted_that(care: Care) -> None:
    told = screenings.record(by=care.themselves, visit=care.visit, answers={"faint_history": True})
    assert (told.answered_by, told.outcome) == ("patient", "incomplete")
    type(care.clinic).objects.update(kind="real")
    visit = type(care.visit).objects.get()
    with pytest.raises(NotAllowedNow, match="switched off"):
        screenings.record(by=care.themselves, visit=visit, answers={}, supersedes=told)
    assert care.screen(visit, supersedes=told).answered_by == "therapist"
