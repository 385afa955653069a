"""The demo clinic itself: its settings, staff, services, places and needles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from drypoint.clinic.accounts.actions import credentials, features, locations, memberships
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import Clinic, Location, Membership
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import Actor, actor_for, system
from drypoint.clinic.charges.actions import fees
from drypoint.clinic.diary.actions import services
from drypoint.clinic.diary.models import Service, ServiceKind
from drypoint.clinic.rules.actions import approvals, local_rules
from drypoint.clinic.rules.models import Authority
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.demo.sign_ins import SignIn
from drypoint.safety import Outcome, load_rules

SETTINGS = {
    "legal_name": "Harbour Street Physiotherapy, a fictional clinic",
    "timezone": "Europe/Madrid",
    "language": "en",
    "country": "ES",
    "postal_address": "1 Example Street, Demo Town",
    "phone": "555 0100",
    "after_hours_phone": "555 0101",
    "on_call_name": "Margaret Osei",
    "emergency_number": "112",
}
SIZES = ((15, "0.20"), (30, "0.25"), (40, "0.30"), (50, "0.30"), (60, "0.30"))
"""Needles on the shelf: length and diameter in mm."""
NAME = "Harbour Street Physiotherapy (demo)"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who works where and with what."""

    clinic: Clinic
    therapists: tuple[Membership, Membership]
    owner: Membership
    desk: Actor
    assistant: Actor
    location: Location
    first_visit: Service
    later_visit: Service
    lots: tuple[NeedleLot, ...]
    """Fit to open; by length."""

    def lot_for(self, length_mm: float) -> NeedleLot | None:
        """Needles of that length, if the shelf has some."""
        return next((lot for lot in self.lots if lot.length_mm == Decimal(str(length_mm))), None)


def set_up(clinic: Clinic, *, sign_ins: Mapping[str, SignIn], today: date) -> House:
    """Staff with their credentials, the switches accepted, the rules approved, needles on the shelf."""
    founder = system(clinic_id=clinic.pk, name="demo")

    def hire(role: str, name: str, title: str, mailbox: str = "") -> Membership:
        """With the role's sign-in, or with a mailbox beside it whose sign-in stays closed."""
        sign_in = sign_ins[role]
        domain = sign_in.email.partition("@")[2]
        return memberships.add(
            by=founder,
            email=f"{mailbox}@{domain}" if mailbox else sign_in.email,
            name=name,
            role=role,
            title=title,
            password=None if mailbox else sign_in.password,
        )

    owner = hire("owner", "Margaret Osei", "PT")
    first = hire("therapist", "Elena Duarte", "PT, DPT")
    second = hire("therapist", "Kwame Boateng", "PT", mailbox="kwame")
    lapsed = hire("therapist", "Sofia Rinaldi", "PT", mailbox="sofia")
    assistant = hire("assistant", "Liam Byrne", "PTA")
    desk = hire("front_desk", "Yolanda Cruz", "")
    hire("researcher", "Anders Holm", "PhD")
    by = actor_for(owner)
    for number, member in enumerate((owner, first, second, lapsed), start=1):
        ends = today - timedelta(days=20) if member is lapsed else today + timedelta(days=300 + 40 * number)
        _credentials(by, member, number=number, today=today, needling_ends=ends)
    _sign_for_the_clinic(by, clinic)
    _local_rules(by, clinic, today)
    _fees(by, clinic)
    return House(
        clinic=clinic,
        therapists=(first, second),
        owner=owner,
        desk=actor_for(desk),
        assistant=actor_for(assistant),
        location=locations.add(by=by, name="Main rooms", address="1 Example Street", phone="555 0100"),
        first_visit=services.add(by=by, name="First visit", kind=ServiceKind.CONSULTATION, minutes=45),
        later_visit=services.add(by=by, name="Treatment", kind=ServiceKind.TREATMENT, minutes=45),
        lots=_needles(by, today),
    )


