"""Two devices, in whatever order their batches arrive: one log, one state. And a log that is very long."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.clinic import factories
from tests.clinic.at_once import in_a_file
from tests.clinic.visits.care import Care, event, inserted

from drypoint.clinic.actors import Actor
from drypoint.clinic.incidents.actions import session_recordings
from drypoint.clinic.keys import new_id
from drypoint.clinic.visits.actions import recordings
from drypoint.clinic.visits.models import SessionEvent, Visit
from drypoint.clinic.visits.queries.sessions import session_state, stored_events

LONG = 50_000


def log_of(device: str) -> list[dict[str, Any]]:
    """Three needles in and out, one of them off the plan, one press taken back."""
    made: list[dict[str, Any]] = []
    for number in range(3):
        needle, insertion = f"{device}-n{number}", f"{device}-i{number}"
        place = {"muscle": "gluteus_maximus"} if number == 2 else {}
        made += [
            event("needle_opened", number * 4, needle=needle),
            inserted(number * 4 + 1, needle, insertion, **place),
            event("twitched", number * 4 + 2, insertion=insertion),
            event("removed", number * 4 + 3, insertion=insertion),
        ]
    wrong = event("dropped", 20, needle=f"{device}-n0")
    made += [wrong, event("corrected", 21, data={"corrects": wrong["id"]})]
    return [{**one, "device": device} for one in made]


LOGS = [log_of("tablet-1"), log_of("tablet-2")]
EVERY = {one["id"] for log in LOGS for one in log}


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Batches of both devices, cut, repeated and reordered anyhow, that together hold every event."""
    events = draw(st.permutations([one for log in LOGS for one in log]))
    repeats = draw(st.lists(st.sampled_from(events), max_size=10))
    cuts = sorted(draw(st.sets(st.integers(1, len(events) - 1), max_size=6)))
    batches = [events[a:b] for a, b in zip([0, *cuts], [*cuts, len(events)], strict=True)]
    for one in repeats:
        batches[draw(st.integers(0, len(batches) - 1))].append(one)
    return batches


@pytest.fixture
def begun(care: Care) -> Care:
    care.begin()
    return care


def deliver(care: Care, batches: Sequence[Sequence[dict[str, Any]]]) -> tuple[Any, Any]:
    """Stored events without what tells their order of arrival, and the state."""
    for batch in batches:
        told = recordings.record(by=care.therapist, visit=care.visit, events=batch)
        assert told.refused == {}
        assert {str(key) for key in told.stored} == {one["id"] for one in batch}
    stored = stored_events(care.visit)
    assert [one.number for one in stored] == list(range(1, len(stored) + 1))
    return {(one.event, one.questions, one.clock_offset_ms) for one in stored}, session_state(care.visit)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=deliveries())
def test_any_order_of_batches_gives_the_same_log_and_state(
    begun: Care, batches: list[list[dict[str, Any]]]
) -> None:
    class Undo(Exception):
        pass

    results = []
    for given_batches in (LOGS, batches):
        with pytest.raises(Undo), transaction.atomic():
            results.append(deliver(begun, given_batches))
            raise Undo
    assert results[0] == results[1]
    assert {str(one[0].id) for one in results[1][0]} == EVERY
    assert (results[1][1].needles_opened, results[1][1].sharps, len(results[1][1].taken_back)) == (6, 6, 2)


def test_a_very_long_log_takes_more_and_loses_nothing(begun: Care) -> None:
    """50 000 events: a batch stays bounded. Its times and memory: ``bench/recorders.py``."""
    care = begun
    first = [event("needle_opened", needle="n1"), inserted(1)]
    recordings.record(by=care.therapist, visit=care.visit, events=first)
    twitch = event("twitched", 2, insertion="i1")
    SessionEvent.objects.bulk_create(
        (
            SessionEvent(
                id=(key := new_id()),
                clinic=care.clinic,
                visit=care.visit,
                number=number,
                at=twitch["at"],
                recorded_by=care.member,
                device=twitch["device"],
                type=twitch["type"],
                payload={**twitch, "id": str(key)},
            )
            for number in range(3, LONG + 3)
        ),
        batch_size=5_000,
    )
    batch = [event("twitched", 3, insertion="i1") for _number in range(recordings.MOST)]
    begin = perf_counter()
    with CaptureQueriesContext(connection) as made:
        told = recordings.record(by=care.therapist, visit=care.visit, events=batch)
    assert perf_counter() - begin < 20
    assert len(made) <= 20
    assert len(told.stored) == recordings.MOST
    assert told.state.insertions[0].twitches == LONG + recordings.MOST
    assert recordings.record(by=care.therapist, visit=care.visit, events=batch).stored == told.stored


@pytest.fixture
def reachable(transactional_db: None, tmp_path: Path) -> Iterator[Care]:
    """A session that has begun, in a database that several connections can reach."""
    with in_a_file(tmp_path / "clinic.sqlite3") if connection.vendor == "sqlite" else nullcontext():
        care = Care()
        care.begin()
        yield care


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_post_at_once_number_their_events_one_after_the_other(reachable: Care) -> None:
    care, start = reachable, Barrier(2)
    assistant = factories.acting(care.clinic, "assistant")

    def post(actor: Actor, log: list[dict[str, Any]]) -> list[int]:
        start.wait()
        numbers: list[int] = []
        try:
            visit = Visit.objects.select_related("clinic", "episode__person").get(pk=care.visit.pk)
            for first in range(0, len(log), 2):
                batch = log[first : first + 3]  # each batch repeats the beginning of the next
                told = session_recordings.record(by=actor, visit=visit, events=batch)
                assert told.refused == {}
                numbers += [told.stored[UUID(one["id"])].number for one in batch]
        finally:
            connection.close()
        return numbers

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(post, (care.therapist, assistant), LOGS))
    stored = stored_events(care.visit)
    assert [one.number for one in stored] == list(range(1, len(EVERY) + 1))
    assert {str(one.event.id) for one in stored} == EVERY
    assert not set(found[0]) & set(found[1])
    assert session_state(care.visit).sharps == 6
