"""Records for tests, made the way the product makes them: through the actions."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from drypoint.clinic.accounts.actions import clinics, credentials, memberships
from drypoint.clinic.accounts.models import Clinic, Credential, Membership
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import Actor, actor_for, system
from drypoint.clinic.diary.actions import services
from drypoint.clinic.diary.models import Service, ServiceKind
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.actions import people
from drypoint.clinic.people.models import Person
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot

_numbers = count(1)
LONG_AGO, FAR_OFF = date(2000, 1, 1), date(2099, 12, 31)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def setting_up(clinic: Clinic) -> Actor:
    """The system, setting a clinic up."""
    return system(clinic_id=clinic.pk, name="tests")


def make_clinic(kind: ClinicKind = ClinicKind.REAL, name: str = "Northside", **settings: Any) -> Clinic:
    """A clinic without anybody in it."""
    return clinics.found(by=system(clinic_id=new_id(), name="tests"), name=name, kind=kind, **settings)


def make_member(clinic: Clinic, role: str = "therapist", *, name: str = "", title: str = "PT") -> Membership:
    """Somebody who works there, with no credential."""
    number = next(_numbers)
    return memberships.add(
        by=setting_up(clinic),
        email=f"{role}{number}@clinic.test",
        name=name or f"{role.title()} {number}",
        role=role,
        title=title,
    )


def make_credential(
    membership: Membership,
    kind: CredentialKind = CredentialKind.LICENCE,
    *,
    valid_from: date = LONG_AGO,
    expires: date | None = FAR_OFF,
) -> Credential:
    """A credential, by default one that holds on every day of the tests."""
    return credentials.record(
        by=setting_up(membership.clinic),
        membership=membership,
        kind=kind,
        valid_from=valid_from,
        expires=expires,
        profession="physical therapist",
        number="PT-1",
        jurisdiction="Northland",
    )


def make_therapist(clinic: Clinic, role: str = "therapist", **details: Any) -> Membership:
    """Somebody who may needle: licence and needling credential hold."""
    membership = make_member(clinic, role, **details)
    make_credential(membership, CredentialKind.LICENCE)
    make_credential(membership, CredentialKind.NEEDLING)
    return membership


def acting(clinic: Clinic, role: str = "therapist") -> Actor:
    """A new member of staff of that role, acting; therapists and owners may needle."""
    if role in {"therapist", "owner"}:
        return actor_for(make_therapist(clinic, role))
    return actor_for(make_member(clinic, role))


def make_person(clinic: Clinic, given_name: str = "Ana", family_name: str = "Ruiz", **details: Any) -> Person:
    """A person in the clinic's care."""
    return people.register(by=setting_up(clinic), given_name=given_name, family_name=family_name, **details)


def make_service(clinic: Clinic, name: str = "Treatment", minutes: int = 45) -> Service:
    """Something to book."""
    return services.add(by=setting_up(clinic), name=name, kind=ServiceKind.TREATMENT, minutes=minutes)


def make_lot(
    clinic: Clinic, lot: str = "L-1", expires: date = FAR_OFF, packs: int = 5, gtin: str = ""
) -> NeedleLot:
    """Needles on the shelf, received long ago: they may be past their date by now."""
    return lots.receive(
        by=setting_up(clinic),
        maker="Maker",
        product="Filiform",
        length_mm=Decimal("40.0"),
        diameter_mm=Decimal("0.30"),
        lot=lot,
        expires=expires,
        packs=packs,
        gtin=gtin,
        on=LONG_AGO,
    )
