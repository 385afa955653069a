"""Two people at the same moment, each on their own connection."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from tests.clinic import factories
from tests.clinic.at_once import in_a_file
from tests.clinic.records.world import World

from drypoint.clinic.accounts.actions import features, memberships
from drypoint.clinic.accounts.features import Feature
from drypoint.clinic.actors import actor_for
from drypoint.clinic.audit.models import AuditEvent
from drypoint.clinic.diary.actions import appointments
from drypoint.clinic.errors import Conflict, NotAllowedNow
from drypoint.clinic.people.actions import allergies, measures, people
from drypoint.clinic.stock.actions import lots

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def here(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """A world in a database that several connections can reach, as in a real clinic."""
    with in_a_file(tmp_path / "clinic.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        yield World("Here")


def _at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of several threads got, a value or the refusal; they all begin together."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        start.wait()
        try:
            return work(number)
        except (Conflict, NotAllowedNow, ValidationError) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def _refusals(results: list[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def test_people_registered_at_once_get_numbers_without_gaps(here: World) -> None:
    by = here.owner
    made = _at_once(lambda n: people.register(by=by, given_name=f"Given{n}", family_name="Ruiz"))
    assert not _refusals(made)
    assert sorted(person.number for person in made) == [1, 2, 3, 4]
    assert AuditEvent.objects.filter(verb="person.registered").count() == AT_ONCE


def test_one_of_several_gets_the_therapists_time(here: World) -> None:
    by, person, therapist, service = here.owner, here.person, here.owner_member, here.service
    results = _at_once(
        lambda n: appointments.book(
            by=by,
            person=person,
            therapist=therapist,
            service=service,
            # Overlapping but not equal: the unique constraint alone would let them through.
            starts_at=factories.NOON.replace(minute=n),
        )
    )
    assert len(_refusals(results)) == AT_ONCE - 1
    assert here.clinic.appointments.count() == 1


def test_one_of_several_corrections_stands_and_the_others_are_told(here: World) -> None:
    by, person, fact = here.owner, here.person, here.measure
    results = _at_once(
        lambda n: measures.record(
            by=by,
            person=person,
            measured_on=date(2027, 1, 1),
            weight_kg=Decimal(60 + n),
            supersedes=fact,
        )
    )
    assert [type(refusal) for refusal in _refusals(results)] == [Conflict] * (AT_ONCE - 1)
    assert person.body_measures.current().count() == 1


def test_one_of_several_revisions_stands_and_the_others_are_told(here: World) -> None:
    by, person = here.owner, here.person
    results = _at_once(
        lambda n: people.revise_details(
            by=by, person=type(person).objects.get(pk=person.pk), revision=1, given_name=f"Ana{n}"
        )
    )
    assert [type(refusal) for refusal in _refusals(results)] == [Conflict] * (AT_ONCE - 1)
    person.refresh_from_db()
    assert person.revision == 2
    assert person.search_words.filter(word=person.given_key).count() == 1
    assert person.search_words.filter(word__startswith="ana").count() == 1


def test_one_chain_however_many_accept(here: World) -> None:
    by = here.owner
    results = _at_once(lambda n: features.accept(by=by, feature=Feature.RANKING))
    assert [type(refusal) for refusal in _refusals(results)] == [Conflict] * (AT_ONCE - 1)
    assert here.clinic.feature_acceptances.count() == 1


def test_owners_leaving_at_once_leave_one_behind(here: World) -> None:
    owners = [here.owner_member, *(factories.make_member(here.clinic, "owner") for _ in range(AT_ONCE - 1))]
    results = _at_once(
        lambda n: memberships.deactivate(by=actor_for(owners[n]), membership=owners[n], revision=1)
    )
    assert len(_refusals(results)) == 1
    assert here.clinic.memberships.filter(role="owner", active=True).count() == 1


def test_none_known_and_an_allergy_never_stand_together(here: World) -> None:
    by, person = here.owner, here.person
    _at_once(
        lambda n: (
            allergies.record(by=by, person=person, substance=f"s{n}")
            if n % 2
            else allergies.record_none_known(by=by, person=person)
        )
    )
    standing = set(person.allergies.current().values_list("none_known", flat=True))
    assert len(standing) == 1


def test_packs_received_at_once_are_all_counted(here: World) -> None:
    by = here.owner
    results = _at_once(
        lambda n: lots.receive(
            by=by,
            maker="Maker",
            product="Filiform",
            length_mm=Decimal("40"),
            diameter_mm=Decimal("0.3"),
            lot="L-1",
            expires=factories.FAR_OFF,
            packs=n + 1,
        )
    )
    assert not _refusals(results)
    (lot,) = here.clinic.needle_lots.all()
    assert lot.packs == 1 + 2 + 3 + 4
    assert lot.movements.count() == AT_ONCE
