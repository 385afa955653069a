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
from drypoint.clinic.incidents.actions import recall_notices
from drypoint.clinic.incidents.models import ToldHow
from drypoint.clinic.rules.actions import approvals, local_rules
from drypoint.clinic.rules.models import Authority
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.visits.queries.needle_lots import people_with
from drypoint.demo.sign_ins import SignIn
from drypoint.safety import Outcome, load_rules
from drypoint.supplies.reading import check_digit_is_right

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
TO_RECALL_DAYS_AGO = range(25, 61)
"""When needles of the lot were opened that is recalled later."""
RECALLED_DAYS_AGO = 20
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
    to_recall: NeedleLot
    """In use for some weeks; its maker recalls it at the end."""
    today: date

    def lot_for(self, length_mm: float, *, on: date) -> NeedleLot | None:
        """Needles of that length that were in use on ``on``, if the shelf has some."""
        length = Decimal(str(length_mm))
        if self.to_recall.length_mm == length and (self.today - on).days in TO_RECALL_DAYS_AGO:
            return self.to_recall
        return next((lot for lot in self.lots if lot.length_mm == length), None)


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
        to_recall=_receive(by, today, "D-095", 30, "0.25", days_left=90, packs=3),
        today=today,
    )


def recall(house: House) -> NeedleLot:
    """The maker recalls a lot that was in use."""
    house.to_recall.refresh_from_db()
    lots.recall(
        by=actor_for(house.owner),
        lot=house.to_recall,
        revision=house.to_recall.revision,
        reason="Recalled by the maker: a seal may leak (fictional)",
    )
    return house.to_recall


def tell_of_recall(house: House, *, told_on: date) -> None:
    """One who got needles of it is told, the next is not reached, the others wait."""
    hows = (ToldHow.TELEPHONE, ToldHow.NOT_REACHED)
    for how, person in zip(hows, people_with(house.to_recall), strict=False):
        recall_notices.record(
            by=actor_for(house.owner),
            lot=house.to_recall,
            person=person,
            told_on=told_on,
            told_by=house.owner,
            how=how,
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
    """Needles of each length that the cast is planned with, and a lot past its date."""
    usable = tuple(
        _receive(
            by, today, f"D-{100 + number}", length, diameter, days_left=500, packs=12, article=str(number)
        )
        for number, (length, diameter) in enumerate(SIZES, start=1)
    )
    _receive(by, today, "D-090", 40, "0.30", days_left=-12, packs=2)
    return usable


def _receive(
    by: Actor,
    today: date,
    lot: str,
    length_mm: int,
    diameter_mm: str,
    *,
    days_left: int,
    packs: int,
    article: str = "",
) -> NeedleLot:
    """Packs that came; ``article`` makes an article number of the range that GS1 keeps for examples (952)."""
    digits = f"0952{article:0>9}"
    return lots.receive(
        by=by,
        maker="Demo Needles",
        product="Filiform",
        length_mm=Decimal(length_mm),
        diameter_mm=Decimal(diameter_mm),
        lot=lot,
        gtin=next(digits + last for last in "0123456789" if check_digit_is_right(digits + last))
        if article
        else "",
        expires=today + timedelta(days=days_left),
        packs=packs,
        needles_per_pack=100,
        on=today - timedelta(days=400),
    )


def opened_at(now: datetime) -> datetime:
    """When the clinic opened its doors."""
    return now - timedelta(days=400)
