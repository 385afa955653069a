"""The fault run: browsers record sessions while servers, networks, tabs and power fail; nothing may be lost.

``python -m tests.ops.recorder_faults ROUNDS [SEED]`` prints the figures as a page of the reference.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright
from tests.ops.faulty_line import FaultyLine
from tests.ops.recorder_device import Device

DRYPOINT = str(Path(sys.executable).with_name("drypoint"))
PRESSES = (14, 26)
FAULT_AT_A_PRESS = 0.3
SETTLED_S = 90
A_DAY_MS = 86_400_000
READY = (
    "from drypoint.config.start import django_started; django_started()\n"
    "from datetime import UTC, datetime\nfrom drypoint.config import environment\n"
    "from drypoint.upkeep.server import make_ready\n"
    "make_ready(environment.from_process(), now=datetime.now(UTC))\n"
)


@dataclass
class Figures:
    """What a run found."""

    seed: int
    rounds: int = 0
    presses: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    unequal_logs: int = 0
    unequal_folds: int = 0
    two_devices: int = 0
    wrong_clocks: int = 0
    seconds: float = 0
    requests: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class House:
    """A data folder, its server behind a bad line, and who is signed in."""

    environment: dict[str, str]
    line: FaultyLine
    visits: list[str] = field(default_factory=list)
    cookie: str = ""
    member: str = ""
    _server: subprocess.Popen[bytes] | None = None

    def python(self, *arguments: str) -> str:
        """Output of a Python with this clinic's data."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def found(self, visits: int) -> None:
        """Tables, a clinic, and that many visits whose session has begun."""
        self.python("-c", READY)
        seeded = json.loads(self.python("-m", "tests.ops.recorder_clinic", "seed", str(visits)))
        self.visits, self.cookie, self.member = seeded["visits"], seeded["cookie"], seeded["member"]

    def serve(self) -> None:
        """Start the server; browsers find it where they found the last."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._server = subprocess.Popen(
            [DRYPOINT, "serve", "--port", str(port)],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _try in range(300):
            assert self._server.poll() is None, "the server ended"
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        self.line.upstream = port

    def kill(self) -> None:
        """``kill -9`` of the server and its workers."""
        if self._server is not None and self._server.poll() is None:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(timeout=20)

    def log(self, visit: str) -> dict[str, Any]:
        """The visit as the server holds it."""
        found: dict[str, Any] = json.loads(self.python("-m", "tests.ops.recorder_clinic", "log", visit))
        return found

    def sign_in(self) -> str:
        """A new session of the same member."""
        return self.python("-m", "tests.ops.recorder_clinic", "sign-in", self.member).strip()


@contextmanager
def a_house(visits: int, chance: random.Random) -> Iterator[House]:
    """Everything on this machine in a throwaway folder."""
    with (
        tempfile.TemporaryDirectory(prefix="drypoint-faults-", ignore_cleanup_errors=True) as name,
        FaultyLine(chance).working() as line,
    ):
        folder = Path(name) / "data"
        folder.mkdir(mode=0o700)
        root = str(Path(__file__).parents[2])
        python_path = os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), root)))
        mine = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        mine |= {"DRYPOINT_DATA_DIR": str(folder), "DRYPOINT_WORKERS": "2", "PYTHONPATH": python_path}
        house = House(mine, line)
        house.found(visits)
        house.serve()
        try:
            yield house
        finally:
            house.kill()


def run(rounds: int, seed: int) -> Figures:
    """So many sessions, each on its own visit."""
    chance = random.Random(seed)
    figures = Figures(seed)
    begun = time.monotonic()
    with (
        a_house(rounds, chance) as house,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory(prefix="drypoint-tablets-", ignore_cleanup_errors=True) as name,
    ):
        origin = f"http://127.0.0.1:{house.line.port}"
        devices = [
            Device(playwright, Path(name) / f"tablet{number}", origin, house.cookie, chance)
            for number in range(2)
        ]
        for device in devices:
            device.switch_on()
        for visit in house.visits:
            used = devices if chance.random() < 0.35 else devices[:1]
            Round(house, visit, used, chance, figures).play()
            figures.rounds += 1
            _aside(f"round {figures.rounds}: {figures.acknowledged} kept")
        for device in devices:
            device.switch_off()
    figures.faults += house.line.faults
    figures.requests = house.line.requests
    figures.seconds = time.monotonic() - begun
    return figures


class Round:
    """One session from the first needle to a settled log."""

    def __init__(
        self,
        house: House,
        visit: str,
        devices: list[Device],
        chance: random.Random,
        figures: Figures,
    ) -> None:
        self._house, self._visit, self._devices = house, visit, devices
        self._chance, self._figures = chance, figures
        self._needles = 0
        self._inside: list[int] = []
        self._pressed: Counter[tuple[str, str]] = Counter()
        self._is_served = True

    def play(self) -> None:
        """Record under faults, let all of it settle, compare."""
        for device in self._devices:
            device.acknowledged, device.tried = set(), 0
            device.open(self._visit)
            device.ready_for_offline()
        self._figures.two_devices += len(self._devices) > 1
        if self._chance.random() < 0.2:
            self._figures.wrong_clocks += 1
            self._devices[-1].set_clock(self._chance.choice((A_DAY_MS, -A_DAY_MS)))
        self._house.line.is_bad = True
        for _press in range(self._chance.randint(*PRESSES)):
            device = self._chance.choice(self._devices)
            if self._chance.random() < FAULT_AT_A_PRESS:
                self._fault(device)
            device.record(*self._press())
        self._settle()
        self._compare()
        if self._devices[-1].clock_off_ms:
            self._devices[-1].set_clock(0)
        for device in self._devices:
            device.leave()

    def _press(self) -> list[dict[str, Any]]:
        kinds = ["in", "in", *(["out", "twitch", "twitch", "said"] if self._inside else []), "odd"]
        kind = self._chance.choice(kinds)
        if kind == "in":
            self._needles += 1
            self._inside.append(self._needles)
            n = self._needles
            place = {"muscle": "gluteus_medius", "side": "left", "site": "1"}
            events = [
                {"type": "needle_opened", "needle": f"n{n}"},
                {"type": "inserted", "needle": f"n{n}", "insertion": f"i{n}", **place},
            ]
        elif kind == "out":
            n = self._inside.pop(self._chance.randrange(len(self._inside)))
            events = [{"type": "removed", "insertion": f"i{n}"}]
        elif kind in {"twitch", "said"}:
            n = self._chance.choice(self._inside)
            said = {"sensation": self._chance.choice(("ache", "sharp", "electric", "eased"))}
            events = [
                {"type": "twitched", "insertion": f"i{n}"}
                if kind == "twitch"
                else {"type": "sensation", "insertion": f"i{n}", "data": said}
            ]
        else:
            events = self._chance.choice(
                ([{"type": "removed_all"}], [{"type": "paused"}], [{"type": "resumed"}])
            )
        self._pressed.update(_mark(event) for event in events)
        return events

    def _fault(self, device: Device) -> None:
        kind = self._chance.choice(
            ("network cut", "network back", "tab reloaded", "tab closed", "power lost", "server killed")
        )
        if kind == "server killed" and not self._is_served:
            kind = "server back"
        self._figures.faults[kind] += 1
        acts: dict[str, Callable[[], None]] = {
            "network cut": lambda: device.context.set_offline(True),
            "network back": lambda: device.context.set_offline(False),
            "tab reloaded": device.reload,
            "tab closed": device.close_and_open,
            "power lost": device.lose_power,
            "server killed": self._kill,
            "server back": self._serve,
        }
        acts[kind]()

    def _kill(self) -> None:
        self._house.kill()
        self._is_served = False

    def _serve(self) -> None:
        self._house.serve()
        self._is_served = True

    def _settle(self) -> None:
        if not self._is_served:
            self._serve()
        self._house.line.is_bad = False
        for device in self._devices:
            device.context.set_offline(False)
        end = time.monotonic() + SETTLED_S
        while time.monotonic() < end:
            held = [self._everything(device) for device in self._devices]
            numbers = [{one["number"] for one in of_one["events"]} for of_one in held]
            same = all(each == numbers[0] for each in numbers)
            if same and not any(of_one["delivery"]["waiting"] for of_one in held):
                time.sleep(2.6)  # longer than the line holds a late copy back
                return
            time.sleep(0.3)
        self._figures.wrong.append(f"{self._visit}: not settled in {SETTLED_S} s")

    def _everything(self, device: Device) -> dict[str, Any]:
        try:
            device.page.evaluate("recording.sendNow()")
            return device.everything()
        except Error:
            device.reload()
            return device.everything()

    def _compare(self) -> None:
        figures = self._figures
        server = self._house.log(self._visit)
        stored = {one["event"]["id"]: one for one in server["events"]}
        known = {key for device in self._devices for key in device.acknowledged}
        figures.acknowledged += len(known)
        figures.presses += sum(device.tried for device in self._devices)
        figures.lost += len(known - stored.keys())
        marks = Counter(_mark(one["event"]) for one in server["events"])
        figures.doubled += sum((marks - self._pressed).values()) + len(server["events"]) - len(stored)
        for device in self._devices:
            held = device.everything()
            here = {
                one["event"]["id"]: (one["number"], one["offset"], one["event"]["at"])
                for one in held["events"]
            }
            there = {
                key: (one["number"], one["clock_offset_ms"], _moment(one["event"]["at"]))
                for key, one in stored.items()
            }
            here = {key: (number, offset, _moment(at)) for key, (number, offset, at) in here.items()}
            if here != there:
                figures.unequal_logs += 1
                figures.wrong.append(f"{self._visit}: {held['device']} holds another log")
            if _counts(held["state"]) != _counts(server["state"]):
                figures.unequal_folds += 1
                figures.wrong.append(f"{self._visit}: {held['device']} counts otherwise")


def _mark(event: dict[str, Any]) -> tuple[str, str]:
    return event["type"], event.get("needle") or event.get("insertion") or ""


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _counts(state: dict[str, Any]) -> dict[str, Any]:
    """What both folds say of needles and insertions; another test compares every other field."""
    names = ("state", "needles_opened", "needles_in", "sharps", "unaccounted", "may_close")
    of_one = ("insertion", "dwell_seconds", "twitches", "sensations", "asks_for")
    return {name: state[name] for name in names} | {
        "insertions": [{name: one[name] for name in of_one} for one in state["insertions"]],
        "needles": state["needles"],
    }


def page(figures: Figures) -> str:
    """The figures as a page of the reference."""
    faults = "\n".join(f"| {name} | {n} |" for name, n in sorted(figures.faults.items()))
    return f"""# The recorder under faults