def _credentials(by: Actor, member: Membership, *, number: int, today: date, needling_ends: date) -> None:
    credentials.record(
        by=by,
        membership=member,
        kind=CredentialKind.LICENCE,
        valid_from=today - timedelta(days=2000),
        expires=today + timedelta(days=400),
        profession="physical therapist",
        number=f"DEMO-{1000 + number}",
        jurisdiction="Demo board",
    )
    credentials.record(
        by=by,
        membership=member,
        kind=CredentialKind.NEEDLING,
        valid_from=today - timedelta(days=1500),
        expires=needling_ends,
        number=f"DN-{2000 + number}",
        jurisdiction="Demo board",
        training_hours=Decimal(60),
        trained_at="Demo course in dry needling",
    )


def _sign_for_the_clinic(by: Actor, clinic: Clinic) -> None:
    for feature in Feature:
        features.accept(by=by, feature=feature)
    for language in ("en", "es"):
        approvals.approve(
            by=by,
            clinic=clinic,
            version=load_rules().version,
            language=language,
            statement="Read and approved for the fictional demo clinic.",
            bilingual=language != "en",
        )


def _local_rules(by: Actor, clinic: Clinic, today: date) -> None:
    """One that holds and one that ended, both invented."""
    local_rules.enter(
        by=by,
        clinic=clinic,
        authority=Authority.STATE,
        name="Demo board",
        outcome=Outcome.STOP,
        age_below=16,
        text="Nobody under 16 is needled.",
        text_es="No se punza a menores de 16 años.",
        source="Invented for the demo",
        from_day=today - timedelta(days=400),
    )
    ended = local_rules.enter(
        by=by,
        clinic=clinic,
        authority=Authority.PAYER,
        name="Demo Health Plan",
        outcome=Outcome.MODIFY,
        technique="electrical_stimulation",
        text="Needling with current is not paid. Tell the person before.",
        text_es="La punción con corriente no se paga. Dígalo antes a la persona.",
        source="Invented for the demo",
        from_day=today - timedelta(days=400),
    )
    local_rules.end(
        by=by, local_rule=ended, until_day=today - timedelta(days=30), reason="The plan changed its policy."
    )


def _fees(by: Actor, clinic: Clinic) -> None:
    """Numbers of codes with invented fees and words of the demo's own."""
    for code, words, cents, kind in (
        ("20560", "Needling, up to two muscles", 4_000, ""),
        ("20561", "Needling, three muscles or more", 6_000, ""),
        ("97110", "Exercise with the therapist", 3_800, "exercise"),
        ("97140", "Work with the hands", 3_600, "manual_therapy"),
    ):
        fees.set_fee(
            by=by,
            clinic=clinic,
            code=code,
            words=words,
            cents=cents,
            timed=bool(kind),
            modifiers=("GP",),
            kind=kind,
        )


def _needles(by: Actor, today: date) -> tuple[NeedleLot, ...]:
    """Needles of each length that the cast is planned with, an expired lot, and a recalled one."""

    def receive(lot: str, length_mm: int, diameter_mm: str, *, days_left: int, packs: int) -> NeedleLot:
        return lots.receive(
            by=by,
            maker="Demo Needles",
            product="Filiform",
            length_mm=Decimal(length_mm),
            diameter_mm=Decimal(diameter_mm),
            lot=lot,
            expires=today + timedelta(days=days_left),
            packs=packs,
            needles_per_pack=100,
        )

    usable = tuple(
        receive(f"D-{100 + number}", length, diameter, days_left=500, packs=12)
        for number, (length, diameter) in enumerate(SIZES, start=1)
    )
    receive("D-090", 40, "0.30", days_left=-12, packs=2)
    recalled = receive("D-095", 40, "0.30", days_left=90, packs=3)
    lots.recall(
        by=by,
        lot=recalled,
        revision=recalled.revision,
        reason="Recalled by the maker: a seal may leak (fictional)",
    )
    return usable


def opened_at(now: datetime) -> datetime:
    """When the clinic opened its doors."""
    return now - timedelta(days=400)
