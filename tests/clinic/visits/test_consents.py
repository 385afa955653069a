"""Consent covers regions until it is withdrawn."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.clinic import factories
from tests.clinic.visits.care import BEGUN, Care

from drypoint.clinic.actors import patient
from drypoint.clinic.errors import ForeignRecord, NotPermitted
from drypoint.clinic.keys import new_id
from drypoint.clinic.records import redact
from drypoint.clinic.visits.actions import consents
from drypoint.clinic.visits.models import SignatureKind, Visit, VisitStatus
from drypoint.clinic.visits.queries.consents import consented_regions, current_consent, standing_consents
from drypoint.terms import InvalidInput


def give(care: Care, **changes: Any) -> Any:
    details: dict[str, Any] = {
        "regions": ("buttock",),
        "risk_text_version": "1",
        "language": "es",
        "content": {"said": "Qué es y qué riesgos tiene."},
        "signature_kind": SignatureKind.DRAWN,
        "signed_name": "Ana Ruiz",
        "signature_path": "M 0 0 L 9 9",
        "given_at": BEGUN,
    }
    return consents.give(by=care.themselves, visit=care.visit, **(details | changes))


def test_consent_of_the_person_covers_its_regions(care: Care) -> None:
    drawn = give(care)
    assert current_consent(care.episode) == drawn
    assert consented_regions(care.episode) == {"buttock"}
    give(care, regions=("leg",), guardian_name="Eva Ruiz", guardian_relationship="mother")
    assert {"buttock", "lower_leg", "ankle"} <= consented_regions(care.episode)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"regions": ()}, "regions"),
        ({"regions": ("left ear of the moon",)}, "regions"),
        ({"content": {}}, "content"),
        ({"signature_path": ""}, "signature_path"),
        ({"signature_kind": SignatureKind.TYPED}, "signature_path"),
        ({"guardian_name": "Eva Ruiz"}, "guardian_name"),
    ],
)
def test_consent_without_what_makes_it_one_is_refused(care: Care, change: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as wrong:
        give(care, **change)
    assert wrong.value.where == where


def test_consent_without_a_name_is_refused(care: Care) -> None:
    with pytest.raises(ValidationError):
        give(care, signed_name="")


def test_withdrawal_ends_every_earlier_consent_and_a_new_one_stands(care: Care) -> None:
    first = care.consent("buttock", at=BEGUN)
    second = care.consent("hip", at=BEGUN + timedelta(hours=1))
    assert standing_consents(care.episode) == [second, first]
    consents.withdraw(by=care.themselves, consent=second, withdrawn_at=BEGUN + timedelta(hours=2), words="No")
    assert current_consent(care.episode) is None
    assert consented_regions(care.episode) == frozenset()
    assert standing_consents(care.episode, at=BEGUN + timedelta(minutes=90)) == [second, first]
    third = care.consent("hip", at=BEGUN + timedelta(hours=3))
    assert standing_consents(care.episode) == [third]


def test_withdrawal_by_a_slow_clock_still_ends_its_consent(care: Care) -> None:
    consent = care.consent(at=BEGUN)
    ended = consents.withdraw(by=care.therapist, consent=consent, withdrawn_at=BEGUN - timedelta(days=1))
    assert ended.withdrawn_at == BEGUN
    assert current_consent(care.episode) is None


def test_withdrawal_is_possible_after_signing_and_survives_redaction(care: Care) -> None:
    consent = care.consent()
    Visit.objects.update(status=VisitStatus.SIGNED)
    assistant = factories.acting(care.clinic, "assistant")
    withdrawal = consents.withdraw(by=assistant, consent=consent, withdrawn_at=BEGUN, words="Too much")
    redact(withdrawal, by=factories.acting(care.clinic, "owner"), reason="Words about a third person")
    assert withdrawal.words == ""
    assert current_consent(care.episode) is None


def test_withdrawal_by_somebody_else_is_refused(care: Care) -> None:
    consent = care.consent()
    with pytest.raises(ForeignRecord):
        consents.withdraw(
            by=patient(clinic_id=care.clinic.pk, person_id=new_id()), consent=consent, withdrawn_at=BEGUN
        )
    with pytest.raises(NotPermitted):
        consents.withdraw(by=factories.acting(care.clinic, "front_desk"), consent=consent, withdrawn_at=BEGUN)
    assert current_consent(care.episode) == consent
