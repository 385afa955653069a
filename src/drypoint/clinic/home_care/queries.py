"""Reads of what a person does at home: the programme that holds, its days, how much was done."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.episodes.models import Episode
from drypoint.clinic.home_care.models import AfterCareChoice, ExerciseDay
from drypoint.clinic.people.models import Person
from drypoint.clinic.visits.models import ExercisePrescription, Visit
from drypoint.clinic.visits.queries.visits import earlier_visits
from drypoint.clinic.visits.rows import PrescribedExercise
from drypoint.exercises import Adherence, Asked, Day, adherence


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """The exercises that a visit gave, with the days ticked since, oldest first."""

    prescription: ExercisePrescription
    days: tuple[ExerciseDay, ...]
    keys: tuple[str, ...]
    begins: datetime.date
    ends: datetime.date
    """Last day that counts: today, or the day before the next programme of the episode."""

    @property
    def adherence(self) -> Adherence:
        """How much was done; exercises that a correction took off the list no longer count."""
        number = {key: place for place, key in enumerate(self.keys)}
        return adherence(
            tuple(Asked(days_per_week=one.days_per_week) for one in self.prescription.exercises),
            tuple(
                Day(
                    on=day.on,
                    done=frozenset(number[key] for key in day.done if key in number),
                    effort=day.effort,
                    pain=day.pain,
                )
                for day in self.days
            ),
            begins=self.begins,
            ends=max(self.ends, self.begins),
        )

    def day(self, on: datetime.date) -> ExerciseDay | None:
        """What stands for one day."""
        return next((one for one in self.days if one.on == on), None)


def keys(exercises: tuple[PrescribedExercise, ...]) -> tuple[str, ...]:
    """A key for each exercise: its id in the library, else its name; a second one is numbered."""
    found: list[str] = []
    for one in exercises:
        plain = one.exercise or one.name
        again = sum(1 for key in found if key == plain or key.startswith(f"{plain}#"))
        found.append(f"{plain[:190]}#{again + 1}" if again else plain)
    return tuple(found)


def programme_of(visit: Visit, *, today: datetime.date) -> Programme | None:
    """The programme that ``visit`` gave, if it gave any exercise, up to ``today``."""
    given = (
        ExercisePrescription.objects.current()
        .filter(clinic_id=visit.clinic_id, visit=visit)
        .select_related("visit__clinic", "visit__episode")
        .first()
    )
    return _programme(given, today) if given is not None and given.exercises else None


def programmes_before(visit: Visit, *, today: datetime.date) -> Programme | None:
    """The programme that held when ``visit`` began: the last one of an earlier visit of the episode."""
    given = (
        ExercisePrescription.objects.current()
        .filter(clinic_id=visit.clinic_id, visit__in=earlier_visits(visit))
        .select_related("visit__clinic", "visit__episode")
        .order_by("-visit__started_at", "-id")
        .first()
    )
    if given is None or not given.exercises:
        return None
    began = visit.started_at.astimezone(visit.clinic.zone).date()
    return _programme(given, min(today, began))


def programmes_of_person(person: Person, *, today: datetime.date) -> tuple[Programme, ...]:
    """The newest programme of each ongoing episode of ``person``, the newest episode first."""
    ongoing = person.episodes.ongoing().order_by("-opened_on", "-id")
    found = (programme_of_episode(episode, today=today) for episode in ongoing)
    return tuple(one for one in found if one is not None)


def programme_of_episode(episode: Episode, *, today: datetime.date) -> Programme | None:
    """The newest programme of ``episode``; ``None`` when none was given, or the last one was emptied."""
    given = (
        ExercisePrescription.objects.current()
        .filter(
            clinic_id=episode.clinic_id,
            visit__in=Visit.objects.filter(clinic_id=episode.clinic_id, episode=episode),
        )
        .select_related("visit__clinic", "visit__episode__person", "visit__therapist__user")
        .order_by("-visit__started_at", "-id")
        .first()
    )
    return _programme(given, today) if given is not None and given.exercises else None


def programmes_of_visits(visits: Iterable[Visit], *, today: datetime.date) -> tuple[Programme, ...]:
    """Every programme that ``visits`` gave, with its ticked days, oldest first."""
    given = (
        ExercisePrescription.objects.current()
        .filter(visit__in=[one.pk for one in visits])
        .select_related("visit__clinic")
        .order_by("visit__started_at", "id")
    )
    return tuple(_programme(one, today) for one in given if one.exercises)


def choices(clinic: Clinic) -> dict[str, AfterCareChoice]:
    """What the clinic chose, by question; a choice that was taken back is left out."""
    return {one.question: one for one in last_choices(clinic).values() if one.position}


def last_choices(clinic: Clinic) -> dict[str, AfterCareChoice]:
    """The last word on each question, taken back or not."""
    standing = AfterCareChoice.objects.current().filter(clinic=clinic).select_related("recorded_by__user")
    return {one.question: one for one in standing}


def _programme(given: ExercisePrescription, today: datetime.date) -> Programme:
    zone = given.visit.clinic.zone
    begins = given.visit.started_at.astimezone(zone).date()
    days = ExerciseDay.objects.current().filter(clinic_id=given.clinic_id, visit_id=given.visit_id)
    return Programme(
        prescription=given,
        days=tuple(days.filter(on__lte=today).order_by("on", "id")),
        keys=keys(given.exercises),
        begins=begins,
        ends=today,
    )
