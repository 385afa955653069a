"""The one way to create, append, supersede, revise and redact; and what every model keeps to."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from tests.clinic import factories
from tests.clinic.records.world import World

from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, FeatureAcceptance
from drypoint.clinic.actors import Actor, patient, system
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.clinic.people.actions import allergies, measures
from drypoint.clinic.people.models import Allergy, BodyMeasure, Person
from drypoint.clinic.records import ClinicRecord, Fact, allow_only, append, only_once, redact

MODELS = [
    model
    for config in apps.get_app_configs()
    if config.name.startswith("drypoint.clinic.")
    for model in config.get_models()
    if issubclass(model, ClinicRecord)
]
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def _leading_fields(model: type[models.Model]) -> set[str]:
    keyed = [index.fields for index in model._meta.indexes]
    keyed += [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return {fields[0].lstrip("-") for fields in keyed if fields}


@each_model
def test_model_has_an_index_that_starts_with_the_clinic(model: type[models.Model]) -> None:
    assert "clinic" in _leading_fields(model)


@each_model
def test_model_is_reached_from_its_clinic_by_a_chosen_name(model: type[models.Model]) -> None:
    assert model._meta.default_related_name
    assert hasattr(Clinic, str(model._meta.default_related_name))


@each_model
def test_model_is_never_deleted_along_with_another(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if field.remote_field is not None:
            assert field.remote_field.on_delete is models.PROTECT, field.name


@each_model
def test_model_names_its_constraints_within_what_postgresql_keeps(model: type[models.Model]) -> None:
    assert all(0 < len(item.name) <= 63 for item in model._meta.constraints)


def test_current_leaves_out_what_was_superseded_or_redacted(owner: Actor, person: Person) -> None:
    first = allergies.record(by=owner, person=person, substance="latex")
    second = allergies.record(by=owner, person=person, substance="latex gloves", supersedes=first)
    gone = allergies.record(by=owner, person=person, substance="somebody else's")
    redact(gone, by=owner, reason="wrong person")
    assert list(person.allergies.current()) == [second]
    assert person.allergies.count() == 3


def test_correcting_a_fact_twice_tells_the_second_and_keeps_the_first(owner: Actor, person: Person) -> None:
    fact = measures.record(by=owner, person=person, measured_on=date(2027, 1, 1), weight_kg=70)
    mine = measures.record(
        by=owner, person=person, measured_on=date(2027, 1, 1), weight_kg=71, supersedes=fact
    )
    with pytest.raises(Conflict, match="Somebody saved this"):
        measures.record(by=owner, person=person, measured_on=date(2027, 1, 1), weight_kg=72, supersedes=fact)
    assert list(person.body_measures.current()) == [mine]


def test_a_fact_cannot_correct_one_about_somebody_else(owner: Actor, clinic: Clinic, person: Person) -> None:
    other = factories.make_person(clinic, "Luis")
    theirs = allergies.record(by=owner, person=other, substance="nickel")
    with pytest.raises(ForeignRecord):
        allergies.record(by=owner, person=person, substance="latex", supersedes=theirs)
    assert list(Allergy.objects.current()) == [theirs]


def test_append_passes_on_what_the_database_refuses_for_other_reasons(owner: Actor, person: Person) -> None:
    fact = measures.record(by=owner, person=person, measured_on=date(2027, 1, 1), weight_kg=70)
    nothing: dict[str, Any] = {"person": person, "measured_on": date(2027, 1, 1)}
    with pytest.raises(IntegrityError, match="body_measure_not_empty"):
        append(BodyMeasure, by=owner, verb="test", **nothing)
    with pytest.raises(IntegrityError, match="body_measure_not_empty"):
        append(BodyMeasure, by=owner, verb="test", supersedes=fact, **nothing)
    unsigned = {"feature": Feature.RANKING, "accepted": True, "statement_version": "1", "statement": "…"}
    nobody = system(clinic_id=person.clinic_id, name="tests")
    with pytest.raises(IntegrityError, match="acceptance_by_named_person"):
        append(FeatureAcceptance, by=nobody, verb="test", chain=("feature",), **unsigned)
    assert list(BodyMeasure.objects.all()) == [fact]


def test_redaction_blanks_the_content_and_keeps_the_shell(owner: Actor, person: Person) -> None:
    fact = allergies.record(by=owner, person=person, substance="latex", reaction="hives")
    redact(fact, by=owner, reason=" recorded on the wrong person ")
    kept = Allergy.objects.get(pk=fact.pk)
    assert (kept.substance, kept.reaction) == ("", "")
    assert kept.redaction_reason == "recorded on the wrong person"
    assert kept.recorded_by_id == owner.membership_id
    assert AuditEvent.objects.filter(verb="allergy.redacted", subject_id=fact.pk).count() == 1


def test_redaction_needs_permission_reason_and_something_personal(
    owner: Actor, therapist: Actor, foreign_owner: Actor, person: Person
) -> None:
    fact = allergies.record(by=owner, person=person, substance="latex")
    with pytest.raises(NotPermitted):
        redact(fact, by=therapist, reason="why not")
    with pytest.raises(ForeignRecord):
        redact(fact, by=foreign_owner, reason="why not")
    with pytest.raises(NotAllowedNow, match="reason"):
        redact(fact, by=owner, reason="  ")
    fact.refresh_from_db()
    assert fact.substance == "latex"


def test_a_signature_under_a_rule_cannot_be_redacted(db: None) -> None:
    world = World("Here")
    with pytest.raises(NotAllowedNow, match="nothing personal"):
        redact(world.approval, by=world.owner, reason="I changed my mind")
    world.approval.refresh_from_db()
    assert world.approval.redacted_at is None


def test_content_is_refused_by_field_before_anything_is_written(owner: Actor, person: Person) -> None:
    with pytest.raises(ValidationError) as refusal:
        allergies.record(by=owner, person=person, substance="x" * 201)
    assert set(refusal.value.message_dict) == {"substance"}
    assert not person.allergies.exists()


def test_only_once_names_the_field_and_keeps_the_transaction_usable(clinic: Clinic) -> None:
    def take() -> None:
        Person.objects.create(clinic=clinic, number=1, given_name="A", family_name="B")

    with transaction.atomic():
        take()
        with pytest.raises(ValidationError) as refusal, only_once("number", "taken"):
            take()
        assert refusal.value.message_dict == {"number": ["taken"]}
        assert clinic.people.count() == 1


def test_allow_only_names_the_unknown_keyword() -> None:
    allow_only({"name"}, {"name": "x"})
    with pytest.raises(TypeError, match="nmae"):
        allow_only({"name"}, {"nmae": "x"})


def test_patients_facts_carry_who_said_them(owner: Actor, person: Person) -> None:
    themselves = patient(clinic_id=person.clinic_id, person_id=person.pk)
    said: Fact = allergies.record(by=themselves, person=person, substance="latex")
    assert (said.recorded_by_id, said.recorded_as) == (None, "patient")
    noted: Fact = allergies.record(by=owner, person=person, substance="nickel")
    assert (noted.recorded_by_id, noted.recorded_as) == (owner.membership_id, "staff")
