"""A clinic with one of everything, made only as far as a test looks at it."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import connection, models
from tests.clinic import factories

from drypoint.clinic.accounts.actions import features, locations, thresholds
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.accounts.models import (
    Clinic,
    ClinicThreshold,
    Credential,
    FeatureAcceptance,
    Location,
    Membership,
)
from drypoint.clinic.actors import Actor, actor_for, patient
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.diary.models import Appointment, Service
from drypoint.clinic.incidents.actions import adverse_events, incidents, recall_notices
from drypoint.clinic.incidents.models import (
    AdverseEvent,
    AdverseEventKind,
    Incident,
    IncidentKind,
    RecallNotice,
    ToldHow,
)
from drypoint.clinic.people.actions import access, allergies, measures, medicines, people
from drypoint.clinic.people.models import Allergy, BodyMeasure, MedicineEntry, PatientAccess, Person
from drypoint.clinic.rules.actions import approvals, local_rules, settings
from drypoint.clinic.rules.models import Authority, LocalRule, RuleSetApproval, RuleSetting
from drypoint.clinic.stock.actions import lots
from drypoint.clinic.stock.models import NeedleLot
from drypoint.clinic.training.actions import exercises
from drypoint.clinic.training.models import TrainingGuess
from drypoint.safety import Kind, Outcome, load_rules

LABELS = ("audit", "accounts", "people", "diary", "rules", "stock", "incidents", "training")
TABLES = [model._meta.db_table for label in LABELS for model in apps.get_app_config(label).get_models()]
VERSION = load_rules().version
RULE = next(rule.id for rule in load_rules().rules if rule.outcome == "modify" and rule.kind != Kind.RED_FLAG)


class World:
    """One clinic. Each record is made when first asked for, through the actions."""

    def __init__(self, name: str) -> None:
        self.clinic: Clinic = factories.make_clinic(name=name)

    @cached_property
    def owner_member(self) -> Membership:
        return factories.make_therapist(self.clinic, "owner")

    @cached_property
    def second_owner(self) -> Membership:
        assert self.owner_member.pk  # so that taking this one away leaves an owner
        return factories.make_member(self.clinic, "owner")

    @cached_property
    def owner(self) -> Actor:
        return actor_for(self.owner_member)

    @cached_property
    def themselves(self) -> Actor:
        return patient(clinic_id=self.clinic.pk, person_id=self.person.pk)

    @cached_property
    def credential(self) -> Credential:
        return factories.make_credential(self.second_owner)

    @cached_property
    def location(self) -> Location:
        return locations.add(by=self.owner, name="Main room")

    @cached_property
    def acceptance(self) -> FeatureAcceptance:
        return features.accept(by=self.owner, feature=Feature.RANKING)

    @cached_property
    def threshold(self) -> ClinicThreshold:
        return thresholds.sign(
            by=self.owner, clinic=self.clinic, key="low_bmi_below", value=None, reason="as shipped"
        )

    @cached_property
    def person(self) -> Person:
        return factories.make_person(self.clinic, phone="555 0100", birth_date=date(1980, 5, 1))

    @cached_property
    def willing_person(self) -> Person:
        """The person, agreed to text messages."""
        self.person.may_text = True
        self.person.save(update_fields=["may_text"])
        return self.person

    @cached_property
    def archived_person(self) -> Person:
        person = factories.make_person(self.clinic, "Old", "File")
        people.archive(by=self.owner, person=person, revision=1, reason="moved away")
        return person

    @cached_property
    def access(self) -> PatientAccess:
        return access.grant(by=self.owner, person=self.person, email=f"{self.person.pk}@people.test")

    @cached_property
    def measure(self) -> BodyMeasure:
        return measures.record(by=self.owner, person=self.person, measured_on=date(2027, 1, 1), weight_kg=70)

    @cached_property
    def allergy(self) -> Allergy:
        return allergies.record(by=self.owner, person=self.person, substance="latex")

    @cached_property
    def medicine(self) -> MedicineEntry:
        return medicines.record(by=self.owner, person=self.person, text="warfarin 5 mg daily")

    @cached_property
    def guess(self) -> TrainingGuess:
        return exercises.begin(by=self.owner, case="case-015", muscles=["supraspinatus"])

    @cached_property
    def service(self) -> Service:
        return factories.make_service(self.clinic)

    @cached_property
    def appointment(self) -> Appointment:
        return appointments.book(
            by=self.owner,
            person=self.person,
            therapist=self.owner_member,
            service=self.service,
            starts_at=factories.NOON,
        )

    @cached_property
    def arrived(self) -> Appointment:
        appointments.arrive(by=self.owner, appointment=self.appointment, revision=self.appointment.revision)
        return self.appointment

    @cached_property
    def approval(self) -> RuleSetApproval:
        return approvals.approve(
            by=self.owner, clinic=self.clinic, version=VERSION, language="en", statement="I have read them."
        )

    @cached_property
    def setting(self) -> RuleSetting:
        return settings.sign(
            by=self.owner, clinic=self.clinic, rule=RULE, outcome=Outcome.STOP, reason="we prefer to stop"
        )

    @cached_property
    def local_rule(self) -> LocalRule:
        return local_rules.enter(
            by=self.owner,
            clinic=self.clinic,
            authority=Authority.STATE,
            name="Board",
            outcome=Outcome.REASONS_NEEDED,
            text="A written referral is needed.",
            source="Section 1, read on the first of January",
            from_day=date(2026, 1, 1),
        )

    @cached_property
    def lot(self) -> NeedleLot:
        return factories.make_lot(self.clinic)

    @cached_property
    def recalled_lot(self) -> NeedleLot:
        found = factories.make_lot(self.clinic, "L-9")
        lots.recall(by=self.owner, lot=found, revision=1, reason="maker's notice")
        return found

    @cached_property
    def recall_notice(self) -> RecallNotice:
        return recall_notices.record(
            by=self.owner,
            lot=self.recalled_lot,
            person=self.person,
            told_on=date(2026, 3, 1),
            told_by=self.owner_member,
            how=ToldHow.NOT_REACHED,
        )

    @cached_property
    def adverse_event(self) -> AdverseEvent:
        return adverse_events.record(
            by=self.owner, person=self.person, kind=AdverseEventKind.BRUISING, scheme="white", grade="mild"
        )

    @cached_property
    def incident(self) -> Incident:
        return incidents.report(
            by=self.owner,
            kind=IncidentKind.NEAR_MISS,
            happened_at=factories.NOON,
            title="Wrong side drawn",
            what_happened="Seen before the first needle.",
        )

    @cached_property
    def reviewed(self) -> Incident:
        incidents.review(by=self.owner, incident=self.incident, revision=1, note="The chart was mirrored.")
        return self.incident


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of these apps, to see that nothing changed."""
    rows = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (a name of our own)
            rows[table] = sorted(cursor.fetchall(), key=str)
    return rows


def is_record(value: Any) -> bool:
    """Whether an argument is a row of the record."""
    return isinstance(value, models.Model)


LATER = factories.NOON + timedelta(days=1)
