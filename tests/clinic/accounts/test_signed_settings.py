"""Switches of the intended use and thresholds: named, in words that stay on record."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories

from drypoint.clinic.accounts import queries
from drypoint.clinic.accounts.actions import features, thresholds
from drypoint.clinic.accounts.features import STATEMENT_VERSION, STATEMENTS, Feature
from drypoint.clinic.accounts.models import Clinic, ClinicThreshold, FeatureAcceptance
from drypoint.clinic.actors import Actor, actor_for, system
from drypoint.clinic.errors import Conflict, ForeignRecord, NotAllowedNow, NotPermitted
from drypoint.safety import ClinicThresholds


def test_features_are_all_off_in_a_real_clinic_and_all_on_in_a_demo(
    clinic: Clinic, demo_clinic: Clinic
) -> None:
    assert queries.features(clinic) == frozenset()
    assert queries.features(demo_clinic) == frozenset(Feature)


def test_every_feature_has_a_statement() -> None:
    assert set(STATEMENTS) == set(Feature)
    assert all(len(str(statement)) > 100 for statement in STATEMENTS.values())


def test_accepting_withdrawing_and_accepting_again(clinic: Clinic, owner: Actor) -> None:
    accepted = features.accept(by=owner, feature=Feature.FORECAST)
    assert queries.features(clinic) == {Feature.FORECAST}
    assert accepted.statement_version == STATEMENT_VERSION
    assert accepted.statement == str(STATEMENTS[Feature.FORECAST])
    withdrawn = features.withdraw(by=owner, acceptance=accepted)
    assert queries.features(clinic) == frozenset()
    last = queries.last_acceptances(clinic)[Feature.FORECAST]
    assert last == withdrawn
    features.accept(by=owner, feature=Feature.FORECAST, supersedes=last)
    assert queries.features(clinic) == {Feature.FORECAST}
    assert clinic.feature_acceptances.count() == 3


def test_two_owners_accepting_at_once_make_one_chain(clinic: Clinic, owner: Actor) -> None:
    features.accept(by=owner, feature=Feature.RANKING)
    with pytest.raises(Conflict):
        features.accept(by=factories.acting(clinic, "owner"), feature=Feature.RANKING)
    assert FeatureAcceptance.objects.count() == 1


def test_an_acceptance_of_one_feature_does_not_supersede_another(owner: Actor) -> None:
    ranking = features.accept(by=owner, feature=Feature.RANKING)
    with pytest.raises(ForeignRecord):
        features.accept(by=owner, feature=Feature.FORECAST, supersedes=ranking)
    assert FeatureAcceptance.objects.count() == 1


def test_only_a_named_owner_accepts(clinic: Clinic, therapist: Actor) -> None:
    with pytest.raises(NotPermitted):
        features.accept(by=therapist, feature=Feature.RANKING)
    with pytest.raises(NotPermitted, match="named"):
        features.accept(by=system(clinic_id=clinic.pk, name="tests"), feature=Feature.RANKING)
    assert queries.features(clinic) == frozenset()


def _sign(by: Actor, clinic: Clinic, value: str | None, **more: object) -> ClinicThreshold:
    known = {"key": "low_bmi_below", "reason": "our patients"}
    number = None if value is None else Decimal(value)
    return thresholds.sign(by=by, clinic=clinic, value=number, **{**known, **more})


def test_thresholds_reach_the_safety_rules_until_taken_back(clinic: Clinic, owner: Actor) -> None:
    assert queries.safety_thresholds(clinic) == ClinicThresholds()
    first = _sign(owner, clinic, "20.5")
    assert (first.unit, first.recorded_by_id) == ("kg/m²", owner.membership_id)
    assert queries.thresholds(clinic) == {"low_bmi_below": first}
    assert queries.safety_thresholds(clinic) == ClinicThresholds(low_bmi_below=20.5)
    taken_back = _sign(owner, clinic, None, supersedes=first)
    assert queries.thresholds(clinic) == {}
    assert queries.last_thresholds(clinic) == {"low_bmi_below": taken_back}
    assert queries.safety_thresholds(clinic) == ClinicThresholds()


def test_every_threshold_of_the_safety_rules_can_be_signed() -> None:
    assert set(thresholds.SAFETY_UNITS) == set(ClinicThresholds.__struct_fields__)


def test_numbers_of_the_decision_reach_it_alone_and_within_their_limits(clinic: Clinic, owner: Actor) -> None:
    assert queries.decision_thresholds(clinic) == {}
    signed = _sign(owner, clinic, "90", key="decision_response_percent")
    assert queries.decision_thresholds(clinic) == {"response_percent": 90.0}
    assert queries.safety_thresholds(clinic) == ClinicThresholds()
    with pytest.raises(ValidationError, match="must lie between 50 and 99"):
        _sign(owner, clinic, "20", key="decision_response_percent", supersedes=signed)
    _sign(owner, clinic, None, key="decision_response_percent", supersedes=signed)
    assert queries.decision_thresholds(clinic) == {}


@pytest.mark.parametrize(("field", "wrong"), [("reason", " "), ("key", "no_such_thing"), ("value", "3")])
def test_threshold_refuses_what_cannot_be(clinic: Clinic, owner: Actor, field: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        if field == "value":
            _sign(owner, clinic, wrong)
        else:
            _sign(owner, clinic, "20", **{field: wrong})
    assert field in refusal.value.message_dict
    assert not clinic.thresholds.exists()


def test_threshold_needs_a_licensed_owner(clinic: Clinic) -> None:
    unlicensed = actor_for(factories.make_member(clinic, "owner"))
    with pytest.raises(NotAllowedNow, match="Licence"):
        _sign(unlicensed, clinic, "20")
    with pytest.raises(NotPermitted):
        _sign(factories.acting(clinic), clinic, "20")
    assert not clinic.thresholds.exists()
