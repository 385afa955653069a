"""``python bench/recorders.py``: many sessions recording at once, over HTTP on PostgreSQL.

Each device records one event a second and posts what waits, at most every two seconds, as
``static/js/recorder/outbox.js`` does. First 100 sessions; then more, step by step, until the 95th percentile
of an answer is above the goal or an answer fails. Then one batch of 200 events against logs of growing
length, and the fold alone with its memory. Bounded: each step lasts ``--seconds``, the last step is
1 600 sessions. Writes ``docs/reference/recorder-server-times.md``.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import string
import sys
import tempfile
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import run as pages

from drypoint.needling import Event, EventType, InsertionId, NeedleId, SessionRequest, session
from drypoint.terms import MuscleId, Side

GOAL_MS = 250
EVERY_S = 2
"""Between two posts of one device: ``LEAST_MS`` of ``outbox.js``."""
STEPS = (100, 125, 150, 200, 250, 300, 400, 600, 800, 1200, 1600)
LENGTHS = (100, 1_000, 10_000, 50_000)
BATCH = 200
TOKEN = "".join(random.Random(1).choices(string.ascii_letters, k=32))
_KINDS = ("needle_opened", "inserted", "twitched", "removed")


@dataclass
class Device:
    """One device that records one session."""

    port: int
    cookie: str
    visit: str
    name: str
    made: int = 0
    cursor: int = 0
    waiting: list[dict[str, Any]] = field(default_factory=list)
    took_ms: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def record(self) -> None:
        """Write one event down."""
        kind, number = _KINDS[self.made % 4], self.made // 4
        said = {"id": str(uuid4()), "at": _now(), "device": self.name, "type": kind}
        if kind in {"needle_opened", "inserted"}:
            said["needle"] = f"{self.name}-n{number}"
        if kind != "needle_opened":
            said["insertion"] = f"{self.name}-i{number}"
        if kind == "inserted":
            said |= {"muscle": "gluteus_medius", "side": "left", "site": "1"}
        self.made += 1
        self.waiting.append(said)

    def send(self) -> None:
        """Post what waits; the time until the whole answer is there counts."""
        batch = self.waiting[:BATCH]
        body = json.dumps(
            {"device": self.name, "sent_at": _now(), "after": self.cursor, "events": batch}
        ).encode()
        begin = time.perf_counter()
        try:
            status, answer = self._post(body)
        except (OSError, http.client.HTTPException) as wrong:
            self.connection = None
            self.failed.append(type(wrong).__name__)
            return
        took = (time.perf_counter() - begin) * 1000
        if status != 200:
            self.failed.append(str(status))
            return
        self.took_ms.append(took)
        told = json.loads(answer)
        self.cursor = told["cursor"]
        self.waiting = [one for one in self.waiting if one["id"] not in told["stored"]]
        if told["refused"]:
            self.failed.append("refused")

    def _post(self, body: bytes) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Cookie": f"sessionid={self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        self.connection.request("POST", f"/visits/{self.visit}/session/events/", body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


@dataclass(frozen=True)
class Step:
    """What so many sessions at once gave."""

    sessions: int
    posts: int
    per_second: float
    p50_ms: float
    p95_ms: float
    worst_ms: float
    failed: int
    load: float

    @property
    def is_met(self) -> bool:
        """Whether the goal holds and nothing failed."""
        return self.p95_ms <= GOAL_MS and not self.failed


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=20, help="of each step (20)")
    arguments.add_argument("--quick", action="store_true", help="few sessions, to try the bench; no page")
    arguments.add_argument("--on", choices=("postgresql", "sqlite"), default="postgresql")
    arguments.add_argument("--port", type=int, default=0, help="of the server under measurement (any)")
    arguments.add_argument("--most", type=int, default=STEPS[-1], help="sessions of the last step")
    asked = arguments.parse_args()
    steps = (4, 8) if asked.quick else tuple(one for one in STEPS if one <= asked.most)
    lengths = LENGTHS[:2] if asked.quick else LENGTHS
    with tempfile.TemporaryDirectory(prefix="drypoint-bench-") as name:
        folder = Path(name)
        with _database(folder, asked.on) as (url, version):
            environment = pages.environment_of(folder / "clinic", url)
            seeded = pages.python(environment, "seed_sessions.py", str(steps[-1]), *map(str, lengths))
            with pages.serving(environment, asked.port) as port:
                _warmed(port, seeded)
                found = list(_steps(port, seeded, steps, asked.seconds))
                long = {length: _long(port, seeded, length) for length in lengths}
    folds = {length: _fold(length) for length in lengths}
    page = _page(found, long, folds, f"{asked.on} {version}".strip(), asked.seconds)
    if not asked.quick:
        (pages.ROOT / "docs/reference/recorder-server-times.md").write_text(page)
    print(page)
    return 0


@contextmanager
def _database(folder: Path, engine: str) -> Iterator[tuple[str, str]]:
    if engine == "sqlite":
        yield "", ""
        return
    with pages.postgresql(folder / "postgresql") as database:
        yield database("recorders"), database("version")


def _warmed(port: int, seeded: dict[str, Any]) -> None:
    """Each worker has loaded what it knows: a first request takes seconds and is no measure of the rest."""
    for number in range(20):
        device = Device(port, seeded["session"], seeded["live"][0], f"warm-{number}")
        device.record()
        device.send()


def _steps(port: int, seeded: dict[str, Any], steps: Sequence[int], seconds: int) -> Iterator[Step]:
    for count in steps:
        devices = [
            Device(port, seeded["session"], visit, f"bench-{count}-{number}")
            for number, visit in enumerate(seeded["live"][:count])
        ]
        step = _step(devices, seconds)
        print(step, file=sys.stderr)
        yield step
        if not step.is_met:
            return


def _step(devices: Sequence[Device], seconds: int) -> Step:
    begin = time.monotonic() + 0.5
    ends = begin + seconds

    def live(device: Device, late: float) -> None:
        due = begin + late
        while due < ends:
            time.sleep(max(0.0, due - time.monotonic()))
            for _second in range(EVERY_S):
                device.record()
            # A request that takes longer meets the events of that time in the next batch.
            while time.monotonic() - due > EVERY_S:
                due += 1
                device.record()
            device.send()
            due += EVERY_S

    threads = [
        threading.Thread(target=live, args=(device, EVERY_S * number / len(devices)))
        for number, device in enumerate(devices)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = sorted(one for device in devices for one in device.took_ms)
    return Step(
        sessions=len(devices),
        posts=len(took),
        per_second=round(len(took) / seconds, 1),
        p50_ms=round(statistics.median(took), 1),
        p95_ms=round(took[int(len(took) * 0.95)], 1),
        worst_ms=round(took[-1], 1),
        failed=sum(len(device.failed) for device in devices),
        load=round(os.getloadavg()[0], 1),
    )


def _long(port: int, seeded: dict[str, Any], length: int) -> float:
    """Milliseconds of one batch against a log of ``length``, the middle of three."""
    device = Device(port, seeded["session"], seeded["long"][str(length)], f"long-{length}")
    device.cursor = length
    for _round in range(3):
        for _event in range(BATCH):
            device.record()
        device.send()
    if device.failed:
        raise RuntimeError(f"a batch against {length} events failed: {device.failed}")
    return round(statistics.median(device.took_ms))


def _fold(length: int) -> tuple[float, float]:
    """Milliseconds and MiB at most of folding ``length`` events, decoding left out."""
    at = datetime(2026, 11, 27, 8, tzinfo=UTC)
    events = tuple(
        _event(_KINDS[number % 4], number // 4, at + timedelta(seconds=number)) for number in range(length)
    )
    request = SessionRequest(events=events)
    begin = time.perf_counter()
    session(request)
    took = (time.perf_counter() - begin) * 1000
    tracemalloc.start()
    session(request)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return round(took, 1), round(peak / 2**20, 1)


def _event(kind: str, number: int, at: datetime) -> Event:
    needle = NeedleId(f"n{number}") if kind in {"needle_opened", "inserted"} else None
    insertion = None if kind == "needle_opened" else InsertionId(f"i{number}")
    place: dict[str, Any] = {}
    if kind == "inserted":
        place = {"muscle": MuscleId("gluteus_medius"), "side": Side.LEFT}
    key = UUID(int=random.getrandbits(128))
    return Event(
        id=key, at=at, device="bench", type=EventType(kind), needle=needle, insertion=insertion, **place
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _page(
    steps: Sequence[Step],
    long: dict[int, float],
    folds: dict[int, tuple[float, float]],
    engine: str,
    seconds: int,
) -> str:
    rows = "\n".join(
        f"| {one.sessions} | {one.posts} | {one.per_second} | {one.p50_ms} | {one.p95_ms} | {one.worst_ms} "
        f"| {one.failed} | {one.load} | {'yes' if one.is_met else '**no**'} |"
        for one in steps
    )
    logs = "\n".join(
        f"| {length:,} | {long[length]} | {folds[length][0]} | {folds[length][1]} |".replace(",", " ")
        for length in long
    )
    met = [one for one in steps if one.is_met]
    broken = next((one for one in steps if not one.is_met), None)
    end = (
        f"It breaks at {broken.sessions} sessions: p95 {broken.p95_ms} ms, {broken.failed} failed."
        if broken
        else f"It did not break up to {steps[-1].sessions} sessions."
    )
    made_at = datetime.now(UTC).isoformat(timespec="minutes")
    held = f"The goal holds up to {met[-1].sessions} sessions at once." if met else "The goal is not met."
    return f"""# Times of the recorder's server

Written by `python bench/recorders.py`; not edited by hand. {made_at},
{pages.machine()}, {engine}, `drypoint serve` with {pages.WORKERS} workers.
The clients run on the same machine and take their share of it.

Each device records one event a second and posts two events every {EVERY_S} seconds, {seconds} s for each row;
milliseconds until the whole answer has arrived, which the server sends after its commit. Goal: p95 up to
{GOAL_MS} ms with 100 sessions.
{held} {end} Load: average of the machine at the end of the row; above the cores, other work slowed it too.

| sessions | posts | posts/s | p50 | p95 | worst | failed | load | goal met |
|---|---|---|---|---|---|---|---|---|
{rows}

One batch of {BATCH} events against a log that is as long already, the fold of that log alone, and the most
memory that the fold takes beside the events:

| events stored | batch, ms | fold, ms | fold, MiB |
|---|---|---|---|
{logs}
"""


if __name__ == "__main__":
    sys.exit(main())
