"""Founding a clinic and its settings."""

import pytest
from django.core.exceptions import ValidationError

from drypoint.clinic.accounts.actions import clinics
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.actors import Actor, system
from drypoint.clinic.errors import Conflict, NotPermitted
from drypoint.clinic.keys import new_id


def test_founding_a_clinic_makes_the_one_the_system_acts_for(db: None) -> None:
    by = system(clinic_id=new_id(), name="set-up")
    clinic = clinics.found(by=by, name="Northside", timezone="Europe/Madrid", country="ES")
    assert clinic.pk == by.clinic_id
    assert not clinic.is_demo
    assert str(clinic.zone) == "Europe/Madrid"


def test_founding_a_clinic_is_not_for_staff(owner: Actor) -> None:
    with pytest.raises(NotPermitted):
        clinics.found(by=owner, name="Mine")
    assert Clinic.objects.count() == 1


@pytest.mark.parametrize(
    ("setting", "value"), [("timezone", "Madrid"), ("country", "es"), ("country", "ESP"), ("name", "")]
)
def test_clinic_settings_refuse_what_cannot_be(db: None, setting: str, value: str) -> None:
    settings = {"name": "Northside", setting: value}
    with pytest.raises(ValidationError) as refusal:
        clinics.found(by=system(clinic_id=new_id(), name="set-up"), **settings)
    assert setting in refusal.value.message_dict
    assert not Clinic.objects.exists()


def test_clinic_kind_can_never_be_changed(clinic: Clinic, owner: Actor) -> None:
    with pytest.raises(TypeError, match="kind"):
        clinics.revise(by=owner, clinic=clinic, revision=1, kind=ClinicKind.DEMO)


def test_revising_settings_with_a_stale_revision_changes_nothing(clinic: Clinic, owner: Actor) -> None:
    same = Clinic.objects.get(pk=clinic.pk)
    clinics.revise(by=owner, clinic=clinic, revision=1, after_hours_phone="111")
    with pytest.raises(Conflict):
        clinics.revise(by=owner, clinic=same, revision=1, after_hours_phone="222")
    assert same.after_hours_phone == ""
    clinic.refresh_from_db()
    assert (clinic.after_hours_phone, clinic.revision) == ("111", 2)
