"""Reads of people: lists, doubles, what is known of body, allergies and medicines."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Q, QuerySet

from drypoint.clinic.accounts.models import Clinic
from drypoint.clinic.people import names
from drypoint.clinic.people.models import (
    Allergy,
    BodyMeasure,
    MedicineEntry,
    PatientAccess,
    Person,
    SearchWord,
)

PAGE_SIZE = 20
ALIKE = 0.75
"""Share of letters in common from which two names look alike. Our choice: it only asks for a second look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some people in order of name, and the one after whom the next page begins, if there is one."""

    people: tuple[Person, ...]
    next_after: UUID | None


def listing(
    clinic: Clinic,
    text: str = "",
    *,
    after: UUID | None = None,
    size: int = PAGE_SIZE,
    archived: bool = False,
) -> Page:
    """People by family name, then given name, after the person ``after``; two statements at most.

    Each word of ``text`` must begin one of a person's names, the number, the phone number or the date of
    birth (``1980-05-01``), whatever case and accents.
    """
    people = clinic.people.filter(archived_at__isnull=not archived)
    for word in _asked_words(text):
        first, last = names.beginning(word)
        people = people.filter(
            pk__in=SearchWord.objects.filter(clinic=clinic, word__gte=first, word__lte=last).values("person")
        )
    if after is not None and (last_shown := clinic.people.filter(pk=after).first()) is not None:
        people = people.filter(_sorted_after(last_shown))
    found = list(people.order_by("family_key", "given_key", "id")[: size + 1])
    shown = tuple(found[:size])
    return Page(people=shown, next_after=shown[-1].pk if len(found) > size else None)


def possible_doubles(
    clinic: Clinic,
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    except_person_id: UUID | None = None,
) -> list[Person]:
    """People who may be the same: born the same day with a name alike, or with the very same name."""
    given, family = names.key(given_name), names.key(family_name)
    near = Q(given_key=given, family_key=family)
    if birth_date is not None:
        near |= Q(birth_date=birth_date)
    candidates = clinic.people.filter(near).order_by("family_key", "given_key", "id")
    return [one for one in candidates if one.pk != except_person_id and _alike(given, family, one)]


def latest_measures(person: Person) -> tuple[Decimal | None, Decimal | None]:
    """The newest height in cm and the newest weight in kg, each nothing if never recorded."""
    height_cm = weight_kg = None
    for measure in person.body_measures.current().order_by("measured_on", "recorded_at"):
        height_cm = measure.height_cm if measure.height_cm is not None else height_cm
        weight_kg = measure.weight_kg if measure.weight_kg is not None else weight_kg
    return height_cm, weight_kg


def measures(person: Person) -> QuerySet[BodyMeasure]:
    """All measures that stand, newest first."""
    return person.body_measures.current().order_by("-measured_on", "-recorded_at")


def allergies(person: Person) -> QuerySet[Allergy]:
    """What stands: allergies, or one row ``none_known``; empty means nobody asked."""
    return person.allergies.current().order_by("substance", "recorded_at")


def medicines(person: Person, *, on: date) -> QuerySet[MedicineEntry]:
    """Medicines taken on ``on`` as far as recorded. Empty does not mean none: see ``takes_none``."""
    taken = person.medicines.current().filter(none_taken=False)
    return taken.filter(Q(stopped_on__isnull=True) | Q(stopped_on__gte=on)).order_by("recorded_at")


def takes_none(person: Person) -> bool:
    """Whether it was asked and answered that no medicine is taken."""
    return person.medicines.current().filter(none_taken=True).exists()


def accesses(user_id: UUID) -> QuerySet[PatientAccess]:
    """The persons whose own sign-in this user is, over all clinics."""
    return (
        PatientAccess.objects.filter(user_id=user_id, revoked_at__isnull=True, user__is_active=True)
        .select_related("clinic", "person", "user")
        .order_by("clinic__name", "id")
    )


def _asked_words(text: str) -> list[str]:
    if not any(letter.isalpha() for letter in text):
        digits = re.sub(r"\D", "", text)
        return [digits[: names.WORD_LENGTH]] if digits else []
    return names.words(text)


def _sorted_after(person: Person) -> Q:
    family, given = person.family_key, person.given_key
    # The first condition is implied by the rest; it lets the index start where the page starts.
    return Q(family_key__gte=family) & (
        Q(family_key__gt=family)
        | Q(family_key=family, given_key__gt=given)
        | Q(family_key=family, given_key=given, pk__gt=person.pk)
    )


def _alike(given: str, family: str, person: Person) -> bool:
    theirs = (person.given_key, person.family_key)
    orders = ((given, family), (family, given))  # given and family name are often swapped
    return any(min(map(_share, order, theirs)) >= ALIKE for order in orders)


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
