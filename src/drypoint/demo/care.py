"""One invented person's care, step by step, through the same actions as the pages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from drypoint.clinic.accounts.models import Membership
from drypoint.clinic.actors import Actor, actor_for, patient
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.diary.models import Appointment
from drypoint.clinic.episodes.actions import episodes, goals, histories, plans_of_care
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.actions import allergies, measures, medicines, people
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.actions import examinations, visits
from drypoint.clinic.visits.models import Visit
from drypoint.demo.backdating import Backdating
from drypoint.demo.cast import Character, Presentation
from drypoint.demo.house import House
from drypoint.demo.simulation import Course
from drypoint.demo.timetable import Timetable
from drypoint.terms import Side

GOAL_PAIN = 2
PLANNED_VISITS = 6
HEIGHT_CM = {"female": 164, "male": 177}
WEIGHT_KG = {"female": 66, "male": 81}


@dataclass(kw_only=True)
class Care:
    """A character in a house: what is needed to take them a step further."""

    house: House
    character: Character
    presentation: Presentation
    course: Course
    rng: Random
    now: datetime
    timetable: Timetable
    past: Backdating
    person: Person = field(init=False)
    episode: Episode = field(init=False)

    @property
    def member(self) -> Membership:
        """The therapist who treats them."""
        return self.house.therapists[self.character.therapist - 1]

    @property
    def therapist(self) -> Actor:
        """The same, acting."""
        return actor_for(self.member)

    @property
    def themselves(self) -> Actor:
        """The person, acting on their own care."""
        return patient(clinic_id=self.person.clinic_id, person_id=self.person.pk)

    @property
    def language(self) -> str:
        """Theirs."""
        return self.character.language

    def ids(self) -> Iterator[UUID]:
        """Keys for events."""
        while True:
            yield new_id()

    def register(self, number: int, *, at: datetime) -> None:
        """Put the person on the list, with what the desk asks."""
        one = self.character
        with self.past.at(at):
            self.person = people.register(
                by=self.house.desk,
                given_name=one.given_name,
                family_name=one.family_name,
                birth_date=_born(one.age, self.timetable.today, self.rng),
                sex_recorded=one.sex,
                language=one.language,
                phone=f"555 01{10 + number:02d}",
                email=f"person{number}@people.example",
                address=f"{number} Example Street, Demo Town",
                desk_note="Fictional person of the demo clinic",
            )
            measures.record(
                by=self.house.assistant,
                person=self.person,
                measured_on=at.date(),
                height_cm=Decimal(round(self.rng.gauss(HEIGHT_CM[one.sex], 6))),
                weight_kg=Decimal(round(self.rng.gauss(WEIGHT_KG[one.sex], 8))),
                as_told=True,
            )
            allergies.record_none_known(by=self.therapist, person=self.person)
            for text in one.medicines:
                medicines.record(by=self.therapist, person=self.person, text=text)
            if not one.medicines:
                medicines.record_none_taken(by=self.therapist, person=self.person, on=at.date())

    def open_episode(self, *, at: datetime) -> None:
        """The episode with its history, told in the person's own language."""
        says, shown = self.character.says, self.presentation
        with self.past.at(at):
            self.episode = episodes.open(
                by=self.therapist,
                person=self.person,
                complaint=shown.complaint,
                title=shown.title,
                therapist=self.member,
                opened_on=at.date(),
            )
            histories.record(
                by=self.themselves,
                episode=self.episode,
                onset_on=at.date() - timedelta(days=self.rng.randrange(30, 200)),
                onset=says(shown.onset),
                mechanism=shown.mechanism,
                occupation=self.character.occupation,
                sport_and_load=self.character.sport_and_load,
                previous_treatments=[{"kind": "exercise", "result": "some relief", "visits": 3}],
                pain_behaviour=says(shown.behaviour),
                goals_own_words=says(shown.goal),
                medicines=self.character.medicines,
                red_flag_words=self.character.said,
            )

    def book(self, starts_at: datetime, *, first: bool) -> Appointment:
        """An appointment, booked some days before or, when it is still to come, by now."""
        booked_at = min(starts_at - timedelta(days=4), self.now - timedelta(hours=1))
        with self.past.at(booked_at):
            return appointments.book(
                by=self.house.desk,
                person=self.person,
                therapist=self.member,
                service=self.house.first_visit if first else self.house.later_visit,
                starts_at=starts_at,
                location=self.house.location,
            )

    def begin_visit(self, starts_at: datetime, *, first: bool) -> Visit:
        """The person arrives and the visit begins."""
        appointment = self.book(starts_at, first=first)
        with self.past.at(starts_at):
            appointments.arrive(by=self.house.desk, appointment=appointment, revision=appointment.revision)
            return visits.start(
                by=self.therapist,
                episode=self.episode,
                therapist=self.member,
                started_at=starts_at,
                appointment=appointment,
            )

    def end_appointment(self, visit: Visit) -> None:
        """The diary notes that the visit took place."""
        appointment = visit.appointment
        if appointment is not None:
            appointments.mark_seen(by=self.house.desk, appointment=appointment, revision=appointment.revision)

    def examine(self, visit: Visit, *, at: datetime) -> None:
        """Examination, plan of care and goal, at the first visit."""
        shown = self.presentation
        with self.past.at(at):
            examinations.record(
                by=self.therapist,
                episode=self.episode,
                visit=visit,
                findings=[{"part": shown.title, "words": shown.summary}],
                neuro="Reflexes, strength and sensation equal on both sides",
                summary=shown.summary,
            )
            plans_of_care.record(
                by=self.therapist,
                episode=self.episode,
                indication=f"{shown.title}; exercise alone was not enough",
                needling=True,
                needling_reason="Trigger points expected in the muscles that explain the drawing",
                planned_visits=PLANNED_VISITS,
                interval_days=self.character.interval_days,
                tried_before=[{"kind": "exercise", "result": "some relief"}],
                other_treatments=[{"kind": "exercise"}],
                review_on=at.date() + timedelta(days=42),
            )
            goals.set(
                by=self.therapist,
                episode=self.episode,
                words=self.character.says(shown.goal),
                measure="nprs",
                target_value=GOAL_PAIN,
                unit="points",
                by_on=at.date() + timedelta(days=56),
            )

    @property
    def side(self) -> str:
        """The side that is measured."""
        return str(self.character.sides[-1] if self.character.side == "both" else Side(self.character.side))


def _born(age: int, today: date, rng: Random) -> date:
    """A date of birth that makes them ``age`` today."""
    return date(today.year - age, today.month, min(today.day, 28)) - timedelta(days=rng.randrange(1, 300))