Written by `make soak`. A real browser (Chromium) records sessions against `drypoint serve` on SQLite, through
a line that delays, repeats, reorders and cuts requests and loses answers, while the server and the browser
are killed (`kill -9`), the network is cut and the tab is reloaded or closed. *Acknowledged* is an event of
which the device said that it is kept. `kill -9` stands for an empty battery; the power of the machine itself
was not cut.

| | |
|---|---|
| rounds (one session each) | {figures.rounds} |
| seed | {figures.seed} |
| of these with two devices | {figures.two_devices} |
| of these with a clock a day off | {figures.wrong_clocks} |
| presses | {figures.presses} |
| events acknowledged | {figures.acknowledged} |
| **acknowledged events lost** | **{figures.lost}** |
| **events stored twice** | **{figures.doubled}** |
| logs of device and server that differ at the end | {figures.unequal_logs} |
| folds of device and server that differ at the end | {figures.unequal_folds} |
| requests | {figures.requests} |
| minutes | {figures.seconds / 60:.0f} |

| fault | times |
|---|---|
{faults}
"""


def _aside(words: str) -> None:
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def main() -> int:
    """Exit status 1 when anything was lost, doubled or unequal."""
    rounds = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1_000_000)
    _aside(f"seed {seed}")
    figures = run(rounds, seed)
    sys.stdout.write(page(figures))
    for line in figures.wrong:
        _aside(line)
    return 1 if figures.lost or figures.doubled or figures.wrong or not figures.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
