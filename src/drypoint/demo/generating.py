"""Making the demo: one transaction that leaves two whole clinics or nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from drypoint.clinic.accounts.actions import clinics, credentials, memberships
from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.accounts.models.clinics import ClinicKind
from drypoint.clinic.accounts.models.memberships import CredentialKind
from drypoint.clinic.actors import actor_for, system
from drypoint.clinic.keys import new_id
from drypoint.clinic.people.actions import access, people
from drypoint.demo import house
from drypoint.demo.backdating import Backdating
from drypoint.demo.care import Care
from drypoint.demo.cast import Character, load_cast, load_presentations
from drypoint.demo.courses import IN_THE_ROOM, play
from drypoint.demo.sign_ins import SignIn
from drypoint.demo.simulation import course_of
from drypoint.demo.timetable import Timetable

QUAY = "Little Quay Practice (demo)"
QUAY_PEOPLE = (("Alba", "Reyes Montero", "es"), ("George", "Hartley", "en"))


def populate(
    *,
    now: datetime,
    rng: Random,
    sign_ins: tuple[SignIn, ...],
    count: int | None = None,
    say: Callable[[int, int], None] = lambda done, of: None,
) -> Clinic:
    """Make the demo clinic and a tiny second one in an empty database; returns the first.

    Args:
        now: the moment at which the demo stands; courses lie before it.
        rng: decides every number; the same seed and ``now`` make the same clinic, but for the keys.
        sign_ins: who may sign in.
        count: how many of the cast; all of them if left out.
        say: told how many people are done, of how many.
    """
    cast = load_cast()[:count]
    with transaction.atomic():
        clinic = _found(house.NAME, public_atlas=True, **house.SETTINGS)
        past = Backdating(clinic)
        by_role = {one.role: one for one in reversed(sign_ins)}  # the first of a role is this clinic's
        timetable = Timetable(clinic.zone, now)
        with past.at(house.opened_at(now)):
            staffed = house.set_up(clinic, sign_ins=by_role, today=timetable.today)
        for done, (number, character) in enumerate(_in_the_room_first(cast), start=1):
            presentation = load_presentations()[character.presentation]
            care = Care(
                house=staffed,
                character=character,
                presentation=presentation,
                course=course_of(presentation, character.response, rng),
                rng=rng,
                now=now,
                timetable=timetable,
                past=past,
            )
            play(care, number)
            if character.role == "patient":
                with past.at(now):
                    patient = by_role["patient"]
                    access.grant(
                        by=staffed.desk, person=care.person, email=patient.email, password=patient.password
                    )
            say(done, len(cast))
        recalled_at = now - timedelta(days=house.RECALLED_DAYS_AGO)
        with past.at(recalled_at):
            house.recall(staffed)
        told_at = recalled_at + timedelta(days=1)
        with past.at(told_at):
            house.tell_of_recall(staffed, told_on=told_at.date())
        _second_clinic(sign_ins[-1], today=timetable.today)
    return clinic


def _in_the_room_first(cast: tuple[Character, ...]) -> list[tuple[int, Character]]:
    """Who is in the room now takes their therapist's time before anybody is booked."""
    numbered = list(enumerate(cast, start=1))
    return sorted(numbered, key=lambda one: one[1].stage not in IN_THE_ROOM)


def _found(name: str, **settings: str | bool) -> Clinic:
    return clinics.found(
        by=system(clinic_id=new_id(), name="demo"), name=name, kind=ClinicKind.DEMO, **settings
    )


def _second_clinic(sign_in: SignIn, *, today: date) -> None:
    """One therapist and two people, so that it can be seen that clinics do not see each other."""
    clinic = _found(QUAY, timezone="Europe/London", phone="555 0180", emergency_number="112")
    founder = system(clinic_id=clinic.pk, name="demo")
    therapist = memberships.add(
        by=founder,
        email=sign_in.email,
        name="Ruth Penhaligon",
        role="therapist",
        title="PT",
        password=sign_in.password,
    )
    for kind in (CredentialKind.LICENCE, CredentialKind.NEEDLING):
        credentials.record(
            by=founder,
            membership=therapist,
            kind=kind,
            valid_from=date(today.year - 3, 1, 1),
            expires=date(today.year + 2, 12, 31),
            profession="physical therapist",
            number="DEMO-3001",
            jurisdiction="Demo board",
        )
    for number, (given_name, family_name, language) in enumerate(QUAY_PEOPLE):
        people.register(
            by=actor_for(therapist),
            given_name=given_name,
            family_name=family_name,
            language=language,
            birth_date=date(1975 + 12 * number, 4, 9),
            desk_note="Fictional person of the demo clinic",
        )
