"""Starting a visit and recording its facts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, GLUTEUS, Care

from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.people.actions import measures as body_measures
from drypoint.clinic.people.actions import medicines
from drypoint.clinic.visits import measures
from drypoint.clinic.visits.actions import (
    examinations,
    exercises,
    measurements,
    other_treatments,
    pain_drawings,
    palpation,
    rankings,
    visits,
)
from drypoint.clinic.visits.models import (
    DrawnBy,
    EngineResult,
    MeasuredWhen,
    TreatmentKind,
    TriggerPointStatus,
    Visit,
    VisitKind,
    VisitStatus,
)
from drypoint.clinic.visits.queries.persons import known_medicines, screen_request
from drypoint.clinic.visits.queries.visits import open_visits, previous_visit, same_as_last_time
from drypoint.terms import InvalidInput


def appointment_of(care: Care) -> Appointment:
    return Appointment.objects.create(
        clinic=care.clinic,
        person=care.person,
        therapist=care.member,
        service=factories.make_service(care.clinic),
        starts_at=BEGUN,
        ends_at=BEGUN + timedelta(minutes=45),
    )


def test_visit_is_first_once_and_later_after_that(care: Care) -> None:
    later = care.start_visit(days=7)
    assert (care.visit.kind, later.kind) == (VisitKind.FIRST, VisitKind.LATER)
    assert previous_visit(later) == care.visit
    assert previous_visit(care.visit) is None
    assert [one.pk for one in open_visits(care.clinic)] == [later.pk, care.visit.pk]
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=later.pk).update(kind=VisitKind.FIRST)


def test_visit_of_an_appointment_starts_once_and_only_for_its_person(care: Care) -> None:
    appointment = appointment_of(care)
    details = {
        "by": care.therapist,
        "therapist": care.member,
        "started_at": BEGUN,
        "appointment": appointment,
    }
    started = visits.start(episode=care.episode, **details)  # type: ignore[arg-type]
    assert appointment.visit == started  # type: ignore[attr-defined]
    with pytest.raises(Conflict, match="started already"):
        visits.start(episode=care.episode, **details)  # type: ignore[arg-type]
    Appointment.objects.update(person=factories.make_person(care.clinic, "Somebody", "Else"))
    appointment.refresh_from_db()
    with pytest.raises(ForeignRecord):
        visits.start(episode=care.episode, **details)  # type: ignore[arg-type]


def test_visit_of_another_clinic_or_without_permission_is_refused(care: Care) -> None:
    other = Care(name="Southside")
    with pytest.raises(ForeignRecord):
        palpation.record(
            by=other.therapist,
            visit=care.visit,
            muscle="gluteus_medius",
            side="left",
            status=TriggerPointStatus.LATENT,
        )
    with pytest.raises(NotPermitted):
        other_treatments.record(
            by=factories.acting(care.clinic, "front_desk"), visit=care.visit, kind=TreatmentKind.TAPING
        )


def test_visit_with_a_signed_note_takes_no_more_facts(care: Care) -> None:
    Visit.objects.update(status=VisitStatus.SIGNED)
    care.visit.refresh_from_db()
    assert not care.visit.may_become(VisitStatus.OPEN)
    with pytest.raises(NotAllowedNow, match="addendum"):
        exercises.prescribe(by=care.therapist, visit=care.visit, exercises=())
    with pytest.raises(NotAllowedNow, match="addendum"):
        examinations.record(by=care.therapist, episode=care.episode, visit=care.visit)
    with pytest.raises(NotAllowedNow, match="addendum"):
        care.draw()


def test_examination_may_stand_outside_a_visit_but_not_in_another_episode(care: Care) -> None:
    outside = examinations.record(by=care.therapist, episode=care.episode, summary="Seen on the ward")
    inside = examinations.record(
        by=care.therapist,
        episode=care.episode,
        visit=care.visit,
        findings=[{"part": "hip", "words": "abduction weak"}],
        special_tests=[{"name": "FABER", "positive": None, "side": "left"}],
    )
    assert set(care.episode.examinations.current()) == {outside, inside}
    with pytest.raises(Conflict):
        examinations.record(by=care.therapist, episode=care.episode, visit=care.visit)
    with pytest.raises(ForeignRecord):
        examinations.record(by=care.therapist, episode=care.episode, visit=Care(name="Elsewhere").visit)


@pytest.mark.parametrize(
    ("zone", "where"),
    [
        ({"code": "bt.nowhere", "side": "left"}, "zones[0].code"),
        ({"code": "bt.upper", "side": "midline"}, "zones[0].side"),
    ],
)
def test_pain_drawing_names_the_zone_that_does_not_exist(
    care: Care, zone: dict[str, str], where: str
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        pain_drawings.record(
            by=care.themselves,
            visit=care.visit,
            chart_version="1",
            figure="neutral",
            drawn_by=DrawnBy.PATIENT,
            zones=[zone],
        )
    assert wrong.value.where == where


def test_ranking_reads_drawing_and_palpation_and_is_kept(care: Care) -> None:
    with pytest.raises(NotAllowedNow, match="Draw"):
        rankings.rank(by=care.therapist, visit=care.visit)
    care.draw()
    finding = palpation.record(
        by=care.therapist,
        visit=care.visit,
        muscle="gluteus_medius",
        side="left",
        status=TriggerPointStatus.ACTIVE,
        taut_band=True,
        recognised_pain=True,
    )
    kept = rankings.rank(by=care.therapist, visit=care.visit, top=3)
    assert kept.request["qualities"] == ["ache"]
    assert kept.request["findings"][0]["muscle"] == finding.trigger_point.muscle
    assert kept.result["candidates"][0]["muscle"] == "gluteus_medius"
    assert EngineResult.objects.get() == kept


def test_ranking_is_off_in_a_real_clinic_until_accepted(care: Care) -> None:
    type(care.clinic).objects.update(kind="real")
    care.clinic.refresh_from_db()
    care.visit.clinic = care.clinic
    care.draw()
    with pytest.raises(NotAllowedNow, match="switched off"):
        rankings.rank(by=care.therapist, visit=care.visit)


def test_palpation_series_hangs_on_one_trigger_point(care: Care) -> None:
    place = {"by": care.therapist, "muscle": "gluteus_medius", "side": "left"}
    first = palpation.record(visit=care.visit, status=TriggerPointStatus.ACTIVE, ppt_kpa=210.0, **place)
    second = palpation.record(
        visit=care.start_visit(days=7), status=TriggerPointStatus.LATENT, recognised_pain=False, **place
    )
    assert first.trigger_point == second.trigger_point
    series = first.trigger_point.palpation_findings.current().order_by("visit__started_at")
    assert [one.status for one in series] == ["active", "latent"]
    with pytest.raises(Conflict):
        palpation.record(visit=care.visit, status=TriggerPointStatus.NONE, **place)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"status": TriggerPointStatus.ACTIVE, "recognised_pain": False}, "status"),
        ({"status": TriggerPointStatus.LATENT, "ppt_kpa": 0.0}, "ppt_kpa"),
        ({"status": TriggerPointStatus.LATENT, "ppt_kpa": float("nan")}, "ppt_kpa"),
    ],
)
def test_palpation_refuses_what_cannot_be(care: Care, change: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        palpation.record(by=care.therapist, visit=care.visit, muscle="gluteus_medius", side="left", **change)  # type: ignore[arg-type]
    assert wrong.value.where == where
    assert not care.episode.trigger_points.exists()


@pytest.mark.parametrize("minutes", [0, 481])
def test_other_treatment_minutes_are_those_of_a_visit(care: Care, minutes: int) -> None:
    with pytest.raises(InvalidInput, match="minutes"):
        other_treatments.record(
            by=care.therapist, visit=care.visit, kind=TreatmentKind.EXERCISE, minutes=minutes
        )


def test_other_treatment_and_exercises_are_recorded(care: Care) -> None:
    done = other_treatments.record(
        by=care.therapist, visit=care.visit, kind=TreatmentKind.EXERCISE, minutes=15, words="hip abduction"
    )
    untimed = other_treatments.record(by=care.therapist, visit=care.visit, kind=TreatmentKind.EDUCATION)
    assert set(care.visit.other_treatments.current()) == {done, untimed}
    given = exercises.prescribe(
        by=care.therapist, visit=care.visit, exercises=[{"name": "Side plank", "sets": 3}]
    )
    given.refresh_from_db()
    assert given.exercises[0].sets == 3
    with pytest.raises(ValidationError):
        exercises.prescribe(
            by=care.therapist, visit=care.visit, exercises=[{"name": "", "sets": 3}], supersedes=given
        )


def measure(care: Care, instrument: str, value: float, **place: str) -> object:
    return measurements.record(
        by=care.therapist,
        visit=care.visit,
        instrument=instrument,
        value=value,
        when=MeasuredWhen.BEFORE,
        measured_at=BEGUN,
        **place,
    )


def test_measurement_takes_unit_and_scale_from_the_instrument(care: Care) -> None:
    measure(care, "nprs", 6.5)
    measure(care, "grip_kg", 31.5, side="left")
    measure(care, "rom_deg", 35, place="hip.extension", side="left", moved_by="active")
    units = care.visit.measurements.order_by("recorded_at").values_list("instrument", "unit")
    assert list(units) == [("nprs", "points"), ("grip_kg", "kg"), ("rom_deg", "deg")]


@pytest.mark.parametrize(
    ("instrument", "value", "place", "where"),
    [
        ("happiness", 1, {}, "instrument"),
        ("nprs", 11, {}, "value"),
        ("nprs", float("nan"), {}, "value"),
        ("grip_kg", -1, {}, "value"),
        ("nprs", 3, {"side": "middle"}, "side"),
        ("nprs", 3, {"moved_by": "active"}, "moved_by"),
        ("rom_deg", 40, {"moved_by": "active"}, "place"),
        ("rom_deg", 40, {"place": "hip.extension"}, "moved_by"),
    ],
)
def test_measurement_that_does_not_fit_names_its_field(
    care: Care, instrument: str, value: float, place: dict[str, str], where: str
) -> None:
    with pytest.raises(InvalidInput) as wrong:
        measure(care, instrument, value, **place)
    assert wrong.value.where == where


def test_measure_of_an_instrument_has_its_ends() -> None:
    assert measures.measure("hit6").low == 36
    assert measures.measure("ppt_kpa").high is None


def test_person_request_knows_age_measures_and_medicines(care: Care) -> None:
    assert known_medicines(care.visit) is None
    request = screen_request(care.visit, answers={}, pregnancy_weeks=None, language="en")
    assert "medicines" not in request
    assert request["sex"] == "male"
    body_measures.record(
        by=care.therapist, person=care.person, measured_on=date(2027, 1, 1), height_cm=170, weight_kg=60
    )
    medicines.record(by=care.therapist, person=care.person, text="warfarin 5 mg daily")
    request = screen_request(care.visit, answers={}, pregnancy_weeks=12, language="es")
    assert request["medicines"] == ["warfarin 5 mg daily"]
    assert (request["height_cm"], request["weight_kg"], request["pregnancy_weeks"]) == (170, 60, 12)


def test_same_as_last_time_proposes_the_signed_plan_and_the_exercises(care: Care) -> None:
    assert same_as_last_time(care.visit).plan_from is None
    care.ready()
    exercises.prescribe(by=care.therapist, visit=care.visit, exercises=[{"name": "Side plank"}])
    later = care.start_visit(days=7)
    proposed = same_as_last_time(later)
    assert proposed.plan_from == proposed.exercises_from == care.visit
    assert proposed.sites == (("gluteus_medius", "left", 1),)
    assert proposed.exercises[0].name == "Side plank"
    assert not later.needling_plans.exists()
    care.screen(later)
    anew = care.propose(*proposed.insertions, visit=later)
    assert anew.insertions[0].length_mm == GLUTEUS["length_mm"]
    assert anew.signed_at is None
