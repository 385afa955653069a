"""A tablet of the fault run: a browser of its own whose power, network and tabs come and go."""

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

PIN = "135790"
PATIENCE_S = 60
SHIFTED_CLOCK = """
const shift = Number(localStorage.getItem("test.shift") ?? 0);
if (shift) {
  const Right = Date;
  Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + shift); }
    static now() { return Right.now() + shift; }
  };
}
"""
READY = """async (pin) => {
  const element = document.querySelector("needling-recorder");
  if (!element) return "no recorder";
  await customElements.whenDefined("needling-recorder");
  const { recording } = element;
  for (let tries = 0; recording.phase === "opening" && tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (recording.phase === "choose_pin") await recording.choosePin(pin);
  if (recording.phase === "locked") await recording.unlock(pin);
  window.recording = recording;
  return recording.phase === "open" ? "open" : `${recording.phase} ${recording.why}`;
}"""
RECORD = "async (events) => (await recording.record(events)).map((event) => event.id)"
ALL = """() => ({
  device: recording.device,
  delivery: recording.delivery,
  state: recording.state,
  events: recording.events.map(({ event, offset, number, waiting, refused }) =>
    ({ event, offset, number, waiting, refused })),
})"""


@dataclass
class Device:
    """One profile folder; ``acknowledged`` are the ids that ``record()`` has answered for."""

    playwright: Playwright
    folder: Path
    origin: str
    cookie: str
    chance: random.Random
    clock_off_ms: int = 0
    acknowledged: set[str] = field(default_factory=set)
    tried: int = 0
    faults: list[str] = field(default_factory=list)
    _context: BrowserContext | None = None
    _page: Page | None = None
    _url: str = ""

    def switch_on(self) -> None:
        """The browser on its folder, signed in."""
        path = next(found for name in ("chromium", "chromium-browser") if (found := shutil.which(name)))
        context = self.playwright.chromium.launch_persistent_context(
            str(self.folder), executable_path=path, viewport={"width": 820, "height": 1180}
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        context.add_init_script(SHIFTED_CLOCK)
        self.sign_in(context)
        self._context = context

    def sign_in(self, context: BrowserContext | None = None) -> None:
        """With the cookie of who has signed in."""
        (context or self.context).add_cookies(
            [
                {
                    "name": "sessionid",
                    "value": self.cookie,
                    "url": self.origin,
                    "expires": time.time() + 40_000,
                }
            ]
        )

    @property
    def context(self) -> BrowserContext:
        """Of the browser that is on."""
        assert self._context is not None
        return self._context

    @property
    def page(self) -> Page:
        """The tab."""
        assert self._page is not None
        return self._page

    def open(self, visit: str) -> None:
        """The session's page in a new tab, unlocked."""
        self._url = f"{self.origin}/visits/{visit}/session/"
        self._page = self.context.new_page()
        self._until_open(lambda: self.page.goto(self._url))

    def _until_open(self, load: Callable[[], Any]) -> None:
        end = time.monotonic() + PATIENCE_S
        said = ""
        while time.monotonic() < end:
            try:
                load()
                said = self.page.evaluate(READY, PIN)
            except Error as wrong:
                said = str(wrong).splitlines()[0]
            if said == "open":
                return
            time.sleep(0.5)
        raise AssertionError(f"the session does not open: {said}")

    def set_clock(self, off_ms: int) -> None:
        """From the next load of the page on."""
        self.clock_off_ms = off_ms
        self.page.evaluate("(off) => localStorage.setItem('test.shift', String(off))", off_ms)
        self.reload()

    def ready_for_offline(self) -> None:
        """The service worker holds the page."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready; }")

    def record(self, *events: dict[str, Any]) -> None:
        """One press; what is answered for is noted."""
        self.tried += 1
        self.acknowledged.update(self.page.evaluate(RECORD, list(events)))

    def reload(self) -> None:
        """The tab, whatever the network."""
        self._until_open(self.page.reload)

    def close_and_open(self) -> None:
        """The tab without leave to finish anything, and again."""
        self.page.close(run_before_unload=False)
        self._page = self.context.new_page()
        self._until_open(lambda: self.page.goto(self._url))

    def lose_power(self) -> None:
        """``kill -9`` of the browser's processes, as when the battery is empty; then on again."""
        mark = f"--user-data-dir={self.folder}".encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                ours = mark in (process / "cmdline").read_bytes().split(b"\0")
                if ours:
                    os.kill(int(process.name), signal.SIGKILL)
            except OSError:
                continue
        with suppress(Error):
            self.context.close()
        for lock in self.folder.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        self.switch_on()
        self._page = self.context.new_page()
        self._until_open(lambda: self.page.goto(self._url))

    def everything(self) -> dict[str, Any]:
        """What the device holds of the visit."""
        found: dict[str, Any] = self.page.evaluate(ALL)
        return found

    def leave(self) -> None:
        """The tab is closed in peace."""
        if self._page is not None:
            self._page.close()
            self._page = None

    def switch_off(self) -> None:
        """In peace."""
        if self._context is not None:
            self._context.close()
            self._context = None
